"""What every page is made with: its template, its language, who is there, where it is."""

from collections.abc import Callable, Mapping
from urllib.parse import urlencode

from flask import Response, render_template, request

from diagnosis import __version__
from diagnosis.domain.text import Language
from diagnosis.services.ports.askers import Asker
from diagnosis.web.access.page_cookies import proof_of_request
from diagnosis.web.access.who_asks import asker_of_request, is_known
from diagnosis.web.languages import mark_language, wanted_language
from diagnosis.web.pages.assets import address_of


def page(template: str, status: int = 200, **values: object) -> Response:
    """Return a page: a template filled with values, in the language that is wanted.

    Beside the values a template has `t`, which says a text of two, Chinese first; `csrf`, what its
    forms bring back; `asker`, who is signed in or None; `here`, its own address.
    """
    language = wanted_language()
    html = render_template(template, **_surroundings(language), **values)
    response = Response(html, status, content_type="text/html; charset=utf-8")
    return mark_language(response, language)


def keep_in_history(response: Response) -> Response:
    """Return a page with a form that browsers show as it was typed when one comes back to it.

    What may not be stored at all is asked for anew, and what was typed is lost where a save did
    not reach the service.
    """
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _surroundings(language: Language) -> Mapping[str, object]:
    return {
        "t": speaker(language),
        "language": str(language),
        "is_zh": language is Language.ZH,
        "csrf": proof_of_request(),
        "asker": signed_in(),
        "here": request.full_path.rstrip("?"),
        "asset": address_of,
        "version": __version__,
    }


def speaker(language: Language) -> Callable[[str, str], str]:
    """Return what says one of two texts, the Chinese and the English."""
    return (lambda zh, _: zh) if language is Language.ZH else (lambda _, en: en)


def signed_in() -> Asker | None:
    """Return who is signed in, None where nobody is."""
    return asker_of_request() if is_known() else None


def with_query(path: str, **values: str | None) -> str:
    """Return an address with a query; what is None is left out."""
    stated = {name: value for name, value in values.items() if value is not None}
    return f"{path}?{urlencode(stated)}" if stated else path

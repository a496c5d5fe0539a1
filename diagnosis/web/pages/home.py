"""`/`: what this is, in two sentences, and the two doors; the language; what pages load."""

from flask import Response, after_this_request, request

from diagnosis.domain.text import Language
from diagnosis.present.intake.page_reading import minutes_on_pages
from diagnosis.present.pages.first_look import show_first_look_minutes
from diagnosis.services.intake.forms import find_open_form
from diagnosis.web.access.cookies import is_by_https
from diagnosis.web.access.local_paths import local_path
from diagnosis.web.exchange import container, content, sent_on
from diagnosis.web.languages import COOKIE
from diagnosis.web.pages.assets import asset
from diagnosis.web.pages.kept_sheets import show_kept_sheets
from diagnosis.web.pages.page import page
from diagnosis.web.pages.site import site

_YEAR = 31_536_000


@site.get("/")
def show_home() -> Response:
    """Show what this service is for, and its two doors."""
    known = content()
    return page(
        "home.html",
        screening=show_first_look_minutes(known, find_open_form(known, "screening")),
        full_minutes=minutes_on_pages(known, find_open_form(known, "full")),
        kept_days=container().settings.nameless_days,
        begun=show_kept_sheets(),
    )


@site.get("/language/<tag>")
def choose_language(tag: str) -> Response:
    """Have the pages in a language from now on; `next` is the page to go back to."""
    if tag in list(Language):

        @after_this_request
        def give(response: Response) -> Response:
            response.set_cookie(
                COOKIE, tag, max_age=_YEAR, secure=is_by_https(), httponly=True, samesite="Lax"
            )
            return response

    return sent_on(local_path(request.args.get("next")))


@site.get("/static/<name>")
def show_asset(name: str) -> Response:
    """Show a style sheet or script."""
    return asset(name)

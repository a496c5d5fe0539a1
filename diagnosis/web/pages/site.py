"""The blueprint of the pages, and what every answer of theirs has."""

import orjson
from flask import Blueprint, Flask, Response, request

from diagnosis.web.door.security_headers import CSP, REFERRER
from diagnosis.web.exchange import sent_on
from diagnosis.web.languages import PAGES
from diagnosis.web.pages.page import page, with_query
from diagnosis.web.problem_kinds import TYPE

site = Blueprint(PAGES, __name__, template_folder="templates")
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""What a page may load and run: what this service serves, and nothing inside of the page."""
_PROBLEM = "application/problem+json"
_OF_PROGRAMS = ("/v1", "/health", "/docs", "/static", "/metrics")
"""The addresses that programs ask for: what is not there is told as a problem."""


def register_pages(app: Flask) -> None:
    """Give an app the pages; what goes wrong there is told as a page too."""
    app.register_blueprint(site)
    app.after_request(_as_page)


def is_page() -> bool:
    """Return whether the request asks for a page: one of this service, or one that is not there.

    Of what is not there browsers alone are told so: they say that they take pages.
    """
    # Several slashes at the start are no address either, though the first rule is met by them.
    if request.url_rule is None or request.environ.get("PATH_INFO", "").startswith("//"):
        takes_pages = "text/html" in request.headers.get("Accept", "")
        return takes_pages and not request.path.startswith(_OF_PROGRAMS)
    return request.blueprint == PAGES


def _as_page(response: Response) -> Response:
    if not is_page():
        return response
    if response.mimetype == _PROBLEM:
        response = _problem_page(response)
    if response.mimetype == "text/html":
        response.headers[CSP] = POLICY
        # Where a browser names no page it comes from, it names no origin of a form either.
        response.headers[REFERRER] = "same-origin"
    return response


def _problem_page(response: Response) -> Response:
    """Return the page that tells a problem; whoever is not known is asked who they are."""
    problem = orjson.loads(response.get_data())
    is_read = request.method in ("GET", "HEAD")
    kind = problem["type"].removeprefix(TYPE)
    if is_read and kind == "link-needed":  # no key and no code of theirs would open it
        return page("link_over.html", 401, is_sent=False)
    if response.status_code == 401 and is_read and request.url_rule is not None:
        return sent_on(with_query("/resume", next=request.full_path.rstrip("?")))
    answer = page(
        "problem.html",
        response.status_code,
        problem=problem,
        kind=kind,
    )
    for name in ("Retry-After", "Allow", "Connection", "Content-Language", "Vary"):
        if name in response.headers:
            answer.headers[name] = response.headers[name]
    return answer

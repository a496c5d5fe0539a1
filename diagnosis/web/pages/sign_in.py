"""`/sign-in` and `/resume`: come in with a key, through a provider, or with a resume code."""

from flask import Response, request

from diagnosis.domain.fault import FaultyInput
from diagnosis.services.errors import MistypedCode
from diagnosis.web.access.cross_site import check_origin
from diagnosis.web.access.local_paths import START, local_path
from diagnosis.web.access.page_cookies import keep_code
from diagnosis.web.access.who_asks import NobodyKnown, known_by_code
from diagnosis.web.api.access.sessions import asker_of_typed, begin_session, finish_session
from diagnosis.web.bodies import read_form
from diagnosis.web.exchange import container, sent_on
from diagnosis.web.pages.page import page
from diagnosis.web.pages.site import site

ACCOUNT = "/account"


def _wished() -> str:
    return local_path(request.args.get("next"))


def _sign_in_page(status: int = 200, *, way: str = "", wrong: str = "") -> Response:
    """Return the page with the ways in; `wrong` says which of them failed, and how."""
    trusted = container().trusted_provider
    return page(
        "sign_in.html",
        status,
        way=way,
        wrong=wrong,
        wished=_wished(),
        has_provider=trusted is not None and trusted.login is not None,
    )


@site.get("/sign-in")
def show_sign_in() -> Response:
    """Show the ways in for who has a key or an account."""
    return _sign_in_page(way="account")


@site.get("/resume")
def show_resume() -> Response:
    """Show the ways back to a sheet, or to a page that asks who one is: `next` is that page."""
    return _sign_in_page()


@site.post("/sign-in")
def sign_in() -> Response:
    """Open a session with a key that was typed."""
    check_origin()
    try:
        begin_session(asker_of_typed({"key": read_form().get("key", "").strip()}))
    except FaultyInput:
        return _sign_in_page(422, way="account", wrong="no-key")
    except NobodyKnown:
        return _sign_in_page(401, way="account", wrong="key")
    wished = _wished()
    return sent_on(ACCOUNT if wished == START else wished)


@site.post("/resume")
def resume_sheet() -> Response:
    """Come back to a nameless sheet with its code, which the browser keeps from then on."""
    check_origin()
    typed = read_form().get("code", "").strip()
    try:
        record = known_by_code(typed)
    except MistypedCode:
        return _sign_in_page(422, wrong="mistyped" if typed else "no-code")
    except NobodyKnown:
        return _sign_in_page(401, wrong="code")
    keep_code(record.assessment_id, typed, container().settings.nameless_days)
    wished, place = _wished(), f"/sheets/{record.assessment_id}"
    return sent_on(wished if wished.startswith(place) else place)


@site.post("/sign-out")
def sign_out() -> Response:
    """End the session of the browser."""
    finish_session()
    return sent_on(START)

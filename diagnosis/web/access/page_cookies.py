"""What a browser says of itself to a page: its cookies, and no line of an API request.

A nameless sheet hangs on its resume code, a sent section or a shown result on its link: the
browser keeps each in a cookie, out of reach of scripts, so that no address of a page holds it.
"""

import re

from flask import current_app, request

from diagnosis.bootstrap import Container
from diagnosis.services.ports.scope import AccessRole
from diagnosis.web.access.cookies import give_cookie, name_of_cookie, session_cookie
from diagnosis.web.access.policy import Policy

CODE_LINE, LINK_LINE = "HTTP_RESUME_CODE", "HTTP_SECTION_LINK"
RESULT_LINK_LINE = "HTTP_RESULT_LINK"
"""The lines of a request that say who asks by code and by link."""
_LINES = ("HTTP_AUTHORIZATION", CODE_LINE, LINK_LINE, RESULT_LINK_LINE)
_SHEET, _SECTION, _RESULT = "diagnosis-sheet-", "diagnosis-section-", "diagnosis-result-"
_DAY = 86_400
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MOST_SHEETS, MOST_RESULTS = 5, 20
"""How many codes of nameless sheets, and links to results, a browser keeps at once."""
_COOKIE = "diagnosis.page_cookie"
_BEGUN = "diagnosis-begun"
_OF_BEGINNING = re.compile(rf"([0-9a-f]{{32}})\.({_ID.pattern})")


def bring_cookies(policy: Policy) -> None:
    """Let the cookies of a browser say who asks for a page, and nothing else of its request."""
    for line in _LINES:
        request.environ.pop(line, None)
    values = request.view_args or {}
    code = _kept(_SHEET, values.get("assessment_id"))
    link = _kept(_SECTION, values.get("link_id"))
    result_link = _kept(_RESULT, values.get("result_link_id"))
    if code is not None and AccessRole.HOLDER in policy.roles:
        _bring(CODE_LINE, code)
    elif code is not None and policy.changes_hands:
        request.environ[CODE_LINE] = code
    elif link is not None and AccessRole.RESPONDENT in policy.roles:
        _bring(LINK_LINE, link)
    elif result_link is not None and AccessRole.VIEWER in policy.roles:
        _bring(RESULT_LINK_LINE, result_link)


def _kept(name: str, about: object) -> str | None:
    return None if about is None else request.cookies.get(name_of_cookie(f"{name}{about}"))


def _bring(line: str, text: str) -> None:
    request.environ[line] = request.environ[_COOKIE] = text


def cookie_of_request() -> str | None:
    """Return the text of the cookie that says who asks for the page, None where none does."""
    brought: str | None = request.environ.get(_COOKIE)
    return session_cookie() if brought is None else brought


def proof_of_request() -> str:
    """Return what a form of the page brings back to prove where it was; empty without a cookie."""
    running: Container = current_app.extensions["diagnosis"]
    cookie = cookie_of_request()
    return "" if cookie is None else running.session_reader.mint.proof(cookie)


def code_of_sheet(assessment_id: object) -> str | None:
    """Return the resume code that the browser keeps of a nameless sheet."""
    return _kept(_SHEET, assessment_id)


def kept_sheets() -> tuple[str, ...]:
    """Return the ids of the nameless sheets that the browser keeps codes of, oldest first."""
    prefix = name_of_cookie(_SHEET)
    ids = (name.removeprefix(prefix) for name in request.cookies if name.startswith(prefix))
    return tuple(sorted(each for each in ids if _ID.fullmatch(each)))


def keep_code(assessment_id: str, code: str, days: int) -> None:
    """Let the answer give the browser the code of a nameless sheet.

    Of more than a few sheets it forgets the oldest, by their ids: whoever has the code comes back.
    """
    _forget_oldest(_SHEET, MOST_SHEETS, assessment_id)
    give_cookie(f"{_SHEET}{assessment_id}", code, days * _DAY)


def _forget_oldest(kind: str, most: int, but: str) -> None:
    """Let the answer take the oldest cookies of a kind, so that another has room."""
    prefix = name_of_cookie(kind)
    others = sorted(name for name in request.cookies if name.startswith(prefix))
    for name in others[: max(0, len(others) - most + 1)]:
        if name != prefix + but:
            give_cookie(f"{kind}{name.removeprefix(prefix)}", "", 0)


def forget_code(assessment_id: str) -> None:
    """Let the answer take the code of a sheet from the browser."""
    give_cookie(f"{_SHEET}{assessment_id}", "", 0)


def keep_link(link_id: str, text: str, days: int) -> None:
    """Let the answer give the browser the text of a section link."""
    give_cookie(f"{_SECTION}{link_id}", text, days * _DAY)


def keep_result_link(link_id: str, text: str, days: int) -> None:
    """Let the answer give the browser the text of a link to a result; it forgets the oldest."""
    _forget_oldest(_RESULT, MOST_RESULTS, link_id)
    give_cookie(f"{_RESULT}{link_id}", text, days * _DAY)


def keep_beginning(mark: str, assessment_id: str) -> None:
    """Let the answer give the browser which sheet the form of a mark began, for a day."""
    give_cookie(_BEGUN, f"{mark}.{assessment_id}", _DAY)


def beginning() -> tuple[str, str] | None:
    """Return the mark of the form that last began a sheet in this browser, and the sheet."""
    kept = _OF_BEGINNING.fullmatch(request.cookies.get(name_of_cookie(_BEGUN), ""))
    return None if kept is None else (kept[1], kept[2])

"""`/check`: whether a report is genuine, told to anybody by its code, and by a file of it."""

from collections.abc import Mapping
from hashlib import sha256

from flask import Response
from werkzeug.exceptions import RequestEntityTooLarge

from diagnosis.domain.fault import Fault, FaultyInput
from diagnosis.present.moments import day_words
from diagnosis.present.pages.form_faults import messages_by_field
from diagnosis.services.promotion.check_reports import CheckedReport, check_report
from diagnosis.web.access.cross_site import check_origin
from diagnosis.web.bodies import read_file_form
from diagnosis.web.exchange import container, say
from diagnosis.web.languages import wanted_language
from diagnosis.web.pages.page import page
from diagnosis.web.pages.site import site

MOST_COMPARED_BYTES = 5_000_000
"""How large a file may be that is compared: reports have a fifth of it."""
_TOO_LARGE = Fault("/file", "file-too-large-to-compare")


@site.get("/check")
def show_report_check() -> Response:
    """Show the form by which a report is checked."""
    return _check_page()


def _check_page(
    status: int = 200,
    *,
    code: str = "",
    wrong: Mapping[str, str] | None = None,
    checked: CheckedReport | None = None,
) -> Response:
    return page(
        "check.html",
        status,
        code=code,
        wrong=wrong or {},
        outcome=None if checked is None else checked.outcome.value,
        has_file=checked is not None and checked.has_file,
        day=None if checked is None or checked.day is None else say()(day_words(checked.day)),
    )


@site.post("/check")
def check_report_of_form() -> Response:
    """Say whether a report is genuine; of a file the SHA-256 is compared, and nothing is kept."""
    check_origin()
    running = container()
    try:
        sent = read_file_form(MOST_COMPARED_BYTES)
    except RequestEntityTooLarge:
        answer = _check_page(413, wrong=messages_by_field([_TOO_LARGE], wanted_language()))
        answer.headers["Connection"] = "close"
        return answer
    code = sent.fields.get("code", "").strip()
    raw = {"code": code}
    file = sent.files.get("file")
    if file is not None and file.content:
        raw["sha256"] = sha256(file.content).hexdigest()
    try:
        checked = check_report(running.store, running.code_mint, raw)
    except FaultyInput as error:
        wrong = messages_by_field(error.faults, wanted_language())
        return _check_page(422, code=code[:100], wrong=wrong)
    return _check_page(code=code, checked=checked)

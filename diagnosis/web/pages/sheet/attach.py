"""`/sheets/{id}/attach`: a nameless sheet becomes that of the account of whoever is signed in."""

from uuid import UUID

from flask import Response

from diagnosis.domain.fault import FaultyInput
from diagnosis.present.pages.form_faults import messages_by_field
from diagnosis.services.scoring.attach_sheet import attach_sheet
from diagnosis.web.access.page_cookies import forget_code
from diagnosis.web.access.who_asks import code_of_request
from diagnosis.web.bodies import read_form
from diagnosis.web.exchange import caller, content, say, sent_on
from diagnosis.web.languages import wanted_language
from diagnosis.web.pages.page import page
from diagnosis.web.pages.sheet.firm_form import Typed, shown_profile
from diagnosis.web.pages.site import site

_NAMES = ("name", "credit_code", "site")


def _attachment_page(
    assessment_id: UUID, typed: Typed, wrong: dict[str, str] | None = None
) -> Response:
    return page(
        "sheet/attach.html",
        422 if wrong else 200,
        assessment_id=str(assessment_id),
        profile=shown_profile(content(), say()),
        typed=typed,
        wrong=wrong or {},
    )


@site.get("/sheets/<uuid:assessment_id>/attach")
def show_attachment(assessment_id: UUID) -> Response:
    """Ask under which name a nameless sheet is taken over."""
    return _attachment_page(assessment_id, {})


@site.post("/sheets/<uuid:assessment_id>/attach")
def attach_sheet_page(assessment_id: UUID) -> Response:
    """Take a nameless sheet over, with its diagnosis and plans; its code ends."""
    typed = read_form()
    raw = {name: typed[name].strip() for name in _NAMES if typed.get(name, "").strip()}
    try:
        attach_sheet(content(), caller(), code_of_request(), str(assessment_id), raw)
    except FaultyInput as error:
        wrong = messages_by_field(error.faults, wanted_language())
        return _attachment_page(assessment_id, typed, wrong)
    forget_code(str(assessment_id))
    return sent_on(f"/sheets/{assessment_id}")

"""`/sheets/<id>/reports`: reports of a sheet to take away, made, saved and withdrawn."""

from uuid import UUID

from flask import Response

from diagnosis.present.result.kept_reports import show_offered_reports, show_report_on_page
from diagnosis.present.say import Shown
from diagnosis.report.press import FORMATS
from diagnosis.services.errors import Busy, NotThere, ReportsBusy
from diagnosis.services.intake.drafts import get_assessment
from diagnosis.services.promotion import kept_reports
from diagnosis.web.api.access.reports import report_file
from diagnosis.web.bodies import read_form
from diagnosis.web.exchange import caller, container, report_desk, sent_on
from diagnosis.web.pages.result.at_hand import page_say, sheet_page
from diagnosis.web.pages.site import site

_SHOWN = 50
_BUSY_SECONDS = "5"


@site.get("/sheets/<uuid:assessment_id>/reports")
def show_reports(assessment_id: UUID) -> Response:
    """Show the reports of a sheet, newest first, with what may be saved, and how one is made."""
    return _reports_page(str(assessment_id))


def _reports_page(assessment_id: str, status: int = 200, *, is_busy: bool = False) -> Response:
    who, mint = caller(), container().code_mint
    record = get_assessment(who, assessment_id)
    page = kept_reports.list_reports(mint, who, assessment_id, None, _SHOWN)
    answer = sheet_page(
        "reports.html",
        record,
        status,
        offered=offered_reports(),
        reports=[show_report_on_page(each, who.now, page_say()) for each in page.items],
        is_busy=is_busy,
        has_answers=bool(record.sheet.answers),
    )
    if is_busy:
        answer.headers["Retry-After"] = _BUSY_SECONDS
    return answer


def offered_reports() -> list[Shown]:
    """Return the reports that a button makes."""
    return show_offered_reports([each.value for each in FORMATS], page_say())


@site.post("/sheets/<uuid:assessment_id>/reports")
def make_report_of_form(assessment_id: UUID) -> Response:
    """Make the report whose button was pressed; go to the list, where it stands first."""
    kind, _, file_format = read_form().get("report", "").partition(".")
    wish = {"kind": kind, "formats": [file_format]}
    try:
        made = kept_reports.make_report(report_desk(), caller(), str(assessment_id), wish, None)
    except (Busy, ReportsBusy):
        return _reports_page(str(assessment_id), 503, is_busy=True)
    return sent_on(f"/sheets/{assessment_id}/reports#r-{made.value}")


@site.get("/sheets/<uuid:assessment_id>/reports/<uuid:report_id>/files/<file_format>")
def save_report_file(assessment_id: UUID, report_id: UUID, file_format: str) -> Response:
    """Save a file of a report."""
    _require_its_report(assessment_id, report_id)
    return report_file(report_id, file_format)


@site.post("/sheets/<uuid:assessment_id>/reports/<uuid:report_id>/withdraw")
def withdraw_report_of_form(assessment_id: UUID, report_id: UUID) -> Response:
    """Withdraw a report: whoever checks it is told so."""
    _require_its_report(assessment_id, report_id)
    kept_reports.withdraw_report(caller(), str(report_id))
    return sent_on(f"/sheets/{assessment_id}/reports")


def _require_its_report(assessment_id: UUID, report_id: UUID) -> None:
    report = kept_reports.get_report(container().code_mint, caller(), str(report_id))
    if report.record.assessment_id != str(assessment_id):
        raise NotThere

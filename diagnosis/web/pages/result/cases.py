"""`/sheets/<id>/cases`: plants like this one that did it before."""

from uuid import UUID

from flask import Response

from diagnosis.present.result.cases_shown import show_cases_page
from diagnosis.services.promotion.sheet_result import cases_at_hand
from diagnosis.web.exchange import content
from diagnosis.web.pages.result.at_hand import page_say, planned, sheet_page
from diagnosis.web.pages.site import site


@site.get("/sheets/<uuid:assessment_id>/cases")
def show_sheet_cases(assessment_id: UUID) -> Response:
    """Show the cases near to a firm, each with why it is like and why not."""
    plan = planned(assessment_id)
    shown = show_cases_page(content(), cases_at_hand(content(), plan), page_say())
    return sheet_page("cases.html", plan.record, cases=shown, is_busy=plan.is_busy)

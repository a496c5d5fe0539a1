"""`/sheets/<id>/support`: what public money and help there is for a firm and its plan."""

from uuid import UUID

from flask import Response

from diagnosis.present.result.support_shown import show_support_page
from diagnosis.services.promotion.sheet_result import support_at_hand
from diagnosis.web.exchange import container, content
from diagnosis.web.pages.result.at_hand import page_say, planned, sheet_page
from diagnosis.web.pages.site import site


@site.get("/sheets/<uuid:assessment_id>/support")
def show_sheet_support(assessment_id: UUID) -> Response:
    """Show support in its groups, the most useful first."""
    plan = planned(assessment_id)
    match = support_at_hand(content(), plan, container().today())
    shown = show_support_page(content(), match, page_say())
    return sheet_page("support.html", plan.record, support=shown, is_busy=plan.is_busy)

"""`/portal/sheets`: the sheets of all firms of the organisation, by how far they are."""

from flask import Response

from diagnosis.present.pages.firm_list import show_sheet_line
from diagnosis.services.intake.drafts import list_assessments
from diagnosis.services.ports.records import AssessmentRecord
from diagnosis.services.ports.store import Page
from diagnosis.web import parameters as query
from diagnosis.web.api.filters import CREATED_AFTER, where
from diagnosis.web.exchange import caller, content, say
from diagnosis.web.pages.page import page
from diagnosis.web.pages.site import site
from diagnosis.web.pages.typed_query import messages, read_cursor, read_typed
from diagnosis.web.schemas import closed_sets

_SHEETS_SHOWN = 25
_FILTERS = (
    query.choice("state", tuple(closed_sets.STATES), "State. 状态。"),
    query.text("reference", 200, "The caller's id of the sheet. 外部编号。"),
    CREATED_AFTER,
)
_CURSOR = query.STORED_PAGING[1]


@site.get("/portal/sheets")
def show_firm_sheets() -> Response:
    """Show the sheets of all firms; a firm stands there with each of its sheets."""
    typed, after = read_typed(_FILTERS), read_cursor(_CURSOR)
    listed: Page[AssessmentRecord] = Page((), None)
    if not typed.faults:
        listed = list_assessments(caller(), where(typed.values), after, _SHEETS_SHOWN)
    return page(
        "portal/sheets.html",
        422 if typed.faults else 200,
        sheets=[show_sheet_line(content(), record, say()) for record in listed.items],
        typed=typed.typed,
        errors=messages(typed.faults),
        is_first=after is None,
        next_link=typed.next_link(listed.next),
    )

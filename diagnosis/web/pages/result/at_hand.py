"""What every page of a sheet's result begins with: who asks for which sheet, and its plan."""

from uuid import UUID

from flask import Response

from diagnosis.present.pages.other_readers import say_to_others
from diagnosis.present.result.page_words import in_page_words
from diagnosis.present.say import Say
from diagnosis.services.ports.records import AssessmentRecord, State
from diagnosis.services.ports.scope import AccessRole
from diagnosis.services.promotion.sheet_result import PlanChange, SheetPlan, plan_at_hand
from diagnosis.web.exchange import caller, planning
from diagnosis.web.languages import wanted_language
from diagnosis.web.pages.page import page, signed_in

_DECIDING = (AccessRole.ENTERPRISE, None)


def page_say(*, to_firm: bool | None = None) -> Say:
    """Return the way to say texts on the page that is asked for, to the firm or to others.

    Without `to_firm` it goes by who asks.
    """
    say = in_page_words(wanted_language())
    is_to_firm = is_firms() if to_firm is None else to_firm
    return say if is_to_firm else say_to_others(say)


def planned(assessment_id: UUID, change: PlanChange | None = None) -> SheetPlan:
    """Return the plan of a sheet; raises as `plan_at_hand` does."""
    return plan_at_hand(planning(), caller(), str(assessment_id), change)


def is_firms() -> bool:
    """Return whether whoever asks answers for the firm: the firm, or a nameless sheet's holder."""
    asker = signed_in()
    return (None if asker is None else asker.principal.role) in _DECIDING


def sheet_page(
    template: str, record: AssessmentRecord, status: int = 200, **values: object
) -> Response:
    """Return a page about a sheet; beside the values it has the sheet's id and state."""
    asker = signed_in()
    role = None if asker is None else asker.principal.role
    firm = record.sheet.enterprise.name
    return page(
        f"result/{template}",
        status,
        id=record.id,
        is_draft=record.state is State.DRAFT,
        is_screening=record.sheet.form.startswith("screening@"),
        is_firms=is_firms(),
        is_nameless=role is None,
        reader=role,
        firm_id=record.enterprise_id,
        firm=firm,
        **values,
    )

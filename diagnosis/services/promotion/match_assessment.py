"""Cases and support for a stored assessment, with one of its plans where one is named."""

from dataclasses import dataclass
from datetime import date

from diagnosis.domain.fault import Fault, FaultyInput
from diagnosis.services.intake.sheets import read_kept
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.records import AssessmentRecord, PlanRecord
from diagnosis.services.promotion.find_cases import CaseMatch, find_cases_for
from diagnosis.services.read.firm_claims import FirmClaims
from diagnosis.services.retrofit.planned_work import planned_work
from diagnosis.services.retrofit.support import SupportMatch, find_support, support_for_sheet
from diagnosis.services.transaction import Caller, require


@dataclass(frozen=True, slots=True)
class AssessmentCases:
    """The cases near to the firm of an assessment, and the plan they were looked for with."""

    assessment_id: str
    plan_id: str | None
    cases: CaseMatch


@dataclass(frozen=True, slots=True)
class AssessmentSupport:
    """The support for the firm of an assessment, and the plan it was looked for with."""

    assessment_id: str
    plan_id: str | None
    support: SupportMatch


def cases_of(
    content: Content, caller: Caller, assessment_id: str, plan_id: str | None
) -> AssessmentCases:
    """Return the cases nearest to the firm of an assessment and its plan.

    Without a plan's id its newest plan counts, if there is one.

    Raises
    ------
    NotThere, FaultyInput
        When the caller has no such assessment, or it has no such plan.

    """
    record, plan = _assessment(caller, assessment_id, plan_id)
    sheet = read_kept(content, record.sheet)
    cases = find_cases_for(content, sheet, plan.plan if plan else None)
    return AssessmentCases(assessment_id, plan.row.id if plan else None, cases)


def support_of(
    content: Content,
    caller: Caller,
    assessment_id: str,
    plan_id: str | None,
    *,
    claims: FirmClaims,
    on: date,
) -> AssessmentSupport:
    """Return the support for the firm of an assessment and its plan at a date.

    Without a plan's id its newest plan counts, if there is one.

    Raises
    ------
    NotThere, FaultyInput
        When the caller has no such assessment, or it has no such plan.

    """
    record, plan = _assessment(caller, assessment_id, plan_id)
    sheet = read_kept(content, record.sheet)
    if plan is None:
        support = support_for_sheet(content, sheet, claims, on)
        return AssessmentSupport(assessment_id, None, support)
    work = planned_work(content, plan.plan, plan.row.starts_on, claims)
    support = find_support(content, sheet.enterprise, claims, on=on, work=work)
    return AssessmentSupport(assessment_id, plan.row.id, support)


def _assessment(
    caller: Caller, assessment_id: str, plan_id: str | None
) -> tuple[AssessmentRecord, PlanRecord | None]:
    """Return an assessment, and the plan that was named, else its newest, else none."""
    with caller.store.read(caller.principal) as reader:
        record = require(reader.assessment(assessment_id))
        if plan_id is not None:
            plan = reader.plan(plan_id)
            if plan is None or plan.row.assessment_id != assessment_id:
                raise FaultyInput([Fault("/roadmap", "bad-id")])
            return record, plan
        rows = reader.plans({"assessment_id": assessment_id}, None, 1).items
        return record, reader.plan(rows[0].id) if rows else None

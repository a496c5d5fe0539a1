"""What a report is made of: a diagnosis, the plan, support and cases, at a day."""

from dataclasses import dataclass
from datetime import date

from diagnosis.domain.intake.currency import china_day
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.retrofit.follow_up.feedback import KnownPackages
from diagnosis.domain.retrofit.plan.kept_plan import KeptPlan
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.estimator import Estimator
from diagnosis.services.ports.evidence import EvidenceRecord
from diagnosis.services.ports.solver import PlanSolver
from diagnosis.services.ports.visits import VisitAnswer
from diagnosis.services.promotion.beside_plan import BesidePlan, beside_plan
from diagnosis.services.promotion.find_cases import CaseMatch, find_cases_for
from diagnosis.services.promotion.sheet_result import (
    cases_at_hand,
    diagnose_at_hand,
    plan_at_hand,
    support_at_hand,
    support_beside,
)
from diagnosis.services.read.firm_claims import FirmClaims
from diagnosis.services.read.plan_request import read_plan_request
from diagnosis.services.retrofit.firm_plan import plan_firm
from diagnosis.services.retrofit.keep_plan import Planning
from diagnosis.services.retrofit.plan_values import values_of
from diagnosis.services.retrofit.support import SupportMatch
from diagnosis.services.scoring.diagnose import Diagnosis, diagnose
from diagnosis.services.scoring.stored_diagnoses import StoredDiagnosis
from diagnosis.services.transaction import Caller


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFacts:
    """What a report is made of.

    `content` is that by which the sheet was diagnosed, `plan_content` that of its plan, `current`
    today's, of which support and cases are. `plan` is None where nothing was answered, or where
    as many plans were being worked on as may be. `submitted_on` is None for a draft.
    """

    content: Content
    plan_content: Content
    current: Content
    diagnosis: Diagnosis
    plan: KeptPlan | None
    support: SupportMatch
    cases: CaseMatch
    beside: BesidePlan | None
    on: date
    submitted_on: date | None = None
    stored: StoredDiagnosis | None = None
    verified: tuple[VisitAnswer, ...] = ()
    """What the visit that was signed last verified, of those that the reader sees."""
    files: tuple[EvidenceRecord, ...] = ()
    """The files to answers that are kept with the sheet."""


def facts_of_sheet(
    content: Content,
    solver: PlanSolver,
    estimator: Estimator | None,
    sheet: Sheet,
    on: date,
) -> ReportFacts:
    """Return what a report of a sheet says that is kept nowhere; it is planned from a day on."""
    diagnosis = diagnose(content, sheet, estimator=estimator, year=on.year)
    plan: KeptPlan | None = None
    if sheet.answers:
        request = read_plan_request(content, {}, on)
        plan = values_of(content, plan_firm(content, solver, sheet, request, KnownPackages()))
    return ReportFacts(
        content=content,
        plan_content=content,
        current=content,
        diagnosis=diagnosis,
        plan=plan,
        support=support_beside(content, sheet, plan, on),
        cases=find_cases_for(content, sheet, plan),
        beside=_beside(content, sheet, plan, on),
        on=on,
    )


def facts_at_hand(
    using: Planning, estimator: Estimator | None, caller: Caller, assessment_id: str
) -> ReportFacts:
    """Return what a report of a kept sheet says today: of a draft, or of what was submitted.

    Raises
    ------
    NotThere, ContentNotKept, FaultyInput
        As `diagnose_at_hand` and `plan_at_hand` do.

    """
    current = using.contents.current
    at_hand = diagnose_at_hand(using.contents, estimator, caller, assessment_id)
    planned = plan_at_hand(using, caller, assessment_id)
    submitted_at = at_hand.record.submitted_at
    visited = at_hand.stored and at_hand.stored.verified
    with caller.store.read(caller.principal) as reader:
        verified = reader.visit_answers(visited.visit.id) if visited else ()
        files = reader.evidence_of(assessment_id)
    return ReportFacts(
        content=at_hand.content,
        plan_content=planned.content,
        current=current,
        diagnosis=at_hand.diagnosis,
        plan=planned.plan,
        support=support_at_hand(current, planned, caller.today),
        cases=cases_at_hand(current, planned),
        beside=_beside(current, planned.sheet, planned.plan, caller.today),
        on=caller.today,
        submitted_on=None if submitted_at is None else china_day(submitted_at),
        stored=at_hand.stored,
        verified=verified,
        files=files,
    )


def _beside(content: Content, sheet: Sheet, plan: KeptPlan | None, on: date) -> BesidePlan | None:
    return None if plan is None else beside_plan(content, sheet, plan, FirmClaims(), on)

"""What a sheet comes to, as its firm looks at it: a draft as it stands, or what was submitted.

Nothing is kept: the diagnosis of a draft is made anew each time, and so is the plan of a sheet for
which none was kept.
"""

from dataclasses import dataclass, field, replace
from datetime import date

from diagnosis.domain.fault import read_both
from diagnosis.domain.intake.currency import year_of
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.retrofit.follow_up.feedback import KnownPackages
from diagnosis.domain.retrofit.plan.kept_plan import KeptPlan
from diagnosis.services.errors import Busy
from diagnosis.services.intake.sheets import as_sent, read, read_kept
from diagnosis.services.ports.content import Content, ContentVersions
from diagnosis.services.ports.estimator import Estimator
from diagnosis.services.ports.records import AssessmentRecord, PlanRecord
from diagnosis.services.ports.store import Reader
from diagnosis.services.promotion.find_cases import CaseMatch, find_cases_for
from diagnosis.services.read.firm_claims import FirmClaims
from diagnosis.services.read.plan_request import PlanRequest, read_plan_request
from diagnosis.services.retrofit.compare_plans import PlanComparison, compare_plans
from diagnosis.services.retrofit.firm_plan import known_of, plan_firm
from diagnosis.services.retrofit.keep_plan import Planning, content_of, plan_assessment
from diagnosis.services.retrofit.plan_values import known_when_made, values_of
from diagnosis.services.retrofit.planned_work import planned_work
from diagnosis.services.retrofit.support import SupportMatch, find_support, support_for_sheet
from diagnosis.services.retrofit.what_if import wish_of
from diagnosis.services.scoring.diagnose import Diagnosis, diagnose
from diagnosis.services.scoring.stored_diagnoses import StoredDiagnosis, made_anew
from diagnosis.services.transaction import Caller, require


@dataclass(frozen=True, slots=True)
class SheetDiagnosis:
    """The diagnosis of a sheet, and the content by which it is said.

    `stored` is the kept one; None for a draft, and where an earlier release kept what it showed:
    such a sheet is diagnosed by today's content.
    """

    record: AssessmentRecord
    content: Content
    diagnosis: Diagnosis
    stored: StoredDiagnosis | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanChange:
    """What would be otherwise: wishes of the plan, as a request has them, and answers."""

    wishes: dict[str, object] = field(default_factory=dict)
    answers: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPlan:
    """The plan of a sheet: the newest kept one, or what the planner makes of it today.

    `plan` is None where nothing was answered, or where as many plans were being worked on as may
    be (`is_busy`). `other` is the plan with a change, and `comparison` that less the first.
    """

    record: AssessmentRecord
    sheet: Sheet
    content: Content
    plan: KeptPlan | None
    kept: PlanRecord | None = None
    other: KeptPlan | None = None
    comparison: PlanComparison | None = None
    is_busy: bool = False

    @property
    def starts_on(self) -> date | None:
        """Return the day on which the plan starts."""
        return None if self.plan is None else self.plan.starts_on


def diagnose_at_hand(
    contents: ContentVersions, estimator: Estimator | None, caller: Caller, assessment_id: str
) -> SheetDiagnosis:
    """Return the diagnosis of a sheet: of a draft as it stands, or the one that was kept.

    Raises
    ------
    NotThere, ContentNotKept, FaultyInput
        When the caller has no such assessment; when the content that its diagnosis is pinned to
        cannot be loaded; when there is no such form any more.

    """
    content = contents.current
    with caller.store.read(caller.principal) as reader:
        record = require(reader.assessment(assessment_id))
        if record.diagnosis_id is not None:
            stored = made_anew(contents, reader, require(reader.diagnosis(record.diagnosis_id)))
            if isinstance(stored, StoredDiagnosis):
                return SheetDiagnosis(record, stored.content, stored.diagnosis, stored)
    sheet, year = read_kept(content, record.sheet), year_of(None, caller.now)
    return SheetDiagnosis(
        record, content, diagnose(content, sheet, estimator=estimator, year=year)
    )


def plan_at_hand(
    using: Planning, caller: Caller, assessment_id: str, change: PlanChange | None = None
) -> SheetPlan:
    """Return the plan of a sheet, with a `change` also the plan that would be otherwise.

    Raises
    ------
    NotThere, ContentNotKept, FaultyInput
        When the caller has no such assessment; when the content that its plan is pinned to cannot
        be loaded; with every fault of the change.

    """
    content = using.contents.current
    with caller.store.read(caller.principal) as reader:
        record = require(reader.assessment(assessment_id))
        kept = _newest(reader, assessment_id)
        pinned = content if kept is None else content_of(using.contents, reader, kept)
        known = _known(content, reader, record, kept)
    sheet = read_kept(content, record.sheet)
    plan = None if kept is None else kept.plan
    at_hand = SheetPlan(record=record, sheet=sheet, content=pinned, plan=plan, kept=kept)
    if not sheet.answers:
        return at_hand
    wish = {} if kept is None else wish_of(kept)
    wanted = None if change is None else _wanted(content, caller, at_hand, wish, change)
    if plan is not None and wanted is None:
        return at_hand
    try:
        with using.limits.turn():
            time = using.limits.time()
            if plan is None:
                request = read_plan_request(content, wish, caller.today)
                made = plan_firm(content, using.solver, sheet, request, known, time=time)
                plan = values_of(content, made)
            if wanted is None:
                return replace(at_hand, plan=plan)
            made = plan_firm(content, using.solver, *wanted, known, time=time)
    except Busy:
        return replace(at_hand, is_busy=True)
    other = values_of(content, made)
    return replace(at_hand, plan=plan, other=other, comparison=compare_plans(plan, other))


def keep_at_hand(
    using: Planning, caller: Caller, assessment_id: str, wishes: dict[str, object]
) -> str:
    """Return the id of a plan that is kept: that of the newest one, with some wishes otherwise.

    It starts today.

    Raises
    ------
    NotThere, NotSubmitted, FaultyInput, Busy
        As `plan_assessment` does.

    """
    with caller.store.read(caller.principal) as reader:
        record = require(reader.assessment(assessment_id))
        kept = _newest(reader, assessment_id)
    sheet = read_kept(using.contents.current, record.sheet)
    before = {} if kept is None else wish_of(kept)
    merged = _merged(before, wishes, sheet)
    merged.pop("starts_on", None)
    return plan_assessment(using, caller, assessment_id, merged, None).value


def support_at_hand(content: Content, planned: SheetPlan, on: date) -> SupportMatch:
    """Return the support for the firm of a sheet and its plan at a day."""
    return support_beside(content, planned.sheet, planned.plan, on)


def support_beside(
    content: Content, sheet: Sheet, plan: KeptPlan | None, on: date
) -> SupportMatch:
    """Return the support at a day for the firm of a sheet, and for its plan where there is one."""
    claims = FirmClaims()
    if plan is None:
        return support_for_sheet(content, sheet, claims, on)
    work = planned_work(content, plan, plan.starts_on, claims)
    return find_support(content, sheet.enterprise, claims, on=on, work=work)


def cases_at_hand(content: Content, planned: SheetPlan) -> CaseMatch:
    """Return the cases near to the firm of a sheet and its plan."""
    return find_cases_for(content, planned.sheet, planned.plan)


def _newest(reader: Reader, assessment_id: str) -> PlanRecord | None:
    rows = reader.plans({"assessment_id": assessment_id}, None, 1).items
    return reader.plan(rows[0].id) if rows else None


def _known(
    content: Content, reader: Reader, record: AssessmentRecord, kept: PlanRecord | None
) -> KnownPackages:
    """Return what is known of packages: when the kept plan was made, or else today."""
    if kept is not None:
        return known_when_made(kept.plan.minded)
    return known_of(content, reader, record.enterprise_id, record.submitted_at)


def _wanted(
    content: Content,
    caller: Caller,
    planned: SheetPlan,
    wish: dict[str, object],
    change: PlanChange,
) -> tuple[Sheet, PlanRequest]:
    """Return the sheet and the wishes as a change leaves them.

    Raises
    ------
    FaultyInput
        With every fault, those of answers below `/answers`.

    """
    merged = _merged(wish, change.wishes, planned.sheet)
    return read_both(
        lambda: _changed(content, planned, change.answers),
        lambda: read_plan_request(content, merged, caller.today),
    )


def _merged(wish: dict[str, object], wishes: dict[str, object], sheet: Sheet) -> dict[str, object]:
    """Return wishes with others over them.

    Who names pains anew keeps the goals: a request that names either stands for both. What is
    refused joins what was.
    """
    merged = {**wish, **wishes}
    if "pains" in wishes:
        merged.setdefault("goals", list(sheet.business.goals))
    if "refused" in wishes:
        merged["refused"] = [*_listed(wish, "refused"), *_listed(wishes, "refused")]
    return merged


def _listed(wish: dict[str, object], name: str) -> list[object]:
    value = wish.get(name)
    return value if isinstance(value, list) else []


def _changed(content: Content, planned: SheetPlan, answers: dict[str, object]) -> Sheet:
    if not answers:
        return planned.sheet
    sent = as_sent(content, planned.record.sheet)
    before = sent["answers"]
    sent["answers"] = {**(before if isinstance(before, dict) else {}), **answers}
    return read(content, sent, kept=True)

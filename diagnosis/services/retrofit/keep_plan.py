"""Plans over a store: plan an assessment, keep the plan, list plans, compare two."""

from dataclasses import dataclass, field
from typing import NamedTuple

from diagnosis.domain.fault import Fault, FaultyInput
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.retrofit.plan.kept_plan import KeptPlan
from diagnosis.services.errors import ContentNotKept, NotSubmitted
from diagnosis.services.intake.sheets import read_kept
from diagnosis.services.ports.content import Content, ContentVersions
from diagnosis.services.ports.limits import PlanningLimits
from diagnosis.services.ports.records import (
    AssessmentRecord,
    PlanLabel,
    PlanRecord,
    PlanRow,
    State,
)
from diagnosis.services.ports.solver import PlanSolver
from diagnosis.services.ports.store import IdempotencyKey, Page, Reader, Where, Work
from diagnosis.services.read.plan_request import PlanRequest, read_plan_request
from diagnosis.services.retrofit.compare_plans import PlanComparison, compare_plans
from diagnosis.services.retrofit.firm_plan import known_of, plan_firm
from diagnosis.services.retrofit.plan_values import values_of
from diagnosis.services.transaction import Caller, Made, require, run_reserved


@dataclass(frozen=True, slots=True, kw_only=True)
class Planning:
    """What a sheet is planned and its plan kept with, and what that is held to."""

    contents: ContentVersions
    solver: PlanSolver
    limits: PlanningLimits = field(default_factory=PlanningLimits)


class StoredPlan(NamedTuple):
    """A stored plan, and the content by which it is said: the one it is pinned to, if kept."""

    record: PlanRecord
    content: Content


class ListedPlan(NamedTuple):
    """A line of the list of plans, and what the plan is known by."""

    row: PlanRow
    label: PlanLabel


class StoredComparison(NamedTuple):
    """Two stored plans side by side, the second less the first, and the content of the first."""

    first_id: str
    second_id: str
    comparison: PlanComparison
    content: Content


class _Prepared(NamedTuple):
    assessment: AssessmentRecord
    request: PlanRequest
    plan: KeptPlan


def submitted_sheet(
    content: Content, reader: Reader, assessment_id: str
) -> tuple[AssessmentRecord, Sheet]:
    """Return a submitted assessment and its sheet, also where its form was withdrawn.

    Raises
    ------
    NotThere, NotSubmitted
        When the caller has no such assessment, or it is a draft still.
    FaultyInput
        When there is no such form any more.

    """
    record = require(reader.assessment(assessment_id))
    if record.state is not State.SUBMITTED:
        raise NotSubmitted
    return record, read_kept(content, record.sheet)


def plan_assessment(
    using: Planning, caller: Caller, assessment_id: str, raw: object, key: IdempotencyKey | None
) -> Made[str]:
    """Return the id of the stored plan of an assessment.

    Raises
    ------
    NotThere, NotSubmitted, FaultyInput, KeyReused, StillRunning, Busy
        When there is no such assessment, it is a draft, with every fault, for a used key, while an
        earlier request with the key is still being planned, or while as many plans are being
        worked on as may be at once.

    """
    content = using.contents.current

    def prepare() -> _Prepared:
        request = read_plan_request(content, raw, caller.today)
        with caller.store.read(caller.principal) as reader:
            assessment, sheet = submitted_sheet(content, reader, assessment_id)
            whose, answered_at = assessment.enterprise_id, assessment.submitted_at
            known = known_of(content, reader, whose, answered_at)
        with using.limits.turn():
            time = using.limits.time()
            plan = plan_firm(content, using.solver, sheet, request, known, time=time)
        return _Prepared(assessment, request, values_of(content, plan))

    def keep(work: Work, prepared: _Prepared) -> str:
        work.pin(content.digest, using.contents.bundle, caller.now)
        record = _record(caller, prepared)
        work.add_plan(record)
        return record.row.id

    return run_reserved(caller, key, prepare, keep)


def _record(caller: Caller, prepared: _Prepared) -> PlanRecord:
    request, plan = prepared.request, prepared.plan
    row = PlanRow(
        id=caller.make_id(),
        enterprise_id=prepared.assessment.enterprise_id,
        assessment_id=prepared.assessment.id,
        created_at=caller.now,
        starts_on=plan.starts_on,
        standard=plan.target.standard_id,
        level=plan.target.level,
        budget_wan=plan.budget_wan,
        cost_mid_wan=plan.total.mid,
        promised_level=plan.promised_level,
    )
    return PlanRecord(row=row, request=request.raw, plan=plan)


def get_plan(contents: ContentVersions, caller: Caller, plan_id: str) -> StoredPlan:
    """Return a stored plan.

    Raises
    ------
    NotThere
        When the caller has none of this id.
    ContentNotKept
        When the content it is pinned to cannot be loaded.

    """
    with caller.store.read(caller.principal) as reader:
        record = require(reader.plan(plan_id))
        return StoredPlan(record, content_of(contents, reader, record))


def content_of(contents: ContentVersions, reader: Reader, record: PlanRecord) -> Content:
    """Return the content that a plan is pinned to; today's for one of the earlier planner.

    Raises
    ------
    ContentNotKept
        When it cannot be loaded.

    """
    if record.plan.is_of_projects:
        return contents.current
    digest = record.plan.pins.content
    content = contents.pinned(digest, reader.bundle)
    if content is None:
        raise ContentNotKept(digest)
    return content


def list_plans(caller: Caller, where: Where, after: str | None, limit: int) -> Page[ListedPlan]:
    """Return a page of the caller's plans, newest first."""
    with caller.store.read(caller.principal) as reader:
        page = reader.plans(where, after, limit)
        labels = reader.plan_labels(tuple(row.id for row in page.items))
    nameless = PlanLabel(None, None)
    return Page(
        tuple(ListedPlan(row, labels.get(row.id, nameless)) for row in page.items), page.next
    )


def compare_stored(
    contents: ContentVersions, caller: Caller, plan_id: str, other_id: str
) -> StoredComparison:
    """Return the differences of two stored plans, the second less the first.

    Raises
    ------
    NotThere
        When the caller has no such plan.
    ContentNotKept
        When the content that the first is pinned to cannot be loaded.
    FaultyInput
        When there is none to compare it with.

    """
    with caller.store.read(caller.principal) as reader:
        first, second = require(reader.plan(plan_id)), reader.plan(other_id)
        content = content_of(contents, reader, first)
    if second is None:
        raise FaultyInput([Fault("/with", "bad-id")])
    comparison = compare_plans(first.plan, second.plan)
    return StoredComparison(first.row.id, second.row.id, comparison, content)

"""Plans over a store: plan an assessment, keep the plan, list plans, compare two."""

from dataclasses import dataclass
from typing import NamedTuple

from diagnosis.domain.fault import Fault, FaultyInput
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.services.errors import NotSubmitted
from diagnosis.services.intake.sheets import read_kept
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.records import (
    AssessmentRecord,
    PlanRecord,
    PlanRow,
    Snapshot,
    State,
)
from diagnosis.services.ports.solver import PlanSolver
from diagnosis.services.ports.store import IdempotencyKey, Page, Reader, Where, Work
from diagnosis.services.read.plan_request import read_plan_request
from diagnosis.services.retrofit.compare_plans import PlanComparison, compare_plans
from diagnosis.services.retrofit.firm_plan import FirmPlan, known_of, plan_firm
from diagnosis.services.retrofit.snapshots import PlanSnapshots
from diagnosis.services.transaction import Caller, require, run_reserved

MOST_SECONDS = 20.0
"""Seconds that the exact solver may take inside a request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planning:
    """What a sheet is planned and its plan kept with."""

    content: Content
    solver: PlanSolver
    snapshots: PlanSnapshots


class StoredPlan(NamedTuple):
    """A stored plan, and whether an earlier request made it."""

    record: PlanRecord
    replayed: bool


class StoredComparison(NamedTuple):
    """Two stored plans side by side, the second less the first."""

    first_id: str
    second_id: str
    comparison: PlanComparison


class _Prepared(NamedTuple):
    assessment: AssessmentRecord
    plan: FirmPlan
    snapshot: Snapshot


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
) -> StoredPlan:
    """Return the stored plan of an assessment.

    Raises
    ------
    NotThere, NotSubmitted, FaultyInput, KeyReused, StillRunning
        When there is no such assessment, it is a draft, with every fault, for a used key, or
        while an earlier request with the key is still being planned.

    """

    def prepare() -> _Prepared:
        request = read_plan_request(
            using.content, raw, caller.now.date(), most_seconds=MOST_SECONDS
        )
        with caller.store.read(caller.owner) as reader:
            assessment, sheet = submitted_sheet(using.content, reader, assessment_id)
            known = known_of(reader, assessment.enterprise_id)
        plan = plan_firm(using.content, using.solver, sheet, request, known)
        return _Prepared(assessment, plan, using.snapshots.plan(plan))

    def keep(work: Work, prepared: _Prepared) -> str:
        record = _record(caller, prepared)
        work.add_plan(record)
        return record.row.id

    stored = run_reserved(caller, key, prepare, keep)
    return StoredPlan(get_plan(caller, stored.value), stored.replayed)


def _record(caller: Caller, prepared: _Prepared) -> PlanRecord:
    plan = prepared.plan.plan
    row = PlanRow(
        id=caller.make_id(),
        enterprise_id=prepared.assessment.enterprise_id,
        assessment_id=prepared.assessment.id,
        created_at=caller.now,
        starts_on=prepared.plan.starts_on,
        standard=plan.request.standard,
        level=plan.request.level,
        budget_wan=plan.request.budget_wan,
        cost_mid_wan=plan.outcome.cost.mid,
    )
    return PlanRecord(row=row, request=plan.request.raw, result=prepared.snapshot)


def get_plan(caller: Caller, plan_id: str) -> PlanRecord:
    """Return a stored plan.

    Raises
    ------
    NotThere
        When the caller has none of this id.

    """
    with caller.store.read(caller.owner) as reader:
        return require(reader.plan(plan_id))


def list_plans(caller: Caller, where: Where, after: str | None, limit: int) -> Page[PlanRow]:
    """Return a page of the caller's plans, newest first."""
    with caller.store.read(caller.owner) as reader:
        return reader.plans(where, after, limit)


def compare_stored(
    snapshots: PlanSnapshots, caller: Caller, plan_id: str, other_id: str
) -> StoredComparison:
    """Return the differences of two stored plans, the second less the first.

    Raises
    ------
    NotThere
        When the caller has no such plan.
    FaultyInput
        When there is none to compare it with.

    """
    with caller.store.read(caller.owner) as reader:
        first, second = require(reader.plan(plan_id)), reader.plan(other_id)
    if second is None:
        raise FaultyInput([Fault("/with", "bad-id")])
    comparison = compare_plans(
        snapshots.kept_plan(first.result), snapshots.kept_plan(second.result)
    )
    return StoredComparison(first.row.id, second.row.id, comparison)

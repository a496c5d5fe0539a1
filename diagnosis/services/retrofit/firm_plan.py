"""The plan of a firm that has said something of packages, or has done some of them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.retrofit.follow_up.feedback import (
    KnownPackages,
    NextPlanEffect,
    apply_feedback,
)
from diagnosis.domain.retrofit.follow_up.progress import Status
from diagnosis.domain.retrofit.plan.days import after_months, months_until
from diagnosis.domain.retrofit.plan.problem import Objective
from diagnosis.domain.retrofit.plan.search_time import SearchTime
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.records import ProgressRecord
from diagnosis.services.ports.solver import PlanSolver
from diagnosis.services.ports.store import Reader
from diagnosis.services.read.earlier_ids import package_of
from diagnosis.services.read.plan_request import PlanRequest
from diagnosis.services.retrofit.feedback import known_packages, stands_for
from diagnosis.services.retrofit.make_plan import MadePlan, make_plan

PLANS_A_PAGE = 100
"""How many plans of an enterprise are read at once for what was noted in them."""

LEAST_MONTHS = 0.5
"""What is in hand still takes so long at the least, whatever was planned."""


@dataclass(frozen=True, slots=True)
class FirmPlan:
    """A plan with what a firm's feedback and progress made of it.

    `demoted_used` says that packages the firm called too dear or too early are in it all the
    same, because the aim is out of reach without them.
    """

    plan: MadePlan
    starts_on: date
    known: KnownPackages
    demoted_used: bool


def plan_firm(
    content: Content,
    solver: PlanSolver,
    sheet: Sheet,
    request: PlanRequest,
    known: KnownPackages,
    *,
    time: SearchTime | None = None,
) -> FirmPlan:
    """Return the plan of a sheet, minding what is known of the firm's packages, by any ids.

    What the request wishes for stands over what was known before. Demoted packages are left out
    unless a level is aimed at that is not reached without them.
    """
    wishes = request.wishes
    minded = _minded(request, known_packages(content, known))
    firm = replace(
        wishes,
        done=wishes.done | minded.done,
        refused=wishes.refused | minded.refused | minded.dropped,
        shown=minded.shown,
        running={
            name: max(LEAST_MONTHS, months_until(request.starts_on, ends_on))
            for name, ends_on in minded.running.items()
        },
    )
    strict = replace(firm, refused=firm.refused | minded.demoted)
    time = time or SearchTime()
    plan = make_plan(content, solver, sheet, replace(request, wishes=strict), time)
    if minded.demoted and _misses(plan):
        other = make_plan(content, solver, sheet, replace(request, wishes=firm), time)
        if not _misses(other) or other.level_after > plan.level_after:
            return FirmPlan(other, request.starts_on, minded, True)
    return FirmPlan(plan, request.starts_on, minded, False)


def _minded(request: PlanRequest, known: KnownPackages) -> KnownPackages:
    """Return what counts of what is known: the request stands over it.

    A firm may ask to forget what it said, but not what it did.
    """
    wanted, free = request.wishes.wanted, request.wishes.wanted | request.wishes.done
    heeds = request.uses_feedback
    return KnownPackages(
        done=known.done - wanted,
        refused=known.refused - free if heeds else frozenset(),
        demoted=known.demoted - free if heeds else frozenset(),
        dropped=known.dropped - free,
        running={name: on for name, on in known.running.items() if name not in free},
        shown=known.shown - wanted,
        steps=known.steps if heeds else frozenset(),
    )


def _misses(plan: MadePlan) -> bool:
    return plan.request.objective is Objective.LEVEL and plan.target_reached is False


def known_of(
    content: Content, reader: Reader, enterprise_id: str, answered_at: datetime | None
) -> KnownPackages:
    """Return what an enterprise said of packages, and what it noted in its plans, by any ids.

    What it called done before the sheet was answered (`answered_at`; None: not known) is shown by
    that: nothing is added to its answers. What was noted as done in a plan stays done; of running
    and dropped the newest note counts.
    """
    feedback = [
        replace(record, feedback=replace(each, project=stands_for(content, each.project)))
        for record in reader.feedback(enterprise_id)
        for each in (record.feedback,)
    ]
    stated = apply_feedback(record.feedback for record in feedback)
    notes = tuple(_notes(reader, enterprise_id))
    last_of_plan = {(each.plan_id, each.note.project): each for each in notes}.values()
    done = {each.note.project for each in last_of_plan if each.note.status is Status.DONE}
    newest = {each.note.project: each for each in sorted(last_of_plan, key=lambda r: r.id)}
    open_ = {name: each for name, each in newest.items() if name not in done}
    called_done = [
        *((r.feedback.project, r.created_at) for r in feedback if r.feedback.project in stated.done
          and r.feedback.effect is NextPlanEffect.DONE),
        *((r.note.project, r.created_at) for r in notes if r.note.status is Status.DONE),
    ]  # fmt: skip
    before = {name for name, at in called_done if answered_at is not None and at < answered_at}
    done |= stated.done
    return KnownPackages(
        done=frozenset(done),
        refused=stated.refused - done,
        demoted=stated.demoted - done,
        dropped=frozenset(n for n, each in open_.items() if each.note.status is Status.DROPPED),
        running={
            name: _planned_end(content, reader, each)
            for name, each in open_.items()
            if each.note.status is Status.RUNNING
        },
        shown=frozenset(before & done),
    )


def _notes(reader: Reader, enterprise_id: str) -> Iterator[ProgressRecord]:
    """Yield every note of an enterprise on any of its plans."""
    page = reader.plans({"enterprise_id": enterprise_id}, None, PLANS_A_PAGE)
    while page.items:
        yield from reader.progress(tuple(plan.id for plan in page.items))
        if page.next is None:
            return
        page = reader.plans({"enterprise_id": enterprise_id}, page.next, PLANS_A_PAGE)


def _planned_end(content: Content, reader: Reader, noted: ProgressRecord) -> date:
    """Return the day on which a package ends by its plan; the day of the note where none says."""
    plan = reader.plan(noted.plan_id)
    package = package_of(content, noted.note.project)
    if plan is None or package is None:
        return noted.note.on
    ends = [
        after_months(plan.row.starts_on, each.end_month)
        for each in plan.plan.packages
        if package_of(content, each.id) is package
    ]
    return max(ends, default=noted.note.on)

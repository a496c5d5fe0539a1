"""The plan of a firm that has said something of packages, or has done some of them."""

from dataclasses import dataclass, replace
from datetime import date

from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.retrofit.follow_up.feedback import KnownPackages, apply_feedback
from diagnosis.domain.retrofit.follow_up.progress import Note, Status, latest_notes
from diagnosis.domain.retrofit.plan.problem import Objective
from diagnosis.domain.retrofit.plan.search_time import SearchTime
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.solver import PlanSolver
from diagnosis.services.ports.store import Reader
from diagnosis.services.read.plan_request import PlanRequest
from diagnosis.services.retrofit.feedback import known_packages
from diagnosis.services.retrofit.make_plan import MadePlan, make_plan

PLANS_READ = 10
"""How many of an enterprise's latest plans are read for packages that are done."""


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
    free, known = wishes.wanted | wishes.done, known_packages(content, known)
    minded = KnownPackages(known.done - wishes.wanted, known.refused - free, known.demoted - free)
    if not request.uses_feedback:
        minded = KnownPackages(minded.done)
    firm = replace(wishes, done=wishes.done | minded.done, refused=wishes.refused | minded.refused)
    strict = replace(firm, refused=firm.refused | minded.demoted)
    time = time or SearchTime()
    plan = make_plan(content, solver, sheet, replace(request, wishes=strict), time)
    if minded.demoted and _misses(plan):
        other = make_plan(content, solver, sheet, replace(request, wishes=firm), time)
        if not _misses(other) or other.level_after > plan.level_after:
            return FirmPlan(other, request.starts_on, minded, True)
    return FirmPlan(plan, request.starts_on, minded, False)


def _misses(plan: MadePlan) -> bool:
    return plan.request.objective is Objective.LEVEL and plan.target_reached is False


def known_of(reader: Reader, enterprise_id: str) -> KnownPackages:
    """Return what an enterprise said of packages, and what it noted as done in its plans."""
    stated = apply_feedback(record.feedback for record in reader.feedback(enterprise_id))
    plans = reader.plans({"enterprise_id": enterprise_id}, None, PLANS_READ).items
    notes: dict[str, list[Note]] = {plan.id: [] for plan in plans}
    for record in reader.progress(tuple(notes)):
        notes[record.plan_id].append(record.note)
    done = {
        name
        for of_plan in notes.values()
        for name, note in latest_notes(of_plan).items()
        if note.status is Status.DONE
    }
    return KnownPackages(stated.done | done, stated.refused - done, stated.demoted - done)

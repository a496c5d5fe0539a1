"""The plan of a firm that has said something of projects, or has done some of them."""

from dataclasses import dataclass, replace
from datetime import date

from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.retrofit.follow_up.feedback import KnownProjects, apply_feedback
from diagnosis.domain.retrofit.follow_up.progress import Note, Status, latest_notes
from diagnosis.domain.retrofit.plan.effort import SearchEffort
from diagnosis.domain.retrofit.plan.problem import Objective
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.limits import standard_effort
from diagnosis.services.ports.solver import PlanSolver
from diagnosis.services.ports.store import Reader
from diagnosis.services.read.plan_request import PlanRequest
from diagnosis.services.retrofit.make_plan import MadePlan, make_plan

PLANS_READ = 10
"""How many of an enterprise's latest plans are read for projects that are done."""
STRICT_PART = 0.5
"""The part of an effort for the plan without demoted projects, where there are any."""


@dataclass(frozen=True, slots=True)
class FirmPlan:
    """A plan with what a firm's feedback and progress made of it.

    `demoted_used` says that projects the firm called too dear or too early are in it all the
    same, because the aim is out of reach without them.
    """

    plan: MadePlan
    starts_on: date
    known: KnownProjects
    demoted_used: bool


def plan_firm(
    content: Content,
    solver: PlanSolver,
    sheet: Sheet,
    request: PlanRequest,
    known: KnownProjects,
    *,
    effort: SearchEffort | None = None,
) -> FirmPlan:
    """Return the plan of a sheet, minding what is known of the firm's projects.

    What the request wishes for stands over what was known before. Demoted projects are left out
    unless a level is aimed at that is not reached without them.
    """
    wishes = request.wishes
    free = wishes.wanted | wishes.done
    minded = KnownProjects(known.done - wishes.wanted, known.refused - free, known.demoted - free)
    if not request.uses_feedback:
        minded = KnownProjects(minded.done)
    firm = replace(wishes, done=wishes.done | minded.done, refused=wishes.refused | minded.refused)
    strict = replace(firm, refused=firm.refused | minded.demoted)
    effort = effort or standard_effort()
    first = effort.share(STRICT_PART) if minded.demoted else effort
    plan = make_plan(content, solver, sheet, replace(request, wishes=strict), first)
    if minded.demoted and _misses(plan):
        other = make_plan(content, solver, sheet, replace(request, wishes=firm), effort)
        if not _misses(other) or other.level_after > plan.level_after:
            return FirmPlan(other, request.starts_on, minded, True)
    return FirmPlan(plan, request.starts_on, minded, False)


def _misses(plan: MadePlan) -> bool:
    return plan.request.objective is Objective.REACH and not plan.reaches_target


def known_of(reader: Reader, enterprise_id: str) -> KnownProjects:
    """Return what an enterprise said of projects, and what it noted as done in its plans."""
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
    return KnownProjects(stated.done | done, stated.refused - done, stated.demoted - done)

"""Make a roadmap: state the problem of one firm, have it solved, verify, and give reasons."""

from dataclasses import dataclass, field, replace
from math import inf
from typing import Any

from diagnosis.domain.intake.enterprise import SizeClass, size_class
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.retrofit.plan.plan import Plan, PlanOutcome, Proposal, verify
from diagnosis.domain.retrofit.plan.prerequisites import Prerequisites, with_prerequisites
from diagnosis.domain.retrofit.plan.problem import Objective, Phase, Problem, Unfit
from diagnosis.domain.retrofit.plan.reasons import (
    ChosenProject,
    LeftOutProject,
    reasons_against,
    reasons_for,
)
from diagnosis.domain.scoring.scores import SheetScores
from diagnosis.domain.scoring.yardstick import mean_of
from diagnosis.domain.text import Text
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.solver import RoadmapSolver
from diagnosis.services.read.plan_request import RoadmapRequest
from diagnosis.services.retrofit.hints import hints, warnings
from diagnosis.services.retrofit.state_problem import judge_of, state_problem

LONG = 600.0
"""Months that any plan ends in: for finding the time that a wish takes."""


@dataclass(frozen=True, slots=True)
class Infeasible:
    """A wish that cannot be had, and the smallest budget, time or level that works.

    `wish` is target, wanted or time; `budget_wan`, `months`, `level` say what would do (None: not
    the way out), `level_cost_wan` what that level costs; `no_less_than_wan` is a proven lower
    bound on the budget; `parts` name conditions that no project moves far enough.
    """

    wish: str
    code: str
    projects: tuple[str, ...] = ()
    budget_wan: float | None = None
    no_less_than_wan: float | None = None
    months: float | None = None
    level: int | None = None
    level_cost_wan: float | None = None
    parts: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Roadmap:
    """A verified plan with its reasons, and everything that was found on the way.

    `frontier` are efficient plans over all budgets, verified as well; `unscored` items that
    projects of the plan raise but that were not answered.
    """

    sheet: Sheet
    request: RoadmapRequest
    size: SizeClass
    size_known: bool
    problem: Problem
    proposal: Proposal
    outcome: PlanOutcome
    chosen: tuple[ChosenProject, ...]
    left_out: tuple[LeftOutProject, ...]
    infeasible: tuple[Infeasible, ...]
    unscored: tuple[str, ...]
    frontier: tuple[PlanOutcome, ...] = ()
    warnings: tuple[Text, ...] = field(default=())


def make_roadmap(
    content: Content, solver: RoadmapSolver, sheet: Sheet, request: RoadmapRequest
) -> Roadmap:
    """Return the roadmap of a sheet.

    Raises
    ------
    BrokenPlan
        When the solver's plan breaks a limit: a fault of ours.

    """
    own = sheet.enterprise
    size = size_class(own.employees, own.revenue_wan, content.codes.sizes)
    stated = state_problem(content, sheet, request, size or SizeClass.SMALL)
    problem, refused = without_hopeless(stated)
    proposal = _solve(solver, problem, request)
    infeasible = [*refused, *_what_works(solver, problem, proposal)]
    judge = judge_of(content, sheet)

    def mean(scores: SheetScores) -> float:
        return mean_of(content.scorers, request.standard, scores)

    plan = proposal.plan or Plan()
    checked = problem if proposal.plan else replace(problem, wishes=_no_wants(problem))
    outcome = verify(checked, plan, judge, mean)
    frontier: tuple[PlanOutcome, ...] = ()
    if request.frontier:
        plans = solver.frontier(replace(problem, budget_wan=None))
        free = replace(problem, budget_wan=None)
        frontier = tuple(verify(free, one, judge, mean) for one in plans)
    return Roadmap(
        sheet,
        request,
        size or SizeClass.SMALL,
        size is not None,
        problem,
        proposal,
        outcome,
        reasons_for(problem, plan),
        reasons_against(problem, plan),
        tuple(infeasible),
        _unscored(problem, plan),
        frontier,
        (
            *warnings(sheet, request, outcome, size_known=size is not None),
            *hints(solver, problem, outcome),
        ),
    )


def _no_wants(problem: Problem) -> Any:
    return replace(problem.wishes, wanted=frozenset())


def without_hopeless(problem: Problem) -> tuple[Problem, list[Infeasible]]:
    """Return the problem without wishes that no budget can grant, and what is told of them.

    A wished project that is in place already is granted, and needs no telling here.
    """
    told: list[Infeasible] = []
    kept: set[str] = set()
    known = Prerequisites(problem)
    for name in sorted(problem.wishes.wanted):
        why = problem.unfit.get(name)
        if why is Unfit.IN_PLACE:
            continue
        if why is not None:
            told.append(Infeasible("wanted", str(why), (name,)))
        elif known.full_cost[name] == inf and known.least_cost[name] == inf:
            blocked = _blockers(problem, known, name)
            told.append(Infeasible("wanted", "prerequisite", (name, *blocked)))
        elif known.earliest_end[name] == inf or with_prerequisites(known, [name]) is None:
            months = Prerequisites(_longer(problem)).earliest_end[name]
            told.append(
                Infeasible("wanted", "time", (name,), months=None if months == inf else months)
            )
        else:
            kept.add(name)
    wishes = replace(problem.wishes, wanted=frozenset(kept))
    problem = replace(problem, wishes=wishes)
    if kept and with_prerequisites(known, sorted(kept)) is None:
        told.append(Infeasible("wanted", "together", tuple(sorted(kept))))
        problem = replace(problem, wishes=_no_wants(problem))
    return problem, told


def _blockers(problem: Problem, known: Prerequisites, name: str) -> list[str]:
    """Return the projects that a project needs and that are not up for choice."""
    found: list[str] = []
    waiting, seen = [name], set()
    while waiting:
        one = waiting.pop()
        if one in seen:
            continue
        seen.add(one)
        for needed in problem.projects[one].needs.projects:
            choice = [a for a in problem.alternatives[needed] if a in problem.options]
            if not choice and problem.unfit.get(needed) not in (None, Unfit.IN_PLACE, Unfit.DONE):
                found.append(needed)
            waiting += choice
    return sorted(found)


def _longer(problem: Problem) -> Problem:
    last = problem.phases[-1]
    return replace(problem, phases=(*problem.phases, Phase(last.end, last.end + LONG)))


def _solve(solver: RoadmapSolver, problem: Problem, request: RoadmapRequest) -> Proposal:
    if request.exact:
        return solver.exact(problem, seconds=request.seconds)
    return solver.plan(problem)


def _what_works(solver: RoadmapSolver, problem: Problem, proposal: Proposal) -> list[Infeasible]:
    """Return why the wishes that remain are not granted, and what would grant them."""
    if proposal.plan is None:
        return [_wanted_budget(problem)]
    if problem.objective is not Objective.REACH or _reaches(problem, proposal.plan):
        return []
    assert problem.level is not None
    free = replace(problem, budget_wan=None)
    if problem.budget_wan is not None:
        found = solver.plan(free)
        if found.plan is not None and _reaches(problem, found.plan):
            return [
                Infeasible(
                    "target",
                    "budget",
                    budget_wan=found.worth,
                    no_less_than_wan=found.bound,
                    level=problem.level,
                )
            ]
    later = solver.plan(_longer(free), bounded=False)
    if later.plan is not None and _reaches(problem, later.plan):
        months = max(step.end for step in later.plan.steps)
        return [
            Infeasible(
                "target", "time", months=months, budget_wan=problem.cost(later.plan.projects)
            )
        ]
    return [_highest(solver, free)]


def _reaches(problem: Problem, plan: Plan) -> bool:
    level = problem.yardstick.level_after(problem.reached(plan.projects))
    return problem.level is None or level >= problem.level


def _wanted_budget(problem: Problem) -> Infeasible:
    members = with_prerequisites(Prerequisites(problem), sorted(problem.wishes.wanted)) or []
    limited = any(p.budget_wan is not None or p.people_months is not None for p in problem.phases)
    cost = problem.cost(members)
    enough = problem.budget_wan is None or cost <= problem.budget_wan
    code = "phase-limits" if limited and enough else "budget"
    return Infeasible("wanted", code, tuple(sorted(problem.wishes.wanted)), budget_wan=cost)


def _highest(solver: RoadmapSolver, problem: Problem) -> Infeasible:
    """Return the highest level below the one aimed at that some plan reaches, and its cost."""
    assert problem.level is not None
    everything = problem.reached(problem.options)
    parts = tuple(
        one.name
        for one in problem.yardstick.requirements_up_to(problem.level)
        if one.missing(everything) > 0
    )
    top = problem.yardstick.level_after(everything)
    for level in range(min(top, problem.level - 1), problem.yardstick.level, -1):
        found = solver.plan(replace(problem, level=level), bounded=False)
        aim = replace(problem, level=level)
        if found.plan is not None and _reaches(aim, found.plan):
            cost = problem.cost(found.plan.projects)
            return Infeasible(
                "target",
                "level",
                level=level,
                level_cost_wan=cost,
                parts=tuple(dict.fromkeys(parts)),
            )
    return Infeasible(
        "target",
        "level",
        level=problem.yardstick.level,
        level_cost_wan=0.0,
        parts=tuple(dict.fromkeys(parts)),
    )


def _unscored(problem: Problem, plan: Plan) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(
            effect.item
            for name in plan.projects
            for effect in problem.options[name].project.effects
            if effect.item not in problem.positions and effect.item not in problem.not_applicable
        )
    )

"""Wishes that cannot be had, and what would grant them: more money, more time, a lower level."""

from dataclasses import replace
from math import inf

from diagnosis.domain.retrofit.plan.effort import SearchEffort
from diagnosis.domain.retrofit.plan.infeasible import Infeasible, Obstacle, WishKind
from diagnosis.domain.retrofit.plan.out_of_reach import is_out_of_reach
from diagnosis.domain.retrofit.plan.plan import Plan, Proposal
from diagnosis.domain.retrofit.plan.prerequisites import (
    Prerequisites,
    prerequisites_of,
    with_prerequisites,
)
from diagnosis.domain.retrofit.plan.problem import (
    Objective,
    Phase,
    Problem,
    Unfit,
    Wishes,
    is_unanswered,
)
from diagnosis.services.ports.solver import PlanSolver

LONG = 600.0
"""Months that any plan ends in: for finding the time that a wish takes."""
BUDGET_PART, TIME_PART, LEVEL_PART = 0.4, 0.5, 0.5
"""The parts of what is left of an effort for finding a budget, a time, the next lower level."""


def drop_impossible_wishes(problem: Problem) -> tuple[Problem, list[Infeasible]]:
    """Remove wanted projects that cannot be done at any budget; one `Infeasible` for each.

    A wanted project that is in place already is granted, and needs no telling here.
    """
    impossible: list[Infeasible] = []
    kept: set[str] = set()
    known = prerequisites_of(problem)
    for name in sorted(problem.wishes.wanted):
        why = problem.unfit.get(name)
        if why is Unfit.IN_PLACE:
            continue
        obstacle = _obstacle(problem, known, name) if why is None else _wanted(Obstacle(why), name)
        if obstacle is None:
            kept.add(name)
        else:
            impossible.append(obstacle)
    problem = replace(problem, wishes=replace(problem.wishes, wanted=frozenset(kept)))
    if kept and with_prerequisites(known, sorted(kept)) is None:
        impossible.append(_wanted(Obstacle.TOGETHER, *sorted(kept)))
        problem = replace(problem, wishes=without_wants(problem))
    return problem, impossible


def _wanted(code: Obstacle, *projects: str) -> Infeasible:
    return Infeasible(wish=WishKind.WANTED, code=code, projects=projects)


def _obstacle(problem: Problem, known: Prerequisites, name: str) -> Infeasible | None:
    """Return why a project that fits the firm cannot be done, None where it can."""
    if known.full_cost[name] == inf and known.least_cost[name] == inf:
        return _wanted(Obstacle.PREREQUISITE, name, *_blockers(problem, name))
    if known.earliest_end[name] == inf or with_prerequisites(known, [name]) is None:
        months = prerequisites_of(_longer(problem)).earliest_end[name]
        return replace(_wanted(Obstacle.TIME, name), months=None if months == inf else months)
    return None


def without_wants(problem: Problem) -> Wishes:
    """Return a problem's wishes without the projects that are wanted."""
    return replace(problem.wishes, wanted=frozenset())


def _blockers(problem: Problem, name: str) -> list[str]:
    """Return the projects that a project needs and that are not up for choice."""
    blockers: list[str] = []
    waiting, seen = [name], set()
    while waiting:
        project = waiting.pop()
        if project in seen:
            continue
        seen.add(project)
        for needed in problem.projects[project].needs.projects:
            choice = [other for other in problem.alternatives[needed] if other in problem.options]
            if not choice and problem.unfit.get(needed) not in (None, Unfit.IN_PLACE, Unfit.DONE):
                blockers.append(needed)
            waiting += choice
    return sorted(blockers)


def _longer(problem: Problem) -> Problem:
    last = problem.phases[-1]
    return replace(problem, phases=(*problem.phases, Phase(last.end, last.end + LONG)))


def what_would_do(
    solver: PlanSolver, problem: Problem, proposal: Proposal, effort: SearchEffort
) -> list[Infeasible]:
    """Return why the wishes that remain are not granted, and what would grant them.

    Where the effort ends before that is clear, it says so.
    """
    if proposal.plan is None:
        return [_wanted_budget(problem)]
    if problem.objective is not Objective.REACH or is_unanswered(problem):
        return []
    if _reaches(problem, proposal.plan):
        return []
    free = replace(problem, budget_wan=None)
    if not is_out_of_reach(free, problem.level or 0):
        wish = _by_money(solver, problem, free, effort) or _by_time(solver, free, effort)
        if wish is not None:
            return [wish]
    highest = _highest(solver, free, effort)
    if effort.is_cut_short:
        return [Infeasible(wish=WishKind.TARGET, code=Obstacle.NOT_SETTLED)]
    return [highest]


def _by_money(
    solver: PlanSolver, problem: Problem, free: Problem, effort: SearchEffort
) -> Infeasible | None:
    """Return what budget reaches the level, None where money alone was not seen to."""
    if problem.budget_wan is None:
        return None
    dearer = solver.plan(free, effort=effort.share(BUDGET_PART))
    if dearer.plan is None or not _reaches(problem, dearer.plan):
        return None
    return Infeasible(
        wish=WishKind.TARGET,
        code=Obstacle.BUDGET,
        budget_wan=dearer.worth,
        no_less_than_wan=dearer.bound,
        level=problem.level,
    )


def _by_time(solver: PlanSolver, free: Problem, effort: SearchEffort) -> Infeasible | None:
    """Return what time and money reach the level, None where they were not seen to."""
    later = solver.plan(_longer(free), bounded=False, effort=effort.share(TIME_PART))
    if later.plan is None or not _reaches(free, later.plan):
        return None
    months = max(step.end for step in later.plan.steps)
    cost = free.cost(later.plan.projects)
    return Infeasible(wish=WishKind.TARGET, code=Obstacle.TIME, months=months, budget_wan=cost)


def _reaches(problem: Problem, plan: Plan) -> bool:
    level = problem.yardstick.level_after(problem.reached(plan.projects))
    return problem.level is None or level >= problem.level


def _wanted_budget(problem: Problem) -> Infeasible:
    wanted = sorted(problem.wishes.wanted)
    members = with_prerequisites(prerequisites_of(problem), wanted) or []
    limited = any(p.budget_wan is not None or p.people_months is not None for p in problem.phases)
    cost = problem.cost(members)
    enough = problem.budget_wan is None or cost <= problem.budget_wan
    code = Obstacle.PHASE_LIMITS if limited and enough else Obstacle.BUDGET
    return replace(_wanted(code, *wanted), budget_wan=cost)


def _highest(solver: PlanSolver, problem: Problem, effort: SearchEffort) -> Infeasible:
    """Return the highest level below the one aimed at that some plan reaches, and its cost."""
    assert problem.level is not None
    everything = problem.reached(problem.options)
    unreached = tuple(
        requirement.condition
        for requirement in problem.yardstick.requirements_up_to(problem.level)
        if requirement.missing(everything) > 0
    )
    best, best_cost = problem.yardstick.level, 0.0
    top = problem.yardstick.level_after(everything)
    for level in range(min(top, problem.level - 1), problem.yardstick.level, -1):
        aim = replace(problem, level=level)
        plan = solver.plan(aim, bounded=False, effort=effort.share(LEVEL_PART)).plan
        if plan is not None and _reaches(aim, plan):
            best, best_cost = level, problem.cost(plan.projects)
            break
    return Infeasible(
        wish=WishKind.TARGET,
        code=Obstacle.LEVEL,
        level=best,
        level_cost_wan=best_cost,
        unreached=unreached,
    )

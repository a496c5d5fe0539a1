"""What a firm should know beside its plan: money, people, a level within reach."""

from dataclasses import replace

from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.retrofit.plan.effort import SearchEffort
from diagnosis.domain.retrofit.plan.hints import (
    REVENUE_SHARE,
    DearForTheFirm,
    FewAnswered,
    Hint,
    LevelInReach,
    LevelMissed,
    NothingAnswered,
    SearchCutShort,
    ShortOfPeople,
    SizeAssumed,
)
from diagnosis.domain.retrofit.plan.out_of_reach import is_out_of_reach
from diagnosis.domain.retrofit.plan.plan import PlanOutcome
from diagnosis.domain.retrofit.plan.problem import Objective, Problem, is_unanswered
from diagnosis.services.ports.solver import PlanSolver
from diagnosis.services.read.plan_request import PlanRequest


def hints(
    solver: PlanSolver,
    sheet: Sheet,
    request: PlanRequest,
    problem: Problem,
    outcome: PlanOutcome,
    *,
    size_known: bool,
    few: FewAnswered | None = None,
    effort: SearchEffort,
) -> tuple[Hint, ...]:
    """Return what a firm should know beside its plan; none of it forbids the plan.

    `few` says that too little was answered for a level: then none is promised as within reach.
    """
    hints: list[Hint | None] = [
        NothingAnswered() if is_unanswered(problem) else few,
        _target(problem, outcome),
        _money(sheet, request, outcome),
        None if size_known else SizeAssumed(),
        _people(problem, outcome),
        None if few else _level(solver, problem, outcome, effort),
        SearchCutShort() if effort.is_cut_short else None,
    ]
    return tuple(hint for hint in hints if hint is not None)


def _target(problem: Problem, outcome: PlanOutcome) -> Hint | None:
    """Return that money is spent and does not reach the target."""
    level = problem.level
    is_aimed = problem.objective is Objective.REACH and not is_unanswered(problem)
    if not is_aimed or level is None or not outcome.plan.steps:
        return None
    reached = problem.yardstick.level_after(problem.reached(outcome.plan.projects))
    return LevelMissed(level, outcome.cost.mid) if reached < level else None


def _money(sheet: Sheet, request: PlanRequest, outcome: PlanOutcome) -> Hint | None:
    revenue = sheet.enterprise.revenue_wan
    money = outcome.cost.mid if request.budget_wan is None else request.budget_wan
    if revenue is None or money <= REVENUE_SHARE * revenue:
        return None
    return DearForTheFirm(money, revenue)


def _people(problem: Problem, outcome: PlanOutcome) -> Hint | None:
    expected = problem.own_people * problem.horizon_months
    if outcome.people_months <= expected:
        return None
    return ShortOfPeople(outcome.people_months, expected, problem.horizon_months)


def _level(
    solver: PlanSolver, problem: Problem, outcome: PlanOutcome, effort: SearchEffort
) -> Hint | None:
    """Return the next level where the same budget reaches it."""
    level = problem.yardstick.level_after(problem.reached(outcome.plan.projects)) + 1
    is_gain = problem.objective is Objective.GAIN
    if not is_gain or level > problem.yardstick.top or not outcome.value:
        return None
    if is_out_of_reach(problem, level):
        return None
    aim = replace(problem, objective=Objective.REACH, level=level)
    other = solver.plan(aim, bounded=False, effort=effort)
    if other.plan is None:
        return None
    reached = aim.yardstick.level_after(aim.reached(other.plan.projects))
    return LevelInReach(level, other.worth) if level <= reached else None

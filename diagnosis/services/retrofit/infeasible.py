"""Wishes that cannot be had and levels that no plan reaches: what would do, what is possible."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial

from diagnosis.domain.retrofit.plan.aims import aims_of, unraised_questions
from diagnosis.domain.retrofit.plan.capacity import Capacity
from diagnosis.domain.retrofit.plan.infeasible import Infeasible, Obstacle, WishKind
from diagnosis.domain.retrofit.plan.plan import Criterion, Proposal
from diagnosis.domain.retrofit.plan.problem import (
    HORIZON_MONTHS,
    Aim,
    Objective,
    Phase,
    Problem,
    Weights,
)
from diagnosis.domain.retrofit.plan.reasons import with_needs
from diagnosis.domain.retrofit.plan.search_time import SearchTime
from diagnosis.domain.retrofit.plan.worth import level_by, worth_of
from diagnosis.services.ports.solver import PlanSolver
from diagnosis.services.read.plan_request import PlanRequest

BOUNDLESS = Capacity(at_once=100, a_year=400, in_all=400, people_months_per_month=1e6)
"""What a firm could carry that carried everything: for finding how much a wish takes."""
_MONEY_ALONE = (Obstacle.BUDGET, Obstacle.SPINE_FIRST)
"""What keeps a plan from a level that more money, or other weights, would reach."""
_NOTHING_ELSE = Weights(level=0.0, pain=0.0, benefit=0.0, mean=0.0, thrift=1.0)
"""Weights by which a plan is of what is wanted and what that needs alone."""


def drop_impossible_wishes(problem: Problem) -> tuple[Problem, list[Infeasible]]:
    """Remove wanted packages that are not to be done at any budget; one `Infeasible` for each."""
    impossible: list[Infeasible] = []
    kept: set[str] = set()
    for name in sorted(problem.wishes.wanted):
        why = problem.unfit.get(name)
        if why is None:
            kept.add(name)
        else:
            impossible.append(_wanted(Obstacle(str(why)), name))
    return replace(problem, wishes=replace(problem.wishes, wanted=frozenset(kept))), impossible


def _wanted(code: Obstacle, *packages: str, budget_wan: float | None = None) -> Infeasible:
    return Infeasible(wish=WishKind.WANTED, code=code, packages=packages, budget_wan=budget_wan)


def keep_wants_that_fit(
    solver: PlanSolver, problem: Problem, time: SearchTime, known: frozenset[str] = frozenset()
) -> tuple[Problem, Proposal]:
    """Return a problem with the wanted packages that go into one plan, and that plan.

    The cheapest are kept first; `known` go into a plan of a smaller budget.
    """

    def cost(name: str) -> tuple[float, str]:
        return problem.cost(with_needs(problem, name, set())), name

    bare = replace(problem, aims=(), spine=(), weights=_NOTHING_ELSE, objective=Objective.POINTS)
    kept = tuple(sorted(known, key=cost))
    for name in sorted(problem.wishes.wanted - known, key=cost):
        asking = _wanting(bare, (*kept, name))
        if not time.is_over and solver.plan(asking, time=time).plan is not None:
            kept = (*kept, name)
    proposal = solver.plan(_wanting(problem, kept), time=time)
    while kept and proposal.plan is None:
        kept = kept[:-1]
        proposal = solver.plan(_wanting(problem, kept), time=time)
    return _wanting(problem, kept), proposal


def _wanting(problem: Problem, names: Iterable[str]) -> Problem:
    return replace(problem, wishes=replace(problem.wishes, wanted=frozenset(names)))


def what_would_do(
    solver: PlanSolver,
    request: PlanRequest,
    problem: Problem,
    proposal: Proposal,
    dropped: frozenset[str],
    time: SearchTime,
) -> tuple[Infeasible, ...]:
    """Return what is out of reach of a plan, with what could be had instead.

    `dropped` are wanted packages that are in no plan beside the others.
    """
    refused = _wants_refused(solver, problem, dropped, time)
    wants = problem.wishes.wanted | dropped
    return (*refused, *_levels_missed(solver, request, problem, proposal, wants, time))


def _wants_refused(
    solver: PlanSolver, problem: Problem, dropped: frozenset[str], time: SearchTime
) -> tuple[Infeasible, ...]:
    """Return why wanted packages do not fit beside the others."""
    if not dropped:
        return ()
    wants = problem.wishes.wanted | dropped
    added: dict[str, None] = {}
    for name in sorted(wants):
        added.update(dict.fromkeys(with_needs(problem, name, set(added))))
    cost = problem.cost(added)
    asking = replace(problem, wishes=replace(problem.wishes, wanted=wants), budget_wan=None)
    names = sorted(dropped)
    if problem.budget_wan is not None and cost > problem.budget_wan:
        return (_wanted(Obstacle.BUDGET, *names, budget_wan=cost),)
    whole = (Phase(0, problem.horizon_months),)
    if solver.plan(replace(asking, phases=whole), time=time).plan is not None:
        return (_wanted(Obstacle.PHASE_LIMITS, *names),)
    if solver.plan(replace(asking, phases=whole, capacity=BOUNDLESS), time=time).plan is not None:
        return (_wanted(Obstacle.CAPACITY, *names),)
    return (_wanted(Obstacle.TOGETHER, *names),)


def _levels_missed(
    solver: PlanSolver,
    request: PlanRequest,
    problem: Problem,
    proposal: Proposal,
    wants: frozenset[str],
    time: SearchTime,
) -> tuple[Infeasible, ...]:
    """Return the levels asked for, or aimed at, that the plan does not reach."""
    packages = () if proposal.plan is None else proposal.plan.packages
    reached = worth_of(problem, packages).reached
    top = max((aim.level for aim in problem.aims), default=problem.yardstick.level)
    missed = []
    open_aims = [aim for aim in problem.aims if aim.level not in reached]
    if open_aims:
        here = level_by(problem, packages)
        missed.append(_level_missed(solver, problem, open_aims[0], here, wants, time))
    if request.level is not None and request.level > top:
        is_possible = all(other.code in _MONEY_ALONE for other in missed)
        capped = Infeasible(
            wish=WishKind.TARGET,
            code=Obstacle.LEVEL_CAP,
            aimed=request.level,
            level=top if is_possible else None,
        )
        missed.insert(0, capped)
    return tuple(missed)


def _level_missed(
    solver: PlanSolver,
    problem: Problem,
    aim: Aim,
    here: int,
    wants: frozenset[str],
    time: SearchTime,
) -> Infeasible:
    """Return what stands between a plan that comes to a level, and another; the best there is."""
    if not aim.is_in_reach:
        best, cost = _best_level(solver, problem, range(here + 1, aim.level), time)
        return Infeasible(
            wish=WishKind.TARGET,
            code=Obstacle.LEVEL,
            aimed=aim.level,
            level=here if best is None else best,
            level_cost_wan=cost,
            unreached=aim.blocked,
            questions=unraised_questions(problem.yardstick, problem.options, aim),
        )
    missed = partial(Infeasible, wish=WishKind.TARGET, aimed=aim.level, level=here)
    if problem.objective is Objective.BALANCED and problem.foremost and problem.tells_level:
        beside = _cost_beside_cures(solver, problem, aim, time)
        if beside is not None and problem.budget_wan is not None and beside > problem.budget_wan:
            return missed(code=Obstacle.BUDGET, budget_wan=beside)
    seeking = replace(problem, objective=Objective.LEVEL, aims=(aim,), budget_wan=None)
    cheapest = solver.plan(_wanting(seeking, wants), time=time)
    if cheapest.plan is None and wants != problem.wishes.wanted:
        cheapest = solver.plan(seeking, time=time)
    if _reaches(cheapest):
        code = _why_not_bought(problem, cheapest.value)
        return missed(code=code, budget_wan=cheapest.value)
    whole = replace(seeking, phases=(Phase(0, problem.horizon_months),))
    if any(phase.has_limit for phase in problem.phases):
        freed = solver.plan(whole, time=time)
        if _reaches(freed):
            return missed(code=Obstacle.PHASE_LIMITS, budget_wan=freed.value)
    freed = solver.plan(replace(whole, capacity=BOUNDLESS), time=time)
    if freed.plan is not None and _reaches(freed):
        return missed(
            code=Obstacle.CAPACITY,
            packages_needed=len(freed.plan.packages),
            packages_carried=_carried(problem),
            budget_wan=freed.value,
        )
    return missed(code=Obstacle.NOT_SETTLED)


def _cost_beside_cures(
    solver: PlanSolver, problem: Problem, aim: Aim, time: SearchTime
) -> float | None:
    """Return with how much money a plan of this kind reaches a level; None where none does.

    It has the base and the cures as well: whoever names that sum gets the level.
    """
    groups = (*problem.foremost, *problem.cures[: problem.cures_before_level])
    names = problem.wishes.wanted.union(group[0] for group in groups)
    seeking = replace(problem, objective=Objective.LEVEL, aims=(aim,), budget_wan=None)
    cheapest = solver.plan(_wanting(seeking, names), time=time)
    if _reaches(cheapest):
        return cheapest.value
    free = solver.plan(replace(problem, budget_wan=None), time=time)
    if free.plan is None or aim.level not in worth_of(problem, free.plan.packages).reached:
        return None
    return problem.cost(free.plan.packages)


def _reaches(proposal: Proposal) -> bool:
    """Return whether a search for the cheapest way to a level came to it."""
    return proposal.plan is not None and proposal.criterion is Criterion.COST


def _carried(problem: Problem) -> int | None:
    """Return how many packages the firm carries in the whole of 36 months; None: it has fewer."""
    return problem.capacity.in_all if problem.horizon_months >= HORIZON_MONTHS else None


def _why_not_bought(problem: Problem, cost_wan: float) -> Obstacle:
    """Return why a plan does not come to a level that so much money reaches."""
    if problem.budget_wan is None:
        return Obstacle.NOT_SETTLED
    is_short = cost_wan > problem.budget_wan
    comes_after = problem.objective is Objective.BALANCED and problem.foremost
    return Obstacle.BUDGET if is_short and not comes_after else Obstacle.SPINE_FIRST


def _best_level(
    solver: PlanSolver, problem: Problem, levels: Sequence[int], time: SearchTime
) -> tuple[int | None, float | None]:
    """Return the highest of some levels that a plan of any cost reaches, and the least cost."""
    for aim in reversed(aims_of(problem.yardstick, problem.options, levels)):
        seeking = replace(problem, objective=Objective.LEVEL, aims=(aim,), budget_wan=None)
        cheapest = solver.plan(seeking, time=time) if aim.is_in_reach else None
        if cheapest and _reaches(cheapest):
            return aim.level, cheapest.value
    return None, None

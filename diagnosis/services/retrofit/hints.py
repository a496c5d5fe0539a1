"""What a firm should know beside its plan: money, people, a cheaper way to the same level."""

from collections.abc import Iterator
from dataclasses import replace

from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.retrofit.catalogue.amounts import total_of
from diagnosis.domain.retrofit.catalogue.applied import apply_effects
from diagnosis.domain.retrofit.plan.account import account_of
from diagnosis.domain.retrofit.plan.capacity import MONTHS_A_YEAR
from diagnosis.domain.retrofit.plan.hints import (
    CHEAPER,
    REVENUE_SHARE,
    BudgetFromYearly,
    CarriesMoreFrom,
    CheaperPlan,
    CountsDone,
    CountsRunning,
    DearForTheFirm,
    FewAnswered,
    Hint,
    LevelOnPaper,
    LevelThere,
    MoneyLeft,
    NothingAffordable,
    NothingAnswered,
    SearchCutShort,
    SizeAssumed,
    SpineRefused,
    SpineShort,
    WishUnserved,
    WishWaits,
)
from diagnosis.domain.retrofit.plan.plan import Criterion, PlanOutcome, Proposal, takes_hands
from diagnosis.domain.retrofit.plan.problem import Objective, Problem
from diagnosis.domain.retrofit.plan.reasons import (
    LeftOutReason,
    money_left,
    wishes_still_open,
    with_needs,
)
from diagnosis.domain.retrofit.plan.search_time import SearchTime
from diagnosis.domain.retrofit.plan.timeline import at_work
from diagnosis.domain.retrofit.plan.worth import reached_by
from diagnosis.services.ports.solver import PlanSolver
from diagnosis.services.read.plan_request import PlanRequest
from diagnosis.services.retrofit.planned_for import PlannedFor, yearly_budget


def find_hints(
    solver: PlanSolver,
    sheet: Sheet,
    request: PlanRequest,
    facts: PlannedFor,
    problem: Problem,
    proposal: Proposal,
    outcome: PlanOutcome,
    few: FewAnswered | NothingAnswered | None,
    time: SearchTime,
) -> tuple[Hint, ...]:
    """Return what a firm should know beside its plan; none of it forbids the plan."""
    hints: list[Hint | None] = [
        few,
        _done(sheet, problem),
        _running(problem),
        _dear(sheet, problem, outcome),
        None if facts.size_known else SizeAssumed(facts.people),
        _yearly(sheet, request, problem, outcome),
        _spine(problem, proposal, outcome),
        SpineRefused(problem.spine_refused) if problem.spine_refused else None,
        _on_paper(problem, outcome),
        _wishes(problem, outcome),
        *_unserved(problem, outcome),
        _capacity(problem, outcome),
        _affordable(problem, outcome) or _left(problem, outcome),
        _there(request, problem, outcome),
        None if few else _cheaper(solver, problem, outcome, time),
        SearchCutShort() if time.is_cut_short else None,
    ]
    return tuple(hint for hint in hints if hint is not None)


def _done(sheet: Sheet, problem: Problem) -> Hint | None:
    """Return how many packages raise the answers of the sheet since they are done."""
    done = problem.wishes.done - problem.wishes.shown
    names = [
        name
        for name in sorted(done)
        if sheet.answers
        != apply_effects(problem.bank, sheet.answers, problem.packages[name].effects)
    ]
    return CountsDone(len(names)) if names else None


def _running(problem: Problem) -> Hint | None:
    ends = problem.wishes.running.values()
    return CountsRunning(len(ends), max(ends)) if ends else None


def _dear(sheet: Sheet, problem: Problem, outcome: PlanOutcome) -> Hint | None:
    """Return that the dearest year of a plan takes much of what the firm turns over in one."""
    revenue = sheet.enterprise.revenue_wan
    year, paid = _dearest_year(problem, outcome)
    if revenue is None or paid <= REVENUE_SHARE * revenue:
        return None
    return DearForTheFirm(paid, revenue, year)


def _dearest_year(problem: Problem, outcome: PlanOutcome) -> tuple[int, float]:
    """Return the dearest year of a plan, from 1, and what is paid in it, 万元."""
    years = account_of(problem, outcome.plan)
    paid = {each.year: total_of([each.build, each.run]).mid for each in years}
    dearest = max(paid, key=lambda year: paid[year])
    return dearest, paid[dearest]


def _yearly(
    sheet: Sheet, request: PlanRequest, problem: Problem, outcome: PlanOutcome
) -> Hint | None:
    """Return that the budget comes from the yearly one: the caller's own request has none.

    With it the dearest year of the plan, where it takes more than the firm named for a year.
    """
    budget, yearly = request.budget_wan, yearly_budget(sheet, request)
    if budget is None or yearly is None:
        return None
    year, paid = _dearest_year(problem, outcome)
    if paid <= yearly:
        return BudgetFromYearly(budget, yearly)
    return BudgetFromYearly(budget, yearly, year, paid)


def _spine(problem: Problem, proposal: Proposal, outcome: PlanOutcome) -> Hint | None:
    """Return that first steps of the spine are not in a plan; an empty one needs no such word."""
    if not proposal.spine_short or not outcome.plan.steps:
        return None
    chosen = set(outcome.plan.packages)
    missing = tuple(
        group[0]
        for group in problem.spine
        if chosen.isdisjoint(group) and group[0] not in problem.pain_step
    )
    if not missing:
        return None
    level = max(outcome.worth.reached, default=None)
    if proposal.criterion is Criterion.COST:
        return SpineShort(missing, level, Objective.LEVEL)
    if problem.objective is Objective.POINTS:
        return SpineShort(missing, objective=Objective.POINTS)
    if problem.objective is Objective.PAIN:
        is_served = any(outcome.worth.served.values())
        return SpineShort(missing, objective=Objective.PAIN if is_served else Objective.BALANCED)
    return SpineShort(missing, level)


def _on_paper(problem: Problem, outcome: PlanOutcome) -> Hint | None:
    names = outcome.plan.packages
    level = problem.yardstick.level_after(reached_by(problem, names))
    is_paper = not problem.begins_spine(names) and level > problem.yardstick.level
    return LevelOnPaper(level) if is_paper else None


def _wishes(problem: Problem, outcome: PlanOutcome) -> Hint | None:
    if not problem.wishes.serve:
        return None
    begun = [step.package for step in outcome.plan.steps if step.start < MONTHS_A_YEAR]
    serving = {name for name in begun if problem.options[name].serves}
    by_hand = [name for name in begun if takes_hands(problem, name)]
    if 2 * len(serving.intersection(by_hand)) >= len(by_hand):
        return None
    return WishWaits(len(serving), len(begun))


def _unserved(problem: Problem, outcome: PlanOutcome) -> Iterator[Hint]:
    """Yield the pains and goals that nothing in the plan serves, where it has anything."""
    chosen = [problem.options[name] for name in outcome.plan.packages]
    served = {wish for option in chosen for wish in option.serves}
    offered = {wish for option in problem.options.values() for wish in option.serves}
    unserved = [wish for wish in problem.wishes.serve if chosen and wish not in served]
    for are_on_offer in (True, False):
        wishes = tuple(wish for wish in unserved if (wish in offered) is are_on_offer)
        if wishes:
            yield WishUnserved(wishes, are_on_offer)


def _capacity(problem: Problem, outcome: PlanOutcome) -> Hint | None:
    """Return what the firm can carry, where the plan is full or seems to go beyond it."""
    capacity, steps = problem.capacity, outcome.plan.steps
    busiest = max((at_work(steps, step.start) for step in steps), default=0)
    if len(steps) < capacity.in_all and busiest <= capacity.at_once:
        return None
    (_, half_year), _ = capacity.pace
    return CarriesMoreFrom(capacity.at_once, capacity.in_all, busiest, half_year)


def _affordable(problem: Problem, outcome: PlanOutcome) -> Hint | None:
    """Return what the cheapest package costs that could be begun, where the plan has none."""
    if outcome.plan.steps or problem.budget_wan is None or not problem.options:
        return None
    costs = (problem.cost(with_needs(problem, name, set())) for name in problem.options)
    least = min(costs)
    return NothingAffordable(least) if least > problem.budget_wan else None


def _left(problem: Problem, outcome: PlanOutcome) -> Hint | None:
    """Return why money is left; a plan that only seeks a level leaves what it can."""
    if problem.objective is Objective.LEVEL:
        return None
    left = money_left(problem, outcome.plan)
    if left is None:
        return None
    wan, why = left
    if why is LeftOutReason.LESS_WORTH and problem.weights.pain:
        return MoneyLeft(wan, why, open_for=wishes_still_open(problem, outcome.plan))
    return MoneyLeft(wan, why, problem.capacity.in_all if why is LeftOutReason.IN_ALL else 0)


def _there(request: PlanRequest, problem: Problem, outcome: PlanOutcome) -> Hint | None:
    level = request.level
    if level is None or problem.yardstick.level < level:
        return None
    return LevelThere(level, bool(outcome.plan.steps))


def _cheaper(
    solver: PlanSolver, problem: Problem, outcome: PlanOutcome, time: SearchTime
) -> Hint | None:
    """Return a plan to the highest level reached that costs clearly less."""
    reached = [aim for aim in problem.aims if aim.level in outcome.worth.reached]
    if not reached or problem.objective is Objective.LEVEL:
        return None
    cost = problem.cost(outcome.plan.packages)
    aim = reached[-1]
    seeking = replace(problem, objective=Objective.LEVEL, aims=(aim,), budget_wan=cost)
    other = solver.plan(seeking, time=time)
    if other.plan is None or other.criterion is not Criterion.COST:
        return None
    if other.value >= CHEAPER * cost:
        return None
    return CheaperPlan(aim.level, other.value, len(other.plan.packages))

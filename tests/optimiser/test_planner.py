"""The planner against an exhaustive oracle, an independent checker, and its own promises."""

from dataclasses import replace
from itertools import combinations, pairwise
from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.domain.retrofit.catalogue.project import Effect, ItemNeed, MoneyRange, Needs
from diagnosis.domain.retrofit.plan.plan import Criterion, Plan, find_breaches
from diagnosis.domain.retrofit.plan.problem import Binding, Objective, Phase, Problem, Wishes
from diagnosis.optimiser.frontier import Frontier
from diagnosis.optimiser.growth import Extensions
from diagnosis.optimiser.instance import Instance
from diagnosis.optimiser.planner import Planner
from diagnosis.optimiser.schedule import schedule
from tests.builders import (
    LOOSE,
    MIDDLE,
    TIGHT,
    Shape,
    a_problem,
    a_project,
    an_option,
    faults_of,
    random_problem,
)

PLANNER = Planner()
SHAPES = st.builds(
    Shape,
    n=st.integers(2, 9),
    overlap=st.booleans(),
    budget=st.sampled_from([TIGHT, MIDDLE, LOOSE]),
)


def every_set(problem: Problem) -> list[tuple[str, ...]]:
    """Return every set of options that can be put in order and in time."""
    options = sorted(problem.options)
    sizes = range(len(options) + 1)
    sets = [chosen for size in sizes for chosen in combinations(options, size)]
    return [
        chosen
        for chosen in sets
        if problem.wishes.wanted <= set(chosen)
        and not any(
            excluded in chosen
            for name in chosen
            for excluded in problem.options[name].project.excludes
        )
        and schedule(problem, chosen) is not None
    ]


def best_value(problem: Problem) -> float:
    budget = inf if problem.budget_wan is None else problem.budget_wan
    sets = [chosen for chosen in every_set(problem) if problem.cost(chosen) <= budget + 1e-9]
    return max((problem.value(chosen) for chosen in sets), default=0.0)


@settings(max_examples=40)
@given(SHAPES, st.integers(0, 10_000))
def test_most_gain_is_the_exhaustive_best_within_the_gap(shape: Shape, seed: int) -> None:
    problem = random_problem(shape, seed)
    proposal = PLANNER.plan(problem)
    best = best_value(problem)

    assert proposal.plan is not None and proposal.gap is not None and proposal.bound is not None
    assert faults_of(problem, proposal.plan) == []
    assert problem.value(proposal.plan.projects) == pytest.approx(proposal.worth, abs=1e-9)
    assert proposal.worth <= best + 1e-9 <= proposal.bound + 1e-6
    assert proposal.worth >= best * (1 - proposal.gap) - 1e-6


@settings(max_examples=25)
@given(SHAPES, st.integers(0, 10_000))
def test_exact_plan_is_the_exhaustive_best(shape: Shape, seed: int) -> None:
    problem = random_problem(shape, seed)
    proposal = PLANNER.exact(problem, seconds=20)

    assert proposal.finished and proposal.plan is not None
    assert proposal.worth == pytest.approx(best_value(problem), rel=1e-5, abs=1e-6)


@settings(max_examples=25)
@given(SHAPES, st.integers(0, 10_000), st.integers(1, 4))
def test_reaching_a_level_costs_the_exhaustive_least_within_the_gap(
    shape: Shape, seed: int, level: int
) -> None:
    problem = random_problem(shape, seed, objective=Objective.REACH, level=level, budget_wan=None)
    costs = [
        problem.cost(chosen)
        for chosen in every_set(problem)
        if problem.yardstick.level_after(problem.reached(chosen)) >= level
    ]
    for proposal in (PLANNER.plan(problem), PLANNER.exact(problem, seconds=20)):
        assert proposal.plan is not None
        reached = problem.yardstick.level_after(problem.reached(proposal.plan.projects))
        if not costs:
            assert reached < level
            continue
        assert (
            reached >= level and proposal.criterion is Criterion.COST and proposal.gap is not None
        )
        assert faults_of(problem, proposal.plan) == []
        assert proposal.worth >= min(costs) - 1e-6 >= (proposal.bound or 0) - 2e-6
        assert proposal.worth * (1 - proposal.gap) <= min(costs) + 1e-6
    if costs:
        assert proposal.worth == pytest.approx(min(costs), rel=1e-5, abs=1e-6)


@settings(max_examples=25)
@given(
    st.sampled_from([10, 25]),
    st.booleans(),
    st.integers(0, 10_000),
    st.sampled_from([Objective.GAIN, Objective.EXPECTED]),
)
def test_more_budget_is_never_worse(
    n: int, overlap: bool, seed: int, objective: Objective
) -> None:
    problem = random_problem(Shape(n, overlap, 1.0), seed, objective=objective)
    assert problem.budget_wan is not None
    worth = -1.0
    for share in (0, 0.01, 0.03, 0.06, 0.1, 0.11, 0.12, 0.2, 0.3, 0.45, 0.7, 1.0):
        proposal = PLANNER.plan(
            replace(problem, budget_wan=share * problem.budget_wan), bounded=False
        )
        assert proposal.worth >= worth - 1e-9
        worth = proposal.worth


@settings(max_examples=15)
@given(st.booleans(), st.integers(0, 10_000), st.floats(0.02, 0.9))
def test_the_family_within_a_budget_does_not_depend_on_it(
    overlap: bool, seed: int, share: float
) -> None:
    """The reason why more budget is never worse."""
    problem = random_problem(Shape(20, overlap, share), seed)
    budget = problem.budget_wan or 0.0

    def affordable(family: list[Extensions]) -> set[tuple[float, float]]:
        return {
            (float(cost), float(worth))
            for extensions in family
            for cost, worth in zip(extensions.cost, extensions.worth, strict=True)
            if cost <= budget and worth >= 0
        }

    instance = Instance(problem)
    within, whole = Frontier(instance).family(budget), Frontier(instance).family()
    assert affordable(within) == affordable(whole)


@settings(max_examples=10)
@given(st.booleans(), st.integers(0, 10_000))
def test_more_budget_never_leads_further_from_the_level(overlap: bool, seed: int) -> None:
    free = random_problem(
        Shape(15, overlap, 1.0), seed, objective=Objective.REACH, level=3, budget_wan=None
    )
    total = free.cost(free.options)
    progress = -1.0
    for share in (0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.6, 1.0):
        proposal = PLANNER.plan(replace(free, budget_wan=share * total), bounded=False)
        now = 1.0 if proposal.criterion is Criterion.COST else proposal.worth
        assert now >= progress - 1e-9
        progress = now


@settings(max_examples=15)
@given(SHAPES, st.integers(0, 10_000))
def test_the_frontier_rises_and_the_plan_lies_on_it(shape: Shape, seed: int) -> None:
    problem = random_problem(shape, seed, budget_wan=None)
    points = PLANNER.frontier(problem)
    costs = [problem.cost(plan.projects) for plan in points]
    values = [problem.value(plan.projects) for plan in points]

    assert values == sorted(values) and len(set(values)) == len(values)
    for cost, value in zip(costs, values, strict=True):
        proposal = PLANNER.plan(replace(problem, budget_wan=cost), bounded=False)
        assert proposal.worth >= value - 1e-9


@settings(max_examples=25)
@given(
    st.integers(3, 14),
    st.booleans(),
    st.integers(0, 10_000),
    st.tuples(st.floats(0.05, 0.5), st.floats(0.05, 0.5), st.floats(0.05, 0.5)),
    st.integers(2, 20),
)
def test_plans_respect_the_limits_of_phases(
    n: int, overlap: bool, seed: int, shares: tuple[float, float, float], people: int
) -> None:
    problem = random_problem(Shape(n, overlap, 1.0), seed)
    total = problem.budget_wan or 0.0
    ends = (0.0, 6.0, 18.0, 36.0)
    phases = tuple(
        Phase(start, end, share * total, float(people))
        for (start, end), share in zip(pairwise(ends), shares, strict=True)
    )
    limited = replace(problem, phases=phases)
    proposal = PLANNER.plan(limited)

    assert proposal.plan is not None and proposal.bound is not None
    assert faults_of(limited, proposal.plan) == []
    assert list(find_breaches(limited, proposal.plan)) == []
    assert proposal.worth <= proposal.bound + 1e-6


@settings(max_examples=25)
@given(SHAPES, st.integers(0, 10_000), st.data())
def test_wishes_are_kept(shape: Shape, seed: int, data: st.DataObject) -> None:
    problem = random_problem(shape, seed, budget_wan=None)
    name = data.draw(st.sampled_from(sorted(problem.options)))
    wanted = replace(problem, wishes=Wishes(wanted=frozenset({name})))
    proposal = PLANNER.plan(wanted)
    if proposal.plan is None:
        assert not any(name in chosen for chosen in every_set(problem))
    else:
        assert name in proposal.plan.projects
        assert faults_of(wanted, proposal.plan) == []


def test_equal_problems_give_equal_plans() -> None:
    for seed in range(3):
        problem = random_problem(Shape(40, True, MIDDLE), seed)
        shuffled = replace(problem, options=dict(sorted(problem.options.items(), reverse=True)))
        assert PLANNER.plan(problem, bounded=False) == PLANNER.plan(shuffled, bounded=False)


def test_an_option_that_only_others_together_put_in_place_is_not_bought() -> None:
    both = an_option(a_project("both", effects=(Effect("a", 1), Effect("b", 1))), 50)
    first = an_option(a_project("one", effects=(Effect("a", 2),)), 1)
    second = an_option(a_project("two", effects=(Effect("b", 2),)), 1)
    last = an_option(a_project("last", effects=(Effect("c", 5),), needs=Needs(("both",))), 1)
    proposal = PLANNER.plan(a_problem([both, first, second, last], budget_wan=10.0))

    assert proposal.plan is not None
    assert set(proposal.plan.projects) == {"one", "two", "last"}


def test_a_circle_of_items_is_never_a_plan() -> None:
    first = an_option(
        a_project("one", effects=(Effect("a", 2),), needs=Needs((), (ItemNeed("b", 2),))), 1
    )
    second = an_option(
        a_project("two", effects=(Effect("b", 2),), needs=Needs((), (ItemNeed("a", 2),))), 1
    )
    problem = a_problem([first, second], budget_wan=10.0)

    assert PLANNER.plan(problem).plan == Plan()
    assert PLANNER.exact(problem, seconds=5).plan == Plan()


def test_a_chain_that_does_not_fit_the_horizon_is_left_out() -> None:
    first = an_option(a_project("first", effects=(Effect("a", 1),)), 1, months=10.0)
    second = an_option(
        a_project("second", effects=(Effect("b", 1),), needs=Needs(("first",))), 1, months=10.0
    )
    problem = a_problem([first, second], budget_wan=10.0, phases=(Phase(0, 12),))
    proposal = PLANNER.exact(problem, seconds=5)

    assert proposal.plan is not None and proposal.plan.projects == ("first",)


def test_ties_go_to_the_cheaper_and_then_the_first_id() -> None:
    same = [an_option(a_project(name), cost) for name, cost in (("c", 2), ("b", 1), ("a", 1))]
    proposal = PLANNER.plan(a_problem(same, budget_wan=10.0))

    assert proposal.plan is not None and proposal.plan.projects == ("a",)


def test_goals_break_ties_before_cost() -> None:
    plain = an_option(a_project("plain", goals=()), 1)
    green = an_option(a_project("green"), 2)
    problem = a_problem(
        [plain, green], budget_wan=10.0, wishes=Wishes(goals=frozenset(green.project.goals))
    )
    proposal = PLANNER.plan(problem)

    assert proposal.plan is not None and proposal.plan.projects == ("green",)


def test_no_money_buys_nothing_and_no_options_are_no_plan_to_make() -> None:
    problem = random_problem(Shape(10, True, MIDDLE), 1)
    assert PLANNER.plan(replace(problem, budget_wan=0.0)).plan == Plan()
    empty = replace(problem, options={})
    assert PLANNER.plan(empty).plan == Plan()
    assert PLANNER.plan(empty).gap == 0.0


def test_costs_in_whole_numbers_are_planned_like_others() -> None:
    """The high ends of a catalogue may all be whole: an array of them must not be of integers."""
    first = an_option(a_project("base", effects=(Effect("x", 1),)), 4)
    second = an_option(a_project("top", effects=(Effect("y", 4),), needs=Needs(("base",))), 4)
    whole = [replace(option, cost=MoneyRange(2, 8)) for option in (first, second)]
    plan = PLANNER.plan(a_problem(whole, budget_wan=16.5, binding=Binding.HIGH)).plan

    assert plan is not None and plan.projects == ("base", "top")

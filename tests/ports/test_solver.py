"""What a solver of plans must do: the fake and the planner alike, on small random problems."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.domain.intake.answer import Value
from diagnosis.domain.retrofit.catalogue.package import Grade
from diagnosis.domain.retrofit.plan.plan import Criterion, Plan, Proposal, verify
from diagnosis.domain.retrofit.plan.problem import (
    WEIGHTS,
    Objective,
    Phase,
    Problem,
    Weights,
    Wishes,
)
from diagnosis.domain.retrofit.plan.worth import level_by, worth_of
from diagnosis.domain.scoring.scores import SheetScores
from diagnosis.optimiser.planner import Planner
from diagnosis.services.ports.solver import PlanSolver
from tests.builders import (
    LOOSE,
    MIDDLE,
    TIGHT,
    Shape,
    a_problem,
    an_option,
    faults_of,
    random_problem,
)
from tests.fakes.solver import FakeSolver

NEAR = 1e-5
"""Equal sets are told apart by less than this."""
FEW = settings(max_examples=30)
SHAPES = st.builds(
    Shape, n=st.integers(2, 12), budget=st.sampled_from([TIGHT, MIDDLE, LOOSE, None])
)
SEEDS = st.integers(0, 100_000)
OBJECTIVES = st.sampled_from(list(Objective))


@pytest.fixture(
    params=[pytest.param(FakeSolver, id="fake", marks=pytest.mark.no_cover), Planner],
    ids=["fake", "planner"],
    scope="module",
)
def solver(request: pytest.FixtureRequest) -> PlanSolver:
    """Return a solver of each kind in turn."""
    made: PlanSolver = request.param()
    return made


def total(problem: Problem, proposal: Proposal) -> float:
    assert proposal.plan is not None
    return worth_of(problem, proposal.plan.packages).total


def unscored(answers: Mapping[str, Value]) -> SheetScores:
    return cast(SheetScores, dict(answers))


@FEW
@given(SHAPES, SEEDS, OBJECTIVES)
def test_every_plan_passes_the_verification_of_the_domain(
    solver: PlanSolver, shape: Shape, seed: int, objective: Objective
) -> None:
    problem = random_problem(shape, seed, objective=objective)
    proposal = solver.plan(problem)
    assert proposal.plan is not None
    assert faults_of(problem, proposal.plan) == []
    outcome = verify(problem, proposal.plan, unscored)
    assert proposal.spine_short == len(problem.spine) - outcome.worth.spine
    value = {
        Criterion.COST: problem.cost(proposal.plan.packages),
        Criterion.WORTH: outcome.worth.total,
    }
    assert proposal.value == pytest.approx(value[proposal.criterion])


@FEW
@given(SHAPES, SEEDS, OBJECTIVES)
def test_no_plan_is_better_than_the_exhaustive_best_and_none_is_worse(
    solver: PlanSolver, shape: Shape, seed: int, objective: Objective
) -> None:
    """Over the sets that a calendar holds; the fake tries them all."""
    problem = random_problem(shape, seed, objective=objective)
    found, best = solver.plan(problem), FakeSolver().plan(problem)
    assert found.criterion is best.criterion
    if best.criterion is Criterion.COST:
        assert found.value == pytest.approx(best.value, abs=NEAR)
    else:
        assert total(problem, found) == pytest.approx(total(problem, best), abs=NEAR)


@FEW
@given(SHAPES, SEEDS, OBJECTIVES)
def test_the_bound_lies_on_the_other_side_of_the_best(
    solver: PlanSolver, shape: Shape, seed: int, objective: Objective
) -> None:
    problem = random_problem(shape, seed, objective=objective)
    proposal = solver.plan(problem)
    assert proposal.bound is not None and proposal.gap is not None and 0 <= proposal.gap <= 1
    if proposal.criterion is Criterion.COST:
        assert proposal.bound <= proposal.value + NEAR
    else:
        assert proposal.bound >= proposal.value - NEAR


@FEW
@given(SHAPES, SEEDS)
def test_a_level_is_reached_where_the_criterion_is_its_cost(
    solver: PlanSolver, shape: Shape, seed: int
) -> None:
    problem = random_problem(shape, seed, objective=Objective.LEVEL)
    proposal = solver.plan(problem)
    assert proposal.plan is not None
    reached = worth_of(problem, proposal.plan.packages).reached
    assert (proposal.criterion is Criterion.COST) is bool(reached)


@settings(max_examples=15)
@given(SHAPES, SEEDS, OBJECTIVES)
def test_more_money_is_never_worth_less_nor_reaches_less(
    solver: PlanSolver, shape: Shape, seed: int, objective: Objective
) -> None:
    problem = random_problem(replace(shape, budget=1.0), seed, objective=objective)
    assert problem.budget_wan is not None
    budgets = [share * problem.budget_wan for share in (0, 0.05, 0.1, 0.2, 0.21, 0.5)]
    proposals = solver.curve(problem, [*budgets, None])
    for less, more in pairwise(proposals):
        assert less.plan is not None and more.plan is not None
        before, after = (worth_of(problem, each.packages) for each in (less.plan, more.plan))
        assert max(after.reached, default=0) >= max(before.reached, default=0)
        if less.criterion is more.criterion is Criterion.WORTH:
            assert after.total >= before.total - NEAR


@FEW
@given(SHAPES, SEEDS, OBJECTIVES)
def test_a_curve_answers_budgets_in_their_order(
    solver: PlanSolver, shape: Shape, seed: int, objective: Objective
) -> None:
    problem = random_problem(shape, seed, objective=objective)
    budgets = (30.0, None, 3.0)
    for budget, proposal in zip(budgets, solver.curve(problem, budgets), strict=True):
        assert proposal.plan is not None
        assert faults_of(replace(problem, budget_wan=budget), proposal.plan) == []


@FEW
@given(SHAPES, SEEDS, OBJECTIVES)
def test_the_same_problem_gives_the_same_plan(
    solver: PlanSolver, shape: Shape, seed: int, objective: Objective
) -> None:
    first, second = (random_problem(shape, seed, objective=objective) for _ in range(2))
    assert solver.plan(first) == solver.plan(second)


@FEW
@given(SHAPES, SEEDS, st.data())
def test_a_wanted_package_is_in_the_plan_or_there_is_no_plan(
    solver: PlanSolver, shape: Shape, seed: int, data: st.DataObject
) -> None:
    free = random_problem(replace(shape, budget=None), seed)
    name = data.draw(st.sampled_from(sorted(free.options)))
    wanted = replace(free, wishes=replace(free.wishes, wanted=frozenset({name})))
    proposal = solver.plan(wanted)
    possible = FakeSolver().plan(wanted).plan is not None
    assert (proposal.plan is not None) is possible
    if proposal.plan is not None:
        assert name in proposal.plan.packages and faults_of(wanted, proposal.plan) == []
    penniless = replace(wanted, budget_wan=free.price(name) / 2)
    assert solver.plan(penniless).plan is None


def test_the_spine_comes_before_wishes_where_money_is_for_one(solver: PlanSolver) -> None:
    spine = an_option("spine", {"a": 1}, 10.0)
    wish = an_option("wish", {"b": 5}, 10.0, serves=frozenset({"defects"}))
    problem = a_problem(
        [wish, spine],
        spine=(("spine",),),
        wishes=Wishes(serve=("defects",)),
        budget_wan=10.0,
        levels=(),
    )
    assert solver.plan(problem).plan == solver.curve(problem, [10.0])[0].plan
    (short, whole) = solver.curve(problem, [10.0, 20.0])
    assert short.plan is not None and short.plan.packages == ("spine",)
    assert whole.plan is not None and set(whole.plan.packages) == {"spine", "wish"}


def test_steps_of_the_spine_that_the_money_is_too_short_for_are_counted(
    solver: PlanSolver,
) -> None:
    options = [an_option(name, {name: 1}, 10.0) for name in ("p", "q", "r")]
    problem = a_problem(options, spine=(("p",), ("q",), ("r",)), budget_wan=20.0)
    assert [each.spine_short for each in solver.curve(problem, [5.0, 10.0, 20.0, 30.0])] == [
        3,
        2,
        1,
        0,
    ]


def test_the_cheapest_way_to_a_level_buys_nothing_beside_it(solver: PlanSolver) -> None:
    """Of the spine a step is bought; the others are counted."""
    near = an_option("near", {"a": 2}, 5.0)
    first, second = (an_option(name, {name: 1}, 8.0) for name in ("first", "second"))
    spine = (("first",), ("second",))
    problem = a_problem(
        [near, first, second], objective=Objective.LEVEL, spine=spine, levels=(1,), budget_wan=50.0
    )
    proposal = solver.plan(problem)
    assert proposal.plan is not None and len(proposal.plan.packages) == 2
    assert proposal.value == pytest.approx(13.0)
    assert (proposal.criterion, proposal.spine_short) == (Criterion.COST, 1)


def test_pains_come_before_the_first_steps_where_they_are_the_objective(
    solver: PlanSolver,
) -> None:
    """So no larger budget loses what serves one: two steps for 20 outweigh no cure for 8."""
    steps = [an_option(name, {name: 1}, 10.0) for name in ("first", "second")]
    cure = an_option("cure", {"c": 1}, 8.0, serves=frozenset({"energy"}))
    problem = a_problem(
        [*steps, cure],
        spine=(("first",), ("second",)),
        wishes=Wishes(serve=("energy",)),
        objective=Objective.PAIN,
        weights=WEIGHTS[Objective.PAIN],
    )
    for proposal in solver.curve(problem, [8.0, 18.0, 20.0, 28.0]):
        assert proposal.plan is not None and "cure" in proposal.plan.packages
    balanced = replace(problem, objective=Objective.BALANCED, budget_wan=20.0)
    proposal = solver.plan(balanced)
    assert proposal.plan is not None and set(proposal.plan.packages) == {"first", "second"}


def test_points_take_one_first_step_and_levels_before_them(solver: PlanSolver) -> None:
    steps = [an_option(name, {}, 5.0) for name in ("first", "second")]
    much, some = an_option("much", {"a": 5}, 10.0), an_option("some", {"b": 2}, 10.0)
    problem = a_problem(
        [*steps, much, some],
        spine=(("first",), ("second",)),
        objective=Objective.POINTS,
        weights=WEIGHTS[Objective.POINTS],
        requirements=(),
    )
    proposals = solver.curve(problem, [5.0, 15.0, 25.0])
    bought = [set(each.plan.packages) for each in proposals if each.plan is not None]
    assert [len(packages & {"first", "second"}) for packages in bought] == [1, 1, 1]
    assert [packages & {"much", "some"} for packages in bought] == [
        set(), {"much"}, {"much", "some"},
    ]  # fmt: skip


def test_a_level_counts_once_the_spine_is_begun(solver: PlanSolver) -> None:
    """And then comes before further steps: else a larger budget would lose it to these."""
    near = an_option("near", {"a": 3}, 5.0)
    first, second = (an_option(name, {name: 1}, 8.0) for name in ("first", "second"))
    problem = a_problem([near, first, second], spine=(("first",), ("second",)), levels=(2,))
    budgets = (7.0, 8.0, 13.0, 16.0, 21.0)
    plans = [solver.plan(replace(problem, budget_wan=wan)).plan for wan in budgets]
    names = [set(plan.packages) if plan else None for plan in plans]
    assert names[0] == {"near"} and names[4] == {"near", "first", "second"}
    assert names[1] in ({"first"}, {"second"}) and names[2] == names[3]
    assert [level_by(problem, each or set()) for each in names] == [0, 0, 2, 2, 3]


def test_the_cheapest_goes_to_the_highest_level_that_there_is_money_for(
    solver: PlanSolver,
) -> None:
    near = an_option("near", {"a": 1}, 5.0)
    far = an_option("far", {"a": 2}, 20.0)
    problem = a_problem([near, far], objective=Objective.LEVEL, levels=(2, 4))
    plans = [each.plan for each in solver.curve(problem, [4.0, 5.0, 19.0, 25.0])]
    assert [plan and plan.packages for plan in plans] == [(), ("near",), ("near",), ("far",)]


def test_a_level_out_of_reach_costs_nothing(solver: PlanSolver) -> None:
    problem = a_problem([an_option("near", {"a": 2}, 5.0)], objective=Objective.LEVEL, levels=(5,))
    proposal = solver.plan(problem)
    assert (proposal.criterion, proposal.plan, proposal.gap) == (Criterion.WORTH, Plan(), 0.0)
    wanted = replace(problem, wishes=Wishes(wanted=frozenset({"near"})))
    proposal = solver.plan(wanted)
    assert proposal.plan is not None and proposal.plan.packages == ("near",)


def test_the_better_grade_is_bought_where_money_allows(solver: PlanSolver) -> None:
    light = an_option("light", {"x": 2}, 1, package={"family": "f"})
    full = an_option("full", {"x": 4}, 5, package={"family": "f", "grade": Grade.FULL})
    problem = a_problem([light, full], weights=Weights(thrift=0.0))
    for budget, name in ((3.0, "light"), (10.0, "full")):
        plan = solver.plan(replace(problem, budget_wan=budget)).plan
        assert plan is not None and plan.packages == (name,)


def test_a_set_that_does_not_fit_in_time_gives_way_to_the_next_best(solver: PlanSolver) -> None:
    """Three of a year each, two at once, 18 months: the two that are worth the most."""
    options = [an_option(n, {n: to}, months=12.0) for n, to in (("p", 5), ("q", 3), ("r", 4))]
    problem = a_problem(options, phases=(Phase(0, 18),), weights=Weights(thrift=0.0))
    problem = replace(problem, capacity=replace(problem.capacity, at_once=2))
    plan = solver.plan(problem).plan
    assert plan is not None and set(plan.packages) == {"p", "r"}


def test_without_options_the_plan_is_to_do_nothing(solver: PlanSolver) -> None:
    for objective in Objective:
        proposal = solver.plan(a_problem([], objective=objective))
        assert (proposal.plan, proposal.value, proposal.gap) == (Plan(), 0.0, 0.0)

"""What a solver of plans must do: the fake and the planner alike, on small random problems."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from math import inf
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.domain.retrofit.catalogue.project import Effect, ItemNeed, Needs
from diagnosis.domain.retrofit.plan.plan import (
    Criterion,
    Plan,
    PlanOutcome,
    Proposal,
    Rescore,
    find_breaches,
    verify,
)
from diagnosis.domain.retrofit.plan.problem import Objective, Phase, Problem, Wishes
from diagnosis.domain.scoring.scores import SheetScores
from diagnosis.optimiser.planner import Planner
from diagnosis.services.ports.solver import PlanSolver
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
from tests.fakes.solver import FakeSolver

NEAR = 1e-6
SECONDS = 20.0
FEW = settings(max_examples=20)
SHAPES = st.builds(
    Shape,
    n=st.integers(2, 6),
    overlap=st.booleans(),
    budget=st.sampled_from([TIGHT, MIDDLE, LOOSE]),
)
SEEDS = st.integers(0, 10_000)
OBJECTIVES = st.sampled_from(list(Objective))


@pytest.fixture(params=[FakeSolver, Planner], ids=["fake", "planner"], scope="module")
def solver(request: pytest.FixtureRequest) -> PlanSolver:
    """Return a solver of each kind in turn."""
    made: PlanSolver = request.param()
    return made


def stated(shape: Shape, seed: int, objective: Objective) -> Problem:
    """Return a random problem; where a level is aimed at, the third."""
    level = 3 if objective is Objective.REACH else None
    return random_problem(shape, seed, objective=objective, level=level)


def verified(problem: Problem, plan: Plan) -> PlanOutcome:
    """Return what a plan is worth by the domain; here the mean is read off the positions."""

    def rescore(positions: Mapping[str, float]) -> SheetScores:
        return cast(SheetScores, dict(positions))

    def mean(scores: SheetScores) -> float:
        raised = cast(dict[str, float], scores)
        gains, before = problem.yardstick.gains, problem.positions
        return sum(gains[item][int(to)] for item, to in raised.items() if to > before[item])

    return verify(problem, plan, cast(Rescore, rescore), mean)


def level_after(problem: Problem, proposal: Proposal) -> int:
    """Return the level that a proposal reaches."""
    assert proposal.plan is not None
    return problem.yardstick.level_after(problem.reached(proposal.plan.projects))


@FEW
@given(SHAPES, SEEDS, OBJECTIVES)
def test_every_plan_passes_the_verification_of_the_domain(
    solver: PlanSolver, shape: Shape, seed: int, objective: Objective
) -> None:
    problem = stated(shape, seed, objective)
    for proposal in (solver.plan(problem), solver.exact(problem, seconds=SECONDS)):
        assert proposal.plan is not None
        assert faults_of(problem, proposal.plan) == []
        outcome = verified(problem, proposal.plan)
        assert outcome.value == pytest.approx(problem.value(proposal.plan.projects))


@FEW
@given(SHAPES, SEEDS, OBJECTIVES)
def test_the_worth_is_what_the_plan_is_worth_in_its_criterion(
    solver: PlanSolver, shape: Shape, seed: int, objective: Objective
) -> None:
    problem = stated(shape, seed, objective)
    proposal = solver.plan(problem)
    chosen = proposal.plan.projects if proposal.plan else ()
    worth = {
        Criterion.COST: problem.cost(chosen),
        Criterion.RISE: problem.expected(chosen)
        if objective is Objective.EXPECTED
        else problem.value(chosen),
    }
    if proposal.criterion is Criterion.PROGRESS:
        assert -NEAR <= proposal.worth < 1
    else:
        assert proposal.worth == pytest.approx(worth[proposal.criterion], abs=NEAR)
    assert (proposal.criterion is Criterion.RISE) is (objective is not Objective.REACH)


@FEW
@given(SHAPES, SEEDS, OBJECTIVES)
def test_no_plan_is_worth_more_than_the_bound(
    solver: PlanSolver, shape: Shape, seed: int, objective: Objective
) -> None:
    problem = stated(shape, seed, objective)
    proposal = solver.plan(problem)
    assert proposal.bound is not None and proposal.gap is not None and 0 <= proposal.gap <= 1
    if proposal.criterion is Criterion.COST:
        assert proposal.bound <= proposal.worth + NEAR
    else:
        assert proposal.worth <= proposal.bound + NEAR
    unbounded = solver.plan(problem, bounded=False)
    assert (unbounded.plan, unbounded.bound, unbounded.gap) == (proposal.plan, None, None)


@FEW
@given(SHAPES, SEEDS, OBJECTIVES)
def test_the_exact_plan_is_at_least_as_good_and_the_best_there_is(
    solver: PlanSolver, shape: Shape, seed: int, objective: Objective
) -> None:
    problem = stated(shape, seed, objective)
    fast, exact = solver.plan(problem), solver.exact(problem, seconds=SECONDS)
    best = FakeSolver().plan(problem)
    assert exact.finished and exact.criterion is best.criterion
    assert exact.worth == pytest.approx(best.worth, rel=1e-5, abs=NEAR)
    if fast.criterion is Criterion.COST:
        assert exact.worth <= fast.worth + NEAR
    elif fast.criterion is exact.criterion:
        assert exact.worth >= fast.worth - NEAR


@FEW
@given(SHAPES, SEEDS, st.integers(1, 5))
def test_a_level_is_reached_or_the_proposal_says_that_it_is_not(
    solver: PlanSolver, shape: Shape, seed: int, level: int
) -> None:
    within = random_problem(shape, seed, objective=Objective.REACH, level=level)
    proposal = solver.plan(within)
    reaches = level_after(within, proposal) >= level
    assert (proposal.criterion is Criterion.COST) is reaches
    free = replace(within, budget_wan=None)
    proposal = solver.plan(free)
    assert proposal.criterion is Criterion.COST
    assert (proposal.bound == inf) is (level_after(free, proposal) < level)


@FEW
@given(SHAPES, SEEDS, st.sampled_from([Objective.GAIN, Objective.EXPECTED]))
def test_more_money_is_never_worth_less(
    solver: PlanSolver, shape: Shape, seed: int, objective: Objective
) -> None:
    problem = random_problem(replace(shape, budget=1.0), seed, objective=objective)
    assert problem.budget_wan is not None
    budgets = [share * problem.budget_wan for share in (0, 0.05, 0.1, 0.2, 0.21, 0.5, 1)]
    worths = [
        solver.plan(replace(problem, budget_wan=budget), bounded=False).worth for budget in budgets
    ]
    for less, more in pairwise(worths):
        assert more >= less - 1e-9


@FEW
@given(SHAPES, SEEDS, OBJECTIVES)
def test_the_same_problem_gives_the_same_plan(
    solver: PlanSolver, shape: Shape, seed: int, objective: Objective
) -> None:
    problem = stated(shape, seed, objective)
    turned = replace(problem, options=dict(sorted(problem.options.items(), reverse=True)))
    assert solver.plan(problem) == solver.plan(turned)


@FEW
@given(SHAPES, SEEDS, OBJECTIVES)
def test_each_plan_of_the_frontier_is_dearer_and_worth_more_than_the_last(
    solver: PlanSolver, shape: Shape, seed: int, objective: Objective
) -> None:
    free = replace(stated(shape, seed, objective), budget_wan=None)
    plans = solver.frontier(free)
    assert plans
    for plan in plans:
        assert list(find_breaches(free, plan)) == []
    costs = [free.cost(plan.projects) for plan in plans]
    assert costs == sorted(set(costs))
    if objective is not Objective.REACH:
        worth = free.value if objective is Objective.GAIN else free.expected
        worths = [worth(plan.projects) for plan in plans]
        assert worths == sorted(set(worths))


@FEW
@given(SHAPES, SEEDS, st.data())
def test_a_wanted_project_is_in_the_plan_or_there_is_no_plan(
    solver: PlanSolver, shape: Shape, seed: int, data: st.DataObject
) -> None:
    free = random_problem(shape, seed, budget_wan=None)
    name = data.draw(st.sampled_from(sorted(free.options)))
    wanted = replace(free, wishes=Wishes(wanted=frozenset({name})))
    proposal = solver.plan(wanted)
    possible = FakeSolver().plan(wanted).plan is not None
    assert (proposal.plan is not None) is possible
    if proposal.plan is not None:
        assert name in proposal.plan.projects and faults_of(wanted, proposal.plan) == []
        penniless = replace(wanted, budget_wan=wanted.cost([name]) / 2)
        assert solver.plan(penniless).plan is None


@FEW
@given(st.integers(2, 4), st.booleans(), SEEDS, st.floats(0.1, 0.6), st.integers(2, 12))
def test_phases_keep_their_money_and_people(
    solver: PlanSolver, n: int, overlap: bool, seed: int, share: float, people: int
) -> None:
    problem = random_problem(Shape(n, overlap, 1.0), seed)
    money = share * (problem.budget_wan or 0.0)
    phases = (Phase(0, 8, money, float(people)), Phase(8, 20, money, float(people)))
    limited = replace(problem, phases=phases)
    proposal = solver.plan(limited)
    assert proposal.plan is not None and faults_of(limited, proposal.plan) == []
    assert FakeSolver().plan(limited).worth <= (proposal.bound or 0.0) + NEAR


def test_projects_that_need_each_other_are_never_planned(solver: PlanSolver) -> None:
    first = an_option(a_project("a", effects=(Effect("x", 2),), needs=Needs(("b",))), 1)
    second = an_option(a_project("b", effects=(Effect("y", 2),), needs=Needs(("a",))), 1)
    circle = a_problem([first, second], budget_wan=10.0)
    assert solver.plan(circle).plan == Plan()
    assert solver.exact(circle, seconds=SECONDS).plan == Plan()


def test_projects_that_raise_what_each_other_needs_are_never_planned(solver: PlanSolver) -> None:
    needs_y, needs_x = Needs((), (ItemNeed("y", 2),)), Needs((), (ItemNeed("x", 2),))
    first = an_option(a_project("a", effects=(Effect("x", 2),), needs=needs_y), 1)
    second = an_option(a_project("b", effects=(Effect("y", 2),), needs=needs_x), 1)
    circle = a_problem([first, second], budget_wan=10.0)
    assert solver.plan(circle).plan == Plan()
    assert solver.exact(circle, seconds=SECONDS).plan == Plan()


def test_what_is_needed_is_bought_first(solver: PlanSolver) -> None:
    first = an_option(a_project("base", effects=(Effect("x", 1),)), 3, months=4.0)
    second = an_option(
        a_project("top", effects=(Effect("y", 4),), needs=Needs(("base",))), 3, months=4.0
    )
    plan = solver.plan(a_problem([second, first], budget_wan=6.0)).plan
    assert plan is not None and plan.projects == ("base", "top")
    assert plan.steps[0].end <= plan.steps[1].start


def test_projects_that_exclude_each_other_do_not_share_a_plan(solver: PlanSolver) -> None:
    light = an_option(a_project("light", effects=(Effect("x", 2),), excludes=("full",)), 1)
    full = an_option(a_project("full", effects=(Effect("x", 4),), excludes=("light",)), 5)
    plan = solver.plan(a_problem([light, full], budget_wan=10.0)).plan
    assert plan is not None and plan.projects == ("full",)


def test_without_options_the_plan_is_to_do_nothing(solver: PlanSolver) -> None:
    empty = replace(random_problem(Shape(3, True, MIDDLE), 1), options={})
    proposal = solver.plan(empty)
    assert (proposal.plan, proposal.worth, proposal.gap) == (Plan(), 0.0, 0.0)
    assert solver.frontier(empty) == (Plan(),)

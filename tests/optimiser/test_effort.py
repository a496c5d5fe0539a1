"""Searches end with their effort: what is proposed then is a plan still, and always the same."""

from dataclasses import replace
from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.domain.retrofit.plan.effort import SearchEffort
from diagnosis.domain.retrofit.plan.problem import Objective, Phase, Problem, Wishes
from diagnosis.optimiser.planner import Planner
from diagnosis.optimiser.schedule import schedule, what_fits
from tests.builders import LOOSE, Shape, faults_of, random_problem

PLANNER = Planner()
SHAPES = st.builds(Shape, n=st.integers(4, 30), overlap=st.booleans(), budget=st.just(LOOSE))
SEEDS = st.integers(0, 10_000)
UNITS = st.sampled_from([0, 1, 20, 200, 1000, 5000])
SLACK = 2_000
"""Units that may be spent beyond the last: what was begun is ended."""


class Counter(SearchEffort):
    """Counts what is spent, without end."""

    def __init__(self) -> None:
        super().__init__(inf)
        self.spent = 0.0

    def _take(self, units: float) -> None:
        self.spent += units


def in_narrow_phases(problem: Problem, people: float | None, money: float | None) -> Problem:
    """Return a problem in twelve phases of ten months, each with little people's time or money."""
    phases = tuple(Phase(10 * n, 10 * n + 10, money, people) for n in range(12))
    return replace(problem, phases=phases, budget_wan=None)


@settings(max_examples=40)
@given(SHAPES, SEEDS, UNITS, st.sampled_from(list(Objective)))
def test_a_plan_that_is_cut_short_keeps_to_every_limit(
    shape: Shape, seed: int, units: int, objective: Objective
) -> None:
    level = 3 if objective is Objective.REACH else None
    problem = in_narrow_phases(
        random_problem(shape, seed, objective=objective, level=level), 2.0, None
    )
    proposal = PLANNER.plan(problem, bounded=False, effort=SearchEffort(units))
    assert proposal.plan is not None
    assert faults_of(problem, proposal.plan) == []
    for plan in PLANNER.frontier(problem, effort=SearchEffort(units)):
        assert faults_of(problem, plan) == []


@settings(max_examples=25)
@given(SHAPES, SEEDS, UNITS)
def test_the_same_effort_ends_at_the_same_plan(shape: Shape, seed: int, units: int) -> None:
    problem = in_narrow_phases(random_problem(shape, seed), 2.0, None)
    first, again = (PLANNER.plan(problem, effort=SearchEffort(units)) for _ in range(2))
    assert first == again


@settings(max_examples=25)
@given(SHAPES, SEEDS)
def test_an_effort_that_is_not_used_up_changes_nothing(shape: Shape, seed: int) -> None:
    problem = random_problem(shape, seed)
    effort = SearchEffort(10_000_000)
    assert PLANNER.plan(problem, effort=effort) == PLANNER.plan(problem)
    assert not effort.is_cut_short


@pytest.mark.parametrize("units", [0, 1000, 10_000])
@pytest.mark.parametrize(("people", "money"), [(1.5, None), (None, 4.0), (1.0, 4.0)])
def test_the_work_ends_with_its_units(
    units: int, people: float | None, money: float | None
) -> None:
    problem = in_narrow_phases(random_problem(Shape(60, True, LOOSE), 7), people, money)
    for search in (PLANNER.plan, PLANNER.frontier):
        whole = Counter()
        limited = SearchEffort(units)
        limited._whole = whole
        search(problem, effort=limited)
        assert whole.spent <= units + SLACK


def test_a_project_that_is_wanted_stays_in_a_plan_that_is_cut_short() -> None:
    problem = random_problem(Shape(20, True, LOOSE), 3, budget_wan=None)
    plain = PLANNER.plan(problem).plan
    assert plain is not None
    name = plain.steps[-1].project
    wanted = replace(problem, wishes=Wishes(wanted=frozenset({name})))
    cut = PLANNER.plan(wanted, effort=SearchEffort(0))
    assert cut.plan is not None and name in cut.plan.projects


@settings(max_examples=30)
@given(SHAPES, SEEDS, st.floats(0.5, 4.0))
def test_what_fits_of_a_set_is_a_plan(shape: Shape, seed: int, people: float) -> None:
    problem = in_narrow_phases(random_problem(shape, seed), people, None)
    chosen = tuple(sorted(problem.options))
    part = what_fits(replace(problem, budget_wan=None), chosen)
    # Options that exclude one another may both be in a set that nobody chose.
    assert [fault for fault in faults_of(problem, part) if "excludes" not in fault] == []
    whole = schedule(problem, chosen)
    if whole is not None:
        assert set(part.projects) == set(chosen)


def test_an_exact_search_that_the_clock_ends_says_so() -> None:
    problem = random_problem(Shape(60, True, LOOSE), 1)
    effort = SearchEffort(seconds=0.0, clock=lambda: 0.0)
    proposal = PLANNER.exact(problem, seconds=5, effort=effort)
    assert proposal.plan is not None and not proposal.finished
    assert effort.is_cut_short

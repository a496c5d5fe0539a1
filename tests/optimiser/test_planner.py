"""The planner at the size of a real choice: sound, steady, done in time."""

import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import count, pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.domain.retrofit.plan.plan import Criterion, Plan, find_breaches
from diagnosis.domain.retrofit.plan.problem import Objective, Phase, Wishes
from diagnosis.domain.retrofit.plan.search_time import SearchTime
from diagnosis.domain.retrofit.plan.worth import worth_of
from diagnosis.optimiser.planner import Planner
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

PLANNER = Planner()
ROOT = Path(__file__).resolve().parents[2]
SHAPES = st.builds(
    Shape, n=st.integers(13, 60), budget=st.sampled_from([TIGHT, MIDDLE, LOOSE, None])
)
SEEDS = st.integers(0, 100_000)
PHASES = st.sampled_from(
    [
        (Phase(0, 6), Phase(6, 18), Phase(18, 36)),
        (Phase(0, 12),),
        (Phase(0, 6, budget_wan=20.0), Phase(6, 36, budget_wan=60.0)),
        (Phase(0, 6, people_months=3.0), Phase(6, 12), Phase(12, 24, people_months=4.0)),
        (Phase(0, 6, budget_wan=0.0), Phase(6, 24)),
    ]
)


@settings(max_examples=30)
@given(SHAPES, SEEDS, st.sampled_from(list(Objective)), PHASES)
def test_every_plan_keeps_to_every_limit(
    shape: Shape, seed: int, objective: Objective, phases: tuple[Phase, ...]
) -> None:
    problem = random_problem(shape, seed, objective=objective, phases=phases)
    proposal = PLANNER.plan(problem)
    assert proposal.plan is not None and not proposal.is_cut_short
    assert list(find_breaches(problem, proposal.plan)) == []
    assert faults_of(problem, proposal.plan) == []


def test_nearly_all_plans_are_the_proven_best() -> None:
    proposals = [
        PLANNER.plan(random_problem(Shape(40, budget), seed))
        for seed in range(12)
        for budget in (TIGHT, MIDDLE, LOOSE)
    ]
    assert sum(proposal.repaired for proposal in proposals) <= len(proposals) * 0.02
    assert sum(proposal.gap == 0.0 for proposal in proposals) >= len(proposals) * 0.96


@settings(max_examples=8)
@given(SEEDS, st.sampled_from([Objective.BALANCED, Objective.PAIN, Objective.POINTS]))
def test_more_budget_is_never_worse(seed: int, objective: Objective) -> None:
    problem = random_problem(Shape(30, 1.0), seed, objective=objective)
    assert problem.budget_wan is not None
    budgets = [part * problem.budget_wan for part in (0, 0.02, 0.05, 0.1, 0.11, 0.2, 0.3, 0.6)]
    plans = [proposal.plan for proposal in PLANNER.curve(problem, [*budgets, None])]
    worths = [worth_of(problem, plan.packages) for plan in plans if plan is not None]
    assert len(worths) == len(budgets) + 1
    for less, more in pairwise(worths):
        assert max(more.reached, default=0) >= max(less.reached, default=0)
        assert more.total >= less.total - 1e-5


def digest(seeds: range) -> str:
    """Return the plans of some problems as text."""
    lines = []
    for seed in seeds:
        for objective in Objective:
            problem = random_problem(Shape(35, MIDDLE), seed, objective=objective)
            proposal = PLANNER.plan(problem)
            assert proposal.plan is not None
            lines.append(f"{proposal.plan.steps} {proposal.value!r} {proposal.bound!r}")
    return "\n".join(lines)


@pytest.mark.parametrize("hash_seed", ["1", "2"])
def test_the_same_problem_gives_the_same_plan_in_any_process(hash_seed: str) -> None:
    command = "from tests.optimiser.test_planner import digest; print(digest(range(3)))"
    shown = subprocess.run(
        [sys.executable, "-c", command],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert shown.stdout == digest(range(3)) + "\n", "and nothing else is printed"


def test_a_plan_does_not_depend_on_what_was_planned_before() -> None:
    problem = random_problem(Shape(35, MIDDLE), 1)
    alone = PLANNER.plan(problem)
    PLANNER.plan(random_problem(Shape(35, LOOSE), 2))
    assert PLANNER.plan(problem) == alone


def a_slow_clock(step: float) -> Iterator[float]:
    return count(0.0, step)


@pytest.mark.parametrize("seconds", [0.0, 1e-6, 0.001])
@pytest.mark.parametrize("objective", list(Objective))
@pytest.mark.parametrize("n", [5, 60])
def test_without_time_there_is_an_answer_all_the_same(
    seconds: float, objective: Objective, n: int
) -> None:
    problem = random_problem(Shape(n, MIDDLE), 5, objective=objective)
    ticks = a_slow_clock(1.0)
    time = SearchTime(seconds, clock=lambda: next(ticks))
    proposal = PLANNER.plan(problem, time=time)
    assert proposal.plan is not None
    assert list(find_breaches(problem, proposal.plan)) == []
    assert proposal.gap is None or 0.0 <= proposal.gap <= 1.0


def test_a_search_that_ends_too_early_says_so() -> None:
    """A large problem is not done in the hundredth of a second that any search has."""
    problem = random_problem(Shape(400, MIDDLE), 1)
    time = SearchTime(0.0)
    proposal = PLANNER.plan(problem, time=time)
    assert proposal.is_cut_short and time.is_cut_short
    assert proposal.plan is not None


def test_a_level_that_fits_in_no_calendar_is_left_for_the_plan_of_the_most_worth() -> None:
    """Each package alone fits; the three that the level asks for do not, whatever is bought."""
    options = [an_option(name, {name: 5}, months=12.0) for name in ("p", "q", "r")]
    problem = a_problem(options, levels=(5,), objective=Objective.LEVEL, phases=(Phase(0, 18),))
    tight = a_problem(
        options,
        levels=(5,),
        objective=Objective.LEVEL,
        phases=(Phase(0, 18),),
        capacity=type(problem.capacity)(1, 10, 10, 10.0),
    )
    assert PLANNER.plan(problem).criterion is Criterion.COST
    proposal = PLANNER.plan(tight)
    assert proposal.criterion is Criterion.WORTH
    assert proposal.plan is not None and len(proposal.plan.steps) == 1


def test_what_is_wanted_and_fits_nowhere_gives_no_plan() -> None:
    slow = an_option("slow", {"a": 1}, months=40.0)
    problem = a_problem([slow], wishes=Wishes(wanted=frozenset({"slow"})))
    assert PLANNER.plan(problem).plan is None
    assert PLANNER.plan(a_problem([slow])).plan == Plan()
    unknown = a_problem([slow], wishes=Wishes(wanted=frozenset({"unknown"})))
    assert PLANNER.plan(unknown).plan is None

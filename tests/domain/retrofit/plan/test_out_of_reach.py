"""What is said to be out of reach is reached by no plan, whichever projects are bought."""

from dataclasses import replace
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.domain.retrofit.catalogue.project import Effect
from diagnosis.domain.retrofit.plan.out_of_reach import is_out_of_reach
from diagnosis.domain.retrofit.plan.problem import Problem
from tests.builders import (
    LOOSE,
    MIDDLE,
    TIGHT,
    Shape,
    a_problem,
    a_project,
    an_option,
    random_problem,
)

SHAPES = st.builds(
    Shape,
    n=st.integers(2, 7),
    overlap=st.booleans(),
    budget=st.sampled_from([TIGHT, MIDDLE, LOOSE, 1.0]),
)


def highest(problem: Problem) -> int:
    """Return the highest level that any affordable set reaches, in order or not."""
    options = sorted(problem.options)
    sets = [chosen for size in range(len(options) + 1) for chosen in combinations(options, size)]
    budget = problem.budget_wan
    return max(
        problem.yardstick.level_after(problem.reached(chosen))
        for chosen in sets
        if budget is None or problem.cost(chosen) <= budget + 1e-9
    )


@settings(max_examples=200)
@given(SHAPES, st.integers(0, 10_000), st.booleans())
def test_no_affordable_set_reaches_what_is_out_of_reach(
    shape: Shape, seed: int, unlimited: bool
) -> None:
    problem = random_problem(shape, seed)
    problem = replace(problem, budget_wan=None) if unlimited else problem
    best = highest(problem)
    for level in range(1, problem.yardstick.top + 1):
        assert not (is_out_of_reach(problem, level) and level <= best), level
        if unlimited:
            assert is_out_of_reach(problem, level) is (level > best)


def test_the_money_decides() -> None:
    """One item of two at 3 lifts the mean to 1.5: level 3; both to 3: level 5 and more."""
    options = [
        an_option(a_project(name, effects=(Effect(item, 3),)), 10.0)
        for name, item in (("a", "x"), ("b", "y"))
    ]
    problem = a_problem(options, budget_wan=10.0)
    # 10 万元 buy one of them: a rise of 1.5. Level 3 asks for 1.5, level 4 for 2.0.
    assert [is_out_of_reach(problem, level) for level in (3, 4, 5)] == [False, True, True]
    # 15 万元 would buy one and a half of them, 2.25: only a plan tells that level 4 is too far.
    richer = replace(problem, budget_wan=15.0)
    assert [is_out_of_reach(richer, level) for level in (4, 5)] == [False, True]

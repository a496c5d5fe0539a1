"""What pruning takes for granted: whom an option keeps from starting, what a set is worth."""

from dataclasses import replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from diagnosis.domain.retrofit.plan.prerequisites import prerequisites_of
from diagnosis.domain.retrofit.plan.problem import Objective, Problem
from diagnosis.optimiser.instance import Instance
from diagnosis.optimiser.start_order import startable_order, starts_in_order
from tests.builders import LOOSE, Shape, random_problem

SHAPES = st.builds(Shape, n=st.integers(3, 30), overlap=st.booleans(), budget=st.just(LOOSE))
SEEDS = st.integers(0, 10_000)
OBJECTIVES = st.sampled_from([
    {},
    {"objective": Objective.EXPECTED},
    {"objective": Objective.REACH, "level": 2},
])  # fmt: skip
NEAR = 1e-9


def an_order(problem: Problem, left_out: frozenset[int]) -> list[str]:
    """Return some options of a problem in an order in which they can start."""
    chosen = [name for place, name in enumerate(problem.options) if place not in left_out]
    order = startable_order(problem, chosen)
    assume(order)
    return order or []


@settings(max_examples=80)
@given(SHAPES, SEEDS, st.frozensets(st.integers(0, 30), max_size=6))
def test_an_option_that_goes_keeps_none_but_its_users_from_starting(
    shape: Shape, seed: int, left_out: frozenset[int]
) -> None:
    problem = random_problem(shape, seed)
    order = an_order(problem, left_out)
    for place, name in enumerate(order):
        rest, later = order[:place] + order[place + 1 :], set(order[place + 1 :])
        users = prerequisites_of(problem).users[name] & later
        assert starts_in_order(problem, rest, users) == starts_in_order(problem, rest, later)


@settings(max_examples=80)
@given(SHAPES, SEEDS, OBJECTIVES, st.frozensets(st.integers(0, 30), max_size=6))
def test_no_set_is_worth_more_than_is_reckoned_without_an_option(
    shape: Shape, seed: int, objective: dict, left_out: frozenset[int]
) -> None:
    instance = Instance(replace(random_problem(shape, seed), **objective))
    chosen = [name for place, name in enumerate(instance.names) if place not in left_out]
    without = instance.worth_without(chosen)
    for name in chosen:
        rest = [other for other in chosen if other != name]
        assert instance.worth(rest) <= without[name] + NEAR
        items = [effect.item for effect in instance.problem.options[name].project.effects]
        if len(items) == len(set(items)):
            assert abs(instance.worth(rest) - without[name]) < NEAR

"""The program of a choice: its value is the worth, its limits are the domain's."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.domain.retrofit.catalogue.package import Grade, ItemNeed, PackageArea
from diagnosis.domain.retrofit.plan.problem import (
    Objective,
    PackageOption,
    Phase,
    Problem,
    Weights,
    Wishes,
)
from diagnosis.domain.retrofit.plan.worth import worth_of
from diagnosis.domain.scoring.condition import ConditionKind, LevelCondition
from diagnosis.domain.scoring.raising.raises import Cap, Requirement
from diagnosis.optimiser.choice import TIE, ChoiceModel, ChosenSet, Rules
from tests.builders import LOOSE, MIDDLE, TIGHT, Shape, a_problem, an_option, random_problem

SECONDS = 20.0
SHAPES = st.builds(
    Shape, n=st.integers(2, 30), budget=st.sampled_from([TIGHT, MIDDLE, LOOSE, None])
)
SEEDS = st.integers(0, 100_000)
FEW = settings(max_examples=60)


def best(problem: Problem, **rules: object) -> ChosenSet:
    return ChoiceModel(problem).best(Rules(**rules), problem.budget_wan, SECONDS)  # type: ignore[arg-type]


def chosen(problem: Problem, **rules: object) -> set[str]:
    packages = best(problem, **rules).packages
    assert packages is not None
    return set(packages)


@FEW
@given(SHAPES, SEEDS, st.sampled_from(list(Objective)))
def test_the_value_of_the_program_is_the_worth_of_its_set(
    shape: Shape, seed: int, objective: Objective
) -> None:
    problem = random_problem(shape, seed, objective=objective)
    choice = best(problem)
    assert choice.packages is not None and choice.bound is not None
    tie = 2 * TIE * len(choice.packages)
    total = worth_of(problem, choice.packages).total
    assert choice.value == pytest.approx(total, abs=1e-6 + tie)
    assert choice.value <= choice.bound + 1e-6


@FEW
@given(SHAPES, SEEDS)
def test_a_level_that_the_program_reaches_is_reached(shape: Shape, seed: int) -> None:
    problem = random_problem(shape, seed, objective=Objective.LEVEL)
    for aim in problem.aims:
        choice = best(problem, level=aim.level)
        if choice.packages is not None:
            assert aim.level in worth_of(problem, choice.packages).reached
            cost = problem.cost(choice.packages)
            assert choice.value == pytest.approx(cost, abs=1e-4)


@settings(max_examples=25)
@given(SHAPES, SEEDS)
def test_the_order_of_the_columns_changes_nothing_in_worth(shape: Shape, seed: int) -> None:
    problem = random_problem(shape, seed)
    names = list(problem.options)
    Random(seed).shuffle(names)
    turned = replace(problem, options={name: problem.options[name] for name in names})
    packages = [best(each).packages for each in (problem, turned)]
    totals = [worth_of(problem, each or ()).total for each in packages]
    assert totals[0] == pytest.approx(totals[1], abs=1e-4)


def asks(needs: float, *marks: str, worth: float = 1.0, caps: tuple[Cap, ...] = ()) -> Requirement:
    """Return a level that asks for so much of some marks, each worth the same by step."""
    gains = {mark: tuple(worth * step for step in range(6)) for mark in marks}
    return Requirement(
        condition=LevelCondition(1, ConditionKind.TOTAL),
        has=0.0,
        needs=needs,
        gains=gains,
        caps=caps,
    )


def level_problem(*options: PackageOption, needs: Requirement, **changes: object) -> Problem:
    return a_problem(options, requirements=(needs,), levels=(1,), **changes)


def test_raises_of_a_mark_do_not_add_up() -> None:
    low, high, other = (
        an_option(n, {m: to}) for n, m, to in (("p", "a", 1), ("q", "a", 2), ("r", "b", 1))
    )
    problem = level_problem(low, high, other, needs=asks(3.0, "a", "b"))
    assert chosen(problem, level=1) == {"q", "r"}
    assert best(level_problem(low, high, needs=asks(3.0, "a", "b")), level=1).packages is None


def test_two_areas_are_needed_where_two_count() -> None:
    areas = {"p": ["orders"], "q": ["orders"], "r": ["stock"]}
    options = [
        an_option(name, areas=each, build=cost)
        for cost, (name, each) in zip((9, 2, 3), areas.items(), strict=True)
    ]
    problem = level_problem(*options, needs=asks(2.0, "systems"))
    assert chosen(problem, level=1) == {"q", "r"}
    assert best(level_problem(*options[:2], needs=asks(2.0, "systems")), level=1).packages is None


def test_a_single_area_is_worth_no_half_of_two() -> None:
    """The second step of a count is whole: worth is not interpolated."""
    gains = {"systems": (0.0, 0.0, 1.0)}
    option = an_option("p", areas=["orders"])
    problem = a_problem([option], gains=gains, weights=Weights(thrift=0.0), requirements=())
    assert best(problem).value == pytest.approx(0.0, abs=1e-5)


def test_marks_under_a_cap_count_no_more_than_that() -> None:
    options = [an_option(n, adds={"uses": (scene,)}) for n, scene in (("p", "see"), ("q", "plan"))]
    marks = ("uses:see", "uses:plan")
    cap = (Cap(marks, 1.5),)
    reachable = level_problem(*options, needs=asks(1.5, *marks, caps=cap))
    assert chosen(reachable, level=1) == {"p", "q"}
    too_far = level_problem(*options, needs=asks(1.6, *marks, caps=cap))
    assert not too_far.aims[0].is_in_reach


def test_a_share_that_falls_is_minded_though_the_same_scene_helps_elsewhere() -> None:
    """Scenes in use count as links, and lower the share of those with a model."""
    share = Requirement(
        condition=LevelCondition(1, ConditionKind.AI_SHARE),
        has=0.0,
        needs=0.0,
        gains={"uses:see": (0.0, -50.0), "uses:plan": (0.0, -50.0), "models:see": (0.0, 100.0)},
    )
    link = replace(
        asks(1.0, "uses:see", "uses:plan"), condition=LevelCondition(1, ConditionKind.LINK)
    )
    options = [
        an_option("see", adds={"uses": ("see",)}),
        an_option("see-too", adds={"uses": ("see",)}),
        an_option("model", adds={"models": ("see",)}, needs=(("see", "see-too"),)),
    ]
    problem = a_problem(options, requirements=(link, share), levels=(1,))
    packages = chosen(problem, level=1)
    assert "model" in packages and 1 in worth_of(problem, packages).reached
    worthy = chosen(replace(problem, weights=Weights(thrift=0.0)))
    assert 1 in worth_of(problem, worthy).reached


def test_grades_exclude_one_another() -> None:
    full = {"family": "f", "grade": Grade.FULL}
    options = [
        an_option("p", {"a": 1}, package={"family": "f"}),
        an_option("q", {"b": 1}, package=full),
    ]
    problem = a_problem(options, weights=Weights(thrift=0.0))
    assert len(chosen(problem)) == 1


def test_a_package_brings_what_it_needs_with_it() -> None:
    first, quick = an_option("first", {"a": 2}, 5), an_option("quick", {"a": 3}, 3)
    taker = an_option("taker", {"b": 5}, 1, item_needs=(ItemNeed("a", 2),))
    problem = level_problem(first, quick, taker, needs=asks(5.0, "b"))
    assert chosen(problem, level=1) == {"quick", "taker"}


@pytest.mark.parametrize(("horizon", "fits"), [(36, True), (15, True), (14, False)])
def test_a_chain_must_fit_in_time_with_its_records(horizon: float, fits: bool) -> None:
    """5 months, 6 of records, then 4: only where either is quick the chain is short."""
    first = an_option("first", {"a": 2}, months=5.0, delays={("a", 2): 6})
    taker = an_option("taker", {"b": 5}, months=4.0, item_needs=(ItemNeed("a", 2),))
    phases = (Phase(0, horizon),)
    problem = level_problem(first, taker, needs=asks(5.0, "b"), phases=phases)
    assert (best(problem, level=1).packages is not None) is fits


def test_a_slow_grade_makes_a_chain_too_long_and_the_quick_one_is_taken() -> None:
    slow = an_option("slow", {"c": 1}, 1, months=30.0, package={"family": "f"})
    quick = an_option(
        "quick", {"c": 1}, 9, months=2.0, package={"family": "f", "grade": Grade.FULL}
    )
    taker = an_option("taker", {"b": 5}, months=8.0, needs=(("slow", "quick"),))
    problem = level_problem(slow, quick, taker, needs=asks(5.0, "b"))
    assert chosen(problem, level=1) == {"quick", "taker"}


def test_what_takes_no_hands_is_not_in_the_count_of_those_that_do() -> None:
    """One may begin in a plan of half a year, beside the one that names who does it."""
    begin = an_option("begin", {"c": 1}, package={"area": PackageArea.START})
    options = [an_option("p", {"a": 1}), an_option("q", {"b": 1}), begin]
    problem = a_problem(options, phases=(Phase(0, 5),), weights=Weights(thrift=0.0))
    problem = replace(problem, capacity=replace(problem.capacity, a_year=1))
    assert len(chosen(problem)) == 2 and "begin" in chosen(problem)


def test_rules_are_kept() -> None:
    options = [an_option(name, {name: 1}, 5.0) for name in ("p", "q", "r")]
    problem = level_problem(*options, needs=asks(1.0, "p", "q", "r"))
    assert len(chosen(problem, level=1)) == 1
    cut = chosen(problem, level=1)
    assert chosen(problem, level=1, cuts=(frozenset(cut),)) != cut
    wanted = replace(problem, wishes=Wishes(wanted=frozenset({"r"})))
    assert chosen(wanted, level=1) == {"r"}
    poor = replace(wanted, budget_wan=4.9)
    assert best(poor, level=1).packages is None


def test_each_package_has_a_phase_where_phases_have_limits() -> None:
    """Two packages of 6 万元 do not fit into phases of 10 and 5, though 12 is less than 15."""
    options = [an_option(name, {name: 1}, 6.0) for name in ("p", "q")]
    phases = (Phase(0, 18, budget_wan=10.0), Phase(18, 36, budget_wan=5.0))
    problem = a_problem(options, phases=phases, weights=Weights(thrift=0.0))
    assert len(chosen(problem)) == 2
    assert len(chosen(problem, spread=True)) == 1


def test_a_package_begins_in_no_phase_before_what_it_waits_for() -> None:
    """The second phase alone has the people for the first package."""
    first = an_option("first", {"a": 1}, people_months=5.0)
    then = an_option("then", {"b": 1}, needs=(("first",),), people_months=2.0)
    phases = (Phase(0, 18, people_months=2.0), Phase(18, 36, people_months=6.0))
    problem = a_problem([first, then], phases=phases, weights=Weights(thrift=0.0))
    assert chosen(problem, spread=True) == {"first"}
    roomy = replace(problem, phases=(phases[0], replace(phases[1], people_months=7.0)))
    assert chosen(roomy, spread=True) == {"first", "then"}


def test_no_time_ends_in_no_crash() -> None:
    problem = random_problem(Shape(60, MIDDLE), 3)
    choice = ChoiceModel(problem).best(Rules(), problem.budget_wan, 0.0)
    assert choice.packages is None or choice.packages <= problem.options.keys()


def test_an_empty_problem_has_the_empty_set() -> None:
    assert chosen(a_problem([])) == set()

"""The calendar of a set: in order, within limits, the spine and the wishes first."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.domain.retrofit.catalogue.package import ItemNeed, PackageArea
from diagnosis.domain.retrofit.plan.capacity import Capacity
from diagnosis.domain.retrofit.plan.plan import Limit, find_breaches
from diagnosis.domain.retrofit.plan.problem import PackageOption, Phase, Problem, Wishes
from diagnosis.domain.retrofit.plan.waits import waits_of
from diagnosis.optimiser.calendar import calendar_of
from diagnosis.optimiser.repair import cut_back, tight_core
from tests.builders import Shape, a_problem, an_option, faults_of, random_problem

ROOM = Capacity(at_once=8, a_year=20, in_all=40, people_months_per_month=20.0)
SERVES = {"serves": frozenset({"defects"})}


def starts(problem: Problem, *names: str) -> dict[str, float]:
    """Return the month in which each package starts; all must find a place."""
    plan, homeless = calendar_of(problem, names or problem.options.keys())
    assert homeless == frozenset()
    assert faults_of(problem, plan) == []
    return {step.package: step.start for step in plan.steps}


def problem_of(*options: PackageOption, **changes: object) -> Problem:
    return a_problem(options, **{"capacity": ROOM, **changes})


def plain(*names: str) -> list[PackageOption]:
    return [an_option(name, {name: 1}) for name in names]


@settings(max_examples=80)
@given(st.integers(2, 40), st.integers(0, 100_000))
def test_a_calendar_breaks_no_limit_and_drops_only_what_it_says(n: int, seed: int) -> None:
    """For closed sets of any kind; money and people of the whole plan are not its business."""
    problem = random_problem(Shape(n, None), seed)
    families = {min(problem.grades[name]): name for name in reversed(problem.options)}
    chosen = {name: problem.options[name] for name in families.values()}
    while lost := [n for n, groups in waits_of(chosen).items() if not all(groups)]:
        chosen = {name: option for name, option in chosen.items() if name not in lost}
    plan, homeless = calendar_of(problem, chosen.keys())
    assert set(plan.packages) | homeless == chosen.keys()
    assert not homeless.intersection(plan.packages)
    wide = replace(problem.capacity, in_all=n, people_months_per_month=1000.0)
    free = replace(problem, capacity=wide)
    broken = {breach.limit for breach in find_breaches(free, plan)}
    if homeless:  # what is missing may be why something else went before the spine
        assert broken <= {Limit.BEFORE_SPINE}
    else:
        assert (broken, faults_of(free, plan)) == (set(), [])


def test_what_others_wait_for_goes_first() -> None:
    first = an_option("first", {"a": 2}, delays={("a", 2): 4})
    then = an_option("then", {"b": 1}, item_needs=(ItemNeed("a", 2),))
    last = an_option("last", {"c": 1}, needs=(("then",),))
    assert starts(problem_of(last, then, first)) == {"first": 0, "then": 7, "last": 10}


def test_hands_and_pace_bind() -> None:
    few = replace(ROOM, at_once=1)
    assert sorted(starts(problem_of(*plain("p", "q", "r"), capacity=few)).values()) == [0, 3, 6]
    slow = replace(ROOM, a_year=2)
    assert sorted(starts(problem_of(*plain("p", "q", "r"), capacity=slow)).values()) == [0, 6, 12]


def test_money_and_people_of_a_phase_bind() -> None:
    phases = (Phase(0, 6, budget_wan=8.0), Phase(6, 12, people_months=1.0), Phase(12, 36))
    found = starts(problem_of(*plain("p", "q", "r", "s"), phases=phases))
    assert sorted(found.values()) == [0, 0, 6, 12]


def test_the_spine_goes_first_with_what_it_needs() -> None:
    dear, needed = an_option("dear", {"a": 1}), an_option("needed", {"b": 1}, months=2.0)
    spine = an_option("spine", {"c": 1}, needs=(("needed",),))
    found = starts(problem_of(dear, spine, needed, spine=(("spine",),), spine_all=("spine",)))
    assert found == {"needed": 0, "spine": 2, "dear": 2}


def test_the_start_of_it_all_and_wishes_need_not_wait_for_the_spine() -> None:
    needed = an_option("needed", {"b": 1}, months=2.0)
    spine = an_option("spine", {"c": 1}, needs=(("needed",),))
    begin = an_option("begin", {"d": 1}, package={"area": PackageArea.START})
    wish = an_option("wish", {"e": 1}, **SERVES)
    found = starts(problem_of(wish, begin, spine, needed, spine=(("spine",),)))
    assert found == {"needed": 0, "spine": 2, "begin": 0, "wish": 0}


def test_a_place_of_the_first_phase_is_left_for_a_wish() -> None:
    """Two may begin in six months; the wish comes after what it needs all the same."""
    capacity = replace(ROOM, a_year=4)
    needed = an_option("needed", {"b": 1})
    wish = an_option("wish", {"e": 1}, needs=(("needed",),), **SERVES)
    found = starts(problem_of(*plain("p", "q"), needed, wish, capacity=capacity))
    assert (found["needed"], found["wish"]) == (0, 3)


def test_what_a_level_takes_goes_before_the_rest_and_after_the_wishes() -> None:
    """Level 1 asks for a mean of .5: of three ladders one has to rise by 2."""
    takes = an_option("takes", {"b": 2})
    more = an_option("more", {"a": 1}, months=9.0)
    wish = an_option("wish", {"c": 1}, **SERVES)
    problem = problem_of(more, takes, wish, levels=(1,), capacity=replace(ROOM, at_once=1))
    assert starts(problem) == {"wish": 0, "takes": 3, "more": 6}


def test_of_what_gives_a_level_alike_the_shorter_is_hurried() -> None:
    long = an_option("long", {"a": 2}, months=9.0)
    short = an_option("short", {"a": 2}, months=2.0)
    problem = problem_of(long, short, levels=(1,), capacity=replace(ROOM, at_once=1))
    assert starts(problem) == {"short": 0, "long": 2}


def test_the_spine_has_half_of_the_money_of_the_first_phase() -> None:
    spine = an_option("spine", {"c": 1}, 10.0)
    options = [an_option(name, {name: 1}, 6.0) for name in ("p", "q")]
    free = problem_of(*options, spine, spine_all=("spine",), aims=())
    assert set(starts(free).values()) == {0}
    half = replace(free, spine_first=True)
    assert sorted(starts(half).items()) == [("p", 0), ("q", 6), ("spine", 0)]


def test_half_for_the_spine_gives_way_where_nothing_else_fits() -> None:
    spine = an_option("spine", {"c": 1}, 10.0)
    dear = an_option("dear", {"a": 1}, 60.0)
    problem = problem_of(
        spine, dear, spine_all=("spine",), spine_first=True, phases=(Phase(0, 36),)
    )
    assert starts(problem) == {"spine": 0, "dear": 0}


def test_what_must_begin_soon_goes_first_and_the_wishes_before_the_rest() -> None:
    """A long chain alone is why the usual order finds no place: the wishes keep theirs."""
    wishes = [an_option(n, {n: 1}, serves=frozenset({"defects"})) for n in ("w1", "w2")]
    fillers = [an_option(n, {n: 1}, months=6.0) for n in ("f1", "f2")]
    chain = [an_option("a", {"a": 1}), an_option("b", {"b": 1}, needs=(("a",),), months=28.0)]
    found = starts(
        problem_of(
            *wishes,
            *fillers,
            *chain,
            spine_all=("f1", "f2"),
            wishes=Wishes(serve=("defects",)),
            capacity=replace(ROOM, at_once=2),
        )
    )
    assert (found["a"], found["b"]) == (0, 3)
    assert sorted((found["w1"], found["w2"])) == [0, 3]
    assert sorted((found["f1"], found["f2"])) == [6, 12]


def test_packages_that_serve_one_another_in_place_of_another_have_an_end() -> None:
    """Each gives what the other waits for, as a third does: no chain without an end."""
    third = an_option("third", {"x": 1, "y": 1})
    left = an_option("left", {"x": 1}, item_needs=(ItemNeed("y", 1),))
    right = an_option("right", {"y": 1}, item_needs=(ItemNeed("x", 1),))
    last = an_option("last", {"z": 1}, months=27.0)
    room = replace(ROOM, at_once=1)
    problem = problem_of(third, left, right, last, capacity=room, aims=())
    assert starts(problem)["last"] == 0


def test_what_waits_longest_goes_first_where_the_usual_order_finds_no_place() -> None:
    """With hands for one the chain of 35 months has to begin at once."""
    capacity = replace(ROOM, at_once=2)
    chain = [an_option("c0", {"c0": 1}, months=12.0)]
    for number in (1, 2):
        chain.append(
            an_option(f"c{number}", {f"c{number}": 1}, months=12.0, needs=((f"c{number - 1}",),))
        )
    wishes = [an_option(f"w{n}", {f"w{n}": 1}, months=6.0, **SERVES) for n in range(4)]
    found = starts(problem_of(*wishes, *chain, capacity=capacity))
    assert [found[f"c{number}"] for number in range(3)] == [0, 12, 24]


def too_much() -> Problem:
    """Return four packages of a year of which two at once fit in 18 months, and a small one."""
    options = [an_option(name, {name: n}, months=12.0) for n, name in enumerate("pqrs", 1)]
    return problem_of(
        *options,
        an_option("small", {"a": 1}, months=1.0),
        phases=(Phase(0, 18),),
        capacity=replace(ROOM, at_once=2),
    )


def test_what_finds_no_place_is_told() -> None:
    problem = too_much()
    plan, homeless = calendar_of(problem, problem.options.keys())
    assert len(homeless) == 2 and "small" in plan.packages


def test_the_core_of_what_finds_no_place_is_small_and_finds_none_itself() -> None:
    problem = too_much()
    core = tight_core(problem, frozenset(problem.options))
    assert len(core) == 3 and "small" not in core
    assert calendar_of(problem, core)[1]


def test_what_is_cut_back_loses_no_more_than_it_must() -> None:
    problem = too_much()
    plan = cut_back(problem, *calendar_of(problem, problem.options.keys()))
    assert "small" in plan.packages and len(plan.steps) == 3


def test_nothing_has_an_empty_calendar() -> None:
    plan, homeless = calendar_of(a_problem([]), ())
    assert (plan.steps, homeless) == ((), frozenset())


@pytest.mark.parametrize("seed", range(5))
def test_the_same_set_gives_the_same_calendar(seed: int) -> None:
    problem = random_problem(Shape(20, None), seed)
    names = list(problem.options)[:8]
    assert calendar_of(problem, names) == calendar_of(problem, frozenset(names))


def test_a_year_takes_no_more_than_the_firm_would_spend_in_one() -> None:
    """8 万元 a year were named, and 14 planned for the first."""
    options = [an_option(name, {name: 1}, 6.0) for name in "pqr"]
    assert sorted(starts(problem_of(*options)).values()) == [0, 0, 0]
    yearly = problem_of(*options, yearly_wan=10.0)
    assert sorted(starts(yearly).values()) == [0, 12, 24]
    assert sorted(starts(replace(yearly, yearly_wan=12.0)).values()) == [0, 0, 12]


def test_first_steps_and_then_cures_wait_for_the_next_year() -> None:
    """In a year of 8 万元 were 10, for what could as well begin in the next one."""
    steps = [an_option(name, {name: 1}, 6.0) for name in ("one", "two")]
    cure = an_option("cure", {"c": 1}, 6.0, **SERVES)
    other = an_option("other", {"d": 1}, 6.0)
    problem = problem_of(
        *steps,
        cure,
        other,
        yearly_wan=5.0,
        foremost=(("one",), ("cure",), ("two",)),
        spine=(("one",), ("two",)),
        spine_all=("one", "two"),
        wishes=Wishes(serve=("defects",)),
    )
    begun = starts(problem)
    assert (begun["one"], begun["two"], begun["cure"]) == (0, 12, 24)


def test_where_not_all_find_a_place_by_years_they_do_without() -> None:
    """It is no limit: what was chosen is not given up for it."""
    slow = replace(ROOM, at_once=1)
    options = [an_option(name, {name: 1}, 6.0) for name in "abcdefghijkl"]
    months = sorted(starts(problem_of(*options, capacity=slow, yearly_wan=6.0)).values())
    assert months == [3.0 * place for place in range(12)]

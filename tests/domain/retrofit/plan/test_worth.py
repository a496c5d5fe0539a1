"""What a set of packages is worth: what comes first, and what is weighed."""

from dataclasses import replace

import pytest

from diagnosis.domain.retrofit.catalogue.amounts import Benefit, Range
from diagnosis.domain.retrofit.plan import ranks as stated
from diagnosis.domain.retrofit.plan.problem import (
    PROGRESS_PART,
    REACHED_PART,
    Objective,
    Problem,
    Weights,
    Wishes,
)
from diagnosis.domain.retrofit.plan.worth import closed, reached_by, served_share, worth_of
from diagnosis.domain.scoring.condition import ConditionKind, LevelCondition
from diagnosis.domain.scoring.raising.raises import Cap, Requirement
from diagnosis.domain.unit import Unit
from tests.builders import MARK, TEXT, a_problem, an_option

NOTHING = Weights(level=0.0, pain=0.0, benefit=0.0, mean=0.0, thrift=0.0)


def problem_of(weights: Weights = NOTHING, **changes: object) -> Problem:
    """Two ladders: level 1 asks for a mean of .5, level 2 for 1."""
    options = [
        an_option("one", {"a": 1}, 10, run=5),
        an_option("two", {"a": 2}, 20),
        an_option("far", {"b": 3}, 30),
    ]
    return a_problem(options, **{"weights": weights, **changes})


def test_a_mark_comes_to_the_highest_step_that_anything_brings() -> None:
    assert reached_by(problem_of(), ["one", "two", "far"]) == {"a": 2, "b": 3}


@pytest.mark.parametrize(
    ("chosen", "step"), [(["p"], 1), (["p", "q"], 1), (["p", "r"], 2), (["s"], 2)]
)
def test_areas_count_by_their_number_up_to_two(chosen: list[str], step: int) -> None:
    areas = {"p": ["orders"], "q": ["orders"], "r": ["stock"], "s": ["orders", "stock", "quality"]}
    options = [an_option(name, areas=each) for name, each in areas.items()]
    assert reached_by(a_problem(options), chosen) == {"systems": step}


def test_the_mean_counts_as_a_share_of_its_scale() -> None:
    worth = worth_of(problem_of(replace(NOTHING, mean=1.0)), ["two", "far"])
    assert worth.mean == pytest.approx((2 + 3) / 2 / 5)
    assert worth.value == pytest.approx(worth.mean)


def test_progress_counts_beside_the_level_itself() -> None:
    problem = problem_of(replace(NOTHING, level=1.0))
    one, two = (worth_of(problem, [name]) for name in ("one", "two"))
    assert (one.progress, one.reached) == ({1: 1.0, 2: 0.75}, {1})
    assert one.value == pytest.approx((PROGRESS_PART * 1.75 + REACHED_PART) / 2)
    assert (two.progress, two.reached) == ({1: 1.0, 2: 1.0}, {1, 2})
    assert two.value == pytest.approx(1.0)


def test_a_level_that_nothing_moves_has_no_progress() -> None:
    far = Requirement(
        condition=LevelCondition(1, ConditionKind.DECLARED), has=0.0, needs=1.0, gains={}
    )
    problem = problem_of(replace(NOTHING, level=1.0), requirements=(far,), levels=(1,))
    worth = worth_of(problem, ["one"])
    assert (worth.progress, worth.reached, worth.value) == ({}, frozenset(), 0.0)


def test_a_share_that_packages_break_takes_the_level_away() -> None:
    """Half of the scenes in use shall have a model; one of one has it now."""
    percent = 50.0
    gains = {
        "uses:see": (0.0, -percent),
        "uses:plan": (0.0, -percent),
        "models:see": (0.0, 100.0),
    }
    share = Requirement(
        condition=LevelCondition(1, ConditionKind.AI_SHARE), has=50.0, needs=0.0, gains=gains
    )
    asked = Requirement(
        condition=LevelCondition(1, ConditionKind.TOTAL), has=0, needs=1, gains={"a": (0, 1)}
    )
    uses = an_option("uses", {"a": 1}, adds={"uses": ("see", "plan")})
    model = an_option("model", adds={"models": ("see",)})
    plain = an_option("plain", {"a": 1})
    problem = a_problem([uses, model, plain], requirements=(asked, share), levels=(1,))
    assert problem.aims[0].shares == (share,) and problem.aims[0].missing == (asked,)
    reaching = {
        name: worth_of(problem, chosen).reached == {1}
        for name, chosen in {
            "plain": ["plain"],
            "uses": ["uses"],
            "both": ["uses", "model"],
        }.items()
    }
    assert reaching == {"plain": True, "uses": False, "both": True}


@pytest.mark.parametrize(
    ("wish", "packages", "share"),
    [
        ("defects", 0, 0.0),
        ("defects", 1, 0.5),
        ("defects", 2, 1.0),
        ("defects", 3, 1.0),
        ("scene:see", 1, 1.0),
    ],
)
def test_two_packages_serve_a_pain_and_one_a_scene(wish: str, packages: int, share: float) -> None:
    assert served_share(wish, packages) == share


def test_wishes_count_alike() -> None:
    serving = an_option("serving", serves=frozenset({"defects", "scene:see"}))
    wishes = Wishes(serve=("defects", "scene:see", "energy"))
    problem = a_problem([serving], wishes=wishes, weights=replace(NOTHING, pain=1.0))
    worth = worth_of(problem, ["serving"])
    assert worth.served == {"defects": 0.5, "scene:see": 1.0, "energy": 0.0}
    assert worth.value == pytest.approx(0.5)


def test_benefits_count_as_a_share_of_what_a_firm_carries() -> None:
    benefit = Benefit(TEXT, Range(5, 10), Unit.PERCENT, "down", MARK)
    options = [an_option("known", package={"brings": (benefit,)}), an_option("unknown")]
    problem = a_problem(options, weights=replace(NOTHING, benefit=1.0))
    worth = worth_of(problem, ["known", "unknown"])
    assert worth.benefit == worth.value == 1 / problem.capacity.in_all


def test_thrift_takes_off_the_three_year_cost() -> None:
    worth = worth_of(problem_of(replace(NOTHING, thrift=1.0), usual_wan=50.0), ["one"])
    assert worth.thrift == pytest.approx((10 + 3 * 5) / 50)
    assert worth.value == pytest.approx(-worth.thrift)


def test_marks_under_a_cap_add_no_more_than_that() -> None:
    gains = {"uses:see": (0.0, 2.0), "uses:plan": (0.0, 2.0), "a": (0.0, 1.0)}
    need = Requirement(
        condition=LevelCondition(1, ConditionKind.TOTAL),
        has=0.0,
        needs=4.0,
        gains=gains,
        caps=(Cap(("uses:see", "uses:plan"), 3.0),),
    )
    both = {"uses:see": 1, "uses:plan": 1}
    assert need.missing({"uses:see": 1}) == 2.0
    assert need.missing(both) == 1.0
    assert need.missing({**both, "a": 1}) == 0.0
    assert closed(need, both) == 0.75


def test_what_comes_first_is_worth_more_than_all_that_is_weighed() -> None:
    """Each outweighs the whole of what comes after it, with the weights of the objectives."""
    most = 1.0 + 0.5 + 0.05 + 0.3
    step = stated.LATER_SPINE_WORTH
    assert step < stated.AI_WORTH < 2 * step, "more than one later step, and less than two"
    further = 30 * stated.FURTHER_CURE_WORTH * stated.OF_FIRST_PAIN
    rest = 10 * stated.MORE_WISHES_WORTH + 10 * stated.LATER_SPINE_WORTH + stated.AI_WORTH + most
    rest += further
    assert 3 * stated.WISH_WORTH + rest < stated.SPINE_WORTH
    spine = 3 * (stated.SPINE_WORTH + stated.EARLIER_STEP_WORTH)
    assert spine + 3 * stated.WISH_WORTH + rest < stated.LEVEL_WORTH
    assert stated.SPINE_WORTH > 3 * stated.EARLIER_STEP_WORTH, "as many steps as may be"
    assert stated.LEVEL_AFTER_PAINS + most < stated.WISH_WORTH
    assert most + further + stated.MORE_WISHES_WORTH < stated.LEVEL_AFTER_PAINS


def test_the_first_steps_of_the_spine_are_counted() -> None:
    problem = problem_of(spine=(("one", "two"), ("far",)))
    assert [worth_of(problem, names).spine for names in ([], ["two"], ["one", "far"])] == [0, 1, 2]
    worth = worth_of(problem, ["two"])
    first, second = (stated.SPINE_WORTH + stated.EARLIER_STEP_WORTH, stated.SPINE_WORTH)
    assert worth.first == first and worth.total == worth.first + worth.value
    assert worth_of(problem, ["far"]).first == second, "of two steps the earlier"


def test_levels_and_cheap_cures_count_once_the_base_is_laid() -> None:
    options = [
        an_option("one", {"a": 1}),
        an_option("two", {"b": 1}),
        an_option("level", {"a": 5}),
        an_option("cure", {}, serves=frozenset({"defects"})),
    ]
    groups = (("one",), ("two",))
    problem = a_problem(
        options,
        weights=replace(NOTHING, level=1e-9, pain=1e-9),
        wishes=Wishes(serve=("defects",)),
        levels=(3,),
        spine=groups,
        base=groups,
        foremost=groups,
        cures=(("cure",),),
        cures_before_level=1,
    )
    partly, whole = ["one", "level", "cure"], ["one", "two", "level", "cure"]
    steps = stated.SPINE_WORTH, 2 * stated.SPINE_WORTH + stated.EARLIER_STEP_WORTH
    served = stated.WISH_WORTH + stated.MORE_WISHES_WORTH + stated.FURTHER_IN_ORDER_WORTH
    less, more = worth_of(problem, partly), worth_of(problem, whole)
    assert (less.reached, more.reached) == (frozenset(), {3})
    assert less.first == pytest.approx(
        steps[0] + stated.EARLIER_STEP_WORTH + served + stated.FOREMOST_WORTH
    )
    after = stated.LEVEL_WORTH + stated.CURE_WORTH + 2 * stated.FOREMOST_WORTH
    assert more.first - steps[1] - served == after
    untold = replace(problem, tells_level=False)
    assert worth_of(untold, whole).reached == frozenset()
    seeking = replace(problem, objective=Objective.LEVEL)
    assert worth_of(seeking, partly).reached == {3}, "for the cheapest way one first step will do"


def test_what_serves_the_first_pain_is_worth_twice_where_the_firm_names_its_money() -> None:
    serves = {"first": ["defects", "energy"], "second": ["energy"], "none": []}
    options = [an_option(name, {}, serves=frozenset(wishes)) for name, wishes in serves.items()]
    problem = a_problem(options, wishes=Wishes(serve=("defects", "energy")), budget_wan=50.0)
    worth = stated.FURTHER_CURE_WORTH
    assert [problem.further_cure_worth(name) for name in serves] == [2 * worth, worth, 0.0]
    assert replace(problem, budget_wan=None).further_cure_worth("first") == 0.0
    nameless = replace(problem, wishes=Wishes())
    assert nameless.further_cure_worth("second") == worth


def test_wishes_levels_and_later_steps_come_before_weighing() -> None:
    options = [
        an_option("one", {"a": 1}, serves=frozenset({"defects"})),
        an_option("two", {"a": 5}, serves=frozenset({"scene:see"})),
    ]
    weights = replace(NOTHING, level=1e-9, pain=1e-9)
    problem = a_problem(
        options,
        weights=weights,
        wishes=Wishes(serve=("defects", "scene:see")),
        levels=(3,),
        later_spine=(("two",),),
        ai_uses=("one",),
    )
    one, two = (worth_of(problem, [name]).first for name in ("one", "two"))
    assert one == stated.WISH_WORTH + stated.MORE_WISHES_WORTH + stated.AI_WORTH
    assert two == stated.MORE_WISHES_WORTH + stated.LEVEL_WORTH + stated.LATER_SPINE_WORTH
    assert worth_of(replace(problem, weights=NOTHING), ["one", "two"]).first == 0.0

"""The verification of plans: every limit that a plan may break, and what a plan is worth."""

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

import pytest

from diagnosis.domain.intake.answer import Value
from diagnosis.domain.retrofit.catalogue.package import Grade, ItemNeed, PackageArea
from diagnosis.domain.retrofit.plan.capacity import Capacity
from diagnosis.domain.retrofit.plan.plan import (
    BrokenPlan,
    Criterion,
    Limit,
    Plan,
    Proposal,
    find_breaches,
    verify,
)
from diagnosis.domain.retrofit.plan.problem import (
    Binding,
    BudgetCovers,
    Phase,
    Problem,
    Unfit,
    Wishes,
)
from diagnosis.domain.retrofit.plan.timeline import Step
from diagnosis.domain.scoring.scores import SheetScores
from tests.builders import a_problem, an_option, faults_of

FIRST = an_option("first", {"a": 2}, 4, run=1)
SECOND = an_option("second", {"b": 3}, 6, needs=(("first",),))
THIRD = an_option("third", {"a": 3}, 5, item_needs=(ItemNeed("b", 3),))
FULL = an_option("full", {"a": 4}, 9, package={"family": "f", "grade": Grade.FULL})
LIGHT = an_option("light", {"a": 1}, 2, package={"family": "f"})
GOOD = (Step("first", 0, 3), Step("second", 3, 6))
ROOM = Capacity(at_once=8, a_year=20, in_all=40, people_months_per_month=20.0)


def three_packages(**changes: object) -> Problem:
    return a_problem([FIRST, SECOND, THIRD], **{"capacity": ROOM, **changes})


def limits(problem: Problem, *steps: Step) -> set[str]:
    return {str(breach.limit) for breach in find_breaches(problem, Plan(steps))}


def test_a_plan_in_order_breaks_no_limit() -> None:
    problem = three_packages(budget_wan=4 + 3 + 6)
    assert limits(problem, *GOOD) == set()
    assert faults_of(problem, Plan(GOOD)) == []


@pytest.mark.parametrize(
    ("steps", "limit"),
    [
        ((Step("second", 0, 3),), Limit.NEEDS_NOT_MET),
        ((Step("first", 0, 3), Step("second", 2, 5)), Limit.NEEDS_NOT_MET),
        ((Step("third", 0, 3),), Limit.NEEDS_NOT_MET),
        ((Step("first", 0, 2),), Limit.TOO_SHORT),
        ((Step("first", -1, 2),), Limit.OUTSIDE_PLAN),
        ((Step("first", 34, 37),), Limit.OUTSIDE_PLAN),
        ((Step("first", 0, 3), Step("first", 3, 6)), Limit.TWICE),
        ((Step("stranger", 0, 3),), Limit.UNKNOWN_PACKAGE),
    ],
)
def test_every_step_that_breaks_a_limit_is_named(steps: tuple[Step, ...], limit: Limit) -> None:
    assert limit in limits(three_packages(), *steps)


def test_what_is_not_up_for_choice_breaks_the_reason_why() -> None:
    problem = replace(three_packages(), unfit={"gone": Unfit.SIZE})
    assert limits(problem, Step("gone", 0, 3)) == {Unfit.SIZE}


def test_grades_of_a_family_exclude_one_another() -> None:
    problem = a_problem([FULL, LIGHT], capacity=ROOM)
    assert limits(problem, Step("full", 0, 3), Step("light", 3, 6)) == {Limit.GRADES}


def test_what_is_wanted_is_in_the_plan() -> None:
    wanted = three_packages(wishes=Wishes(wanted=frozenset({"third"})))
    assert limits(wanted, *GOOD) == {Limit.WANTED}


@pytest.mark.parametrize(
    ("covers", "binding", "cost"),
    [
        (BudgetCovers.TOTAL, Binding.MID, 7.0),
        (BudgetCovers.TOTAL, Binding.LOW, 3.5),
        (BudgetCovers.TOTAL, Binding.HIGH, 14.0),
        (BudgetCovers.BUILD, Binding.MID, 4.0),
    ],
)
def test_a_budget_binds_building_and_three_years_of_running(
    covers: BudgetCovers, binding: Binding, cost: float
) -> None:
    problem = three_packages(covers=covers, binding=binding, budget_wan=cost)
    assert problem.cost(["first"]) == cost
    assert limits(problem, GOOD[0]) == set()
    assert limits(replace(problem, budget_wan=cost - 0.1), GOOD[0]) == {Limit.BUDGET}


def test_a_phase_binds_what_starts_in_it() -> None:
    phases = (Phase(0, 3, budget_wan=4.0, people_months=1.0), Phase(3, 36, budget_wan=6.0))
    assert limits(three_packages(phases=phases), *GOOD) == set()
    poor = (replace(phases[0], budget_wan=3.9), phases[1])
    assert limits(three_packages(phases=poor), *GOOD) == {Limit.PHASE_BUDGET}
    few = (replace(phases[0], people_months=0.9), phases[1])
    assert limits(three_packages(phases=few), *GOOD) == {Limit.PEOPLE}


@pytest.mark.parametrize(
    ("changes", "limit"),
    [
        ({"at_once": 1}, Limit.AT_ONCE),
        ({"a_year": 2}, Limit.PACE),
        ({"in_all": 1}, Limit.IN_ALL),
        ({"people_months_per_month": 1.9 / 36}, Limit.PEOPLE),
    ],
)
def test_a_firm_carries_so_much_change(changes: dict[str, float], limit: Limit) -> None:
    apart = an_option("apart", {"b": 1})
    problem = a_problem([FIRST, apart], capacity=ROOM)
    both = (Step("first", 0, 3), Step("apart", 2, 5))
    assert limits(problem, *both) == set()
    tight = replace(problem, capacity=replace(ROOM, **changes))  # type: ignore[arg-type]
    assert limits(tight, *both) == {limit}


def test_naming_who_does_it_takes_no_hands() -> None:
    begin = an_option("begin", {"b": 1}, package={"area": PackageArea.START})
    few = replace(ROOM, at_once=1, a_year=1)
    problem = a_problem([FIRST, begin], capacity=few)
    assert limits(problem, Step("first", 0, 3), Step("begin", 0, 3)) == set()
    assert faults_of(problem, Plan((Step("first", 0, 3), Step("begin", 0, 3)))) == []


def test_the_pace_counts_any_six_and_any_twelve_months() -> None:
    names = ("p", "q", "r")
    problem = a_problem(
        [an_option(name, {name: 1}) for name in names], capacity=replace(ROOM, a_year=2)
    )
    starts = [Step(name, start, start + 3) for name, start in zip(names, (0, 6, 11), strict=True)]
    assert limits(problem, *starts) == {Limit.PACE}
    starts[2] = Step("r", 12, 15)
    assert limits(problem, *starts) == set()


def test_nothing_optional_starts_before_the_spine() -> None:
    options = [FIRST, SECOND, THIRD, an_option("apart", {"c": 1})]
    problem = a_problem(options, capacity=ROOM, spine=(("second",),))
    steps = (*GOOD, Step("apart", 0, 3))
    assert limits(problem, *steps) == {Limit.BEFORE_SPINE}
    assert limits(problem, *GOOD, Step("apart", 3, 6)) == set()
    assert limits(problem, Step("apart", 0, 3)) == set(), "a plan without the spine"


@pytest.mark.parametrize("way", ["serves", "start", "wanted"])
def test_a_wish_or_the_start_of_it_all_goes_before_the_spine(way: str) -> None:
    apart = an_option("apart", {"c": 1})
    wishes = Wishes()
    if way == "serves":
        apart = replace(apart, serves=frozenset({"defects"}))
    elif way == "start":
        apart = replace(apart, package=replace(apart.package, area=PackageArea.START))
    else:
        wishes = Wishes(wanted=frozenset({"apart"}))
    options = [FIRST, SECOND, apart]
    problem = a_problem(options, capacity=ROOM, spine=(("second",),), wishes=wishes)
    assert limits(problem, *GOOD, Step("apart", 0, 3)) == set()


def scored(answers: Mapping[str, Value]) -> SheetScores:
    """Stand in for a scorer: the answers themselves, to be looked at."""
    return cast(SheetScores, dict(answers))


def test_verify_works_everything_out_anew() -> None:
    problem = three_packages(phases=(Phase(0, 4), Phase(4, 12)))
    outcome = verify(problem, Plan(GOOD), scored)
    assert (outcome.build.mid, outcome.run.mid, outcome.people_months) == (10, 1, 2.0)
    assert [[s.package for s in phase.steps] for phase in outcome.phases] == [
        ["first", "second"],
        [],
    ]
    after = [cast(dict[str, float], phase.scores) for phase in outcome.phases]
    assert [(each["a"], each["b"]) for each in after] == [(2.0, 0.0), (2.0, 3.0)]
    assert cast(dict[str, float], outcome.before)["a"] == 0.0
    assert outcome.after is outcome.phases[-1].scores
    assert outcome.worth.value > 0


def test_verify_refuses_a_broken_plan_with_every_breach() -> None:
    def judge(_answers: object) -> SheetScores:
        raise AssertionError("a broken plan is not scored")

    problem = three_packages(budget_wan=1.0)
    with pytest.raises(BrokenPlan, match=r"second: needs-not-met; None: budget"):
        verify(problem, Plan((Step("second", 0, 3),)), judge)


@pytest.mark.parametrize(
    ("criterion", "value", "bound", "gap"),
    [
        (Criterion.WORTH, 0.9, 1.0, 0.1),
        (Criterion.WORTH, 1.0, 1.0, 0.0),
        (Criterion.WORTH, 1.0, 0.9, 0.0),
        (Criterion.WORTH, 0.0, 0.0, 0.0),
        (Criterion.COST, 10.0, 8.0, 0.2),
        (Criterion.COST, 10.0, None, None),
    ],
)
def test_the_gap_is_a_share_of_the_better_of_plan_and_bound(
    criterion: Criterion, value: float, bound: float | None, gap: float | None
) -> None:
    proposal = Proposal(plan=Plan(), criterion=criterion, value=value, bound=bound)
    assert proposal.gap == (None if gap is None else pytest.approx(gap))
    assert replace(proposal, plan=None).gap is None

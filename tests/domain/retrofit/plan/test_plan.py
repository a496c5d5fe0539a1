"""The roadmap problem and its verification, over real sheets and hand-made plans."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.domain.retrofit.catalogue.project import Effect, ItemNeed, Needs
from diagnosis.domain.retrofit.plan.plan import BrokenPlan, Plan, Step, find_breaches, verify
from diagnosis.domain.retrofit.plan.prerequisites import prerequisites_of
from diagnosis.domain.retrofit.plan.problem import (
    Binding,
    Objective,
    Phase,
    Problem,
    Unfit,
    Wishes,
    can_start,
)
from diagnosis.domain.retrofit.plan.reasons import LeftOutReason, reasons_against, reasons_for
from diagnosis.domain.scoring.scores import SheetScores
from diagnosis.domain.scoring.yardstick import level_of, mean_of, yardstick
from diagnosis.services.ports.content import Content
from tests.builders import a_problem, a_project, an_option, read_random

FIRST = an_option(a_project("first", effects=(Effect("a", 2),)), 4, months=3.0)
SECOND = an_option(
    a_project("second", effects=(Effect("b", 3),), needs=Needs(("first",))), 6, months=3.0
)
THIRD = an_option(
    a_project("third", effects=(Effect("a", 3),), needs=Needs((), (ItemNeed("b", 3),))), 5
)


def three_projects(**changes: object) -> Problem:
    return a_problem([FIRST, SECOND, THIRD], **changes)


def limits(problem: Problem, *steps: Step) -> set[str]:
    return {breach.limit for breach in find_breaches(problem, Plan(steps))}


GOOD = (Step("first", 0, 0, 3), Step("second", 0, 3, 6))


@settings(max_examples=30)
@given(st.integers(0, 10_000))
def test_a_raise_adds_up_to_what_the_scorers_say(content: Content, seed: int) -> None:
    """The law that plans rest on, for every standard, blanks and cuts included."""
    draw = Random(seed)
    sheet = read_random(content, seed, blanks=0.1, cuts=0.1)
    scorers = content.scorers
    ladders = scorers.encoder.ladders
    now = content.one_sheet.score(scorers.encode_sheet(sheet))
    positions = {
        item: value
        for item, value in sheet.answers.items()
        if isinstance(value, float) and item in ladders
    }
    raised = {item: draw.randint(0, 5) for item in positions if draw.random() < 0.5}
    answers = {**sheet.answers, **{i: max(positions[i], float(to)) for i, to in raised.items()}}
    after = content.one_sheet.score(scorers.encode_sheet(replace(sheet, answers=answers)))
    for standard in content.standards:
        measured = yardstick(scorers, standard, positions, now)

        rise = mean_of(scorers, standard.id, after) - measured.mean
        assert measured.rise(raised) == pytest.approx(rise, abs=5e-9)
        assert measured.level_after(raised) == level_of(scorers, standard.id, after)
        assert measured.level_after({}) == measured.level


def test_a_plan_in_order_breaks_no_limit() -> None:
    assert limits(three_projects(budget_wan=10.0), *GOOD) == set()


@pytest.mark.parametrize(
    ("steps", "limit"),
    [
        ((Step("second", 0, 0, 3),), "needs-not-met"),
        ((Step("first", 0, 0, 3), Step("second", 0, 2, 5)), "needs-not-met"),
        ((Step("third", 0, 0, 3),), "needs-not-met"),
        ((Step("first", 0, 0, 2),), "too-short"),
        ((Step("first", 0, 4, 7),), "outside-phase"),
        ((Step("first", 1, 0, 3),), "outside-phase"),
        ((Step("first", 9, 0, 3),), "no-such-phase"),
        ((Step("first", 0, 0, 3), Step("first", 0, 3, 6)), "twice"),
        ((Step("stranger", 0, 0, 3),), "unknown-project"),
    ],
)
def test_every_broken_limit_is_named(steps: tuple[Step, ...], limit: str) -> None:
    assert limit in limits(three_projects(), *steps)


def test_money_people_and_wishes_are_limits() -> None:
    assert limits(three_projects(budget_wan=9.9), *GOOD) == {"budget"}
    poor = (Phase(0, 6, budget_wan=9.0), Phase(6, 18))
    assert limits(three_projects(phases=poor), *GOOD) == {"phase-budget"}
    few = (Phase(0, 6, people_months=1.5), Phase(6, 18))
    assert limits(three_projects(phases=few), *GOOD) == {"people"}
    third = Wishes(wanted=frozenset({"third"}))
    assert limits(three_projects(wishes=third), *GOOD) == {"wanted"}


def test_done_projects_meet_needs_and_are_never_bought_again() -> None:
    done = three_projects(wishes=Wishes(done=frozenset({"first"})))
    done = replace(
        done,
        options={name: o for name, o in done.options.items() if name != "first"},
        unfit={"first": Unfit.DONE},
    )
    assert limits(done, Step("second", 0, 0, 3)) == set()
    assert limits(done, *GOOD) == {"done"}


NEEDED = an_option(a_project("needed", effects=(Effect("a", 2), Effect("b", 1))), 1)
LIGHT = an_option(a_project("light", effects=(Effect("a", 1),), stands_in_for=("needed",)), 1)
NEEDY = an_option(
    a_project(
        "needy", effects=(Effect("c", 1),), needs=Needs(("needed",), (ItemNeed("network", 1),))
    ),
    1,
)


def may_start(done: tuple[str, ...], positions: dict[str, float]) -> bool:
    problem = a_problem([NEEDED, LIGHT, NEEDY])
    return can_start(problem, NEEDY.project, done, positions)


def test_a_project_waits_for_all_that_it_needs() -> None:
    assert not may_start((), {})
    assert not may_start((), {"network": 1})
    assert not may_start(("needed",), {"network": 0.8})


@pytest.mark.parametrize(
    ("done", "positions"),
    [
        (("needed",), {}),
        (("light",), {}),
        ((), {"a": 2, "b": 1}),
        ((), {"a": 1}),
    ],
    ids=["done", "stand-in done", "its effects there", "effects of a stand-in there"],
)
def test_a_needed_project_is_met_in_four_ways(
    done: tuple[str, ...], positions: dict[str, float]
) -> None:
    assert may_start(done, {**positions, "network": 1})


def test_excluded_projects_do_not_share_a_plan() -> None:
    first = an_option(a_project("one", excludes=("two",)), 1)
    second = an_option(a_project("two", excludes=("one",)), 1)
    problem = a_problem([first, second])
    assert limits(problem, Step("one", 0, 0, 3), Step("two", 0, 0, 3)) == {"exclusion"}


def test_verify_refuses_a_broken_plan(content: Content) -> None:
    def judge(_positions: object) -> SheetScores:
        raise AssertionError("a broken plan is not scored")

    with pytest.raises(BrokenPlan, match="needs-not-met"):
        verify(three_projects(), Plan((Step("second", 0, 0, 3),)), judge, lambda _scores: 0.0)


def test_reasons_name_gaps_and_what_depends_on_a_project() -> None:
    first, second = reasons_for(three_projects(level=1), Plan(GOOD))
    assert first.enables == ("second",)
    assert [(r.item, r.has, r.to, r.gain) for r in first.raises] == [("a", 0.0, 2, 1.0)]
    assert [need.level for need in second.requirements] == [1]


def test_reasons_against_name_the_hardest_obstacle() -> None:
    twin = an_option(a_project("twin", effects=(Effect("a", 1),)), 1)
    rival = an_option(a_project("rival", effects=(Effect("c", 1),), excludes=("first",)), 1)
    lost = an_option(
        a_project("lost", effects=(Effect("c", 2),), needs=Needs((), (ItemNeed("z", 4),))), 1
    )
    dear = an_option(a_project("dear", effects=(Effect("c", 3),)), 50)
    problem = a_problem(
        [FIRST, SECOND, THIRD, twin, rival, lost, dear],
        budget_wan=12.0,
        weights={"a": 0.4, "b": 0.4, "c": 0.2},
        positions={"a": 0.0, "b": 0.0, "c": 0.0},
    )
    against = reasons_against(problem, Plan(GOOD))
    reasons = {left_out.project: left_out.reason for left_out in against}
    assert reasons == {
        "third": LeftOutReason.BUDGET,
        "twin": LeftOutReason.COVERED,
        "rival": LeftOutReason.EXCLUSION,
        "lost": LeftOutReason.PREREQUISITE,
        "dear": LeftOutReason.BUDGET,
    }


@pytest.mark.parametrize(
    ("end", "cost"), [(Binding.LOW, 2.0), (Binding.MID, 4.0), (Binding.HIGH, 8.0)]
)
def test_a_budget_binds_the_end_of_the_costs_that_was_asked_for(end: Binding, cost: float) -> None:
    """The first project costs 2 to 8 万元, 4 in the middle."""
    problem = three_projects(binding=end, budget_wan=cost)
    assert problem.cost(["first"]) == cost
    assert not limits(problem, GOOD[0])
    assert limits(replace(problem, budget_wan=cost - 0.1), GOOD[0]) == {"budget"}


def test_prerequisites_are_shared_while_what_they_rest_on_is_the_same() -> None:
    problem = a_problem([FIRST, SECOND])
    prerequisites = prerequisites_of(problem)
    wanted = replace(problem.wishes, wanted=frozenset({"second"}))
    for other in (
        problem,
        replace(problem, budget_wan=3.0),
        replace(problem, objective=Objective.REACH, level=2),
        replace(problem, wishes=wanted),
    ):
        assert prerequisites_of(other) is prerequisites
    for other in (
        replace(problem, wishes=Wishes(done=frozenset({"first"}))),
        replace(problem, binding=Binding.HIGH),
        replace(problem, phases=(Phase(0, 2),)),
        replace(problem, options={"first": FIRST}),
        replace(problem, positions={"a": 2.0, "b": 0.0}),
    ):
        assert prerequisites_of(other) is not prerequisites
    assert prerequisites_of(replace(problem, phases=(Phase(0, 2),))).earliest_end["first"] > 2

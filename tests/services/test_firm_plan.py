"""A plan minds what the firm said and did of projects; what it wishes for now goes first."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.retrofit.catalogue.project import Effect, Needs
from diagnosis.domain.retrofit.follow_up.feedback import KnownProjects
from diagnosis.domain.retrofit.plan.effort import SearchEffort
from diagnosis.domain.retrofit.plan.plan import verify
from diagnosis.domain.retrofit.plan.problem import Phase, Problem
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.read.plan_request import PlanRequest, read_plan_request
from diagnosis.services.retrofit.compare_plans import compare_plans
from diagnosis.services.retrofit.firm_plan import FirmPlan, plan_firm
from diagnosis.services.retrofit.hints import (
    DearForTheFirm,
    Hint,
    LevelInReach,
    ShortOfPeople,
    SizeAssumed,
    hints,
)
from diagnosis.services.retrofit.make_plan import MadePlan
from diagnosis.services.retrofit.plan_values import values_of
from tests.builders import a_problem, a_project, a_sheet, an_example, an_option, every
from tests.fakes.solver import FakeSolver

TODAY = date(2026, 11, 23)
EXAMPLE = an_example("dongguan-mould-shop")
EXAMPLE["answers"]["equipment-monitoring"] = 1  # so that three of the few projects lift something
NOTHING = KnownProjects()


@pytest.fixture
def sheet(small: Content) -> Sheet:
    """Return the example's sheet."""
    return read(small, EXAMPLE)


def planned(
    content: Content, sheet: Sheet, known: KnownProjects = NOTHING, **wish: Any
) -> FirmPlan:
    """Return the plan of a sheet for a wish, with what is known of projects."""
    request = read_plan_request(content, wish, TODAY)
    return plan_firm(content, FakeSolver(), sheet, request, known)


def made(content: Content, sheet: Sheet, **wish: Any) -> MadePlan:
    """Return the plan of a sheet for a wish."""
    return planned(content, sheet, **wish).plan


def hinted(problem: Problem, sheet: Sheet) -> tuple[Hint, ...]:
    """Return what a firm is told beside the best plan of a problem."""
    request = PlanRequest(starts_on=TODAY)
    plan = FakeSolver().plan(problem).plan
    assert plan is not None
    outcome = verify(problem, plan, lambda positions: positions, lambda scores: 1.0)  # type: ignore[arg-type,return-value]
    worth = replace(outcome, value=problem.value(plan.projects))
    return hints(
        FakeSolver(), sheet, request, problem, worth, size_known=True, effort=SearchEffort()
    )


def projects(plan: FirmPlan) -> set[str]:
    """Return the projects of a plan."""
    return set(plan.plan.outcome.plan.projects)


def test_what_is_done_refused_or_demoted_is_left_out(small: Content, sheet: Sheet) -> None:
    everything = projects(planned(small, sheet, budget_wan=500))
    done, refused, demoted, *_ = sorted(everything)
    known = KnownProjects(frozenset({done}), frozenset({refused}), frozenset({demoted}))
    plan = planned(small, sheet, known, budget_wan=500)
    assert not {done, refused, demoted} & projects(plan)
    assert (plan.known, plan.demoted_used, plan.starts_on) == (known, False, TODAY)


def test_what_is_wanted_now_stands_over_what_was_said_before(small: Content, sheet: Sheet) -> None:
    name = min(projects(planned(small, sheet, budget_wan=500)))
    known = KnownProjects(frozenset(), frozenset({name}), frozenset())
    plan = planned(small, sheet, known, budget_wan=500, wanted=[name])
    assert name in projects(plan) and plan.known == NOTHING


def test_a_firm_may_ask_to_forget_what_it_said_but_not_what_it_did(
    small: Content, sheet: Sheet
) -> None:
    done, refused, *_ = sorted(projects(planned(small, sheet, budget_wan=500)))
    known = KnownProjects(frozenset({done}), frozenset({refused}), frozenset())
    plan = planned(small, sheet, known, budget_wan=500, heed_feedback=False)
    assert refused in projects(plan) and done not in projects(plan)
    assert plan.known == KnownProjects(frozenset({done}))


def test_a_demoted_project_is_used_where_the_level_is_out_of_reach_without_it(
    small: Content,
) -> None:
    """One project alone lifts to 2 what the firm has nothing of: half of all the items."""
    name = "prj-iot-gateway"
    answers = every(small, "full", 2)
    half = list(answers)[::2]
    effects = tuple(Effect(item, 2) for item in half)
    lifts = replace(small.projects[name], effects=effects, needs=Needs(), industries=None)
    content = replace(small, projects={**small.projects, name: lifts})
    firm = read(content, a_sheet("full", answers | dict.fromkeys(half, 0)))
    free = planned(content, firm, target="gbt-39116-2020:2")
    assert free.plan.reaches_target and projects(free) == {name}
    dear = KnownProjects(demoted=frozenset({name}))
    plan = planned(content, firm, dear, target="gbt-39116-2020:2")
    assert plan.demoted_used and plan.plan.reaches_target and projects(plan) == {name}
    hopeless = planned(content, firm, dear, target="gbt-39116-2020:5", budget_wan=0)
    assert not hopeless.demoted_used and not hopeless.plan.reaches_target
    gain = planned(content, firm, dear, budget_wan=500)
    assert not gain.demoted_used and name not in projects(gain)


def test_a_plan_may_be_solved_exactly_and_over_all_budgets(small: Content, sheet: Sheet) -> None:
    plain, exact = (made(small, sheet, budget_wan=60, exact=flag) for flag in (False, True))
    assert exact.outcome.value == pytest.approx(plain.outcome.value)
    assert plain.frontier == ()
    frontier = made(small, sheet, budget_wan=5, frontier=True).frontier
    values, costs = [point.value for point in frontier], [point.cost.mid for point in frontier]
    assert values == sorted(values) and costs == sorted(costs)
    assert min(costs) == 0 and max(costs) > 5


def test_items_that_a_plan_raises_but_nobody_answered_are_named(small: Content) -> None:
    name = "prj-iot-gateway"
    effects = [effect.item for effect in small.projects[name].effects]
    answers = every(small, "full", 1)
    blank = {item: at for item, at in answers.items() if item != effects[0]}
    plan = made(small, read(small, a_sheet("full", blank)), budget_wan=500, wanted=[name])
    assert effects[0] in plan.unscored
    whole = made(small, read(small, a_sheet("full", answers)), budget_wan=500, wanted=[name])
    assert whole.unscored == ()


def test_a_firm_is_told_of_money_that_is_much_for_it_and_of_a_size_that_is_assumed(
    small: Content, sheet: Sheet
) -> None:
    poor = read(small, a_sheet("full", every(small, "full", 1), enterprise={"revenue_wan": 100}))
    assert set(made(small, poor, budget_wan=60).hints) >= {
        DearForTheFirm(60.0, 100.0),
        SizeAssumed(),
    }
    kinds = {type(hint) for hint in made(small, sheet, budget_wan=60).hints}
    assert not kinds & {DearForTheFirm, SizeAssumed}


def test_a_firm_is_told_that_its_people_are_too_few(sheet: Sheet) -> None:
    crowd = an_option(a_project("crowd", effects=(Effect("x", 4),)), 5, people_months=90.0)
    problem = a_problem([crowd], own_people=2.0, phases=(Phase(0, 12),))
    assert hinted(problem, sheet) == (ShortOfPeople(90.0, 24.0, 12),)
    assert hinted(replace(problem, own_people=8.0), sheet) == ()


def test_a_firm_is_told_of_a_level_that_its_money_reaches_as_well(sheet: Sheet) -> None:
    """The most gain is in one item; two cheaper projects meet a condition that it leaves open."""
    big = an_option(a_project("big", effects=(Effect("x", 5),), excludes=("small",)), 9)
    light = an_option(a_project("small", effects=(Effect("y", 2),), excludes=("big",)), 3)
    problem = a_problem([big, light], weights={"x": 0.6, "y": 0.4}, positions={"x": 0.0, "y": 0.0})
    gate = replace(
        problem.yardstick.requirements[0],
        needs=2.0,
        gains={"y": (0.0, 1.0, 2.0, 3.0, 4.0, 5.0)},
    )
    gated = replace(problem, yardstick=replace(problem.yardstick, requirements=(gate,), top=1))
    (hint,) = hinted(gated, sheet)
    assert hint == LevelInReach(1, pytest.approx(3))
    assert hinted(replace(gated, budget_wan=0.0), sheet) == ()


def test_two_plans_are_compared_number_by_number(small: Content, sheet: Sheet) -> None:
    poor, rich = (values_of(small, planned(small, sheet, budget_wan=money)) for money in (5, 200))
    comparison = compare_plans(poor, rich)
    assert comparison.cost.mid.difference == pytest.approx(rich.cost.mid - poor.cost.mid)
    assert (comparison.value.difference or 0) > 0
    assert [pair.standard for pair in comparison.readings] == [
        standard.ref for standard in small.standards
    ]
    unknown = compare_plans(poor, replace(rich, proof=replace(rich.proof, gap=None)))
    assert unknown.gap.first is not None and unknown.gap.difference is None
    retired = replace(rich, phases=(), before=rich.before[1:])
    assert len(compare_plans(poor, retired).readings) == len(rich.before) - 1


def test_what_a_plan_is_kept_as_is_what_it_is(small: Content, sheet: Sheet) -> None:
    plan = planned(small, sheet, target="gbt-39116-2020:2", budget_wan=200)
    kept = values_of(small, plan)
    assert {project.id for project in kept.projects} == projects(plan)
    assert kept.cost == plan.plan.outcome.cost and kept.value == plan.plan.outcome.value
    assert (kept.target.standard, kept.target.level) == ("gbt-39116-2020@1", 2)
    assert kept.target.reached is plan.plan.reaches_target
    assert [phase.number for phase in kept.phases] == [1, 2, 3]

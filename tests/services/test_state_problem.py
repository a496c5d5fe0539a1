"""What each package is to a firm, and plans over the whole catalogue for firms of every kind."""

from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.domain.intake.enterprise import SizeClass
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.retrofit.catalogue.applied import apply_effects
from diagnosis.domain.retrofit.catalogue.effect import LadderEffect
from diagnosis.domain.retrofit.plan.capacity import capacity_of
from diagnosis.domain.retrofit.plan.plan import verify
from diagnosis.domain.retrofit.plan.problem import Objective, Phase, Problem, Unfit, Wishes
from diagnosis.domain.retrofit.plan.timeline import positions_by
from diagnosis.domain.retrofit.plan.waits import earliest_ends, waits_of
from diagnosis.domain.retrofit.plan.worth import reached_by
from diagnosis.domain.scoring.raising.yardstick import level_of
from diagnosis.optimiser.planner import Planner
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.read.plan_request import PlanRequest
from diagnosis.services.retrofit.planned_for import planned_for
from diagnosis.services.retrofit.state_problem import judge_of, state_problem
from tests.builders import (
    an_enterprise,
    an_example,
    faults_of,
    random_sheet,
    usual_firm,
)

DAY = date(2026, 11, 25)
PLANNER = Planner()
LAMPS = "zhongshan-lamp-maker"
SEEDS = st.integers(0, 100_000)


def of(content: Content, sheet: Sheet, **wish: Any) -> Problem:
    return state_problem(content, sheet, PlanRequest(starts_on=DAY, **wish))


def lamps(content: Content, **changes: Any) -> Sheet:
    """Return the sheet of the lamp maker with some answers, facts or traits changed."""
    raw = an_example(LAMPS)
    answers = {**raw["answers"], **changes.pop("answers", {})}
    firm = {**raw["enterprise"], **changes.pop("enterprise", {})}
    business = {**raw["business"], **changes.pop("business", {})}
    return read(content, {**raw, "answers": answers, "enterprise": firm, "business": business})


def a_random_firm(content: Content, seed: int) -> Sheet:
    """Return a firm of any trade and size; its answers are low, or random all over a form."""
    draw = Random(seed)
    trade = draw.choice(list(content.trades.by_id.values()))
    people = draw.choice((8, 16, 60, 299, 320, 1500))
    firm = usual_firm(
        content, trade, people, draw.uniform(0.2, 2.5), seed=seed, pains=draw.randrange(4)
    )
    if draw.random() < 0.5:
        return firm.sheet(content)
    form = draw.choice(("full", "miit-sme-2024", "gbt-39116", "screening"))
    raw = random_sheet(content, seed, form=form, blanks=0.1, cuts=0.1, spread=3)
    facts = {"employees": people, "industry": firm.raw["enterprise"].get("industry")}
    enterprise = an_enterprise(**{**raw["enterprise"], **facts})
    return read(content, {**raw, "enterprise": enterprise, "business": firm.raw["business"]})


def a_random_wish(seed: int) -> dict[str, Any]:
    draw = Random(seed)
    phases = draw.choice(
        (
            (Phase(0, 6), Phase(6, 18), Phase(18, 36)),
            (Phase(0, 12),),
            (Phase(0, 6, 30.0), Phase(6, 12, 40.0), Phase(12, 36, None, 12.0)),
        )
    )
    return {
        "budget_wan": draw.choice((None, 5.0, 30.0, 150.0)),
        "objective": draw.choice(list(Objective)),
        "standard": draw.choice((None, "gbt-39116-2020", "ai-readiness", "smart-factory-2025")),
        "phases": phases,
    }


@settings(max_examples=60)
@given(SEEDS)
def test_plans_of_any_firm_keep_to_every_limit_and_to_what_the_scorer_says(
    content: Content, seed: int
) -> None:
    sheet, wish = a_random_firm(content, seed), a_random_wish(seed)
    problem = of(content, sheet, **wish)
    proposal = PLANNER.plan(problem)
    assert proposal.plan is not None
    assert faults_of(problem, proposal.plan) == []
    outcome = verify(problem, proposal.plan, judge_of(content, sheet))
    measure = problem.yardstick
    after = level_of(content.scorers, measure.standard, outcome.after)
    reached = reached_by(problem, proposal.plan.packages)
    assert after <= measure.level_after(reached), "records may come after the plan, no more"
    longest = max((s.end for s in proposal.plan.steps), default=0.0)
    records = max(
        (r.months for n in proposal.plan.packages for r in problem.options[n].raises), default=0
    )
    if longest + records <= problem.horizon_months:
        assert after == measure.level_after(reached)


@settings(max_examples=40)
@given(SEEDS)
def test_an_ai_package_never_comes_before_what_it_needs(content: Content, seed: int) -> None:
    """By the catalogue's own needs, not by what is left of them in the problem."""
    sheet = a_random_firm(content, seed)
    problem = of(content, sheet)
    plan = PLANNER.plan(problem).plan
    assert plan is not None
    for step in plan.steps:
        package = content.packages[step.package]
        if package.is_ai:
            positions = positions_by(problem, plan.steps, step.start)
            assert all(need.is_met(positions) for need in package.needs.items), package.id


@settings(max_examples=60)
@given(SEEDS)
def test_every_option_can_start_and_brings_something(content: Content, seed: int) -> None:
    problem = of(content, a_random_firm(content, seed))
    assert problem.options.keys() | problem.unfit.keys() == content.packages.keys()
    assert not problem.options.keys() & problem.unfit.keys()
    waits = waits_of(problem.options)
    ends = earliest_ends(problem.options, waits)
    assert all(all(waits[name]) for name, end in ends.items() if end <= problem.horizon_months)
    for option in problem.options.values():
        assert option.months * 2 == int(option.months * 2) and option.months >= 0.5
        assert 0 <= option.build.low <= option.build.mid <= option.build.high
    spine = [name for group in (*problem.spine, *problem.later_spine) for name in group]
    assert set(spine) <= problem.options.keys() and set(problem.ai_uses) <= problem.options.keys()
    assert len(problem.spine) <= 3


def test_what_is_done_refused_or_there_is_not_up_for_choice(content: Content) -> None:
    sheet = lamps(content)
    names = sorted(of(content, sheet).options)[:2]
    wishes = Wishes(done=frozenset(names[:1]), refused=frozenset(names[1:]))
    unfit = of(content, sheet, wishes=wishes).unfit
    assert (unfit[names[0]], unfit[names[1]]) == (Unfit.DONE, Unfit.REFUSED)
    name = "pkg-orders-stock"
    ladders = [e.item for e in content.packages[name].effects if isinstance(e, LadderEffect)]
    assert name in of(content, sheet).options
    shown = of(content, lamps(content, answers=dict.fromkeys(ladders, 5))).unfit
    assert shown[name] is Unfit.IN_PLACE


def test_other_trades_sizes_and_businesses_are_told_apart(content: Content) -> None:
    problem = of(content, lamps(content))
    reasons = set(problem.unfit.values())
    assert {Unfit.TRADE, Unfit.SIZE} <= reasons
    for name, reason in problem.unfit.items():
        package = content.packages[name]
        facts = planned_for(content, lamps(content))
        assert (reason is Unfit.TRADE) is not facts.trade.is_offered(package) or reason in (
            Unfit.DONE,
            Unfit.REFUSED,
        )
    own = {"traits": {"own_transport": True, "duty_to_service": True}}
    served = of(content, lamps(content, business=own))
    assert served.options.keys() > problem.options.keys() or served.unfit != problem.unfit


def test_what_a_done_package_gives_is_waited_for_no_more(content: Content) -> None:
    sheet = lamps(content)
    problem = of(content, sheet)
    name, group = next((n, o.needs[0]) for n, o in sorted(problem.options.items()) if o.needs)
    done = of(content, sheet, wishes=Wishes(done=frozenset(group[:1])))
    assert group not in done.options[name].needs


def test_raises_start_above_what_the_firm_has_with_their_records(content: Content) -> None:
    package = next(
        package
        for package in content.packages.values()
        if package.id in of(content, lamps(content)).options
        for effect in package.effects
        if isinstance(effect, LadderEffect) and effect.to >= 2
    )
    effect = next(e for e in package.effects if isinstance(e, LadderEffect) and e.to >= 2)
    at_one = of(content, lamps(content, answers={effect.item: 1}))
    steps = [r.to for r in at_one.options[package.id].raises if r.mark == effect.item]
    assert steps == list(range(2, effect.to + 1))
    for option in at_one.options.values():
        for each in option.raises:
            waits = [
                months
                for (item, position), months in content.delays.items()
                if item == each.mark and position <= each.to
            ]
            assert each.months <= max(waits, default=0)


def test_a_short_plan_holds_nothing_that_comes_too_late(content: Content) -> None:
    whole = of(content, lamps(content))
    short = of(content, lamps(content), phases=(Phase(0, 4),))
    late = {n for n, o in whole.options.items() if any(r.months >= 4 for r in o.raises)}
    assert late and all(
        r.months < 4 for name in late & short.options.keys() for r in short.options[name].raises
    )


def test_without_size_or_headcount_a_usual_firm_is_planned_for(content: Content) -> None:
    raw = an_example(LAMPS)
    firm = {k: v for k, v in raw["enterprise"].items() if k not in ("employees", "revenue_wan")}
    sheet = read(content, {**raw, "enterprise": firm})
    facts = planned_for(content, sheet)
    assert (facts.size, facts.size_known, facts.headcount, facts.people) == (
        SizeClass.SMALL,
        False,
        None,
        60,
    )
    assert of(content, sheet).capacity == capacity_of(SizeClass.SMALL, 60)


def test_the_standard_is_the_one_whose_next_level_pays(content: Content) -> None:
    points, staged = content.standards.points.id, content.standards.staged.id
    assert of(content, lamps(content)).yardstick.standard == points
    large = {"employees": 1500, "revenue_wan": 90_000}
    assert of(content, lamps(content, enterprise=large)).yardstick.standard == staged
    assert of(content, lamps(content), standard=staged).yardstick.standard == staged


def test_the_counted_machines_drive_the_cost(content: Content) -> None:
    few, many = (
        of(content, lamps(content, answers={"miit-equipment-networked": {"part": 0, "whole": n}}))
        for n in (5, 80)
    )
    dearer = [
        name
        for name in few.options.keys() & many.options.keys()
        if many.options[name].build.mid > few.options[name].build.mid * 1.5
    ]
    assert "pkg-machine-network" in {*dearer, *many.unfit} and dearer


@pytest.mark.parametrize("level", [1, 2, 5])
def test_a_level_is_aimed_at_as_far_as_it_may_be_promised(content: Content, level: int) -> None:
    problem = of(content, lamps(content), level=level)
    assert [aim.level for aim in problem.aims] == list(range(1, min(level, 2) + 1))
    cheapest = of(content, lamps(content), level=level, objective=Objective.LEVEL)
    assert cheapest.aims == problem.aims, "where the money ends before the top, the next is taken"


def test_wishes_of_the_request_take_the_place_of_those_of_the_sheet(content: Content) -> None:
    sheet = lamps(content)
    assert of(content, sheet).wishes.serve == (*sheet.business.pains, *sheet.business.goals)
    asked = of(content, sheet, wishes=Wishes(serve=("energy", "scene:smart-warehousing")))
    assert asked.wishes.serve == ("energy", "scene:smart-warehousing")
    serving = {n for n, o in asked.options.items() if "scene:smart-warehousing" in o.serves}
    assert serving and serving <= {
        package.id
        for package in content.packages.values()
        if any("smart-warehousing" in getattr(effect, "adds", ()) for effect in package.effects)
    }


def test_the_core_decides_whether_the_spine_has_half_of_the_money(content: Content) -> None:
    assert of(content, lamps(content)).spine_first
    core = ("sales-management", "warehouse-management", "production-control")
    core += ("quality-inspection", "equipment-monitoring")
    assert not of(content, lamps(content, answers=dict.fromkeys(core, 2))).spine_first


def test_a_problem_is_the_same_however_often_it_is_stated(content: Content) -> None:
    sheet = lamps(content)
    assert of(content, sheet) == of(content, replace(sheet))


def test_a_mould_shop_is_not_said_to_have_the_hours_that_nobody_asked_about(
    content: Content,
) -> None:
    """Two systems and a plan of some kind are no file of past moulds: it serves quoting."""
    name = "pkg-mould-hours"
    sheet = read(content, an_example("dongguan-mould-shop"))
    assert of(content, sheet).options[name].serves == {"quoting"}


def test_nothing_takes_the_place_of_a_step_of_the_spine_that_is_refused(content: Content) -> None:
    """Nor of one that waits for it: changing over is no process card."""
    base = ("pkg-item-codes", "pkg-orders-stock")
    sheet = read(content, an_example("zhongshan-lamp-maker"))
    free = of(content, sheet)
    assert free.spine_refused == () and set(base) <= set(free.first_steps)
    problem = of(content, sheet, wishes=Wishes(refused=frozenset(base)))
    assert problem.spine_refused == base
    assert "pkg-process-cards" not in problem.options and "pkg-changeover" in problem.options
    every = {name for group in (*problem.spine, *problem.later_spine) for name in group}
    assert not every & {*base, "pkg-changeover"}


def test_areas_of_two_packages_raise_the_count_of_systems_that_neither_raises_alone(
    content: Content,
) -> None:
    """One area in a system was answered: another alone may be the same one."""
    item = "miit-systems"
    problem = of(content, lamps(content, answers={item: "one"}))
    areas = {name: option.areas.get(item, frozenset()) for name, option in problem.options.items()}
    single = [name for name, brought in areas.items() if len(brought) == 1]
    first, other = single[0], next(name for name in single if areas[name] != areas[single[0]])
    for names in ([first], [first, other]):
        effects = [effect for name in names for effect in problem.packages[name].effects]
        after = apply_effects(problem.bank, problem.answers, effects)[item]
        options = [option.id for option in problem.bank[item].options]
        assert options.index(after) == max(1, reached_by(problem, names)[item]) == len(names)

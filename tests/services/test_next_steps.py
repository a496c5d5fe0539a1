"""What a diagnosis says to do next, and that gaps follow the same order."""

from datetime import date
from typing import Any

import pytest

from diagnosis.domain.intake.limits import PAINS
from diagnosis.domain.retrofit.catalogue.trade import MatchedBy
from diagnosis.domain.retrofit.plan.first_pain import FIRST_STEPS
from diagnosis.services.catalogue.packages import MACHINES_ITEM
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.read.plan_request import PlanRequest
from diagnosis.services.retrofit.state_problem import state_problem
from diagnosis.services.scoring.diagnose import Diagnosis, diagnose
from tests.builders import EXAMPLES, a_sheet, an_enterprise, an_example, every, read_random
from tests.builders.firms import usual_firms

LOGISTICS = {"logistics-transport", "logistics-tracking"}
SERVICE = {"service-management", "service-customers", "product-service", "product-remote"}


def diagnosed(content: Content, raw: Any) -> Diagnosis:
    """Return the diagnosis of a raw sheet."""
    return diagnose(content, read(content, raw))


def a_firm_at(content: Content, position: float, **more: Any) -> Any:
    """Return the raw sheet of a mould shop with every ladder at a position."""
    return a_sheet(answers=every(content, "full", position), **more)


@pytest.fixture(params=[*sorted(path.stem for path in EXAMPLES.glob("*.json")), 1, 2, 3, 4])
def diagnosis(request: pytest.FixtureRequest, content: Content) -> Diagnosis:
    """Return that of each example, then of random sheets with blanks and cuts."""
    if isinstance(request.param, str):
        return diagnosed(content, an_example(request.param))
    return diagnose(content, read_random(content, request.param, blanks=0.3, cuts=0.2, spread=2))


def test_next_steps_are_the_first_open_ones_of_the_spine(diagnosis: Diagnosis) -> None:
    steps = diagnosis.next_steps
    assert steps.trade is not None
    numbers = [number for step in steps.first if (number := step.open_step.number) is not None]
    assert numbers == sorted(numbers)
    assert len(steps.first) == min(FIRST_STEPS, steps.open_count + len(steps.first) - len(numbers))


def test_a_step_costs_from_its_lowest_to_its_highest_package_as_a_plan_does(
    content: Content, diagnosis: Diagnosis
) -> None:
    request = PlanRequest(starts_on=date(2026, 11, 27))
    options = state_problem(content, diagnosis.sheet, request).options
    compared = 0
    for step in diagnosis.next_steps.first:
        names = step.open_step.packages
        if not options.keys() >= set(names):
            continue
        compared += 1
        for shown, each in (
            (step.build_wan, [options[name].build for name in names]),
            (step.run_wan_per_year, [options[name].run for name in names]),
        ):
            assert shown.low == pytest.approx(min(cost.low for cost in each))
            assert shown.mid == pytest.approx(each[0].mid)
            assert shown.high == pytest.approx(max(cost.high for cost in each))
    assert compared or not diagnosis.next_steps.first


def test_machines_that_the_firm_counted_change_what_a_step_costs(content: Content) -> None:
    raw = an_example("shenzhen-electronics-plant")

    def program_library() -> float:
        steps = diagnosed(content, raw).next_steps.first
        return next(
            s for s in steps if "pkg-program-library" in s.open_step.packages
        ).build_wan.mid

    few = program_library()
    raw["answers"][MACHINES_ITEM]["whole"] *= 2
    assert program_library() > few
    del raw["answers"][MACHINES_ITEM]
    assert program_library() != few


def test_gaps_follow_the_spine_and_end_with_businesses_that_the_firm_has_not(
    diagnosis: Diagnosis,
) -> None:
    ranks = diagnosis.next_steps.ranks
    for verdict in diagnosis.verdicts:
        order = [ranks.get(gap.item, 0) for gap in verdict.gaps]
        assert order == sorted(order)
        for earlier, later in zip(verdict.gaps, verdict.gaps[1:], strict=False):
            if ranks.get(earlier.item) == ranks.get(later.item) and earlier.unit is later.unit:
                is_by_gate = verdict.standard.id == "ai-readiness"
                assert is_by_gate or earlier.lift >= later.lift or earlier.unit == "scene"


def test_what_a_step_raises_is_among_the_gaps_whatever_it_lifts(content: Content) -> None:
    """More items are below the level than are kept: those of the first step stay."""
    diagnosis = diagnosed(content, a_firm_at(content, 0.5))
    first = {each.item for each in diagnosis.next_steps.first[0].open_step.lacking}
    staged = diagnosis.verdicts[0]
    parts = {item for sub in content.standards.staged.subdomains for item in sub.items}
    gaps = [gap.item for gap in staged.gaps]
    assert first & parts and set(gaps[: len(first & parts)]) == first & parts


def test_a_mould_shop_begins_with_no_lorry(content: Content) -> None:
    """It ships some moulds a month, in vehicles of its own."""
    diagnosis = diagnosed(content, an_example("dongguan-mould-shop"))
    packages = [step.open_step.packages for step in diagnosis.next_steps.first]
    assert packages == [("pkg-mould-plan",), ("pkg-orders-stock",), ("pkg-work-reporting",)]
    (_, first), (_, second), *_ = diagnosis.gaps
    assert (first.item, second.item) == ("planning-scheduling", "sales-management")
    shown = [gap.item for standard, gap in diagnosis.gaps if standard == "gbt-39116-2020"]
    assert not LOGISTICS & set(shown[:7])
    assert "logistics" not in [hold.about for hold in diagnosis.verdicts[0].holds]


@pytest.mark.parametrize(
    ("trait", "items"), [("own_transport", LOGISTICS), ("duty_to_service", SERVICE)]
)
def test_what_is_no_business_of_the_firm_comes_last(
    content: Content, trait: str, items: set[str]
) -> None:
    """Once the spine stands, such gaps would lead by their weight."""
    raw = a_firm_at(content, 3)
    raw["answers"] |= dict.fromkeys((*items, "safety-management"), 0)
    traits = {"own_transport": True, "duty_to_service": True}
    sheets = (
        read(content, raw | {"business": {"traits": traits | {trait: does}}})
        for does in (True, False)
    )
    has, has_not = (diagnose(content, sheet, targets={"gbt-39116-2020": 1}) for sheet in sheets)
    before, after = ([gap.item for gap in each.verdicts[0].gaps] for each in (has, has_not))
    left = [item for item in after if item in items and has_not.next_steps.ranks.get(item, 0) > 0]
    assert left and after[-len(left) :] == left
    assert set(before) == set(after) and before[-len(left) :] != left


def test_without_a_headcount_costs_are_those_of_sixty_people(content: Content) -> None:
    raw = a_firm_at(content, 0.5)
    counted = diagnosed(content, raw).next_steps
    raw["enterprise"] = an_enterprise(employees=None)
    unknown = diagnosed(content, raw).next_steps
    assert counted.first == unknown.first and counted.first[0].employees == 60
    raw["enterprise"] = an_enterprise(employees=600)
    large = diagnosed(content, raw).next_steps.first[0]
    assert large.build_wan.mid > counted.first[0].build_wan.mid


@pytest.mark.parametrize(
    ("facts", "trade", "by"),
    [
        ({"industry": "C3525"}, "trade-moulds-machining", MatchedBy.CLASS),
        ({"industry": "C352"}, "trade-moulds-machining", MatchedBy.DIVISION),
        ({"industry": None}, "trade-generic-discrete", MatchedBy.PRODUCTION_TYPE),
        (
            {"industry": None, "production_type": "process"},
            "trade-generic-process",
            MatchedBy.PRODUCTION_TYPE,
        ),
        (
            {"industry": None, "production_type": None},
            "trade-generic-discrete",
            MatchedBy.PRODUCTION_TYPE,
        ),
    ],
)
def test_a_firm_of_an_unknown_trade_has_that_of_its_production_type(
    content: Content, facts: dict[str, Any], trade: str, by: MatchedBy
) -> None:
    raw = a_firm_at(content, 0.5, enterprise=an_enterprise(**facts))
    steps = diagnosed(content, raw).next_steps
    assert steps.trade is not None and len(steps.first) == FIRST_STEPS
    assert (steps.trade.trade.id, steps.trade.by) == (trade, by)


def test_where_nothing_tells_what_stands_there_is_no_step(content: Content) -> None:
    assert diagnosed(content, a_sheet()).next_steps.first == ()
    some = a_sheet(answers={"strategy-plan": 1, "energy-saving": 0})
    steps = diagnosed(content, some).next_steps
    assert [step.open_step.is_answered for step in steps.first] == [False, False, False]
    assert steps.open_count == len(steps.trade.trade.spine) if steps.trade else False


def test_a_step_stands_when_each_of_its_families_does(content: Content) -> None:
    """Numbers stand, drawings do not: drawings are what the first step still offers."""
    numbers = {"data-standards": 2, "planning-materials": 2}
    drawings = {"design-management": 0, "design-simulation": 0}
    raw = a_firm_at(content, 0.5)
    raw["answers"] |= numbers | drawings
    first = diagnosed(content, raw).next_steps.first[0].open_step
    assert (first.number, first.packages) == (1, ("pkg-drawings",))
    assert {each.item for each in first.lacking} == set(drawings)
    raw["answers"] |= dict.fromkeys(drawings, 1)
    assert diagnosed(content, raw).next_steps.first[0].open_step.number == 2


def test_a_firm_whose_steps_all_stand_has_none_left(content: Content) -> None:
    steps = diagnosed(content, a_firm_at(content, 5)).next_steps
    assert steps.trade is not None and (steps.open_count, steps.first) == (0, ())


def a_firm_of(content: Content, trade: str, *pains: str, **more: Any) -> Any:
    """Return the raw sheet of the smallest usual firm of a trade, with pains."""
    (firm,) = (
        each for each in usual_firms(content) if (each.trade, each.employees) == (trade, 60)
    )
    return firm.raw | {"business": firm.raw["business"] | {"pains": list(pains)} | more}


def test_a_freezing_plant_whose_bill_for_power_hurts_is_told_of_power(content: Content) -> None:
    """Its first three things were names of materials, a plan on a wall and a network."""
    without = diagnosed(content, a_firm_of(content, "trade-food")).next_steps
    steps = diagnosed(content, a_firm_of(content, "trade-food", "energy")).next_steps
    assert [step.open_step.packages for step in steps.first[:2]] == [
        step.open_step.packages for step in without.first[:2]
    ]
    third = steps.first[2].open_step
    assert (third.number, third.packages[0]) == (None, "pkg-energy-meters")
    assert steps.open_count == without.open_count
    ranks = steps.ranks
    assert ranks["energy-management"] < min(
        rank
        for item, rank in ranks.items()
        if item in {"warehouse-transfer", "quality-inspection"}
    )


def test_a_frozen_seafood_plant_is_told_of_the_cold_of_its_safety_plan_and_of_compressors(
    content: Content,
) -> None:
    """Its bill hurts most: its own compressors come third, after what nobody may skip."""
    raw = a_firm_of(content, "trade-frozen-food", "energy", "customer-audits", "shortages")
    steps = diagnosed(content, raw).next_steps
    assert [step.open_step.packages[0] for step in steps.first] == [
        "pkg-frozen-temperature",
        "pkg-frozen-haccp",
        "pkg-frozen-cooling-power",
    ]


def test_a_step_of_the_spine_that_treats_the_pain_comes_up(content: Content) -> None:
    """Of a mould shop drawings, numbers, reports of work: tools that break come fourth."""
    raw = a_firm_of(content, "trade-moulds-machining", "complaints")
    numbers = [step.open_step.number for step in diagnosed(content, raw).next_steps.first]
    assert numbers[2] is not None and numbers[2] > 3


def test_the_first_steps_of_a_diagnosis_and_of_a_plan_are_one_order(content: Content) -> None:
    """Of every trade, whatever hurts; and one of them treats the pain where one can."""
    moved = set()
    for firm in usual_firms(content):
        for pain in PAINS.values:
            raw = firm.raw | {"business": firm.raw["business"] | {"pains": [pain]}}
            sheet = read(content, raw)
            steps = [step.open_step for step in diagnose(content, sheet).next_steps.first]
            problem = state_problem(content, sheet, PlanRequest(starts_on=date(2026, 11, 27)))
            assert len(steps) == len(problem.spine)
            for step, group in zip(steps, problem.spine, strict=True):
                assert set(group) <= set(step.packages), (firm.name, pain)
            beside = [step for step in steps if step.number is None]
            moved |= {(firm.trade, pain) for _ in beside}
            assert {n for step in beside for n in step.packages} >= set(problem.pain_step)
            assert all(pain in content.packages[n].pains for n in problem.pain_step)
            assert all(not content.packages[step.packages[0]].is_ai for step in beside)
    assert len(moved) > 10

"""Sums, counts and limits are written out: no reader meets an exponent."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnosis.domain.fault import Fault
from diagnosis.domain.retrofit.catalogue.amounts import Money
from diagnosis.domain.retrofit.plan.account import YearAccount
from diagnosis.domain.retrofit.plan.hints import BudgetFromYearly, CheaperPlan, DearForTheFirm
from diagnosis.domain.retrofit.plan.kept_plan import KeptPlan
from diagnosis.domain.retrofit.support.rule import compile_rule
from diagnosis.domain.retrofit.support.warnings import NextLevel, Threshold, TooSmall
from diagnosis.domain.scoring.condition import ConditionKind, LevelCondition
from diagnosis.domain.scoring.verdict import Hold, HoldKind
from diagnosis.domain.text import Language, Text
from diagnosis.present.catalogue.instrument import show_instrument
from diagnosis.present.catalogue.rule import show_rule
from diagnosis.present.faults import show_fault
from diagnosis.present.numbers import number
from diagnosis.present.retrofit.plan import show_firm_plan
from diagnosis.present.retrofit.support import show_support
from diagnosis.present.retrofit.support_warnings import warning_text
from diagnosis.present.say import in_both
from diagnosis.present.scoring.diagnosis import show_diagnosis
from diagnosis.present.scoring.verdict_words import hold_message
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.read.firm_claims import FirmClaims
from diagnosis.services.retrofit.planned_work import planned_work
from diagnosis.services.retrofit.support import find_support
from diagnosis.services.scoring.diagnose import diagnose
from tests.builders import (
    EXAMPLES,
    a_kept_plan,
    a_planned_package,
    an_example,
    an_instrument,
    an_offer,
)
from tests.report.printed import print_diagnosis, print_plan

MOST = 10.0**8
AMOUNTS = (0.0, 1.0, 999_999.0, 1_000_000.0, 1_234_567.8, 12_345_678.0, MOST)
ON = date(2026, 2, 1)


def texts_of(shown: Any) -> Iterator[str]:
    """Yield every text of JSON values."""
    if isinstance(shown, dict):
        shown = list(shown.values())
    if isinstance(shown, list):
        for below in shown:
            yield from texts_of(below)
    elif isinstance(shown, str):
        yield shown


def is_written_out(shown: Any) -> bool:
    """Return whether no text of an answer has a number with an exponent."""
    return not [text for text in texts_of(json.loads(json.dumps(shown))) if "e+" in text]


def a_dear_plan(amount: float) -> KeptPlan:
    """Return a plan whose every sum is an amount."""
    money = Money(amount, amount, amount)
    plan = a_kept_plan(
        budget_wan=amount,
        build=money,
        run=money,
        total=money,
        account=(YearAccount(1, money, money),),
        people_months=amount,
        hints=(
            DearForTheFirm(amount, amount / 2),
            BudgetFromYearly(amount),
            CheaperPlan(2, amount, 1),
        ),
    )
    infeasible = replace(plan.infeasible[0], level_cost_wan=amount, budget_wan=amount)
    (near,), (point,) = plan.nearly, plan.curve
    package = a_planned_package("pkg-mes", 0, 4, money, run=money, people_months=amount)
    return replace(
        plan,
        infeasible=(infeasible,),
        phases=(replace(plan.phases[0], budget_wan=amount, packages=(package,)),),
        nearly=(replace(near, cost_wan=amount),),
        curve=(replace(point, budget_wan=amount, cost=money),),
    )


@given(st.floats(0, MOST))
def test_a_number_is_written_out_and_as_before_where_it_was_short(value: float) -> None:
    text = number(value)
    assert "e" not in text
    assert float(text) == pytest.approx(value, rel=1e-5, abs=1e-4)
    short = f"{value:g}"
    assert text == short or "e" in short


@pytest.mark.parametrize("value", [1e15, 1e22, 1.5e300, -1e300])
def test_no_number_is_too_large_to_be_written_out(value: float) -> None:
    assert float(number(value, digits=15)) == value


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.json")), ids=lambda path: path.stem)
def test_a_diagnosis_of_the_largest_firm_is_written_out(
    content: Content, capsys: pytest.CaptureFixture[str], path: Any
) -> None:
    raw = an_example(path.stem)
    raw["enterprise"] |= {"revenue_wan": MOST, "employees": 5_000_000}
    made = diagnose(content, read(content, raw))
    assert is_written_out(show_diagnosis(content, made, in_both))
    print_diagnosis(content, made, Language.EN)
    assert "e+" not in capsys.readouterr().out


@pytest.mark.parametrize("amount", AMOUNTS)
def test_a_plan_is_written_out(
    content: Content, capsys: pytest.CaptureFixture[str], amount: float
) -> None:
    plan = a_dear_plan(amount)
    assert is_written_out(show_firm_plan(content, plan, in_both))
    print_plan(content, plan, Language.EN)
    assert "e+" not in capsys.readouterr().out


@pytest.mark.parametrize("amount", AMOUNTS)
def test_support_is_written_out(content: Content, amount: float) -> None:
    firm = read(content, an_example("shenzhen-electronics-plant")).enterprise
    claims = FirmClaims(equipment_wan=amount, interest_wan=amount)
    work = planned_work(content, a_dear_plan(amount), ON, claims)
    dear = {
        name: replace(
            instrument,
            pays=replace(instrument.pays, cap_wan=amount),
            by_level=tuple(replace(step, cap_wan=amount) for step in instrument.by_level),
        )
        for name, instrument in content.instruments.items()
    }
    dear_content = replace(content, instruments=dear)
    match = find_support(dear_content, firm, claims, on=ON, work=work)
    assert is_written_out(show_support(dear_content, match, in_both))
    for instrument in dear.values():
        assert is_written_out(show_instrument(dear_content, instrument, in_both, on=ON))


@pytest.mark.parametrize("amount", AMOUNTS)
def test_warnings_and_rules_of_support_are_written_out(content: Content, amount: float) -> None:
    for warning in (
        NextLevel(3, amount, amount),
        Threshold("spend_at_least_wan", amount, amount),
        TooSmall(amount),
    ):
        assert is_written_out(in_both(warning_text(an_offer(), warning)))
    rule = compile_rule({"all": [{"spend_at_least_wan": amount}]})
    instrument = an_instrument(eligible=rule)
    assert is_written_out(show_rule(content, instrument, rule, in_both))


@pytest.mark.parametrize("amount", AMOUNTS)
def test_what_holds_a_level_back_is_written_out(content: Content, amount: float) -> None:
    tiers = replace(content.standards.tiers, above_size_revenue_wan=amount)
    above_size = LevelCondition(1, ConditionKind.ABOVE_SIZE)
    points = content.standards.points
    messages: list[Text] = [
        hold_message(tiers, Hold(1, HoldKind.CONDITION, 0.0, 1.0, condition=above_size)),
        hold_message(points, Hold(1, HoldKind.POINTS, amount, amount)),
        hold_message(points, Hold(1, HoldKind.SCENES, amount, amount)),
    ]
    assert all(is_written_out(in_both(message)) for message in messages)


@pytest.mark.parametrize("amount", AMOUNTS)
def test_limits_of_faults_are_written_out(amount: float) -> None:
    fault = Fault("/budget_wan", "out-of-range", {"low": 0, "high": amount})
    for language in Language:
        assert is_written_out(show_fault(fault, language))

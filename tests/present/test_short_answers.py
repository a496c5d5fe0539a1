"""What an answer may weigh, in every case that the content and the firms of the tests make."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest

from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.retrofit.follow_up.feedback import KnownPackages
from diagnosis.domain.retrofit.plan.kept_plan import KeptPlan
from diagnosis.domain.text import Language
from diagnosis.optimiser.planner import Planner
from diagnosis.present.promotion.preview import show_preview
from diagnosis.present.retrofit import support
from diagnosis.present.say import in_language
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.promotion.preview import preview_plan
from diagnosis.services.read.firm_claims import FirmClaims
from diagnosis.services.read.plan_request import read_plan_request
from diagnosis.services.retrofit.firm_plan import plan_firm
from diagnosis.services.retrofit.plan_values import values_of
from diagnosis.services.retrofit.planned_work import planned_work
from diagnosis.services.retrofit.support import SupportMatch, find_support
from tests.builders import EXAMPLES, an_example
from tests.builders.firms import budgets_for, usual_firms

NAMES = sorted(path.stem for path in EXAMPLES.glob("*.json"))
LAMPS = "zhongshan-lamp-maker"
LANGUAGES = tuple(in_language(language) for language in Language)
SUPPORT_MOST = 20_000 - 200
"""Bytes; two ids stand beside a match in an answer."""
PLAN_MOST, PAIR_MOST = 40_000, 60_000
"""Bytes of a plan with cases near to the firm, and of two plans beside each other."""
LEAST_IN_FULL = 3
"""So many packages of a plan, the first to start, are told in full whatever stands beside."""
TRADES = Path(__file__).resolve().parents[2] / "knowledge" / "trades"
DAYS = (date(2025, 1, 6), date(2026, 1, 5), date(2026, 11, 26), date(2027, 6, 1))


def a_real_plan(content: Content, sheet: Sheet, on: date, **wish: Any) -> KeptPlan:
    """Return the plan of a sheet that starts on a day."""
    request = read_plan_request(content, wish | {"starts_on": on.isoformat()}, on)
    return values_of(content, plan_firm(content, Planner(), sheet, request, KnownPackages()))


def a_match(content: Content, sheet: Sheet, plan: KeptPlan, on: date) -> SupportMatch:
    """Return the support for a plan on a day."""
    work = planned_work(content, plan, on, FirmClaims())
    return find_support(content, sheet.enterprise, FirmClaims(), on=on, work=work)


def weights(content: Content, match: SupportMatch) -> list[int]:
    """Return what a match weighs in each language, bytes."""
    shown = (support.show_support(content, match, say) for say in LANGUAGES)
    return [len(orjson.dumps(each)) for each in shown]


@pytest.mark.parametrize("name", NAMES)
def test_support_is_20_kb_at_most_for_every_budget_and_day(content: Content, name: str) -> None:
    sheet = read(content, an_example(name))
    for budget in (5, 60, 250, None):
        plan = a_real_plan(content, sheet, DAYS[0], budget_wan=budget)
        for on in DAYS:
            assert max(weights(content, a_match(content, sheet, plan, on))) <= SUPPORT_MOST


def test_support_is_20_kb_at_most_in_every_place(content: Content) -> None:
    """With a plan for which the most is open, in whatever city and district."""
    sheet = read(content, an_example(LAMPS))
    plan = a_real_plan(content, sheet, DAYS[0], budget_wan=60)
    for place in content.codes.places:
        there = replace(sheet, enterprise=replace(sheet.enterprise, city=place))
        for on in DAYS[:3:2]:
            assert max(weights(content, a_match(content, there, plan, on))) <= SUPPORT_MOST, place


def test_what_must_stand_leaves_room_below_20_kb(
    content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With everything left out that may be: what matches can grow by before a limit is broken."""
    monkeypatch.setattr(support, "SUPPORT_BYTES", 0)
    sheet = read(content, an_example(LAMPS))
    plan = a_real_plan(content, sheet, DAYS[0], budget_wan=60)
    for place in content.codes.places:
        there = replace(sheet, enterprise=replace(sheet.enterprise, city=place))
        assert max(weights(content, a_match(content, there, plan, DAYS[0]))) <= 16_000, place


def test_the_least_useful_conditions_are_left_out_first_and_that_is_said(
    content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = read(content, an_example(LAMPS))
    match = a_match(content, sheet, a_real_plan(content, sheet, DAYS[0], budget_wan=60), DAYS[0])
    say = LANGUAGES[1]
    whole = support.show_support(content, match, say, details=True)
    weight = len(orjson.dumps(support.show_support(content, match, say)))
    for most in (weight - 1, weight - 2_000):
        monkeypatch.setattr(support, "SUPPORT_BYTES", most)
        short = support.show_support(content, match, say)
        assert len(orjson.dumps(short)) <= most
        assert any("details=true" in notice for notice in short["notices"])
        rows, full = (
            [row for group in shown["groups"] for row in group["instruments"]]
            for shown in (short, whole)
        )
        flags = [row["in_full"] for row in rows]
        assert any(flags) and [row["id"] for row in rows] == [row["id"] for row in full]
        for row, other in zip(rows, full, strict=True):
            kept = ("id", "name", "most_wan", "deadline", "estimate_wan", "rule", "to_settle")
            names = (*kept, "open_questions", "warnings") if row["in_full"] else kept
            assert [row[name] for name in names] == [other[name] for name in names]
    assert all(row["in_full"] for row in whole["refused"])
    assert not any(row["in_full"] for row in short["refused"] if row["reasons"])


@pytest.mark.parametrize("trade", sorted(path.stem for path in TRADES.glob("*.yaml")))
def test_every_part_of_a_preview_is_short(content: Content, trade: str) -> None:
    """Of three firms of each trade at a tight budget, a good one and none."""
    for firm in (firm for firm in usual_firms(content) if firm.trade == trade):
        for budget in budgets_for(firm.employees):
            body: dict[str, Any] = {
                "sheet": firm.raw,
                "roadmap": {"budget_wan": budget, "budgets_wan": [30, 100]},
                "what_if": {"roadmap": {"budget_wan": 2 * budget if budget else 50}},
                "support": True,
                "cases": True,
            }
            preview = preview_plan(content, Planner(), body, DAYS[2])
            for say in LANGUAGES:
                hold_to_lengths(show_preview(content, preview, say))


def hold_to_lengths(shown: dict[str, Any]) -> None:
    """Fail where a part of a preview is longer than it may be, or tells too little of the plan."""
    weight = {name: len(orjson.dumps(part)) for name, part in shown.items()}
    assert weight["roadmap"] + weight["cases"] <= PLAN_MOST
    assert weight["support"] <= SUPPORT_MOST
    assert weight["roadmap"] + weight["what_if"] + weight["comparison"] <= PAIR_MOST
    cards = [card for phase in shown["roadmap"]["phases"] for card in phase["packages"]]
    cards.sort(key=lambda card: float(card["start_month"]))
    assert all(card["in_full"] for card in cards[:LEAST_IN_FULL])
    assert all(card["reason"] and card["first_step"] for card in cards)


def test_a_what_if_tells_why_only_of_what_is_its_alone(content: Content) -> None:
    body = {
        "sheet": an_example(LAMPS),
        "roadmap": {"budget_wan": 20},
        "what_if": {"roadmap": {"budget_wan": 90}},
    }
    short, full = (
        show_preview(
            content,
            preview_plan(content, Planner(), body | {"details": details}, DAYS[2]),
            LANGUAGES[0],
        )
        for details in (False, True)
    )
    alone = {row["id"] for row in short["comparison"]["only_second"]}
    cards = [card for phase in short["what_if"]["phases"] for card in phase["packages"]]
    assert alone and len(cards) > len(alone)
    for card in cards:
        assert (card["reason"] is not None) is (card["id"] in alone)
        assert (card["first_step"] is not None) is (card["id"] in alone)
    assert short["what_if"]["details"] is None
    whole = full["what_if"]["details"]
    assert full["what_if"] == short["what_if"] | {"details": whole}
    assert all(card["in_full"] for phase in whole["phases"] for card in phase["packages"])
    for name, value in short["what_if"].items():
        assert name in ("phases", "details") or value == whole[name]

"""What an answer may weigh, in every case that the content and the firms of the tests make."""

from dataclasses import replace
from datetime import date
from typing import Any

import orjson
import pytest

from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.retrofit.follow_up.feedback import KnownPackages
from diagnosis.domain.retrofit.plan.kept_plan import KeptPlan
from diagnosis.domain.text import Language
from diagnosis.optimiser.planner import Planner
from diagnosis.present.retrofit import support
from diagnosis.present.say import in_language
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.read.firm_claims import FirmClaims
from diagnosis.services.read.plan_request import read_plan_request
from diagnosis.services.retrofit.firm_plan import plan_firm
from diagnosis.services.retrofit.plan_values import values_of
from diagnosis.services.retrofit.planned_work import planned_work
from diagnosis.services.retrofit.support import SupportMatch, find_support
from tests.builders import EXAMPLES, an_example

NAMES = sorted(path.stem for path in EXAMPLES.glob("*.json"))
LAMPS = "zhongshan-lamp-maker"
LANGUAGES = tuple(in_language(language) for language in Language)
SUPPORT_MOST = 20_000 - 200
"""Bytes; two ids stand beside a match in an answer."""
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
        for on in DAYS:
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
    for most in (weight - 1, weight - 3_000):
        monkeypatch.setattr(support, "SUPPORT_BYTES", most)
        short = support.show_support(content, match, say)
        assert len(orjson.dumps(short)) <= most
        assert any("details=true" in notice for notice in short["notices"])
        rows, full = (
            [row for group in shown["groups"] for row in group["instruments"]]
            for shown in (short, whole)
        )
        flags = [row["in_full"] for row in rows]
        assert flags[0] and [row["id"] for row in rows] == [row["id"] for row in full]
        for row, other in zip(rows, full, strict=True):
            kept = ("id", "name", "most_wan", "deadline", "estimate_wan", "rule", "to_settle")
            names = (*kept, "open_questions", "warnings") if row["in_full"] else kept
            assert [row[name] for name in names] == [other[name] for name in names]
    assert all(row["in_full"] for row in whole["refused"])
    assert not any(row["in_full"] for row in short["refused"] if row["reasons"])

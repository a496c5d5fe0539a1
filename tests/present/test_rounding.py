"""Numbers are rounded once, half up, at the edge: in JSON by quantity, for people by lines too."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.domain.retrofit.catalogue.amounts import Money, total_of
from diagnosis.domain.retrofit.plan.hints import DearForTheFirm, FewAnswered
from diagnosis.domain.scoring.trace import trace
from diagnosis.domain.scoring.verdict import Hold, HoldKind, TooFewAnswers
from diagnosis.domain.text import Language
from diagnosis.optimiser.planner import Planner
from diagnosis.present import numbers
from diagnosis.present.promotion.preview import show_preview
from diagnosis.present.retrofit.hints import hint_text
from diagnosis.present.say import in_language
from diagnosis.present.scoring.diagnosis import show_diagnosis
from diagnosis.present.scoring.level_lines import level_lines, written, written_dimension
from diagnosis.present.scoring.levels import show_levels
from diagnosis.present.scoring.standard import show_standard
from diagnosis.present.scoring.trace import show_trace
from diagnosis.present.scoring.verdict_words import hold_message, why_no_level
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.promotion.preview import preview_plan
from diagnosis.services.scoring.diagnose import diagnose
from tests.builders import random_sheet, read_random
from tests.fakes.estimator import FakeEstimator

SAY = in_language(Language.EN)
ENDS = ("low", "mid", "high")
TODAY = date(2026, 11, 23)
OWN_ANSWERS = {"answer", "ignored"}
"""Where the caller's own answers stand, as they were written."""
SEEDS = st.integers(0, 2**32 - 1)


def numbers_of(shown: Any, *path: str) -> Iterator[tuple[tuple[str, ...], float]]:
    """Yield every number with a point, as a reader of the JSON finds it, and where it stands."""
    if isinstance(shown, dict):
        for name, below in shown.items():
            yield from numbers_of(below, *path, name)
    elif isinstance(shown, list):
        for below in shown:
            yield from numbers_of(below, *path)
    elif isinstance(shown, float) and not OWN_ANSWERS.intersection(path):
        yield path, shown


def hold_to_decimals(shown: Any) -> None:
    """Fail where a number has a binary tail: over two decimals in money and work, else nine."""
    for path, value in numbers_of(orjson.loads(orjson.dumps(shown))):
        to_cents = any("_wan" in name or name == "people_months" for name in path)
        most = 2 if to_cents else 9
        assert -Decimal(repr(value)).as_tuple().exponent <= most, (path, value)
        assert str(value) != "-0.0", path


@settings(max_examples=60)
@given(SEEDS, st.sampled_from([0.0, 0.05, 0.4]), st.floats(0, 1e6))
def test_no_diagnosis_has_a_binary_tail(
    content: Content, seed: int, blanks: float, revenue: float
) -> None:
    raw = random_sheet(content, seed, blanks=blanks, cuts=0.3)
    raw["enterprise"]["revenue_wan"] = revenue
    sheet = read(content, raw)
    diagnosis = diagnose(content, sheet, estimator=FakeEstimator())
    hold_to_decimals(show_diagnosis(content, diagnosis, SAY))
    hold_to_decimals(show_levels(content, diagnosis))
    hold_to_decimals(show_trace(content, trace(content.standards, sheet, diagnosis.verdicts), SAY))


@settings(max_examples=6)
@given(
    SEEDS,
    st.sampled_from(["gbt-39116-2020", "miit-sme-2024", "ai-readiness", "smart-factory-2025"]),
    st.floats(1, 300),
)
def test_no_plan_has_a_binary_tail(
    content: Content, seed: int, standard: str, budget: float
) -> None:
    wish = {
        "budget_wan": budget, "target": standard, "budgets_wan": [budget / 7, budget * 3],
        "starts_on": "2027-01-04",
    }  # fmt: skip
    preview = preview_plan(
        content,
        Planner(),
        {
            "sheet": random_sheet(content, seed, blanks=0.05),
            "roadmap": wish,
            "what_if": {"roadmap": {"budget_wan": budget / 3}},
            "facts": {"equipment_wan": budget / 7, "listed": {"sme-pilot-list": True}},
            "support": True,
            "cases": True,
            "details": True,
        },
        TODAY,
    )
    shown = show_preview(content, preview, SAY)
    hold_to_decimals(shown)
    plans = (shown["roadmap"], shown["what_if"]["details"])
    for plan in plans:
        assert plan["three_years_wan"]["mid"] <= plan["budget_wan"]
        hold_sums(plan)
    for name, money in shown["comparison"]["money"].items():
        for end in ENDS:
            assert [plan[name][end] for plan in plans] == [
                money[end]["first"], money[end]["second"]
            ]  # fmt: skip


def hold_sums(plan: Any) -> None:
    """Fail where a total is not the sum of the rows that are shown, to the cent."""
    cards = [card for phase in plan["phases"] for card in phase["packages"]]
    for name in ("build_wan", "run_wan_per_year", "three_years_wan"):
        for end in ENDS:
            total = Decimal(repr(plan[name][end]))
            assert total == sum(Decimal(repr(card[name][end])) for card in cards), name
    for row in (*cards, plan):
        for end in ENDS:
            build, run, total = (
                Decimal(repr(row[name][end]))
                for name in ("build_wan", "run_wan_per_year", "three_years_wan")
            )
            assert build + 3 * run == total
    for end in ENDS:
        built = sum(Decimal(repr(year["build_wan"][end])) for year in plan["account"])
        assert built == Decimal(repr(plan["build_wan"][end]))
        for year in plan["account"]:
            parts = (Decimal(repr(year[name][end])) for name in ("build_wan", "run_wan"))
            assert sum(parts) == Decimal(repr(year["total_wan"][end]))


def test_standards_have_no_binary_tail(content: Content) -> None:
    for standard in content.standards:
        hold_to_decimals(show_standard(content, standard, SAY))


@pytest.mark.parametrize(
    ("value", "cents"),
    [(0.125, 0.13), (2.675, 2.68), (1.005, 1.01), (8, 8.0), (-0.001, 0.0), (119.487, 119.49)],
)
def test_money_is_rounded_half_up_to_the_cent(value: float, cents: float) -> None:
    assert numbers.wan(value) == cents and type(numbers.wan(value)) is float
    assert str(numbers.wan(value)) != "-0.0"


def test_totals_for_people_are_sums_of_their_rows() -> None:
    """Each of three thirds is 0.33 for a reader, and they make 0.99."""
    total = total_of([Money(0.1, 1 / 3, 1.005)] * 3)
    assert [numbers.amount(end) for end in (total.low, total.mid, total.high)] == [
        "0.3",
        "0.99",
        "3.03",
    ]
    assert total_of([]) == Money()


@given(st.floats(0, 1e6))
def test_what_has_to_suffice_does_and_what_is_proven_is(value: float) -> None:
    enough, proven = numbers.wan_enough(value), numbers.wan_proven(value)
    assert proven - 1e-9 <= value <= enough + 1e-9
    assert enough - proven < 0.010001


def test_nothing_known_stays_nothing_known() -> None:
    assert numbers.wan(None) is numbers.score(None) is numbers.position(None) is None


@given(st.floats(0, 1), st.sampled_from([0.05, 0.5, 0.8, 0.96]), st.integers(0, 2))
def test_no_share_is_rounded_onto_a_line_it_missed(value: float, line: float, digits: int) -> None:
    text = numbers.percent(value, digits, lines=(line,))
    shown, at = Decimal(text), Decimal(str(line)) * 100
    if value < line - 1e-9:
        assert shown < at
    elif value > line:
        assert shown >= at
    above = Decimal(numbers.percent(value, digits, limits=(line,)))
    assert above > at or value <= line + 1e-9
    assert abs(float(shown) - value * 100) <= 0.5 * 10**-digits + 1e-9


def test_79_96_per_cent_stays_below_80(content: Content) -> None:
    staged, points, _, gated = content.standards
    total = Hold(1, HoldKind.TOTAL, 0.7996, 0.8)
    assert hold_message(staged, total).en == "Level 1 asks for 80% overall; it is 79.96%."
    (first, *_) = staged.subdomains
    part = Hold(1, HoldKind.DIMENSION, 0.996, 1.0, about=first.id, costs=0.0002)
    assert (
        "meets 99.6% of level 1; that costs 0.02 percentage points"
        in hold_message(staged, part).en
    )
    assert "it is 1.797." in hold_message(gated, Hold(2, HoldKind.TOTAL, 1.797, 1.8)).en
    gate = Hold(2, HoldKind.GATE, 0.9996, 1.0, about="data")
    assert hold_message(gated, gate).en.endswith("at least 1, now 0.9996.")
    assert [written(staged, score) for score in (0.7996, 0.8, 1.804)] == ["0.7996", "0.80", "1.80"]
    assert [written(points, score) for score in (39.996, 40.0)] == ["39.996", "40.00"]
    assert written_dimension(gated, 1.999) == "1.999"
    assert level_lines(gated) == (0.8, 1.8, 2.8, 3.8, 4.8)


def test_a_coverage_below_the_minimum_is_not_said_to_be_it(content: Content) -> None:
    verdict = diagnose(content, read_random(content, 1)).verdicts[0]
    few = replace(verdict, level=None, no_level=TooFewAnswers(0.79963, 0.8))
    text = why_no_level(few)
    assert text is not None
    assert (
        text.en
        == "Definite answers carry 79.96 % of the weight, less than 80 %: provisional only."
    )


def test_hints_keep_to_their_side(content: Content) -> None:
    dear = hint_text(content, DearForTheFirm(130.2, 2600.0), "miit-sme-2024").en
    assert dear.startswith("130.2 万元 is more than 5% of a year's revenue (about 5.01 %)")
    year = hint_text(content, DearForTheFirm(130.2, 2600.0, 2), "miit-sme-2024")
    assert year.zh.startswith(
        "花钱最多的是第 2 年，建设加运行要付 130.2 万元，超过贵厂一年营收的 5%"
    )
    few = hint_text(content, FewAnswered(0.79963, 0.8), "miit-sme-2024").en
    assert "79.96 % by weight; 80 % are needed" in few


@pytest.mark.parametrize(
    ("value", "digits", "lines", "text"),
    [
        (2.675, 2, (), "2.68"),
        (0.125, 2, (), "0.13"),
        (1.8, 2, (1.8,), "1.80"),
        (1.7999999999, 2, (1.8,), "1.800000000"),
        (1.79999999, 2, (1.8,), "1.79999999"),
        (1.8000001, 2, (1.8,), "1.80"),
    ],
)
def test_decimals_for_people(
    value: float, digits: int, lines: tuple[float, ...], text: str
) -> None:
    assert numbers.decimals(value, digits, lines=lines) == text

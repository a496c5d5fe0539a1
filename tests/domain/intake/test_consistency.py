"""Checks between answers and facts: each trips on its pair and on nothing else."""

from typing import Any, NamedTuple

import pytest

from diagnosis.domain.intake.consistency import Inconsistency, Severity, inconsistencies
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from tests.builders import a_sheet, an_enterprise, an_example, every

YEAR = 2026
LINKS = (
    "plant", "product", "process", "production-management", "production-operation", "business",
    "service", "supply-chain",
)  # fmt: skip
LADDERS_AT_TWO = dict.fromkeys(
    ["strategy-plan", "skills-team", "data-collection", "data-standards", "network-coverage",
     "network-protection", "planning-materials", "energy-saving", "sales-forecast"], 2,
)  # fmt: skip
NO_MODEL = {f"scenes-model-{link}": ["none"] for link in LINKS}
NETWORKED, DIGITAL = "miit-equipment-networked", "miit-equipment-digital"
COLLECTED = ["quality", "equipment", "energy", "finance"]
USE, MODEL = "scenes-use-production-management", "scenes-model-production-management"


class Pair(NamedTuple):
    """A check, what trips it and a near miss that does not, with facts where they matter."""

    check: str
    trips: dict[str, Any]
    near: dict[str, Any]
    firm: dict[str, Any] | None = None
    near_firm: dict[str, Any] | None = None
    period: int | None = None
    near_period: int | None = None
    business: dict[str, Any] | None = None
    near_business: dict[str, Any] | None = None


def share(part: float, whole: float) -> dict[str, float]:
    return {"part": part, "whole": whole}


def a_raw_sheet(answers: Any, firm: Any, period: int | None, business: Any) -> Any:
    facts = an_enterprise(**(firm or {}))
    return a_sheet(answers=answers, enterprise=facts, period=period, business=business)


def tripped(
    content: Content,
    answers: Any,
    firm: Any = None,
    period: int | None = None,
    business: Any = None,
) -> list[Inconsistency]:
    raw = a_raw_sheet(answers, firm, period, business)
    return inconsistencies(content.checks, read(content, raw), YEAR)


def names(all_of_them: list[Inconsistency]) -> list[str]:
    return [inconsistency.check.id for inconsistency in all_of_them]


def areas(*at_zero: str) -> dict[str, float]:
    """Return the ladder items of some of the 14 activities at 0."""
    return dict.fromkeys(at_zero, 0)


PAIRS = [
    # 26 million yuan entered as yuan, with 60 people: 433,333 a head; 5,000 × 60 is the line.
    Pair("revenue-per-head-high", {}, {}, {"revenue_wan": 26e6}, {"revenue_wan": 300_000}),
    Pair("revenue-per-head-low", {}, {}, {"revenue_wan": 0.26}, {"revenue_wan": 12}),
    Pair(
        "revenue-high-without-people",
        {},
        {},
        {"revenue_wan": 26e6, "employees": None},
        {"revenue_wan": 26e6, "employees": 80_000},  # 325 a head: a firm that large
    ),
    Pair("revenue-without-people", {}, {}, {"employees": 0}, {"employees": 1}),
    Pair(
        "funding-revenue-differs",
        {"miit-funding": share(45, 99_999)},
        {"miit-funding": share(45, 13_000)},  # exactly five times 2,600
    ),
    Pair(
        "funding-revenue-per-head-high",
        {"miit-funding": share(450_000, 26e6)},
        {"miit-funding": share(45, 2600)},
        {"revenue_wan": None},
    ),
    Pair(
        "funding-share-high",
        {"miit-funding": share(790, 2600)},
        {"miit-funding": share(780, 2600)},  # 30 %
    ),
    Pair(
        "machine-totals-differ",
        {DIGITAL: share(5, 38), NETWORKED: share(30, 300)},
        {DIGITAL: share(12, 38), NETWORKED: share(12, 40)},  # 5 % of 40
    ),
    Pair("machines-per-head", {DIGITAL: share(5, 3001)}, {DIGITAL: share(5, 3000)}),
    Pair(
        "networked-beyond-digital",
        {NETWORKED: share(13, 40), DIGITAL: share(12, 40)},
        {NETWORKED: share(12, 40), DIGITAL: share(12, 40)},
    ),
    Pair(
        "production-type-in-discrete-trade",
        {},
        {},
        {"industry": "C3872", "production_type": "process"},
        {"industry": "C136", "production_type": "process"},
    ),
    Pair(
        "production-type-in-process-trade",
        {},
        {},
        {"industry": "C2511", "production_type": "discrete"},
        {"industry": "C2511", "production_type": None},
    ),
    Pair("period-in-the-future", {}, {}, period=YEAR + 1, near_period=YEAR),
    Pair(  # 200,000 yuan entered as yuan
        "budget-beyond-revenue",
        {},
        {},
        business={"yearly_budget_wan": 200_000},
        near_business={"yearly_budget_wan": 2600},
    ),
    Pair(
        "own-transport-left-to-others",
        {"logistics-tracking": {"not_applicable": "outsourced-logistics"}},
        {"logistics-tracking": {"not_applicable": "outsourced-logistics"}},
        business={"traits": {"own_transport": True}},
        near_business={"traits": {"own_transport": False}},
    ),
    Pair(
        "service-duty-denied",
        {"service-management": {"not_applicable": "no-service-duty"}},
        {"service-management": {"not_applicable": "service-by-group"}},
        business={"traits": {"duty_to_service": True}},
        near_business={"traits": {"duty_to_service": True}},
    ),
    Pair(
        "no-ai-yet-models",
        {"ai-in-use": "none", "ai-scene-depth": 2},
        {"ai-in-use": "trial", "ai-scene-depth": 2},
    ),
    Pair(
        "daily-ai-without-use",
        {"ai-in-use": "daily", "ai-scene-depth": 1, "ai-scene-spread": 0},
        {"ai-in-use": "daily", "ai-scene-depth": 2, "ai-scene-spread": 1},
    ),
    Pair(
        "risks-controlled-without-rules",
        {"declared-security": "yes", "security-rules": 0.5, "security-protection": 0},
        {"declared-security": "yes", "security-rules": 1, "security-protection": 0},
    ),
    Pair(
        "optimised-without-model",
        {"process-optimisation": 4, "ai-models": 1},
        {"process-optimisation": 4, "ai-models": 2},
    ),
    Pair(
        "digital-inspection-without-equipment",
        {"quality-management": 3, "quality-inspection": 1, "production-traceability": 2},
        {"quality-management": 3, "quality-inspection": 1, "production-traceability": 3},
    ),
    Pair(
        "integrated-scene-without-system",
        {"miit-systems": "none", "quality-management": 2},
        {"miit-systems": "none", "quality-management": 1.8},
    ),
    Pair(
        "systems-beyond-areas",
        {"miit-systems": "all"} | areas("hr-management", "energy-management", "safety-management"),
        # A subcontractor without design and sales of its own: two of the others stand at 0.
        {"miit-systems": "all"}
        | areas("hr-management", "energy-management", "design-management", "sales-management"),
    ),
    Pair(
        "areas-beyond-systems",
        {"miit-systems": "one", "sales-management": 2, "finance-management": 2}
        | {"hr-management": 2},
        {"miit-systems": "one", "sales-management": 2, "finance-management": 2},
    ),
    Pair(
        "data-into-no-system",
        {"miit-systems": "none", "miit-collection": COLLECTED[:3]},
        {"miit-systems": "none", "miit-collection": COLLECTED[:2]},
    ),
    Pair(
        "collection-without-links",
        {"miit-collection": ["none"], "data-collection": 2},
        {"miit-collection": ["none"], "data-collection": "not_known"},
    ),
    Pair(
        "links-without-collection",
        {"miit-collection": COLLECTED, "data-collection": 0.5},
        {"miit-collection": COLLECTED[:3], "data-collection": 0},
    ),
    Pair(
        "collected-yet-not-recorded",
        {"miit-collection": ["energy"], "energy-management": 0},
        {"miit-collection": ["hr"], "hr-management": 0},  # a face clock beside paper files
    ),
    Pair(
        "tracing-without-collection",
        {"production-traceability": 3, "data-collection": 0},
        {"production-traceability": 2.8, "data-collection": 0},
    ),
    Pair(
        "monitoring-without-network",
        {NETWORKED: share(0, 40), "equipment-monitoring": 3},
        {NETWORKED: share(1, 40), "equipment-monitoring": 3},
    ),
    Pair(
        "networked-but-not-watched",
        {NETWORKED: share(21, 40), "equipment-monitoring": 0},
        {NETWORKED: share(20, 40), "equipment-monitoring": 0},
    ),
    Pair(
        "digital-machines-by-hand",
        {DIGITAL: share(33, 40), "equipment-automation": 0.5},
        {DIGITAL: share(33, 40), "equipment-automation": 0.8},
    ),
    Pair(
        "automatic-without-machines",
        {DIGITAL: share(2, 40), "equipment-automation": 3},
        {DIGITAL: share(3, 40), "equipment-automation": 3},
    ),
    Pair(
        "automatic-steps-without-machines",
        {DIGITAL: share(0, 40), "equipment-automation": 2},
        {DIGITAL: share(0, 40), "equipment-automation": 1.8},
    ),
    Pair(
        "watched-machines-run-alone",
        {"equipment-monitoring": 3, "integration-equipment": 0},
        {"equipment-monitoring": 3, "integration-equipment": 0.5},
    ),
    Pair(
        "machines-on-no-network",
        {NETWORKED: share(1, 40), "miit-network": ["none"]},
        {NETWORKED: share(0, 40), "miit-network": ["none"]},
    ),
    Pair(
        "joined-machines-not-networked",
        {NETWORKED: share(0, 40), "integration-equipment": 3},
        {NETWORKED: share(0, 40), "integration-equipment": 2.8},
    ),
    Pair(
        "shop-network-without-network",
        {"miit-network": ["none"], "network-coverage": 2},
        {"miit-network": ["none"], "network-coverage": 1.8},
    ),
    Pair(
        "full-coverage-without-network",
        {"miit-network": ["full-coverage"], "network-coverage": 0},
        {"miit-network": ["control-network"], "network-coverage": 0},
    ),
    Pair(
        "plan-without-looking",
        {"miit-planning": "none", "strategy-plan": 2},
        {"miit-planning": "none", "strategy-plan": 0.8},
    ),
    Pair(
        "systems-without-looking",
        {"miit-planning": "none", "miit-systems": "over-80"},
        {"miit-planning": "none", "miit-systems": "two-or-more"},
    ),
    Pair(
        "changed-without-systems",
        {"miit-planning": "changed-mode", "miit-systems": "none"},
        {"miit-planning": "point-retrofits", "miit-systems": "none"},
    ),
    Pair(
        "plan-without-paper",
        {"miit-planning": "plan", "strategy-plan": 0},
        {"miit-planning": "point-retrofits", "strategy-plan": 0},
    ),
    Pair(
        "retrofits-without-money",
        {"miit-planning": "changed-mode", "miit-funding": share(0, 2600)},
        {"miit-planning": "changed-mode", "miit-funding": share(0.5, 2600)},
    ),
    Pair(
        "people-differ",
        {"miit-talent": ["staff", "training"], "skills-team": 0},
        {"miit-talent": ["staff"], "skills-team": 0},
    ),
    Pair(
        "department-of-a-handful",
        {"miit-talent": ["staff", "posts"]},
        {"miit-talent": ["staff", "training"]},
        {"employees": 4, "revenue_wan": 300},
    ),
    Pair(
        "security-rules-without-rules",
        {"miit-network-security": ["none"], "security-protection": 2},
        {"miit-network-security": ["none"], "security-protection": 0.8},
    ),
    Pair(
        "security-rules-missing",
        {"miit-network-security": ["rules"], "security-rules": 0},
        {"miit-network-security": ["products"], "security-rules": 0},
    ),
    Pair(
        "data-security-differs",
        {"miit-data-security": ["none"], "data-standards": 2},
        {"miit-data-security": ["none"], "security-protection": 1},  # copies made by hand
    ),
    Pair(
        "data-order-differs",
        {"miit-mechanisms": ["data-rules"], "data-standards": 0},
        {"miit-mechanisms": ["workflow"], "data-standards": 0},
    ),
    Pair(
        "mechanisms-without-rules",
        {"miit-mechanisms": ["none"], "skills-team": 3},
        {"miit-mechanisms": ["none"], "skills-team": 2.8},
    ),
    Pair(
        "model-beyond-use",
        {"scenes-use-plant": ["plant-planning"], "scenes-model-plant": ["plant-twin"]},
        {"scenes-use-plant": ["plant-twin"], "scenes-model-plant": ["plant-twin"]},
    ),
    Pair(
        "scene-beyond-ladder",
        {USE: ["shop-scheduling"], "planning-scheduling": 0.5},
        {USE: ["shop-scheduling"], "planning-scheduling": 0.8},
    ),
    Pair(
        "ladder-beyond-scenes",
        {USE: ["none"], "production-control": 2},
        {USE: ["none"], "production-control": 1.8},
    ),
    Pair(
        "ai-in-use-without-model",
        {"ai-scene-depth": 3, "ai-models": 1},
        {"ai-scene-depth": 3, "ai-models": 1.5},
    ),
    Pair(
        "ai-without-compute",
        {"ai-scene-depth": 2, "ai-compute": 0},
        {"ai-scene-depth": 2, "ai-compute": 0.5},
    ),
    Pair(
        "ai-service-without-users",
        {"ai-skills": 0, "ai-compute": 1},
        {"ai-skills": 0, "ai-compute": 2},  # a computer in the plant that runs a model
    ),
    Pair(
        "ladder-ai-without-ai",
        {"ai-scene-depth": 0, "sales-management": 4},
        {"ai-scene-depth": 0, "sales-management": 3.8},
    ),
    Pair(
        "ai-beyond-scenes",
        {"ai-scene-depth": 4, **NO_MODEL},
        {"ai-scene-depth": 3.8, **NO_MODEL},
    ),
    Pair(
        "models-without-trial",
        {"ai-scene-depth": 0.8, USE: ["shop-scheduling"], MODEL: ["shop-scheduling"]},
        {"ai-scene-depth": 1, USE: ["shop-scheduling"], MODEL: ["shop-scheduling"]},
    ),
    Pair(
        "ai-spread-without-use",
        {"ai-scene-spread": 2, "ai-scene-depth": 0},
        {"ai-scene-spread": 1, "ai-scene-depth": 0},
    ),
    Pair(
        "ai-figures-without-use",
        {"ai-measuring": 2, "ai-scene-depth": 0},
        {"ai-measuring": 1.8, "ai-scene-depth": 0},
    ),
    Pair(
        "sets-without-records",
        {"ai-data-sets": 3, "ai-data-history": 0},
        {"ai-data-sets": 3, "ai-data-history": 0.5},
    ),
    Pair(
        "models-without-data",
        {"ai-models": 3, "ai-data-sets": 0},
        {"ai-models": 3, "ai-data-sets": 1},
    ),
    Pair(
        "ai-joined-without-integration",
        {"ai-scene-depth": 4, "integration-systems": 0},
        {"ai-scene-depth": 4, "integration-systems": 1},
    ),
    Pair(
        "joined-areas-without-integration",
        {"integration-systems": 0.5, "finance-management": 3},
        {"integration-systems": 0.8, "finance-management": 3},
    ),
    Pair(
        "integration-without-areas",
        {"integration-systems": 3, "warehouse-management": 0.5},
        {"integration-systems": 3, "warehouse-management": 0.8},
    ),
    Pair(
        "sister-ladders-differ",
        {"energy-saving": 2, "energy-management": 0},
        {"energy-saving": 2, "energy-management": 0.5},
    ),
    Pair(
        "pass-rate-without-inspection",
        {"miit-quality-result": "up", "quality-management": 0},
        {"miit-quality-result": "flat", "quality-management": 0},
    ),
    Pair(
        "same-position-everywhere",
        {**LADDERS_AT_TWO, "finance-management": 2},
        {**LADDERS_AT_TWO, "finance-management": 2.5},
    ),
]  # fmt: skip
MORE = [
    ("people-differ", {"miit-talent": ["none"], "skills-team": 2}),
    (
        "systems-beyond-areas",
        {"miit-systems": "over-80"}
        | areas("hr-management", "energy-management", "quality-management", "safety-management",
                "sales-management", "service-management"),
    ),
    ("scene-beyond-ladder", {"scenes-use-business": ["business-decision"], "data-decisions": 0}),
]  # fmt: skip
SILENT = [
    {NETWORKED: share(13, 40)},
    {"miit-systems": "one", "quality-management": 2},
    {"scenes-model-plant": ["plant-twin"]},
    {"scenes-use-plant": ["none"], "scenes-model-plant": ["none"]},
    dict.fromkeys(LADDERS_AT_TWO, 0),  # a workshop that has nothing yet
    {"ai-scene-depth": 4, **{name: NO_MODEL[name] for name in list(NO_MODEL)[1:]}},
    LADDERS_AT_TWO,
]  # fmt: skip


@pytest.mark.parametrize("pair", PAIRS, ids=[pair.check for pair in PAIRS])
def test_a_pair_trips_its_check_alone_and_a_near_miss_none(content: Content, pair: Pair) -> None:
    trips = tripped(content, pair.trips, pair.firm, pair.period, pair.business)
    assert names(trips) == [pair.check]
    firm = pair.firm if pair.near_firm is None else pair.near_firm
    assert names(tripped(content, pair.near, firm, pair.near_period, pair.near_business)) == []


@pytest.mark.parametrize(("check", "answers"), MORE)
def test_another_way_to_trip_a_check(content: Content, check: str, answers: Any) -> None:
    assert names(tripped(content, answers)) == [check]


@pytest.mark.parametrize("answers", SILENT)
def test_pair_that_may_both_be_true(content: Content, answers: Any) -> None:
    assert names(tripped(content, answers)) == []


def test_every_check_of_the_content_is_tried(content: Content) -> None:
    assert {pair.check for pair in PAIRS} == {check.id for check in content.checks}


@pytest.mark.parametrize("pair", PAIRS, ids=[pair.check for pair in PAIRS])
def test_a_tripped_check_points_at_what_it_is_about(content: Content, pair: Pair) -> None:
    raw = a_raw_sheet(pair.trips, pair.firm, pair.period, pair.business)
    ((check, pointers),) = [
        (each.check, each.pointers)
        for each in tripped(content, pair.trips, pair.firm, pair.period, pair.business)
    ]
    # A year that has not come contradicts the calendar alone, a revenue beyond all a head missing.
    alone = ("period-in-the-future", "revenue-high-without-people")
    assert len(set(pointers)) == len(pointers) >= (1 if pair.check in alone else 2)
    for where in pointers:
        value: Any = raw
        for part in where.split("/")[1:]:
            value = value[part]
        assert value is not None
    assert all(text for text in (check.message.zh, check.question.zh, check.question.en))


def test_without_a_year_no_period_lies_in_the_future(content: Content) -> None:
    sheet = read(content, a_sheet(period=2099))
    assert inconsistencies(content.checks, sheet) == []


def test_severities_are_told_apart(content: Content) -> None:
    """What rests on an estimated threshold is never called a contradiction."""
    severities = {check.basis: set() for check in content.checks}
    for check in content.checks:
        severities[check.basis].add(check.severity)
    assert severities["estimated"] == {Severity.DOUBT}
    assert Severity.CONTRADICTION in severities["wording"]


def test_a_tripped_check_names_its_items(content: Content) -> None:
    (same,) = tripped(content, every(content, "full", 2))
    assert (same.check.id, same.check.items) == ("same-position-everywhere", ())
    pair = next(check for check in content.checks if check.id == "plan-without-looking")
    assert pair.items == ("miit-planning", "strategy-plan", "strategy-organisation", "ai-plan")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("dongguan-mould-shop", []),
        ("foshan-furniture-maker", ["networked-beyond-digital"]),  # which it is meant to show
        ("shenzhen-electronics-plant", []),
        ("zhanjiang-process-plant", []),
        ("zhongshan-lamp-maker", []),
    ],
)
def test_the_examples_contradict_themselves_only_where_they_mean_to(
    content: Content, name: str, expected: list[str]
) -> None:
    sheet = read(content, an_example(name))
    assert names(inconsistencies(content.checks, sheet, YEAR)) == expected

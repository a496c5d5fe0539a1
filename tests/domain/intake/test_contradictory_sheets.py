"""Sheets that a consultant would stop at, and odd ones that are true and are let be."""

from typing import Any, NamedTuple

import pytest

from diagnosis.domain.intake.consistency import inconsistencies
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from tests.builders import a_sheet, an_enterprise

YEAR = 2026
NETWORKED, DIGITAL, FUNDING = "miit-equipment-networked", "miit-equipment-digital", "miit-funding"
SHOP, OPERATION = "scenes-use-production-management", "scenes-use-production-operation"


class Sheet(NamedTuple):
    """A firm and its answers; `check` is what a consultant would stop at."""

    about: str
    check: str
    answers: dict[str, Any]
    firm: dict[str, Any] | None = None
    period: int | None = None


class Odd(NamedTuple):
    """A firm that is odd and true."""

    about: str
    firm: dict[str, Any]
    answers: dict[str, Any]
    period: int | None = None


def share(part: float, whole: float) -> dict[str, float]:
    return {"part": part, "whole": whole}


def at(position: float, *items: str) -> dict[str, Any]:
    """Return ladder items at a position."""
    return dict.fromkeys(items, position)


def tripped(content: Content, answers: Any, firm: Any, period: int | None) -> list[str]:
    raw = a_sheet(answers=answers, enterprise=an_enterprise(**(firm or {})), period=period)
    sheet = read(content, raw)
    return [each.check.id for each in inconsistencies(content.checks, sheet, YEAR)]


CONTRADICTORY = [
    Sheet("revenue in yuan", "revenue-per-head-high", {}, {"revenue_wan": 18_000_000}),
    Sheet(
        "revenue in yuan, a goldsmith",
        "revenue-per-head-high",
        {},
        {"revenue_wan": 90_000_000, "employees": 200, "industry": "C2438"},
    ),
    Sheet(
        "revenue in yuan, nobody counted",
        "revenue-high-without-people",
        {},
        {"revenue_wan": 26_000_000, "employees": None},
    ),
    Sheet("revenue in 100 million", "revenue-per-head-low", {}, {"revenue_wan": 0.8}),
    Sheet(
        "headcount and revenue swapped",
        "revenue-per-head-low",
        {},
        {"employees": 2600, "revenue_wan": 60},
    ),
    Sheet("two people, half a billion", "revenue-per-head-high", {}, {
        "employees": 2, "revenue_wan": 50_000,
    }),
    Sheet("revenue and nobody", "revenue-without-people", {}, {"employees": 0}),
    Sheet("funding all in yuan", "funding-revenue-differs", {FUNDING: share(300_000, 26e6)}),
    Sheet(
        "funding in yuan, revenue unknown",
        "funding-revenue-per-head-high",
        {FUNDING: share(300_000, 26e6)},
        {"revenue_wan": None},
    ),
    Sheet("half of revenue on software", "funding-share-high", {FUNDING: share(1300, 2600)}),
    Sheet(
        "revenue of ten firms",
        "funding-revenue-differs",
        {FUNDING: share(200, 26_000)},
    ),
    Sheet(
        "two totals",
        "machine-totals-differ",
        {DIGITAL: share(12, 40), NETWORKED: share(8, 12)},
    ),
    Sheet("3,500 machines, 60 people", "machines-per-head", {DIGITAL: share(30, 3500)}),
    Sheet(
        "more networked than digital",
        "networked-beyond-digital",
        {DIGITAL: share(4, 40), NETWORKED: share(20, 40)},
    ),
    Sheet("a year to come", "period-in-the-future", {}, {}, YEAR + 3),
    Sheet(
        "a lamp maker that flows",
        "production-type-in-discrete-trade",
        {},
        {"industry": "C3872", "production_type": "process"},
    ),
    Sheet(
        "a steelworks piece by piece",
        "production-type-in-process-trade",
        {},
        {"industry": "C3120", "production_type": "discrete"},
    ),
    Sheet(
        "no system, yet joined ones",
        "integrated-scene-without-system",
        {"miit-systems": "none", "integration-systems": 3},
    ),
    Sheet(
        "all systems, every area at 0",
        "systems-beyond-areas",
        {"miit-systems": "all"}
        | at(0, "quality-management", "safety-management", "energy-management", "hr-management"),
    ),
    Sheet(
        "one system, seven areas managed",
        "areas-beyond-systems",
        {"miit-systems": "one"}
        | at(2, "sales-management", "procurement-management", "warehouse-management")
        | at(2.5, "finance-management", "quality-management", "hr-management"),
    ),
    Sheet(
        "no system, nine scenes",
        "data-into-no-system",
        {
            "miit-systems": "none",
            SHOP: ["smart-warehousing", "progress-tracking", "shop-scheduling"],
            OPERATION: ["precise-quality-tracing", "quick-changeover"],
        },
    ),
    Sheet(
        "no system, data enter it",
        "data-into-no-system",
        {"miit-systems": "none", "miit-collection": ["quality", "energy", "procurement", "hr"]},
    ),
    Sheet(
        "nothing collected, all traced",
        "collection-without-links",
        {"miit-collection": ["none"], "production-traceability": 3, "data-collection": 1},
    ),
    Sheet(
        "meters read by themselves, never read",
        "collected-yet-not-recorded",
        {"miit-collection": ["energy", "hr"], "energy-management": 0},
    ),
    Sheet(
        "gauges into a system, no records",
        "collected-yet-not-recorded",
        {"miit-collection": ["quality"], "quality-management": 0},
    ),
    Sheet(
        "no machine networked, settings collected",
        "monitoring-without-network",
        {NETWORKED: share(0, 40), "production-control": 3},
    ),
    Sheet(
        "no machine networked, all on a screen",
        "monitoring-without-network",
        {NETWORKED: share(0, 40), OPERATION: ["equipment-run-monitoring"]},
    ),
    Sheet(
        "no digital machine, CNC everywhere",
        "automatic-steps-without-machines",
        {DIGITAL: share(0, 25), "equipment-automation": 2.5},
    ),
    Sheet(
        "machines alone, seen from home",
        "watched-machines-run-alone",
        {"equipment-monitoring": 3.5, "integration-equipment": 0},
    ),
    Sheet(
        "no network, one plant-wide",
        "shop-network-without-network",
        {"miit-network": ["none"], "scenes-use-plant": ["digital-infrastructure"]},
    ),
    Sheet(
        "full coverage of the office",
        "full-coverage-without-network",
        {"miit-network": ["control-network", "full-coverage"], "network-coverage": 1},
    ),
    Sheet(
        "not considered, a head appointed",
        "plan-without-looking",
        {"miit-planning": "none", "strategy-organisation": 2},
    ),
    Sheet(
        "not considered, all systems",
        "systems-without-looking",
        {"miit-planning": "none", "miit-systems": "all"},
    ),
    Sheet(
        "sells its experience, has no software",
        "changed-without-systems",
        {"miit-planning": "exports-experience", "miit-systems": "none"},
    ),
    Sheet(
        "all systems for nothing",
        "retrofits-without-money",
        {"miit-systems": "all", FUNDING: share(0, 2600)},
    ),
    Sheet(
        "nobody, yet a department",
        "people-differ",
        {"miit-talent": ["none"], "strategy-organisation": 2},
    ),
    Sheet(
        "a digital department of three",
        "department-of-a-handful",
        {"miit-talent": ["staff", "posts", "ladder"]},
        {"employees": 3, "revenue_wan": 200},
    ),
    Sheet(
        "nothing for data, rules signed by all",
        "data-security-differs",
        {"miit-data-security": ["none"], "ai-data-leaving": 2},
    ),
    Sheet(
        "a ledger of data that lie about",
        "data-order-differs",
        {"miit-data-security": ["products", "ledger"], "data-standards": 0},
    ),
    Sheet(
        "no rules, a code for all",
        "mechanisms-without-rules",
        {"miit-mechanisms": ["none"], "data-standards": 3},
    ),
    Sheet(
        "a simulated product never tested",
        "scene-beyond-ladder",
        {"scenes-use-product": ["product-virtual-verification"], "design-simulation": 0},
    ),
    Sheet(
        "a smart store without a list",
        "scene-beyond-ladder",
        {SHOP: ["smart-warehousing"], "warehouse-management": 0},
    ),
    Sheet(
        "no scene, drawings in a system",
        "ladder-beyond-scenes",
        {"scenes-use-product": ["none"], "design-management": 3},
    ),
    Sheet(
        "no scene, suppliers in a system",
        "ladder-beyond-scenes",
        {"scenes-use-supply-chain": ["none"]}
        | at(2, "procurement-suppliers", "procurement-management"),
    ),
    Sheet(
        "AI plans purchases, no AI",
        "ladder-ai-without-ai",
        {"ai-scene-depth": 0, "procurement-management": 4},
    ),
    Sheet(
        "uses AI, nobody does",
        "ai-without-compute",
        {"ai-skills": 2, "ai-compute": 0},
    ),
    Sheet(
        "personal accounts of nobody",
        "ai-service-without-users",
        {"ai-skills": 0, "ai-compute": 1.5},
    ),
    Sheet(
        "a model tuned on paper",
        "models-without-data",
        {"ai-models": 4, "ai-data-history": 0, "ai-data-sets": 2},
    ),
    Sheet(
        "AI between systems that are none",
        "ai-joined-without-integration",
        {"ai-scene-depth": 4.5, "integration-systems": 0},
    ),
    Sheet(
        "books write themselves, orders typed again",
        "joined-areas-without-integration",
        {"finance-management": 3, "integration-systems": 0},
    ),
    Sheet(
        "all joined, buys by phone",
        "integration-without-areas",
        {"integration-systems": 3.5, "procurement-management": 0},
    ),
    Sheet(
        "each step in MES, nothing recorded",
        "sister-ladders-differ",
        {"production-control": 2, "data-collection": 0},
    ),
    Sheet(
        "complaints analysed, never noted",
        "sister-ladders-differ",
        {"service-customers": 3, "service-management": 0},
    ),
    Sheet(
        "better quality by feeling",
        "pass-rate-without-inspection",
        {"miit-quality-result": "up", "quality-management": 0},
    ),
    Sheet(
        "all alike",
        "same-position-everywhere",
        at(1, "strategy-plan", "skills-team", "data-collection", "data-standards", "hr-management")
        | at(1, "sales-forecast", "energy-saving", "safety-management", "network-coverage")
        | at(1, "quality-management"),
    ),
]  # fmt: skip

PAPER = at(1, "quality-management", "safety-management", "hr-management", "finance-management") | (
    at(1, "sales-management", "procurement-management", "data-collection", "production-control")
    | at(0, "strategy-plan", "strategy-organisation", "ai-scene-depth", "ai-plan", "energy-saving")
    | at(0.5, "warehouse-management", "maintenance-management", "integration-systems")
)
"""A small firm that writes things down."""
NO_AI = at(0, "ai-scene-depth", "ai-scene-spread", "ai-models", "ai-compute", "ai-skills")

ODD = [
    Odd(
        "six people make tools for 30 million yuan",
        {"employees": 6, "revenue_wan": 3000},
        PAPER
        | at(2, "design-management", "process-planning", "equipment-automation")
        | {
            DIGITAL: share(12, 14), NETWORKED: share(0, 14), "miit-network": ["none"],
            "equipment-monitoring": 1, "miit-systems": "two-or-more", FUNDING: share(180, 2700),
            "scenes-use-product": ["product-digital-design"],
            "scenes-use-process": ["process-digital-design"], "miit-talent": ["staff"],
        },
    ),
    Odd(
        "a seasonal food plant, counted in its quiet month",
        {"industry": "C1363", "production_type": "process", "employees": 40,
         "revenue_wan": 30_000},
        PAPER | {DIGITAL: share(6, 30), NETWORKED: share(2, 30), FUNDING: share(60, 24_000)},
    ),
    Odd(
        "founded last month, no revenue",
        {"employees": 25, "revenue_wan": 0},
        PAPER | {DIGITAL: share(8, 8), "miit-planning": "plan", "strategy-plan": 1},
    ),
    Odd(
        "founded in autumn, a first little revenue",
        {"employees": 20, "revenue_wan": 9},
        PAPER | {"miit-systems": "one", "miit-planning": "looked-into"},
    ),
    Odd(
        "a subcontractor without design, sales and machines of its own",
        {"employees": 80, "revenue_wan": 900},
        at(0, "design-management", "process-planning", "sales-management", "service-management")
        | at(2, "production-control", "quality-management", "hr-management", "data-collection")
        | at(2, "warehouse-management", "finance-management", "safety-management")
        | at(1.8, "planning-scheduling", "procurement-management", "maintenance-management")
        | {"energy-management": 1, "miit-systems": "all", DIGITAL: "not_known"},
    ),
    Odd(
        "a goldsmith's refinery",
        {"industry": "C2438", "employees": 80, "revenue_wan": 600_000},
        PAPER | {FUNDING: share(90, 550_000)},
    ),
    Odd(
        "a refinery of oil",
        {"industry": "C2511", "production_type": "process", "employees": 300,
         "revenue_wan": 2_400_000},
        at(3, "equipment-automation", "equipment-monitoring", "integration-equipment")
        | at(3, "data-collection", "safety-management", "environment-monitoring")
        | {DIGITAL: share(60, 60), NETWORKED: share(60, 60), "miit-network": ["control-network"],
           "miit-collection": ["production-control", "equipment", "safety", "energy"]},
    ),
    Odd(
        "a cable maker that flows",
        {"industry": "C3831", "production_type": "process", "employees": 150,
         "revenue_wan": 40_000},
        PAPER,
    ),
    Odd(
        "aluminium profiles, cut piece by piece",
        {"industry": "C3252", "production_type": "discrete", "employees": 400,
         "revenue_wan": 90_000},
        PAPER | {DIGITAL: share(20, 60), NETWORKED: share(5, 60)},
    ),
    Odd(
        "500 sewing machines, 300 people",
        {"industry": "C1819", "employees": 300, "revenue_wan": 6000},
        PAPER | {DIGITAL: share(20, 500), NETWORKED: share(0, 500), "equipment-automation": 0.5},
    ),
    Odd(
        "one of the largest",
        {"industry": "C3852", "employees": 190_000, "revenue_wan": 40_000_000},
        at(3, "integration-systems", "sales-management", "procurement-management")
        | at(3, "production-control", "warehouse-management", "finance-management")
        | at(4, "planning-scheduling", "quality-management")
        | {"ai-scene-depth": 3, "ai-models": 3, "ai-compute": 3, "ai-data-sets": 3,
           "ai-data-history": 3, "ai-skills": 3, "miit-systems": "all"},
    ),
    Odd(
        "one line under one controller",
        {"industry": "C1521", "production_type": "process", "employees": 120,
         "revenue_wan": 20_000},
        {DIGITAL: share(1, 1), NETWORKED: share(1, 1), "equipment-automation": 3,
         "equipment-monitoring": 2, "integration-equipment": 0.5,
         "miit-network": ["control-network"], "network-coverage": 0},
    ),
    Odd(
        "a workshop that has nothing yet",
        {"employees": 8, "revenue_wan": 260},
        dict.fromkeys([*PAPER, *NO_AI], 0)
        | {"miit-systems": "none", "miit-collection": ["none"], "miit-network": ["none"],
           "miit-talent": ["none"], "miit-mechanisms": ["none"], "miit-planning": "none",
           "miit-data-security": ["none"], "miit-network-security": ["none"],
           DIGITAL: share(0, 6), NETWORKED: share(0, 6), FUNDING: share(0, 260),
           SHOP: ["none"], OPERATION: ["none"]},
    ),
    Odd(
        "paper files beside a face clock",
        {},
        PAPER | NO_AI | {"hr-management": 0, "miit-collection": ["hr"], "miit-systems": "one"},
    ),
    Odd(
        "the owner asks a chat service",
        {"employees": 12, "revenue_wan": 800},
        PAPER | {"ai-skills": 1, "ai-compute": 1, "ai-models": 1, "ai-scene-depth": 0,
                 "miit-planning": "looked-into", "ai-data-sets": 0},
    ),
    Odd(
        "a camera inspects, nobody chats",
        {},
        PAPER
        | {"ai-skills": 0, "ai-compute": 2, "ai-models": 2, "ai-scene-depth": 2,
           "ai-scene-spread": 1, "ai-data-sets": 2, "ai-data-history": 1,
           OPERATION: ["online-smart-inspection"],
           "scenes-model-production-operation": ["online-smart-inspection"]},
    ),
    Odd(
        "CNC machines, programs carried by stick",
        {"employees": 30, "revenue_wan": 1500},
        PAPER
        | {DIGITAL: share(20, 20), NETWORKED: share(0, 20), "miit-network": ["none"],
           "equipment-automation": 2, "equipment-monitoring": 1, "integration-equipment": 1,
           "network-coverage": 1},
    ),
    Odd("as it was before the retrofit", {}, PAPER, period=2019),
    Odd(
        "accounts done by an office, a cloud shop",
        {"employees": 15, "revenue_wan": 1200},
        PAPER | {"miit-collection": ["marketing", "finance"], "sales-management": 2,
                 "miit-systems": "two-or-more", "sales-forecast": 2},
    ),
    Odd(
        "works to the drawings of its customer's system",
        {"employees": 90, "revenue_wan": 5000},
        PAPER | {"design-management": 1, "process-planning": 2, "procurement-suppliers": 2,
                 "scenes-use-process": ["process-digital-design"], "miit-systems": "two-or-more",
                 "scenes-use-supply-chain": ["none"], "production-traceability": 2},
    ),
    Odd(
        "a firm of two in its garage",
        {"employees": 2, "revenue_wan": 60},
        {"miit-talent": ["staff"], "miit-systems": "one", "miit-planning": "looked-into",
         "sales-management": 1, "finance-management": 1, "quality-management": 0},
    ),
    Odd(
        "half of it not known",
        {"employees": None, "revenue_wan": None},
        PAPER | {"miit-systems": "not_known", "data-collection": "not_known",
                 DIGITAL: "not_known", "quality-management": "not_known"},
    ),
]  # fmt: skip


@pytest.mark.parametrize("sheet", CONTRADICTORY, ids=[sheet.about for sheet in CONTRADICTORY])
def test_a_consultant_would_stop_here(content: Content, sheet: Sheet) -> None:
    assert sheet.check in tripped(content, sheet.answers, sheet.firm, sheet.period)


@pytest.mark.parametrize("odd", ODD, ids=[odd.about for odd in ODD])
def test_an_odd_firm_that_is_true_is_let_be(content: Content, odd: Odd) -> None:
    assert tripped(content, odd.answers, odd.firm, odd.period) == []

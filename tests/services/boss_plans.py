"""Firms as bosses told them, and the plans of such firms."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from diagnosis.optimiser.planner import Planner
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.read.plan_request import read_plan_request
from diagnosis.services.retrofit.make_plan import MadePlan, make_plan

DAY = date(2026, 11, 28)
QUESTIONS = (
    "sales-management",
    "procurement-management",
    "warehouse-management",
    "finance-management",
    "planning-scheduling",
    "production-control",
    "quality-management",
    "equipment-automation",
    "strategy-plan",
    "data-collection",
    "integration-systems",
    "security-protection",
    "ai-plan",
)


def a_screening(
    codes: str, firm: Mapping[str, Any], pains: list[str], yearly: int, **traits: Any
) -> dict[str, Any]:
    """Return the raw screening of a firm that answered each question with a digit."""
    return {
        "form": "screening",
        "enterprise": dict(firm),
        "answers": dict(zip(QUESTIONS, map(int, codes), strict=True)),
        "business": {"pains": pains, "traits": traits, "yearly_budget_wan": yearly},
    }


NOTHING_IN_USE = {
    f"scenes-{kind}-{group}": ["none"]
    for kind in ("use", "model")
    for group in (
        "plant", "product", "process", "production-management", "production-operation",
        "business", "service", "supply-chain",
    )
}  # fmt: skip
LADDER_LINES = """
sales-management procurement-management warehouse-management finance-management
planning-scheduling production-control quality-management equipment-automation strategy-plan
data-collection integration-systems security-protection ai-plan sales-forecast
service-management service-customers product-service product-remote design-management
design-simulation process-planning process-verification planning-materials
production-instructions production-traceability quality-inspection process-optimisation
procurement-suppliers warehouse-delivery logistics-transport logistics-tracking
equipment-monitoring maintenance-management maintenance-knowledge safety-management
environment-monitoring energy-management energy-saving strategy-organisation hr-management
skills-team skills-knowledge office-collaboration data-standards data-decisions
ai-data-history ai-data-quality integration-equipment network-coverage network-protection
security-rules ai-funding ai-skills ai-shop-floor ai-data-leaving ai-control ai-models
ai-plant-network ai-data-sets ai-compute ai-scene-depth ai-scene-spread ai-measuring
"""
LADDERS = tuple(LADDER_LINES.split())
"""The ladders of the full form, in its order."""


def a_full_form(
    digits: str,
    firm: Mapping[str, Any],
    pains: list[str],
    yearly: int,
    others: Mapping[str, Any],
    **traits: Any,
) -> dict[str, Any]:
    """Return the raw full form of a firm: a digit for each ladder, and its other answers."""
    ladders = dict(zip(LADDERS, map(int, digits), strict=True))
    results = {f"miit-{name}-result": "flat" for name in ("energy", "quality", "market", "cost")}
    return {
        "form": "full",
        "enterprise": dict(firm),
        "answers": {**ladders, **NOTHING_IN_USE, **results, "ai-in-use": "personal", **others},
        "business": {"pains": pains, "traits": traits, "yearly_budget_wan": yearly},
    }


def planned(content: Content, raw: Any, budget: float | None = None) -> MadePlan:
    """Return the plan of a firm; without a budget by what it would spend in a year."""
    wish = {} if budget is None else {"budget_wan": budget}
    return make_plan(content, Planner(), read(content, raw), read_plan_request(content, wish, DAY))


def starts(made: MadePlan) -> dict[str, float]:
    return {step.package: step.start for step in made.outcome.plan.steps}

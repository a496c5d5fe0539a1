"""What a firm says of its business: pains, goals, cost, budget, traits. Never scored."""

from typing import Any

from marshmallow import Schema, fields

from diagnosis.domain.intake.limits import BUSINESS_LIMITS
from diagnosis.web.schemas.shapes import limited

_PART = "Part of a year's cost, per cent: "


def _fact(name: str, about: str) -> fields.Field[Any]:
    """Return a fact that may be left out or null; `name` is that of the limits."""
    return limited(BUSINESS_LIMITS[name], about, null=True)


class CostPercentSchema(Schema):
    """What a year's cost is made of, per cent; all together at most 100. 成本构成。"""

    material = _fact("cost_percent.material", _PART + "material (材料).")
    labour = _fact("cost_percent.labour", _PART + "labour (人工).")
    energy = _fact("cost_percent.energy", _PART + "energy and water (水电气).")
    outside_work = _fact("cost_percent.outside_work", _PART + "work done outside (外协).")
    overhead = _fact("cost_percent.overhead", _PART + "other overhead (制造和管理费用).")


class BusinessTraitsSchema(Schema):
    """How the firm does business. 经营特点。"""

    production_for = _fact(
        "traits.production_for", "Whether it makes to order or for stock (按单、备货)."
    )
    sells = _fact("traits.sells", "Whether it sells its own brand or works by contract (代工).")
    own_transport = _fact("traits.own_transport", "Whether it arranges transport (自己送货).")
    duty_to_service = _fact("traits.duty_to_service", "Whether it owes service (售后责任).")
    lead_firm_platform = _fact(
        "traits.lead_firm_platform",
        "Whether a lead firm wants its suppliers on its platform (接入客户平台).",
    )
    exports = _fact("traits.exports", "Whether it exports (出口).")


class BusinessFactsSchema(Schema):
    """What a firm says of its business; kept with the sheet, never scored. 经营情况。"""

    pains = _fact("pains", "What hurts most, the worst first; each a single time (痛点).")
    goals = _fact("goals", "Scenes that it wants to have, as scene:<id> (想做的场景).")
    cost_percent = fields.Nested(
        CostPercentSchema,
        allow_none=True,
        metadata={"description": "What a year's cost is made of, per cent (成本构成)."},
    )
    yearly_budget_wan = _fact(
        "yearly_budget_wan",
        "What it would spend on digital work and AI in the next twelve months, 万元 "
        "(10,000 yuan).",
    )
    traits = fields.Nested(
        BusinessTraitsSchema,
        allow_none=True,
        metadata={"description": "How it does business (经营特点)."},
    )


def sent_business(about: str) -> fields.Field[Any]:
    """Return what a caller says of the business, which may be left out or null."""
    return fields.Nested(BusinessFactsSchema, allow_none=True, metadata={"description": about})

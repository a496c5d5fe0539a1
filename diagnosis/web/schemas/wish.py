"""What callers send about roadmaps: wishes, what-ifs, facts for support."""

from typing import Any

from marshmallow import Schema, fields, validate

from diagnosis.domain.retrofit.catalogue.project import MOST_MONEY_WAN
from diagnosis.services.read.plan_request import (
    LEAST_SECONDS,
    MOST_MONTHS,
    MOST_PEOPLE_MONTHS,
    SHORTEST_PHASE,
)
from diagnosis.services.retrofit.keep_plan import MOST_SECONDS
from diagnosis.web.schemas.sheet import EnterpriseFactsSchema, SheetSchema


def may(kind: type[fields.Field[Any]], about: str, **more: Any) -> fields.Field[Any]:
    """Return a field that a caller may leave out."""
    return kind(allow_none=True, metadata={"description": about, **more})


def money(about: str) -> fields.Field[Any]:
    """Return an amount in 万元 that a caller may leave out."""
    return may(fields.Float, about, minimum=0, maximum=MOST_MONEY_WAN)


class PlanTargetWishSchema(Schema):
    """The standard to rise by, and the level to reach; without a level the most gain is sought."""

    standard = may(
        fields.String, "Id of a standard, with or without @revision; gbt-39116-2020 if left out."
    )
    level = may(fields.Integer, "A level of that standard.")


class PlanPhaseWishSchema(Schema):
    """A phase of the plan, and its limits where there are any."""

    until_month = fields.Float(
        required=True,
        validate=validate.Range(SHORTEST_PHASE, MOST_MONTHS),
        metadata={"description": "End, from the start."},
    )
    budget_wan = money("Limit on what starts in it, 万元.")
    people_months = may(
        fields.Float,
        "Limit on the firm's own work, people-months.",
        minimum=0,
        maximum=MOST_PEOPLE_MONTHS,
    )


class RoadmapWishSchema(Schema):
    """What is wanted of a roadmap: a budget, or a level to reach, or both."""

    budget_wan = money("Budget in all, 万元.")
    budget_binds = may(
        fields.String, "Which end of the costs it binds.", enum=["low", "mid", "high", None]
    )
    target = fields.Nested(PlanTargetWishSchema, allow_none=True)
    objective = may(
        fields.String,
        "What the plan is to be best at.",
        enum=["most-gain", "reach-level", "expected-gain", None],
    )
    phases = fields.List(fields.Nested(PlanPhaseWishSchema), allow_none=True)
    done = fields.List(
        fields.String(), allow_none=True, metadata={"description": "Projects done already."}
    )
    wanted = fields.List(
        fields.String(), allow_none=True, metadata={"description": "Projects to be in the plan."}
    )
    refused = fields.List(
        fields.String(), allow_none=True, metadata={"description": "Projects to be left out."}
    )
    goals = fields.List(
        fields.String(),
        allow_none=True,
        metadata={"description": "quality, delivery, cost, energy, safety, or scene:<id>."},
    )
    exact = may(fields.Boolean, "Search for the best plan, up to `seconds`.")
    seconds = fields.Float(
        allow_none=True,
        validate=validate.Range(LEAST_SECONDS, MOST_SECONDS),
        metadata={
            "description": "Time for `exact`, seconds. More is for the command `roadmap --exact`."
        },
    )
    frontier = may(fields.Boolean, "Add the efficient plans of all budgets.")
    starts_on = may(fields.Date, "First day of the plan; today if left out.")
    heed_feedback = may(
        fields.Boolean, "Whether what the enterprise said of projects is heeded; true if left out."
    )


class FirmClaimsSchema(Schema):
    """What a firm says of itself for support; what is left out stays unknown."""

    roles = fields.Dict(keys=fields.String(), values=fields.Boolean(), allow_none=True)
    listed = fields.Dict(keys=fields.String(), values=fields.Boolean(), allow_none=True)
    declared = fields.Dict(keys=fields.String(), values=fields.Boolean(), allow_none=True)
    equipment_wan = money("New equipment that will be bought, 万元.")
    interest_wan = money("Loan interest that will be paid, 万元.")


class WhatIfSchema(Schema):
    """What would be otherwise: answers, facts, wishes; null takes one away."""

    answers = fields.Dict(keys=fields.String(), values=fields.Raw(), allow_none=True)
    enterprise = fields.Nested(EnterpriseFactsSchema, allow_none=True)
    roadmap = fields.Nested(RoadmapWishSchema, allow_none=True)


class RoadmapPreviewBodySchema(Schema):
    """A sheet, a wish, and what to show beside the plan."""

    sheet = fields.Nested(SheetSchema, required=True)
    roadmap = fields.Nested(RoadmapWishSchema, required=True)
    what_if = fields.Nested(WhatIfSchema, allow_none=True)
    facts = fields.Nested(FirmClaimsSchema, allow_none=True)
    support = may(fields.Boolean, "Whether support for the plan is matched.")
    cases = may(fields.Boolean, "Whether real cases are matched.")
    date = may(fields.Date, "The day that support is matched at; today if left out.")

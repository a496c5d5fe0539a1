"""What callers send about roadmaps: wishes, what-ifs, facts for support."""

from typing import Any

from marshmallow import Schema, fields

from diagnosis.domain.intake.limits import GOALS, PAINS
from diagnosis.domain.retrofit.catalogue.amounts import MOST_MONEY_WAN
from diagnosis.services.read.plan_request import (
    MOST_BUDGETS,
    MOST_MONTHS,
    MOST_PACKAGES,
    MOST_PEOPLE_MONTHS,
    MOST_PHASES,
    MOST_WEIGHT,
    SHORTEST_PHASE,
)
from diagnosis.web.schemas import closed_sets
from diagnosis.web.schemas import shared_fields as shared
from diagnosis.web.schemas.intake.sheet import (
    SheetSchema,
    WhatIfFactsSchema,
    answers_by_item,
    perhaps_facts,
)
from diagnosis.web.schemas.shapes import may, must


def _texts(about: str, most: int, **each: Any) -> fields.Field[Any]:
    """Return a list of texts that a caller may send; what more is told describes each."""
    return fields.List(
        fields.String(metadata=each),
        allow_none=True,
        metadata={"description": about, "maxItems": most, "uniqueItems": True},
    )


def _packages(about: str) -> fields.Field[Any]:
    """Return ids of packages that a caller may send; those of earlier projects are taken too."""
    return _texts(about, MOST_PACKAGES, pattern="^(pkg|prj)(-[a-z0-9]+)+$")


def _weight(about: str) -> fields.Field[Any]:
    """Return a weight that a caller may send."""
    return may(fields.Float, f"{about}; a plain number.", minimum=0, maximum=MOST_WEIGHT)


def _claims(about: str, ids: list[str] | None = None) -> fields.Field[Any]:
    """Return true and false by id; what is left out stays unknown."""
    return fields.Dict(
        keys=fields.String(metadata={} if ids is None else {"enum": ids}),
        values=fields.Boolean(),
        allow_none=True,
        metadata={"description": about},
    )


class PlanTargetRequestSchema(Schema):
    """The standard to rise by, and the level to reach. 目标。"""

    standard = shared.sent_standard(
        "Standard to rise by (目标标准); without a target it is the one whose next level pays: "
        "for small and medium firms miit-sme-2024."
    )
    level = may(
        fields.Integer,
        "Level of that standard to reach (目标级别), from 1 to its highest, which is 3–5; left "
        "out: the next one, from level 0 the next two.",
        minimum=1,
        maximum=5,
    )


class PlanWeightsRequestSchema(Schema):
    """What counts for how much; what is left out is the objective's. 权重。"""

    level = _weight("Progress to the levels aimed at, 0–1, and the level itself (级别)")
    pain = _weight("Pains and goals served, 0–1 (痛点)")
    benefit = _weight("Packages with a published benefit, 0–1 (成效)")
    mean = _weight("Rise of the standard's mean, 0–1 of its scale (均分)")
    thrift = _weight("Taken off for the cost, as a share of a usual one (省钱)")


class PlanPhaseRequestSchema(Schema):
    """A phase of the plan, and its limits where there are any. 阶段。"""

    until_month = must(
        fields.Float,
        "End of the phase, months from the start of the plan; at least one month after the "
        "phase before.",
        minimum=SHORTEST_PHASE,
        maximum=MOST_MONTHS,
    )
    budget_wan = shared.sent_wan("Limit on the cost of what starts in it")
    people_months = may(
        fields.Float,
        "Limit on the firm's own work on what starts in it, people-months (人月).",
        minimum=0,
        maximum=MOST_PEOPLE_MONTHS,
    )


class RoadmapRequestSchema(Schema):
    """What is wanted of a roadmap; everything may be left out. 路线图要求。"""

    budget_wan = shared.sent_wan(
        "Budget in all (总预算); left out: three times what the firm would spend in a year, where "
        "it said so and the objective is no level, else none"
    )
    budget_covers = may(
        fields.String,
        "What budgets are for: building and three years of running (total, if left out), or "
        "building alone.",
        enum=closed_sets.BUDGET_COVERS,
    )
    budget_binds = may(
        fields.String,
        "Which end of the cost ranges the budgets bind; mid if left out.",
        enum=closed_sets.BUDGET_ENDS,
    )
    budgets_wan = fields.List(
        fields.Float(metadata={"minimum": 0, "maximum": MOST_MONEY_WAN}),
        allow_none=True,
        metadata={
            "description": "Other budgets, 万元 (10,000 yuan): `curve` says how far each gets.",
            "minItems": 1,
            "maxItems": MOST_BUDGETS,
        },
    )
    target = fields.Nested(
        PlanTargetRequestSchema,
        allow_none=True,
        metadata={"description": "What to rise by, and how far (目标)."},
    )
    objective = may(
        fields.String,
        "What the plan is best at: balanced (levels, pains, benefits, mean), level (cheapest to "
        "the level), pain, or points (the standard's mean). level if left out with a level, else "
        "balanced.",
        enum=closed_sets.OBJECTIVES,
    )
    weights = fields.Nested(
        PlanWeightsRequestSchema,
        allow_none=True,
        metadata={"description": "What counts for how much, in place of the objective's (权重)."},
    )
    phases = fields.List(
        fields.Nested(PlanPhaseRequestSchema),
        allow_none=True,
        metadata={
            "description": "Phases one after the other; months 0–6, 6–18, 18–36 if left out.",
            "minItems": 1,
            "maxItems": MOST_PHASES,
        },
    )
    done = _packages("Packages that are done already: never planned again (已完成).")
    wanted = _packages("Packages that have to be in the plan (一定要做).")
    refused = _packages("Packages that must not be in the plan (不做).")
    pains = _texts(
        "What hurts, the worst first (痛点); with `goals` in place of those of the sheet.",
        PAINS.most,
        enum=closed_sets.PAIN_IDS,
    )
    goals = _texts(
        "What the plan should bring: `scene:` and the id of a scene (目标).",
        GOALS.most,
        pattern="^scene:.+$",
    )
    left_out = may(fields.Boolean, "true: list every package that is left out, not only how many.")
    starts_on = may(fields.Date, "First day of the plan; today in China if left out.")
    heed_feedback = may(
        fields.Boolean,
        "Whether the firm's feedback on packages counts; true if left out. Its progress always "
        "does: what is done, running or dropped is a fact.",
    )


class FirmClaimsSchema(Schema):
    """What a firm states for support; what is left out stays unknown. 企业声明。"""

    roles = _claims(
        "What the firm is and is not (身份), true or false by role.", closed_sets.ROLES
    )
    listed = _claims(
        "On which public lists it stands (名单), true or false by list.", closed_sets.LISTS
    )
    declared = _claims(
        "What it declares (声明), true or false by the id of a declaration; `declarations` of "
        "`/v1/support` lists them."
    )
    equipment_wan = shared.sent_wan("New equipment that will be bought (设备购置)")
    interest_wan = shared.sent_wan("Loan interest that will be paid (贷款利息)")


class WhatIfSchema(Schema):
    """What would be otherwise; null takes an answer, a fact or a wish away. 假设。"""

    answers = answers_by_item(removable=True)
    enterprise = perhaps_facts(WhatIfFactsSchema, "Facts of the firm that would differ.")
    roadmap = fields.Nested(
        RoadmapRequestSchema,
        allow_none=True,
        metadata={"description": "Wishes that would differ."},
    )


class RoadmapPreviewRequestSchema(Schema):
    """A sheet, a wish, and what to show beside the plan. 试算请求。"""

    sheet = fields.Nested(
        SheetSchema, required=True, metadata={"description": "The sheet to plan for (答卷)."}
    )
    roadmap = fields.Nested(
        RoadmapRequestSchema,
        allow_none=True,
        metadata={
            "description": "What is wanted; left out or null: a plan with nothing wished for, as "
            "`{}` is."
        },
    )
    what_if = fields.Nested(
        WhatIfSchema,
        allow_none=True,
        metadata={"description": "A second plan beside the first, with this changed (假设)."},
    )
    facts = fields.Nested(
        FirmClaimsSchema,
        allow_none=True,
        metadata={"description": "What the firm states for support (企业声明)."},
    )
    support = may(fields.Boolean, "Whether support for the plan is matched; false if left out.")
    details = may(
        fields.Boolean, "Whether support, cases and the what-if come in full; false if left out."
    )
    cases = may(fields.Boolean, "Whether real cases are matched; false if left out.")
    date = may(fields.Date, "Day that support is matched for; today in China if left out.")

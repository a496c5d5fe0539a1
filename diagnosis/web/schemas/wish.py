"""What callers send about roadmaps: wishes, what-ifs, facts for support."""

from typing import Any

from marshmallow import Schema, fields

from diagnosis.services.read.plan_request import (
    DEFAULT_STANDARD,
    LEAST_SECONDS,
    MOST_MONTHS,
    MOST_PEOPLE_MONTHS,
    MOST_PHASES,
    SHORTEST_PHASE,
)
from diagnosis.services.retrofit.keep_plan import MOST_SECONDS
from diagnosis.web.schemas import closed_sets
from diagnosis.web.schemas import shared_fields as shared
from diagnosis.web.schemas.intake.sheet import (
    SheetSchema,
    WhatIfFactsSchema,
    answers_by_item,
    perhaps_facts,
)
from diagnosis.web.schemas.shapes import may, must


def _projects(about: str) -> fields.Field[Any]:
    """Return ids of projects that a caller may send."""
    each = fields.String(metadata={"pattern": "^prj(-[a-z0-9]+)+$"})
    return fields.List(each, allow_none=True, metadata={"description": about})


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
        f"Standard to rise by; {DEFAULT_STANDARD} if left out (目标标准)."
    )
    level = may(
        fields.Integer,
        "Level of that standard to reach (目标级别), from 1 to its highest, which is 3–5; left "
        "out: the most gain is sought.",
        minimum=1,
        maximum=5,
    )


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
    """What is wanted of a roadmap: a budget, or a level to reach, or both. 路线图要求。"""

    budget_wan = shared.sent_wan(
        "Budget in all (总预算), which may be left out where a level or budgets of phases say "
        "what is wanted"
    )
    budget_binds = may(
        fields.String,
        "Which end of the cost ranges the budgets bind; mid if left out.",
        enum=closed_sets.BUDGET_ENDS,
    )
    target = fields.Nested(
        PlanTargetRequestSchema,
        allow_none=True,
        metadata={"description": "What to rise by, and how far (目标)."},
    )
    objective = may(
        fields.String,
        "What the plan is best at: the largest rise, the lowest cost of the level, or the "
        "largest rise weighed by how likely projects are carried out. reach-level if left out "
        "with a level, else most-gain.",
        enum=closed_sets.OBJECTIVES,
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
    done = _projects("Projects that are done already: never planned again (已完成).")
    wanted = _projects("Projects that have to be in the plan (一定要做).")
    refused = _projects("Projects that must not be in the plan (不做).")
    goals = fields.List(
        fields.String(metadata={"pattern": f"^({'|'.join(closed_sets.GOALS)}|scene:.+)$"}),
        allow_none=True,
        metadata={
            "description": "What projects should serve, where the plan is equally good without "
            "it: quality, delivery, cost, energy, safety, or `scene:` and the id of a scene."
        },
    )
    exact = may(fields.Boolean, "true: search for the best plan, for up to `seconds`.")
    seconds = may(
        fields.Float,
        "Time for `exact`, seconds. More is for the command `roadmap --exact`.",
        minimum=LEAST_SECONDS,
        maximum=MOST_SECONDS,
    )
    frontier = may(fields.Boolean, "true: add the efficient plans of all budgets (效率前沿).")
    starts_on = may(fields.Date, "First day of the plan; today in China if left out.")
    heed_feedback = may(
        fields.Boolean,
        "Whether the firm's feedback on projects and its progress count; true if left out.",
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
        RoadmapRequestSchema, required=True, metadata={"description": "What is wanted."}
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
    cases = may(fields.Boolean, "Whether real cases are matched; false if left out.")
    date = may(fields.Date, "Day that support is matched for; today in China if left out.")

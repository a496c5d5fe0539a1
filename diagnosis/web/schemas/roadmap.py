"""Roadmaps as they are stored, and the lines of their list."""

from marshmallow import Schema, fields

from diagnosis.web.schemas import shared_fields as shared
from diagnosis.web.schemas.comparison import PlanComparisonSchema
from diagnosis.web.schemas.plan import PlanInBriefSchema, PlanSchema
from diagnosis.web.schemas.shapes import maybe, must, nested
from diagnosis.web.schemas.wish import RoadmapRequestSchema


class RoadmapSchema(PlanSchema):
    """A stored roadmap. 保存的路线图。"""

    id = shared.an_id("Id of the roadmap (路线图编号).")
    enterprise_id = shared.enterprise_id()
    assessment_id = shared.assessment_id()
    created_at = shared.made_at()
    wanted = nested(RoadmapRequestSchema, "What was wished for, as the caller wrote it.")
    earlier_planner = must(
        fields.Boolean,
        "Whether an earlier planner made it, over projects: `id` is then that of a project, and "
        "less is known of each.",
    )


class RoadmapWhatIfSchema(Schema):
    """A stored roadmap beside what it would be with other wishes. 换个要求会怎样。"""

    roadmap = nested(RoadmapSchema, "The stored roadmap.")
    what_if = nested(PlanInBriefSchema, "The plan with what would differ; it is not kept.")
    comparison = nested(PlanComparisonSchema, "The second less the first.")


class RoadmapRowSchema(Schema):
    """A line of the list of roadmaps. 路线图列表中的一行。"""

    id = shared.an_id("Id of the roadmap (路线图编号).")
    enterprise_id = shared.enterprise_id()
    assessment_id = shared.assessment_id()
    created_at = shared.made_at()
    name = maybe(fields.String, "Name of the firm in the register; null: it has none any more.")
    reference = maybe(fields.String, "The caller's own reference of the sheet; null: none.")
    starts_on = must(fields.Date, "First day of the plan.")
    standard = shared.standard_id("Id of the standard to rise by (目标标准).")
    target_level = shared.level(
        "`level` of its target, the highest aimed at, 1–5; null: none may be promised."
    )
    promised_level = shared.level(
        "Level of that standard that the plan promises, 0–5; null: too little was answered."
    )
    budget_wan = shared.wan("Budget in all, null: none")
    cost_mid_wan = maybe(
        fields.Float,
        "What it costs to build and to run for three years, middle of the range, 万元; null: not "
        "kept.",
        minimum=0,
    )  # fmt: skip

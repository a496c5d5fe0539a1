"""Roadmaps: the plan, the lines of its list, a comparison."""

from typing import Any

from marshmallow import Schema, fields

from diagnosis.web.schemas.shapes import listed, maybe, must, texts
from diagnosis.web.schemas.wish import RoadmapWishSchema


def nested(kind: type[Schema], *, null: bool = False) -> fields.Field[Any]:
    """Return a required object; `null` says whether it may be null."""
    return fields.Nested(kind, required=True, allow_none=null)


class EndsSchema(Schema):
    """A sum in 万元: low, middle and high."""

    low = must(fields.Float)
    mid = must(fields.Float)
    high = must(fields.Float)


class ProvisionalStandingSchema(Schema):
    """Level and score with blanks at their worst, where too little is answered."""

    level = must(fields.Integer)
    score = must(fields.Float)


class StandingSchema(Schema):
    """Where a standard stands; null = the answers do not settle it."""

    standard = must(fields.String)
    revision = must(fields.Integer)
    level = maybe(fields.Integer)
    level_name = maybe(fields.String)
    score = maybe(fields.Float)
    provisional = nested(ProvisionalStandingSchema, null=True)


class RaiseSchema(Schema):
    """An item that a project raises, and what that adds to the target standard's mean."""

    item = must(fields.String)
    text = must(fields.String)
    to = must(fields.Integer)
    gain = must(fields.Float)


RaiseSchema._declared_fields["from"] = fields.Float(required=True, allow_none=True)


class PlanRequirementSchema(Schema):
    """A condition of a level that a project serves."""

    level = must(fields.Integer)
    part = must(fields.String)
    name = must(fields.String)


class PlannedProjectSchema(Schema):
    """A project of the plan: when, for how much, and why."""

    id = must(fields.String)
    name = must(fields.String)
    stage = must(fields.String)
    stage_name = must(fields.String)
    start_month = must(fields.Float)
    end_month = must(fields.Float)
    cost_wan = nested(EndsSchema)
    running_wan_per_year = nested(EndsSchema)
    people_months = must(fields.Float)
    adoption_prior = must(fields.Float)
    raises = listed(RaiseSchema)
    requirements = listed(PlanRequirementSchema)
    goals = texts()
    scenes = texts()
    enables = texts()
    wanted = must(fields.Boolean)
    reason = must(fields.String)


class PlanPhaseSchema(Schema):
    """A phase: its projects, cost, and where every standard stands after it."""

    number = must(fields.Integer)
    from_month = must(fields.Float)
    until_month = must(fields.Float)
    budget_wan = maybe(fields.Float)
    cost_wan = nested(EndsSchema)
    people_months = must(fields.Float)
    value = must(fields.Float)
    standards = listed(StandingSchema)
    projects = listed(PlannedProjectSchema)


class LeftOutSchema(Schema):
    """A project that is not in the plan, and why."""

    id = must(fields.String)
    name = must(fields.String)
    why = must(fields.String)
    reason = must(fields.String)
    projects = texts()
    needs_wan = maybe(fields.Float)
    left_wan = maybe(fields.Float)
    gain = maybe(fields.Float)


class WayOutSchema(Schema):
    """The smallest budget, time or level that works; null = not the way out."""

    budget_wan = maybe(fields.Float)
    months = maybe(fields.Float)
    level = maybe(fields.Integer)
    level_cost_wan = maybe(fields.Float)


class InfeasibleSchema(Schema):
    """A wish that cannot be had, and what would do."""

    wish = must(fields.String)
    code = must(fields.String)
    projects = texts()
    works = nested(WayOutSchema)
    no_less_than_wan = maybe(fields.Float)
    message = must(fields.String)


class FrontierPointSchema(Schema):
    """An efficient plan: no other costs less and brings more."""

    cost_wan = nested(EndsSchema)
    value = must(fields.Float)
    level = must(fields.Integer)
    months = must(fields.Float)
    projects = texts()


class PlanTargetSchema(Schema):
    """The target, and whether the plan reaches it; null = nothing of it was answered."""

    standard = must(fields.String)
    revision = must(fields.Integer)
    name = must(fields.String)
    level = maybe(fields.Integer)
    reached = maybe(fields.Boolean)


class BoundSchema(Schema):
    """How good the plan is proven to be: its worth, and a bound on every plan's."""

    measure = must(fields.String)
    worth = must(fields.Float)
    bound = maybe(fields.Float)
    solver = must(fields.String)
    finished = must(fields.Boolean)


class MindedSchema(Schema):
    """What earlier feedback and progress made of the plan."""

    done = texts()
    refused = texts()
    demoted = texts()
    note = maybe(fields.String)


class PlanProvenanceSchema(Schema):
    """The pins by which a plan can be recomputed."""

    form = must(fields.String)
    standards = texts()
    code = must(fields.String)
    content = must(fields.String)


class PlanSchema(Schema):
    """A roadmap: phases, costs, promised levels, reasons, and how close to the best it is."""

    target = nested(PlanTargetSchema)
    objective = must(fields.String)
    budget_wan = maybe(fields.Float)
    budget_binds = must(fields.String)
    size_class = must(fields.String)
    cost_wan = nested(EndsSchema)
    running_wan_per_year = nested(EndsSchema)
    running_wan_in_plan = nested(EndsSchema)
    annual_wan = nested(EndsSchema)
    people_months = must(fields.Float)
    value = must(fields.Float)
    expected_value = must(fields.Float)
    expected_value_note = must(fields.String)
    gap = maybe(fields.Float)
    bound = nested(BoundSchema)
    cut_short = must(
        fields.Boolean,
        description="Whether the limit on the work of a request ended a search: there may be a "
        "better plan. 搜索是否提前结束。",
    )
    before = listed(StandingSchema)
    phases = listed(PlanPhaseSchema)
    left_out = listed(LeftOutSchema)
    infeasible = listed(InfeasibleSchema)
    frontier = listed(FrontierPointSchema)
    warnings = texts()
    unscored = texts()
    notice = texts()
    provenance = nested(PlanProvenanceSchema)
    starts_on = must(fields.Date)
    follow_up = fields.Nested(MindedSchema, required=True, data_key="heeded")


class RoadmapSchema(PlanSchema):
    """A stored roadmap; `wanted` is what was asked for."""

    id = must(fields.UUID)
    enterprise_id = must(fields.UUID)
    assessment_id = must(fields.UUID)
    created_at = must(fields.DateTime)
    wanted = nested(RoadmapWishSchema)


class RoadmapRowSchema(Schema):
    """A line of the list of roadmaps."""

    id = must(fields.UUID)
    enterprise_id = must(fields.UUID)
    assessment_id = must(fields.UUID)
    created_at = must(fields.DateTime)
    starts_on = must(fields.Date)
    standard = must(fields.String)
    level = maybe(fields.Integer)
    budget_wan = maybe(fields.Float)
    cost_mid_wan = maybe(fields.Float)


class PairSchema(Schema):
    """A number of two plans, and the second less the first."""

    first = maybe(fields.Float)
    second = maybe(fields.Float)
    difference = maybe(fields.Float)


class WholePairSchema(Schema):
    """A whole number of two plans, and the second less the first."""

    first = maybe(fields.Integer)
    second = maybe(fields.Integer)
    difference = maybe(fields.Integer)


class EndsPairSchema(Schema):
    """Sums of two plans in 万元."""

    low = nested(PairSchema)
    mid = nested(PairSchema)
    high = nested(PairSchema)


class PlanNumbersSchema(Schema):
    """Numbers of two plans."""

    value = nested(PairSchema)
    expected_value = nested(PairSchema)
    people_months = nested(PairSchema)
    gap = nested(PairSchema)


class PlanMoneySchema(Schema):
    """Costs of two plans."""

    cost_wan = nested(EndsPairSchema)
    running_wan_per_year = nested(EndsPairSchema)


class PlanTargetsSchema(Schema):
    """Targets of two plans."""

    first = nested(PlanTargetSchema)
    second = nested(PlanTargetSchema)


class LevelPairSchema(Schema):
    """Level and score by a standard once each plan is done."""

    standard = must(fields.String)
    revision = must(fields.Integer)
    level = nested(WholePairSchema)
    score = nested(PairSchema)


class OneSidedSchema(Schema):
    """A project that only one of two plans has."""

    id = must(fields.String)
    name = must(fields.String)
    cost_wan = nested(EndsSchema)


class TwoSidedSchema(Schema):
    """A project that two plans have, and when each starts it."""

    id = must(fields.String)
    name = must(fields.String)
    start_month = nested(PairSchema)


class ComparisonSchema(Schema):
    """Two plans side by side."""

    numbers = nested(PlanNumbersSchema)
    money = nested(PlanMoneySchema)
    target = nested(PlanTargetsSchema)
    levels = listed(LevelPairSchema)
    only_first = listed(OneSidedSchema)
    only_second = listed(OneSidedSchema)
    in_both = listed(TwoSidedSchema)


class StoredComparisonSchema(ComparisonSchema):
    """Two stored roadmaps side by side."""

    first_id = must(fields.UUID)
    second_id = must(fields.UUID)

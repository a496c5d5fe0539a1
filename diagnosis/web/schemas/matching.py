"""Real cases and support beside a firm and its plan."""

from marshmallow import Schema, fields

from diagnosis.web.schemas.catalogue import CaseSchema, InstrumentSchema, NamedSchema
from diagnosis.web.schemas.roadmap import ComparisonSchema, EndsSchema, PlanSchema, nested
from diagnosis.web.schemas.shapes import listed, maybe, must, texts


class NearPartSchema(Schema):
    """How near a case is in one respect, 0–1."""

    part = must(fields.String, enum=["gap", "industry", "size", "scene", "region"])
    name = must(fields.String)
    near = must(fields.Float)


class BelowSchema(Schema):
    """An item on which the firm is below what a case did; the case's own position is not shown."""

    item = must(fields.String)
    text = must(fields.String)
    topic = must(fields.String)
    your_position = must(fields.Float)


class DoneProjectSchema(Schema):
    """A project of the plan, and the one that a case did in its place or the same."""

    id = must(fields.String)
    name = must(fields.String)
    done = must(fields.String)
    done_name = must(fields.String)


class CaseMatchSchema(Schema):
    """A case beside a firm: how near, why, and why not."""

    case = nested(CaseSchema)
    near = must(fields.Float)
    is_near = must(fields.Boolean)
    parts = listed(NearPartSchema)
    why = texts()
    why_not = texts()
    where_you_are_below = listed(BelowSchema)
    scenes_of_your_plan = listed(NamedSchema)
    projects_of_your_plan = listed(DoneProjectSchema)


class LargerCasesSchema(Schema):
    """Far larger plants of the same industry, for direction only; two at most."""

    note = maybe(fields.String)
    cases = listed(CaseMatchSchema)


class NearnessMethodSchema(Schema):
    """How nearness is worked out."""

    basis = must(fields.String)
    weights = fields.Dict(keys=fields.String(), values=fields.Float(), required=True)
    near_from = must(fields.Float)
    in_part_from = must(fields.Float)
    looked_at = must(fields.Integer)
    note = must(fields.String)


class CaseMatchesSchema(Schema):
    """The nearest cases, and what must be said of them."""

    cases = listed(CaseMatchSchema)
    larger = nested(LargerCasesSchema)
    nothing_near = must(fields.Boolean)
    notes = texts()
    method = nested(NearnessMethodSchema)


class AssessmentCasesSchema(CaseMatchesSchema):
    """The cases nearest to the firm of an assessment, and the roadmap they were matched with."""

    assessment_id = must(fields.UUID)
    roadmap_id = maybe(fields.UUID)


class OpenConditionSchema(Schema):
    """A condition of a rule in words; the operand is as the rule writes it."""

    condition = must(fields.String)
    operand = fields.Raw(required=True, allow_none=True)
    negated = must(fields.Boolean)
    text = must(fields.String)


class CountedSchema(Schema):
    """A project of the plan and its days."""

    id = must(fields.String)
    name = must(fields.String)
    start = must(fields.Date)
    end = must(fields.Date)


class SupportEstimateSchema(Schema):
    """What it may pay for the plan, 万元; `mid` null where only a ceiling is known."""

    low = must(fields.Float)
    mid = maybe(fields.Float)
    high = must(fields.Float)
    is_sure = must(fields.Boolean)


class CaveatSchema(Schema):
    """A warning."""

    code = must(fields.String)
    text = must(fields.String)


class OfferSchema(Schema):
    """An instrument beside a firm and its plan."""

    instrument = nested(InstrumentSchema)
    eligible = must(fields.String, enum=["eligible", "perhaps"])
    eligible_name = must(fields.String)
    open_questions = listed(OpenConditionSchema)
    hangs_on_another_role = must(fields.Boolean)
    counted = listed(CountedSchema)
    too_late = listed(CountedSchema)
    too_early = listed(CountedSchema)
    estimate_wan = nested(SupportEstimateSchema, null=True)
    rule = must(fields.String)
    warnings = listed(CaveatSchema)


class NoOfferSchema(Schema):
    """An instrument that has ended or refuses the firm, and which conditions fail."""

    id = must(fields.String)
    name = must(fields.String)
    eligible = must(fields.String, enum=["eligible", "perhaps", "not"])
    eligible_name = must(fields.String)
    status = must(fields.String)
    failing = listed(OpenConditionSchema)


class DrawSchema(Schema):
    """What one instrument pays in a sum, for which projects."""

    id = must(fields.String)
    name = must(fields.String)
    projects = texts()
    support_wan = nested(EndsSchema)


class NotDrawnSchema(Schema):
    """An instrument that is in no sum, and the one that took its place."""

    id = must(fields.String)
    name = must(fields.String)
    instead = must(fields.String)
    why = must(fields.String)
    why_text = must(fields.String)


class SupportSumSchema(Schema):
    """A sum of support, and the plan's cost after it; nothing is counted twice."""

    support_wan = nested(EndsSchema)
    draws = listed(DrawSchema)
    left_out = listed(NotDrawnSchema)
    cost_after_wan = nested(EndsSchema)


class PlanSupportSchema(Schema):
    """A plan's cost before and after support: what is sure, and what is possible at best."""

    cost_wan = nested(EndsSchema)
    sure = nested(SupportSumSchema)
    possible = nested(SupportSumSchema)


class SupportMatchesSchema(Schema):
    """Every instrument beside a firm at a date."""

    date = must(fields.Date)
    instruments = listed(OfferSchema)
    ended = listed(NoOfferSchema)
    refused = listed(NoOfferSchema)
    plan = nested(PlanSupportSchema, null=True)
    notices = texts()


class AssessmentSupportSchema(SupportMatchesSchema):
    """Support for the firm of an assessment, and the roadmap it was matched with."""

    assessment_id = must(fields.UUID)
    roadmap_id = maybe(fields.UUID)


class RoadmapPreviewSchema(Schema):
    """A plan that is not kept; what is not asked for is null."""

    roadmap = nested(PlanSchema)
    what_if = nested(PlanSchema, null=True)
    comparison = nested(ComparisonSchema, null=True)
    support = nested(SupportMatchesSchema, null=True)
    cases = nested(CaseMatchesSchema, null=True)

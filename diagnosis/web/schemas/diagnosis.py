"""A diagnosis as a preview shows it."""

from marshmallow import Schema, fields

from diagnosis.web.schemas.shapes import listed, maybe, must, texts


class AggregationSchema(Schema):
    """One way to add up; `official` marks the standard's own rule."""

    rule = must(fields.String)
    score = maybe(fields.Float)
    level = maybe(fields.Integer)
    official = must(fields.Boolean)


class DimensionSchema(Schema):
    """A dimension's part of a result, in the standard's own unit."""

    id = must(fields.String)
    name = must(fields.String)
    score = maybe(fields.Float)
    top = must(fields.Float)
    level = maybe(fields.Integer)
    weight = maybe(fields.Float, description="Share of the whole, 0–1.")
    reading = maybe(fields.String)
    unconfirmed = must(fields.Boolean)


class HoldSchema(Schema):
    """One thing that holds the next level back."""

    level = must(fields.Integer)
    kind = must(fields.String)
    part = must(fields.String)
    name = must(fields.String)
    has = maybe(fields.Float)
    needs = maybe(fields.Float)
    message = must(fields.String)


class CutReasonSchema(Schema):
    """Why an item does not apply."""

    item = must(fields.String)
    reason = must(fields.String)
    text = must(fields.String)


class CutSchema(Schema):
    """A part that was cut, and the share of the whole it removed."""

    part = must(fields.String)
    name = must(fields.String)
    weight_removed = must(fields.Float)
    reasons = listed(CutReasonSchema)


class ConditionSchema(Schema):
    """A condition of a tier; `holds` null means not known."""

    id = must(fields.String)
    kind = must(fields.String, enum=["computed", "declared", "judged"])
    name = must(fields.String)
    holds = maybe(fields.Boolean)


class LevelScoreSchema(Schema):
    """A level and a score that are told beside the result."""

    level = must(fields.Integer)
    score = maybe(fields.Float)


class CountedZeroSchema(Schema):
    """An item answered not applicable that counts as answered 0, beside an answered one."""

    part = must(fields.String)
    name = must(fields.String, description="Name of the part.")
    item = must(fields.String)
    reason = must(fields.String)
    text = must(fields.String, description="The reason in words.")
    weight = must(fields.Float, description="Share of the whole, 0–1.")
    if_dropped = fields.Nested(
        LevelScoreSchema,
        required=True,
        metadata={"description": "Level and score had the item been dropped."},
    )
    message = must(fields.String)


class ProvisionalSchema(LevelScoreSchema):
    """What the answers given would come to; no level, since too few were given."""

    level_name = must(fields.String)


class VerdictSchema(Schema):
    """What one standard says; null level where the answers do not suffice."""

    standard = must(fields.String, description="The id of the standard.")
    revision = must(fields.Integer)
    name = must(fields.String)
    official_standard = must(fields.Boolean)
    level = maybe(fields.Integer)
    level_name = maybe(fields.String)
    reading = maybe(fields.String)
    score = maybe(fields.Float)
    coverage = must(fields.Float)
    why = maybe(fields.String)
    provisional = fields.Nested(ProvisionalSchema, required=True, allow_none=True)
    aggregations = listed(AggregationSchema)
    dimensions = listed(DimensionSchema)
    held_back_by = listed(HoldSchema)
    cuts = listed(CutSchema)
    cuts_answered_zero = fields.Nested(LevelScoreSchema)
    counted_zero = fields.List(fields.Nested(CountedZeroSchema))
    level_low = fields.Integer()
    level_high = fields.Integer()
    score_low = fields.Float(allow_none=True)
    score_high = fields.Float(allow_none=True)
    basis = fields.String(metadata={"enum": ["derived", "official"]})
    derived_from = fields.List(fields.String())
    conditions = fields.List(fields.Nested(ConditionSchema))
    notices = fields.List(fields.String())


class GapSchema(Schema):
    """An item below what the target level asks, and the practice that comes next."""

    standard = must(fields.String)
    item = must(fields.String)
    text = must(fields.String)
    part = must(fields.String)
    target_level = must(fields.Integer)
    has = maybe(fields.Float)
    needs = must(fields.Float)
    lift = must(fields.Float)
    unit = must(fields.String)
    next_practice = maybe(fields.String)


class StepCostSchema(Schema):
    """A cost range in 万元."""

    low = must(fields.Float)
    mid = must(fields.Float)
    high = must(fields.Float)


class StepRaiseSchema(Schema):
    """An item that a project raises."""

    item = must(fields.String)
    from_ = fields.Float(required=True, data_key="from", attribute="from")
    to = must(fields.Integer)


class NextStepSchema(Schema):
    """A project to begin with: it can start today; gains are rises of the means, 0–5."""

    project = must(fields.String)
    name = must(fields.String)
    stage = must(fields.String)
    cost_wan = fields.Nested(StepCostSchema, required=True)
    maturity_gain = must(fields.Float)
    readiness_gain = must(fields.Float)
    adoption_prior = must(fields.Float)
    raises = listed(StepRaiseSchema)
    reason = must(fields.String)


class InconsistencySchema(Schema):
    """Answers or facts that cannot both be true, or rarely are; they never change a score."""

    id = must(fields.String)
    severity = must(
        fields.String,
        enum=["contradiction", "doubt"],
        description="contradiction: cannot be true by the wording; doubt: may be, though rarely.",
    )
    items = texts()
    pointers = texts()
    message = must(fields.String)
    ask = must(fields.String, description="What to ask the firm.")


class IgnoredSchema(Schema):
    """An answer that was kept and not scored."""

    item = must(fields.String)
    value = fields.Raw(required=True)
    standard = maybe(fields.String)
    why = must(fields.String)


class ProvenanceSchema(Schema):
    """The pins by which a result can be recomputed."""

    form = must(fields.String)
    form_status = must(fields.String)
    standards = texts()
    code = must(fields.String)
    content = must(fields.String)
    model = fields.List(fields.String(), required=True, allow_none=True)


class FactsSchema(Schema):
    """The facts of the enterprise that the result rests on."""

    name = fields.String()
    credit_code = fields.String()
    site = fields.String()
    industry = fields.String()
    city = fields.String()
    employees = fields.Integer()
    revenue_wan = fields.Float()
    production_type = must(fields.String, enum=["discrete", "process"])
    production_type_from = must(fields.String, enum=["given", "division", "default"])
    chain = fields.String()
    park = fields.String()
    size_class = maybe(fields.String, enum=["large", "medium", "small", "micro", None])
    division_name = fields.String()
    city_name = fields.String()


class IntervalSchema(Schema):
    """Where a share of firms like this one lie."""

    low = must(fields.Float)
    high = must(fields.Float)
    share = must(fields.Float)


class AgreementSchema(Schema):
    """How the estimate and the rule agree."""

    rule_level = maybe(fields.Integer)
    same = maybe(fields.Boolean)
    probability_of_rule_level = maybe(fields.Float)


class AttributedPartSchema(Schema):
    """What a part adds to the estimate."""

    part = must(fields.String)
    answered = must(fields.Float)
    assumed = must(fields.Float)


class AttributionSchema(Schema):
    """Why the estimate is what it is."""

    score = maybe(fields.Float)
    reference = maybe(fields.Float)
    parts = listed(AttributedPartSchema)


class NarrowsSchema(Schema):
    """Items whose answer would narrow the estimate most."""

    ask = texts()
    check_on_site = texts()


class EstimateSchema(Schema):
    """What a model estimates beside a level by rule; it never changes that level."""

    standard = must(fields.String)
    model = maybe(fields.String)
    level = maybe(fields.Integer)
    insufficient = must(fields.Boolean)
    probabilities = fields.List(fields.Float(), required=True, allow_none=True)
    set = fields.List(fields.Integer(), required=True, allow_none=True)
    expected_score = maybe(fields.Float)
    expected_score_interval = fields.Nested(IntervalSchema)
    agreement = fields.Nested(AgreementSchema)
    attribution = fields.Nested(AttributionSchema)
    narrows_most = fields.Nested(NarrowsSchema)
    verified_visits = fields.Integer()
    basis = fields.String()
    why = maybe(fields.String)


class PreviewSchema(Schema):
    """A diagnosis that was not stored."""

    form = must(fields.String)
    reference = maybe(fields.String)
    period = maybe(fields.Integer)
    enterprise = fields.Nested(FactsSchema, required=True)
    standards = listed(VerdictSchema)
    gaps = listed(GapSchema)
    next_steps = listed(NextStepSchema)
    consistency = listed(InconsistencySchema)
    ignored = listed(IgnoredSchema)
    estimate = listed(EstimateSchema)
    provenance = fields.Nested(ProvenanceSchema, required=True)
    notice = texts()

"""A diagnosis as it is stored: the lines of its list, its trace, its withdrawal."""

from marshmallow import Schema, fields, validate

from diagnosis.web.schemas.diagnosis import PreviewSchema, ProvenanceSchema, ProvisionalSchema
from diagnosis.web.schemas.shapes import MarkSchema, SourceSchema, listed, maybe, must, texts

STANDINGS = ["current", "superseded", "withdrawn"]
STANDING = "Among the diagnoses of its site and form. 现行、被取代或已撤回。"
EFFECTS = ["new", "updated", "unchanged", "older", "other-name"]


class RegisterEffectSchema(Schema):
    """What the register took from a sheet when it was submitted."""

    effect = must(fields.String, enum=EFFECTS)
    message = must(fields.String)


class WithdrawnSchema(Schema):
    """Why, when and by whom a diagnosis was withdrawn."""

    reason = must(fields.String)
    at = must(fields.DateTime)
    by = must(fields.String)


class DiagnosisSchema(PreviewSchema):
    """A stored diagnosis."""

    id = must(fields.UUID)
    enterprise_id = must(fields.UUID)
    assessment_id = must(fields.UUID)
    created_at = must(fields.DateTime)
    standing = must(fields.String, enum=STANDINGS, description=STANDING)
    register = fields.Nested(
        RegisterEffectSchema,
        required=True,
        allow_none=True,
        metadata={"description": "null where an earlier release kept it."},
    )
    withdrawn = fields.Nested(
        WithdrawnSchema,
        required=True,
        allow_none=True,
        metadata={"description": "null unless it was withdrawn. 撤回的原因、时间和经手人。"},
    )
    kept_as_shown = fields.Boolean(
        metadata={"description": "true: answered as an earlier release showed it."}
    )


class DiagnosisRowSchema(Schema):
    """A line of the list of diagnoses."""

    id = must(fields.UUID)
    enterprise_id = must(fields.UUID)
    assessment_id = must(fields.UUID)
    created_at = must(fields.DateTime)
    credit_code = maybe(fields.String)
    site = maybe(fields.String)
    form = must(fields.String)
    reference = maybe(fields.String)
    period = maybe(fields.Integer)
    division = maybe(fields.String)
    city = maybe(fields.String)
    size_class = maybe(fields.String)
    production_type = must(fields.String)
    levels = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(allow_none=True),
        required=True,
        metadata={"description": "Level by each standard, null where none is given."},
    )
    standing = must(fields.String, enum=STANDINGS, description=STANDING)
    register_effect = maybe(
        fields.String,
        enum=EFFECTS,
        description="What the register took from its sheet. 登记信息是否更新。",
    )
    chain_id = maybe(fields.UUID)
    park_id = maybe(fields.UUID)
    content = must(fields.String)
    code = must(fields.String)


class WithdrawalSchema(Schema):
    """Why a diagnosis is withdrawn."""

    reason = must(fields.String, validate=validate.Length(1, 500))


class TracedAnswerSchema(Schema):
    """An answer at the bottom of a trace."""

    item = must(fields.String)
    text = maybe(fields.String)
    answer = fields.Raw(required=True, allow_none=True)
    weight = maybe(fields.Float, description="Share of its part, 0–1.")
    share_of_whole = maybe(fields.Float)
    value = maybe(fields.Float)
    sources = texts()


class TracedPartSchema(Schema):
    """A part of a standard between its total and the answers."""

    part = must(fields.String)
    name = maybe(fields.String)
    weight = maybe(fields.Float, description="Share of the whole, 0–1.")
    score = maybe(fields.Float)
    shares = fields.List(
        fields.Float(), allow_none=True, metadata={"description": "Met at levels 1–5, 0–1."}
    )
    mark = fields.Nested(MarkSchema, required=True, allow_none=True)
    answers = listed(TracedAnswerSchema)


class TracedNeedSchema(Schema):
    """What a level asks and what there is."""

    part = must(fields.String)
    has = maybe(fields.Float)
    needs = must(fields.Float)
    above = fields.Boolean(
        metadata={"description": "True where needs alone does not suffice: it must be more."}
    )
    of = fields.String(
        metadata={
            "enum": ["weakest-item"],
            "description": "The lowest answered item of the part counts, not the part's score.",
        }
    )


class TracedGateSchema(Schema):
    """The gate of a level."""

    level = must(fields.Integer)
    conditions = listed(TracedNeedSchema)


class TracedConditionSchema(Schema):
    """A condition of a tier."""

    id = must(fields.String)
    kind = must(fields.String)
    holds = maybe(fields.Boolean)


class TracedStandardSchema(Schema):
    """The trace of one standard."""

    standard = must(fields.String)
    revision = must(fields.Integer)
    name = maybe(fields.String)
    rule = maybe(fields.String)
    rule_text = maybe(fields.String)
    level = maybe(fields.Integer)
    score = maybe(fields.Float)
    provisional = fields.Nested(ProvisionalSchema, required=True, allow_none=True)
    shares = fields.List(fields.Float())
    gates = fields.List(fields.Nested(TracedGateSchema))
    conditions = fields.List(fields.Nested(TracedConditionSchema))
    level_low = fields.Integer(allow_none=True)
    level_high = fields.Integer(allow_none=True)
    parts = listed(TracedPartSchema)


class TraceSchema(Schema):
    """From each total down to every answer, weight and clause."""

    diagnosis_id = must(fields.UUID)
    production_type = must(fields.String)
    standards = listed(TracedStandardSchema)
    sources = listed(SourceSchema)
    provenance = fields.Nested(ProvenanceSchema, required=True)

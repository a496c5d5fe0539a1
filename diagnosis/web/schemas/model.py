"""Trained models, the next question, answers whose raise reaches a level."""

from marshmallow import Schema, fields, validate

from diagnosis.domain.intake.limits import PERIOD, REFERENCE
from diagnosis.services.scoring.advise import AGREEMENT, AGREEMENT_RANGE, STANDARD
from diagnosis.web.schemas.diagnosis import EstimateSchema
from diagnosis.web.schemas.shapes import limited, listed, maybe, must
from diagnosis.web.schemas.sheet import EnterpriseFactsSchema, SheetSchema

_STANDARDS = validate.OneOf(["gbt-39116-2020", "ai-readiness"])


class ModelSchema(Schema):
    """A registered model."""

    id = must(fields.String)
    model = must(fields.String)
    standard = must(fields.String)
    digest = must(fields.String, description="sha256 of the artefact.")
    verified_visits = must(fields.Integer)
    current = must(fields.Boolean)
    served = must(fields.Boolean)


class NextQuestionRequestSchema(Schema):
    """The answers so far; a whole sheet may be sent."""

    form = fields.String()
    period = limited(PERIOD, null=True)
    reference = limited(REFERENCE, null=True)
    answers = fields.Dict(keys=fields.String(), values=fields.Raw())
    enterprise = fields.Nested(EnterpriseFactsSchema)
    standard = fields.String(
        validate=_STANDARDS, metadata={"description": "The form's own where absent."}
    )
    agreement = fields.Float(
        load_default=AGREEMENT,
        validate=validate.Range(*AGREEMENT_RANGE),
        metadata={"description": "Stop once the unasked answers keep the level this surely."},
    )


class NextQuestionSchema(Schema):
    """The next item worth asking; `stop` once the agreement wanted is reached."""

    form = must(fields.String)
    standard = must(fields.String)
    answered = must(fields.Integer)
    item = fields.Dict(required=True, allow_none=True)
    agreement = must(fields.Float)
    agreement_wanted = must(fields.Float)
    stop = must(fields.Boolean)
    why = must(fields.String)
    estimate = fields.Nested(EstimateSchema, required=True)


class CounterfactualRequestSchema(Schema):
    """A sheet and the estimated level to reach."""

    sheet = fields.Nested(SheetSchema, required=True)
    standard = fields.String(load_default=STANDARD, validate=_STANDARDS)
    level = fields.Integer(validate=validate.Range(1, 4))


class RaisedAnswerSchema(Schema):
    """One answer raised, step by step."""

    item = must(fields.String)
    text = must(fields.String)
    before = fields.Float(required=True, data_key="from")
    after = fields.Float(required=True, data_key="to")


class CounterfactualSchema(Schema):
    """Raised answers that lead to a level."""

    standard = must(fields.String)
    estimated_level = maybe(fields.Integer)
    level = must(fields.Integer)
    reached = must(fields.Boolean)
    level_after = maybe(fields.Integer)
    why = must(fields.String)
    raises = listed(RaisedAnswerSchema)

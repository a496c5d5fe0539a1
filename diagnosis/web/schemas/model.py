"""Trained models, the next question, answers whose raise reaches a level."""

from marshmallow import Schema, fields, validate

from diagnosis.domain.intake.limits import PERIOD, REFERENCE
from diagnosis.services.scoring.advise import AGREEMENT, AGREEMENT_RANGE
from diagnosis.web.schemas.diagnosis import EstimateSchema
from diagnosis.web.schemas.shapes import limited, listed, maybe, must
from diagnosis.web.schemas.sheet import EnterpriseFactsSchema, SheetSchema
from diagnosis.web.schemas.wish import may

_STANDARD = (
    "Id of a standard, with or without @revision; the form's own if left out. One that has no "
    "model is 409 `no-model`."
)


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

    form = fields.String(allow_none=True)
    period = limited(PERIOD, null=True)
    reference = limited(REFERENCE, null=True)
    answers = fields.Dict(keys=fields.String(), values=fields.Raw(), allow_none=True)
    enterprise = fields.Nested(EnterpriseFactsSchema, allow_none=True)
    standard = may(fields.String, _STANDARD)
    agreement = fields.Float(
        load_default=AGREEMENT,
        allow_none=True,
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
    standard = may(fields.String, _STANDARD)
    level = fields.Integer(
        allow_none=True,
        validate=validate.Range(1, 4),
        metadata={"description": "The level above the estimate if left out."},
    )


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

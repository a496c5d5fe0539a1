"""Enterprises and assessments as they are kept."""

from marshmallow import Schema, fields, validate

from diagnosis.web.schemas.shapes import listed, maybe, must, texts
from diagnosis.web.schemas.sheet import SheetSchema


class EnterpriseSchema(Schema):
    """A registered site of an enterprise."""

    id = must(fields.UUID)
    version = must(fields.Integer)
    created_at = must(fields.DateTime)
    updated_at = must(fields.DateTime)
    name = must(fields.String)
    credit_code = must(fields.String)
    site = maybe(fields.String)
    industry = maybe(fields.String)
    city = maybe(fields.String)
    employees = maybe(fields.Integer)
    revenue_wan = maybe(fields.Float)
    production_type = maybe(fields.String)
    chain = maybe(fields.String)
    park = maybe(fields.String)
    size_class = maybe(fields.String)
    chain_id = maybe(fields.UUID)
    park_id = maybe(fields.UUID)
    division_name = maybe(fields.String)
    city_name = maybe(fields.String)


class NewChainSchema(Schema):
    """A chain to register."""

    name = must(fields.String, validate=validate.Length(1, 200))


class NewParkSchema(Schema):
    """A park to register."""

    name = must(fields.String, validate=validate.Length(1, 200))
    city = fields.String(
        allow_none=True,
        metadata={
            "description": "City or district it lies in (GB/T 2260, 6 digits), or town of "
            "Dongguan or Zhongshan (9 digits). 所在地市、区县或镇街。"
        },
    )


class ChainSchema(Schema):
    """A registered chain."""

    id = must(fields.UUID)
    name = must(fields.String)
    created_at = must(fields.DateTime)


class ParkSchema(ChainSchema):
    """A registered park."""

    city = maybe(fields.String)
    city_name = maybe(fields.String)


class ProgressSchema(Schema):
    """How much of the form is answered."""

    questions = fields.Integer(required=True, data_key="asked")
    answered = must(fields.Integer)
    open = texts()


class AssessmentSchema(Schema):
    """An assessment: a draft, or submitted and never changed again."""

    id = must(fields.UUID)
    enterprise_id = must(fields.UUID)
    state = must(fields.String, enum=["draft", "submitted"])
    version = must(fields.Integer)
    created_at = must(fields.DateTime)
    updated_at = must(fields.DateTime)
    submitted_at = maybe(fields.DateTime)
    diagnosis_id = maybe(fields.UUID)
    prefilled_from = maybe(fields.UUID)
    sheet = fields.Nested(SheetSchema, required=True)
    progress = fields.Nested(ProgressSchema, required=True)


class AssessmentRowSchema(Schema):
    """A line of the list of assessments."""

    id = must(fields.UUID)
    enterprise_id = must(fields.UUID)
    state = must(fields.String)
    version = must(fields.Integer)
    form = must(fields.String)
    reference = maybe(fields.String)
    period = maybe(fields.Integer)
    created_at = must(fields.DateTime)
    updated_at = must(fields.DateTime)
    submitted_at = maybe(fields.DateTime)
    diagnosis_id = maybe(fields.UUID)
    prefilled_from = maybe(fields.UUID)


class ItemChangeSchema(Schema):
    """What became of an item between two forms."""

    item = must(fields.String)
    change = must(fields.String, enum=["kept", "changed", "new", "gone"])
    what = texts()


class DroppedSchema(Schema):
    """An answer that could not be carried over."""

    item = must(fields.String)
    value = fields.Raw(required=True)
    why = must(fields.String)


class BegunSchema(AssessmentSchema):
    """A new draft, and the answers of an earlier sheet that it did not take over."""

    dropped = listed(DroppedSchema)


class UpgradedSchema(Schema):
    """A draft after it moved to another form, what changed and what was dropped."""

    assessment = fields.Nested(AssessmentSchema, required=True)
    changes = listed(ItemChangeSchema)
    dropped = listed(DroppedSchema)


class FormDiffSchema(Schema):
    """What became of every item between two forms."""

    old = must(fields.String)
    new = must(fields.String)
    items = listed(ItemChangeSchema)

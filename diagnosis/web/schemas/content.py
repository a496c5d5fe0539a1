"""Questionnaires, standards and the crosswalk."""

from marshmallow import Schema, fields

from diagnosis.domain.intake.form import FormStatus
from diagnosis.web.schemas.shapes import MarkSchema, SourceSchema, listed, maybe, must, texts

FORM_STATUSES = [str(status) for status in FormStatus]


class MinutesSchema(Schema):
    """The stated time to fill a form in."""

    low = must(fields.Integer)
    high = must(fields.Integer)
    basis = must(fields.String)


class QuestionnaireRowSchema(Schema):
    """A form as the list shows it: its newest version that is not withdrawn."""

    id = must(fields.String)
    form = must(fields.String, description="id@version")
    version = must(fields.String)
    versions = texts()
    withdrawn = texts()
    status = must(fields.String, enum=FORM_STATUSES)
    title = must(fields.String)
    purpose = must(fields.String)
    minutes = fields.Nested(MinutesSchema, required=True)
    standards = texts()
    item_count = must(fields.Integer, description="How many items the form asks.")


class ProfileFactSchema(Schema):
    """A fact of the enterprise and what it is used for."""

    id = must(fields.String)
    pointer = must(fields.String, description="Where it goes in a sheet, an RFC 6901 pointer.")
    text = must(fields.String)
    help = must(fields.String)
    format = must(fields.String)
    used_for = must(fields.String)


class TermSchema(Schema):
    """A word of jargon in plain words."""

    term = must(fields.String)
    meaning = must(fields.String)


class OptionSchema(Schema):
    """An option of a choice, or a reason for not applicable."""

    id = must(fields.String)
    text = must(fields.String)


class PositionSchema(Schema):
    """A position of a ladder."""

    position = must(fields.Integer)
    text = must(fields.String)
    ours = must(fields.Boolean)


class ShareTextSchema(Schema):
    """What the two numbers of a share count."""

    part = must(fields.String)
    whole = must(fields.String)
    unit = must(fields.String)


class ItemSchema(Schema):
    """A question with everything needed to answer it."""

    id = must(fields.String)
    type = must(fields.String, enum=["ladder", "single", "multiple", "share"])
    text = must(fields.String)
    help = must(fields.String)
    terms = listed(TermSchema)
    evidence = texts()
    asked_of = texts()
    not_applicable = listed(OptionSchema)
    sources = texts()
    basis = must(fields.String)
    checked = must(fields.String)
    positions = fields.List(fields.Nested(PositionSchema))
    share = fields.Nested(ShareTextSchema)
    options = fields.List(fields.Nested(OptionSchema))


ItemSchema._declared_fields["partial"] = fields.Boolean()


class SectionSchema(Schema):
    """A titled run of questions."""

    id = must(fields.String)
    title = must(fields.String)
    items = listed(ItemSchema)


class QuestionnaireSchema(Schema):
    """A form with every text needed to answer it."""

    form = must(fields.String)
    id = must(fields.String)
    version = must(fields.String)
    status = must(fields.String, enum=FORM_STATUSES)
    title = must(fields.String)
    purpose = must(fields.String)
    minutes = fields.Nested(MinutesSchema, required=True)
    standards = texts()
    profile = listed(ProfileFactSchema)
    sections = listed(SectionSchema)


class LevelSchema(Schema):
    """A level's number and name."""

    level = must(fields.Integer)
    name = must(fields.String)


class StandardRowSchema(Schema):
    """A standard as the list shows it."""

    id = must(fields.String)
    standard = must(fields.String, description="The id, as answers name it beside a revision.")
    revision = must(fields.Integer)
    rule = must(fields.String)
    official = must(fields.Boolean)
    name = must(fields.String)
    about = must(fields.String)
    levels = listed(LevelSchema)
    minimum_coverage = must(fields.Float)


class LevelReadingSchema(LevelSchema):
    """A level with its reading."""

    reading = must(fields.String)
    mark = fields.Nested(MarkSchema, required=True)


class PartOptionSchema(Schema):
    """What an option of a question is worth."""

    value = must(fields.String)
    points = must(fields.Float)
    up_to = maybe(fields.Float)


def _by_type(about: str) -> fields.Dict:
    return fields.Dict(
        keys=fields.String(), values=fields.Float(), metadata={"description": about}
    )


class PartSchema(Schema):
    """A part of a standard: its weight, the items that feed it, its source."""

    id = must(fields.String)
    kind = must(fields.String)
    name = must(fields.String)
    parent = maybe(fields.String)
    items = texts()
    weight = _by_type("Share of its parent by production type, 0–1.")
    of_whole = _by_type("Share of the whole by production type, 0–1.")
    item_weights = _by_type("Share of this part by item, 0–1.")
    points = fields.Float()
    options = fields.List(fields.Nested(PartOptionSchema))
    constraint = fields.Boolean()
    may_be_cut = fields.Boolean()
    reason = fields.String()
    mark = fields.Nested(MarkSchema)


class NeedSchema(Schema):
    """What a level asks of a part."""

    part = must(fields.String)
    at_least = must(fields.Float)
    above = fields.Boolean(
        metadata={"description": "True where at_least alone does not suffice: it must be more."}
    )
    of = fields.String(
        metadata={
            "enum": ["weakest-item"],
            "description": "The lowest answered item of the part counts, not the part's score.",
        }
    )


class GateSchema(Schema):
    """What a level asks."""

    level = must(fields.Integer)
    needs = listed(NeedSchema)
    judged_on_site = fields.List(fields.String())


class StandardSchema(StandardRowSchema):
    """A standard in full, each number with its source."""

    levels = listed(LevelReadingSchema)
    marks = fields.Dict(keys=fields.String(), values=fields.Nested(MarkSchema), required=True)
    parts = listed(PartSchema)
    gates = listed(GateSchema)
    unconfirmed = texts()
    sources = listed(SourceSchema)


class CrosswalkEndSchema(Schema):
    """A part of a standard."""

    standard = must(fields.String)
    part = must(fields.String)
    name = maybe(fields.String)


class CrosswalkLinkSchema(Schema):
    """How two parts relate."""

    type = must(fields.String)
    grade = must(fields.String)
    note = must(fields.String)
    basis = must(fields.String)
    checked = must(fields.String)
    sources = texts()
    to = fields.Nested(CrosswalkEndSchema, required=True)


CrosswalkLinkSchema._declared_fields["from"] = fields.Nested(CrosswalkEndSchema, required=True)


class CrosswalkSchema(Schema):
    """How parts of the standards relate; none of it converts a level."""

    about = must(fields.String)
    links = listed(CrosswalkLinkSchema)

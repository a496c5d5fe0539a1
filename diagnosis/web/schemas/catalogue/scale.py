"""Scales that others ask for and that this service does not compute."""

from marshmallow import Schema, fields

from diagnosis.web.schemas import closed_sets
from diagnosis.web.schemas import shared_fields as shared
from diagnosis.web.schemas.shapes import listed, maybe, must, nested, texts
from diagnosis.web.schemas.shared_shapes import bibliography, source_mark


class MappedScaleRowSchema(Schema):
    """A scale as the list shows it; it is never a score. 不计算的量表。"""

    id = must(fields.String, "Id of the scale.", pattern="^scl-[a-z0-9]+(-[a-z0-9]+)*$")
    computed = must(
        fields.Boolean, "Always false: nobody is scored by it here (不计算).", enum=[False]
    )
    why_not_computed = shared.sentence("Why it is not computed")
    name = shared.name("Its name")
    issuer = shared.sentence("Who issued it")
    about = shared.sentence("What it is")
    standing = must(
        fields.String,
        "in-force, in-use (asked for by an authority), draft, or not-seen: no text was seen.",
        enum=closed_sets.SCALE_STANDINGS,
    )
    standing_name = shared.name("What that means")
    notice = shared.perhaps_a_sentence("What a firm should look out for, null: nothing")
    revises = shared.maybe_standard_id("The standard that it is a draft of; null: of none here.")
    unconfirmed = shared.unconfirmed("what stands here")


class ScaleSinceSchema(Schema):
    """Since when a scale holds. 自何时。"""

    date = must(
        fields.String,
        "Year, month or day, as precise as it is known.",
        pattern="^[0-9]{4}(-[0-9]{2}){0,2}$",
    )
    mark = source_mark()


class ScaleAskerSchema(Schema):
    """Who asks for a scale, and for what. 谁要求。"""

    who = shared.sentence("Who asks for it")
    what_for = shared.sentence("What for")
    mark = source_mark()


class ScaleLevelsSchema(Schema):
    """The levels of a scale. 分级。"""

    names = texts("Names of its levels, from low to high.")
    mark = source_mark()


class ScaleFeedSchema(Schema):
    """What here is about the same thing. 与本服务的对应。"""

    standard = shared.maybe_standard_id("The standard that is near; null: an item is.")
    part = maybe(fields.String, "Id of the part of the standard; null: all of it, or an item.")
    item = maybe(fields.String, "Id of the question that is near; null: a standard is.")
    name = shared.name("Name of the standard, the part or the question")
    note = shared.sentence("What of the scale it is about")


class MappedScaleSchema(MappedScaleRowSchema):
    """A scale in full; what feeds it gives no level by it. 不计算的量表。"""

    since = nested(ScaleSinceSchema, "Since when it holds; null: not known.", null=True)
    asked_by = listed(ScaleAskerSchema, "Who asks firms for it.")
    levels = nested(ScaleLevelsSchema, "Its levels; null: not known, or it has none.", null=True)
    fed_by = listed(ScaleFeedSchema, "What here is about the same; no level converts.")
    map_mark = source_mark("Where `fed_by` comes from.")
    fill_in = shared.sentence("Where a firm fills it in")
    mark = source_mark("Where all that has no mark of its own comes from.")
    sources = bibliography()

"""Standards and the crosswalk between their parts."""

from typing import Any

from marshmallow import Schema, fields

from diagnosis.web.schemas import closed_sets
from diagnosis.web.schemas import shared_fields as shared
from diagnosis.web.schemas.shapes import listed, maybe, must, nested, numbers_by, sometimes, texts
from diagnosis.web.schemas.shared_shapes import SourceMarkSchema, bibliography, source_mark
from diagnosis.web.schemas.verdict import NeedDetailSchema


class StandardLevelSchema(Schema):
    """A level's number and name. 级别。"""

    level = shared.known_level("Number of the level, 0–5.")
    name = shared.name("Name of the level")


class StandardRowSchema(Schema):
    """A standard as the list shows it. 标准列表中的一行。"""

    id = shared.standard_id()
    standard = shared.standard_id("The same id, as results name it beside a revision.")
    revision = shared.revision()
    rule = must(
        fields.String,
        "How it adds up: staged (shares met level by level), points and scenes, tiers of "
        "conditions, or a mean with gates.",
        enum=closed_sets.RULES,
    )
    official = must(fields.Boolean, "Whether an authority published it; false: it is ours.")
    name = shared.name("Name of the standard")
    about = shared.sentence("What it is for")
    levels = listed(StandardLevelSchema, "Its levels, from 0 up.")
    minimum_coverage = shared.share("Coverage below which it gives no level, 0–1.")


class StandardLevelReadingSchema(StandardLevelSchema):
    """A level and what it means. 级别及其含义。"""

    reading = shared.sentence("What a firm on this level looks like")
    mark = source_mark("Where name and reading come from.")


class QuestionPointsSchema(Schema):
    """What an option of a question is worth. 选项分值。"""

    value = must(fields.String, "Id of the option; of a share, that of the interval.")
    points = must(fields.Float, "Points that it earns, 0–100.", minimum=0, maximum=100)
    up_to = maybe(
        fields.Float, "Of a share: upper end of its interval, included, 0–100 per cent, or null.",
        minimum=0, maximum=100,
    )  # fmt: skip


def _shares_by(about: str, keys: list[str] | None = None) -> fields.Field[Any]:
    """Return shares by a key, which only some kinds of parts have."""
    return numbers_by(about, keys=keys, required=False, **shared.SHARE)


class StandardPartSchema(Schema):
    """A part of a standard: its weight, the questions that feed it, its source. 组成部分。"""

    id = must(fields.String, "Id of the part within its standard.")
    kind = must(fields.String, "What kind of part it is.", enum=closed_sets.PART_KINDS)
    name = shared.name("Its name")
    parent = maybe(fields.String, "Id of the part that it belongs to; null: at the top.")
    items = texts("Ids of the questions that feed it.")
    weight = _shares_by(
        "Share of its parent, 0–1, by production type (权重).", closed_sets.PRODUCTION_TYPES
    )
    of_whole = _shares_by(
        "Share of the whole, 0–1, by production type.", closed_sets.PRODUCTION_TYPES
    )
    item_weights = _shares_by("Share of this part, 0–1, by the id of the question.")
    points = sometimes(fields.Float, "Most points that it can earn, 0–100.", minimum=0)
    options = fields.List(
        fields.Nested(QuestionPointsSchema),
        metadata={"description": "Of a question: what each answer is worth."},
    )
    constraint = sometimes(fields.Boolean, "Of a scene: whether it is a constraint scene (★).")
    may_be_cut = sometimes(fields.Boolean, "Whether it may be cut where it does not apply.")
    reason = sometimes(fields.String, "Why it has its weight, where the weight is ours.")
    mark = fields.Nested(
        SourceMarkSchema, metadata={"description": "Where its numbers come from."}
    )


class GateNeedSchema(NeedDetailSchema):
    """What a level asks of a part. 门槛。"""

    part = shared.part("Id of the part, or total, points, scenes, constraint-scenes …")
    at_least = must(
        fields.Float,
        "The least there must be: of `total` a share 0–1, of a dimension a score 0–5, points "
        "0–100, a number of scenes, a level of gbt-39116-2020, per cent of AI, or 1 for a link.",
        minimum=0,
    )


class LevelGateSchema(Schema):
    """What a level asks for. 级别门槛。"""

    level = shared.known_level("Level that asks, 1–5.")
    needs = listed(GateNeedSchema, "What it asks of each part; all of it must hold.")
    judged_on_site = texts("What only a visit can judge, sentences.", required=False)


class StandardSchema(StandardRowSchema):
    """A standard in full, each number with its source. 标准。"""

    levels = listed(StandardLevelReadingSchema, "Its levels, from 0 up, and what they mean.")
    marks = fields.Dict(
        keys=fields.String(),
        values=fields.Nested(SourceMarkSchema),
        required=True,
        metadata={"description": "Marks of its numbers, by the name that its file gives them."},
    )
    parts = listed(StandardPartSchema, "Its parts, from the top down.")
    gates = listed(LevelGateSchema, "What each level asks for.")
    unconfirmed = texts("What of it is only remembered, sentences (待核实).")
    sources = bibliography()


class CrosswalkEndSchema(Schema):
    """A part of a standard, at one end of a link. 对应的一端。"""

    standard = shared.standard_id()
    part = shared.part()
    name = maybe(fields.String, "Its name; null: the part has none.")


class CrosswalkLinkSchema(Schema):
    """How two parts relate. 对应关系。"""

    type = must(
        fields.String,
        "How they relate: they rest on the same-question, the answer to one prefills the other, "
        "one supports the other, or is its precondition.",
        enum=closed_sets.LINK_TYPES,
    )
    grade = must(fields.String, "How closely they relate.", enum=closed_sets.LINK_GRADES)
    note = shared.sentence("What is alike and what differs")
    basis = must(
        fields.String,
        "cited: read in a source; derived: follows from one; estimated; ours: our reading.",
        enum=closed_sets.MARK_BASES,
    )
    checked = shared.checked()
    sources = shared.source_ids("Ids of the sources it rests on.")
    start = nested(CrosswalkEndSchema, "The part it leads from.", data_key="from")
    to = nested(CrosswalkEndSchema, "The part it leads to.")


class CrosswalkSchema(Schema):
    """How parts of the standards relate; none of it converts a level. 标准之间的对应。"""

    about = shared.sentence("What the links are for, and what they are not")
    links = listed(CrosswalkLinkSchema, "How parts relate, each with a grade.")

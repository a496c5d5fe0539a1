"""The trace of a diagnosis: from each total down to every answer."""

from marshmallow import Schema, fields

from diagnosis.web.schemas import closed_sets
from diagnosis.web.schemas import shared_fields as shared
from diagnosis.web.schemas.diagnosis import pins
from diagnosis.web.schemas.shapes import listed, maybe, must, nested, sometimes
from diagnosis.web.schemas.shared_shapes import SourceMarkSchema, bibliography
from diagnosis.web.schemas.verdict import LevelScoreSchema, NeedDetailSchema


class TracedAnswerSchema(Schema):
    """An answer at the bottom of a trace. 答案。"""

    item = shared.item()
    name = maybe(fields.String, "Name of the question (题名); null: content has it no more.")
    text = maybe(fields.String, "The question; null: content has it no more.")
    answer = fields.Raw(
        required=True,
        allow_none=True,
        metadata={"description": "The answer as it was written; null: blank."},
    )
    weight = shared.maybe_share("Share of its part, 0–1; null: it does not count by weight.")
    share_of_whole = shared.maybe_share(
        "Share of the whole standard, 0–1: weight of the part times its own; null without."
    )
    value = maybe(
        fields.Float,
        "What it counts for in its part: a position 0–5, points, the level 0–4 of a scene, the "
        "value of a choice, or a number of ticked scenes; null: it does not count.",
        minimum=0,
    )
    ours = shared.ours("the position that was answered")
    inferred = sometimes(
        fields.Boolean,
        "true: inferred from other answers and confirmed by the firm (推定后确认); else absent.",
    )
    sources = shared.source_ids("Ids of the sources of the question, as in `sources`.")


class TracedPartSchema(Schema):
    """A part of a standard between its total and the answers. 组成部分。"""

    part = shared.part()
    name = shared.perhaps_a_sentence("Its name, null: content has it no more")
    weight = shared.maybe_share("Share of the whole, 0–1, after cuts; null: it has none (权重).")
    score = maybe(
        fields.Float,
        "Its score in the unit of the standard: level 0–5, points, the level 0–4 of a scene, or "
        "1 for met; null: not answered.",
        minimum=0,
    )
    shares = fields.List(
        fields.Float(metadata=dict(shared.SHARE)),
        allow_none=True,
        metadata={"description": "Shares met at levels 1–5, each 0–1; null: not answered."},
    )
    mark = nested(SourceMarkSchema, "Where its weight comes from; null: it has none.", null=True)
    answers = listed(TracedAnswerSchema, "The answers below it.")


class TracedNeedSchema(NeedDetailSchema):
    """What a level asks and what there is. 门槛。"""

    part = shared.part("Id of the part, or points, scenes, constraint-scenes.")
    has = maybe(
        fields.Float,
        "What there is: a score 0–5, points 0–100 or a number of scenes; null: not known.",
        minimum=0,
    )
    needs = must(fields.Float, "What the level asks for, in the unit of `has`.", minimum=0)


class TracedGateSchema(Schema):
    """The gate of a level. 级别门槛。"""

    level = shared.known_level("Level that asks, 1–5.")
    conditions = listed(TracedNeedSchema, "What it asks for, and what there is.")


class TracedConditionSchema(Schema):
    """A condition of a tier. 档次条件。"""

    id = must(fields.String, "Id of the condition within its level.")
    kind = must(
        fields.String,
        "How it is known: computed from answers, declared by the firm, judged on a visit.",
        enum=closed_sets.KNOWN_BY,
    )
    holds = maybe(fields.Boolean, "Whether it holds; null: not known.")


class TracedStandardSchema(Schema):
    """The trace of one standard. 标准的来龙去脉。"""

    standard = shared.standard_id()
    revision = shared.revision()
    name = shared.perhaps_a_sentence("Name of the standard, null: content has it no more")
    rule = maybe(
        fields.String, "By which rule it adds up; null: not known.", enum=closed_sets.RULES
    )
    rule_text = shared.perhaps_a_sentence("The rule in words, null: not known")
    level = shared.level()
    score = shared.score()
    provisional = nested(
        LevelScoreSchema, "What the answers so far come to; null with a level.", null=True
    )
    shares = fields.List(
        fields.Float(metadata=dict(shared.SHARE)),
        metadata={"description": "Shares of the whole met at levels 1–5, each 0–1."},
    )
    gates = fields.List(
        fields.Nested(TracedGateSchema),
        metadata={"description": "What each level asks for beside the total."},
    )
    conditions = fields.List(
        fields.Nested(TracedConditionSchema),
        metadata={"description": "Conditions of the tiers, and whether each holds."},
    )
    level_low = fields.Integer(
        allow_none=True,
        metadata={"description": "Level with all blanks at their worst, 0–5.", **shared.LEVEL},
    )
    level_high = fields.Integer(
        allow_none=True,
        metadata={"description": "Level with all blanks at their best, 0–5.", **shared.LEVEL},
    )
    parts = listed(TracedPartSchema, "The parts that the total is made of.")


class TraceSchema(Schema):
    """From each total down to every answer, weight and clause. 得分的来龙去脉。"""

    diagnosis_id = shared.an_id("Id of the diagnosis (诊断编号).")
    production_type = shared.production_type()
    standards = listed(TracedStandardSchema, "The trace of each standard.")
    sources = bibliography()
    provenance = pins()

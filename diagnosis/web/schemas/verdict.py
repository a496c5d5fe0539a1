"""What one standard says of a sheet: level, score, dimensions, what holds it back."""

from marshmallow import Schema, fields

from diagnosis.web.schemas import closed_sets
from diagnosis.web.schemas import shared_fields as shared
from diagnosis.web.schemas.shapes import listed, may, maybe, must, nested, sometimes, texts


class AggregationSchema(Schema):
    """One way to add the answers up; `official` marks the standard's rule. 汇总方式。"""

    rule = must(fields.String, "How it adds up.", enum=closed_sets.AGGREGATIONS)
    score = shared.score()
    level = shared.level("Level that it gives, 0–5; null: the answers do not settle it.")
    official = must(fields.Boolean, "Whether it is the standard's rule, which decides the level.")


class DimensionResultSchema(Schema):
    """A dimension's part of a result: a sub-domain, block, chain, link. 维度得分。"""

    id = must(fields.String, "Id of the dimension within its standard.")
    name = shared.name("Its name")
    score = maybe(
        fields.Float,
        "Its score, 0 to `top`, in the unit of the standard: level, points, or 1 for met; null: "
        "nothing of it was answered.",
        minimum=0,
    )
    top = must(fields.Float, "Highest score it can have, in the unit of `score`.", minimum=0)
    level = shared.level("Level of the dimension by itself, 0–5; null: its standard has none.")
    weight = shared.maybe_share(
        "Share of the whole, 0–1, after cuts; null: it has no weight (权重)."
    )
    reading = shared.perhaps_a_sentence("What such a score means here, null: not answered")
    unconfirmed = shared.unconfirmed("its weight")


class LevelObstacleSchema(Schema):
    """One thing that holds the next level back. 制约因素。"""

    level = shared.known_level("Level that it holds back, 1–5.")
    kind = must(
        fields.String,
        "What it is: the total, a dimension, a gate of one, points, scenes, constraint scenes, or "
        "a condition of a tier.",
        enum=closed_sets.HOLD_KINDS,
    )
    part = shared.part("Id of the part that it is about, else the kind.")
    name = shared.name("Name of what holds it back")
    has = maybe(
        fields.Float,
        "What there is: a share 0–1 (total and dimension of gbt-39116-2020), a score 0–5 "
        "(ai-readiness), points 0–100, a number of scenes, or 0 for a condition that does not "
        "hold; null: not known.",
        minimum=0,
    )
    needs = maybe(
        fields.Float, "What the level asks for, in the unit of `has`; 1 for a condition.",
        minimum=0,
    )  # fmt: skip
    message = shared.sentence("What is missing")


class NotApplicableReasonSchema(Schema):
    """Why a question does not apply. 不适用的理由。"""

    item = shared.item()
    reason = must(fields.String, "Id of the reason, one of those that the question takes.")
    text = shared.sentence("The reason")


class CutPartSchema(Schema):
    """A part that was cut since it does not apply to the firm. 裁剪的部分。"""

    part = shared.part("Id of the sub-domain or dimension that was cut.")
    name = shared.name("Its name")
    weight_removed = shared.share("Share of the whole that was cut with it, 0–1.")
    reasons = listed(NotApplicableReasonSchema, "Why each of its questions does not apply.")


class TierConditionSchema(Schema):
    """A condition of a tier. 档次条件。"""

    id = must(fields.String, "Id of the condition within its level.")
    kind = must(
        fields.String,
        "How it is known: computed from answers, declared by the firm, judged on a visit.",
        enum=closed_sets.KNOWN_BY,
    )
    name = shared.name("What it asks for")
    holds = maybe(fields.Boolean, "Whether it holds; null: not known.")


class NeedDetailSchema(Schema):
    """How what a level asks of a part is meant, where a number alone does not say it."""

    above = sometimes(
        fields.Boolean, "true: the number alone does not suffice, it must be more than that."
    )
    of = sometimes(
        fields.String,
        "weakest-item: the lowest answered question of the part counts, not its score.",
        enum=["weakest-item"],
    )


class LevelScoreSchema(Schema):
    """A level and a score that are stated beside the result. 级别和得分。"""

    level = shared.known_level("Level, 0–5.")
    score = shared.score()


class CountedZeroSchema(Schema):
    """A question that does not apply and counts as 0, beside an answered one. 按 0 计的题。"""

    part = shared.part("Id of the part that it belongs to.")
    name = shared.name("Name of the part")
    item = shared.item()
    reason = must(fields.String, "Id of the reason why it does not apply.")
    text = shared.sentence("The reason")
    weight = shared.share("Share of the whole, 0–1.")
    if_dropped = nested(LevelScoreSchema, "The result had the question been dropped.")
    message = shared.sentence("What that means")


class ProvisionalResultSchema(LevelScoreSchema):
    """What the answers so far come to; no level, since too few were answered. 暂估结果。"""

    level_name = shared.name("Name of the level")


class StandardResultSchema(Schema):
    """What one standard says; null level where the answers do not suffice. 各标准的结果。"""

    standard = shared.standard_id()
    revision = shared.revision()
    name = shared.name("Name of the standard")
    official_standard = must(
        fields.Boolean, "Whether an authority published it; false: it is ours."
    )
    level = shared.level("Level reached, 0–5; null: none, and `why` says why (级别).")
    level_name = shared.level_name()
    reading = shared.perhaps_a_sentence("What the level means, null without a level")
    score = shared.score()
    coverage = shared.coverage()
    why = shared.perhaps_a_sentence("Why there is no level, null with one")
    provisional = nested(
        ProvisionalResultSchema,
        "What the answers so far come to, blanks left out or at their worst; null with a level, "
        "or where nothing was answered.",
        null=True,
    )
    aggregations = listed(AggregationSchema, "Three ways to add up, the official one among them.")
    dimensions = listed(DimensionResultSchema, "Each dimension, in the order of the standard.")
    held_back_by = listed(LevelObstacleSchema, "What holds the next level back, most first.")
    cuts = listed(CutPartSchema, "Parts that do not apply to the firm and were cut.")
    cuts_answered_zero = fields.Nested(
        LevelScoreSchema,
        metadata={"description": "Where parts were cut: the result had they been answered 0."},
    )
    counted_zero = fields.List(
        fields.Nested(CountedZeroSchema),
        metadata={"description": "Questions that do not apply and count as 0."},
    )
    level_low = shared.sometimes_level(
        "Level with all blanks at their worst, 0–5; absent where nothing is blank."
    )
    level_high = shared.sometimes_level(
        "Level with all blanks at their best, 0–5; absent where nothing is blank."
    )
    score_low = may(
        fields.Float,
        "Score with all blanks at their worst, 0–5, by points 0–100; null: nothing answered.",
    )
    score_high = may(
        fields.Float,
        "Score with all blanks at their best, 0–5, by points 0–100; null: nothing answered.",
    )
    basis = sometimes(
        fields.String,
        "derived: some of it rests on questions shared with another standard, or on inferred "
        "answers; official: nothing does.",
        enum=["derived", "official"],
    )
    derived_from = texts(
        "Ids of the answered questions that it shares with another standard, and of those whose "
        "answer was inferred and confirmed.",
        required=False,
    )
    inferred_from = texts(
        "Ids of the questions it counts whose answer was inferred from others and confirmed by "
        "the firm (推定后确认); absent where there is none.",
        required=False,
    )
    conditions = fields.List(
        fields.Nested(TierConditionSchema),
        metadata={"description": "Conditions of the tiers, and whether each holds."},
    )
    notices = texts("What else must be known of the result, sentences.", required=False)


class ItemGapSchema(Schema):
    """A question below what the target level asks, and the practice that comes next. 差距。"""

    standard = shared.standard_id("Id of the standard whose next level asks for it.")
    item = shared.item()
    name = shared.item_name()
    text = shared.item_text()
    part = shared.part()
    target_level = shared.known_level("Level that asks for it, 1–5.")
    has = maybe(
        fields.Float,
        "Where the firm is: a position 0–5, the level 0–4 of a scene, or 0 for a link; null: "
        "not answered, or a question that earns points.",
        minimum=0,
    )
    needs = must(
        fields.Float, "What the level asks for, in the unit of `has`, or points.", minimum=0
    )
    lift = must(
        fields.Float, "How much closing the gap adds, in the unit that `unit` names.", minimum=0
    )
    unit = must(
        fields.String,
        "Unit of `lift`: share of the level that is met (0–1), points (0–100), a scene, a link, "
        "or score (0–5).",
        enum=closed_sets.GAP_UNITS,
    )
    next_practice = shared.perhaps_a_sentence(
        "What the next position on the ladder looks like, null where the question has none"
    )
    ours = shared.ours("that next position")

"""What a model estimates beside a level by rule."""

from marshmallow import Schema, fields

from diagnosis.web.schemas import closed_sets
from diagnosis.web.schemas import shared_fields as shared
from diagnosis.web.schemas.shapes import listed, may, maybe, must, nested, sometimes, texts


class ScoreIntervalSchema(Schema):
    """Where the verified scores of most firms with such answers lie. 区间。"""

    low = must(fields.Float, "Low end, a score 0–5.")
    high = must(fields.Float, "High end, a score 0–5.")
    share = shared.share("Share of such firms whose verified score lies between the ends, 0–1.")


class AgreementSchema(Schema):
    """How an estimate and the rule agree. 与规则是否一致。"""

    rule_level = shared.level("Level by rule, 0–5; null: the rule gives none.")
    same = maybe(fields.Boolean, "Whether both give one level; null where one gives none.")
    probability_of_rule_level = shared.maybe_share(
        "Probability of the level by rule, as the model sees it, 0–1; null without one."
    )


class AttributedPartSchema(Schema):
    """What a part adds to an estimate. 各部分的贡献。"""

    part = shared.part("Id of the sub-domain or dimension.")
    answered = must(
        fields.Float, "What its answers add to the score against the usual firm, points of 0–5."
    )
    assumed = must(
        fields.Float, "What the model's guesses for its blanks add, points of 0–5; 0 without."
    )


class EstimateAttributionSchema(Schema):
    """Why an estimate is what it is: `score` − `reference` is the sum of `parts`. 估计的来由。"""

    score = maybe(fields.Float, "Score 0–5 before the model turns it into levels.")
    reference = maybe(fields.Float, "Score 0–5 of the usual firm, from which parts are counted.")
    parts = listed(AttributedPartSchema, "What each part adds.")


class SpotCheckSchema(Schema):
    """An answer to look at on a visit, and why. 该核对的题。"""

    item = shared.item()
    name = shared.item_name()
    text = shared.item_text()
    check_reason = maybe(
        fields.String,
        "`decides`: one step lower, and the level served is another; `inferred`: nobody gave it; "
        "`above-others`: it claims more than the others; `weight`: it weighs much; null: the "
        "result was kept without a reason.",
        enum=closed_sets.CHECK_REASONS,
    )
    why = shared.perhaps_a_sentence("The reason in words")
    gain = shared.maybe_share(
        "Share of the doubt about all claims (weight × how far one may be off) that lies in this "
        "one, 0–1; null as `check_reason`."
    )


class NarrowingItemsSchema(Schema):
    """Questions whose answer would narrow an estimate most. 最能缩小区间的题。"""

    ask = texts("Ids of blank questions to answer next, most telling first.")
    check_on_site = listed(
        SpotCheckSchema, "Answers to look at on a visit, most telling first, with why."
    )


class OverstatementSchema(Schema):
    """How many ladder steps firms answer higher than a visit would verify. 高估。"""

    value = must(fields.Float, "Ladder steps taken off every answer, 0–5.", **shared.POSITION)
    low = must(fields.Float, "Low end of what it may be, ladder steps 0–5.", **shared.POSITION)
    high = must(fields.Float, "High end of what it may be, ladder steps 0–5.", **shared.POSITION)
    source = must(
        fields.String, "Whether it is assumed, learned from visits, set by this deployment, or "
        "what checks of this firm's own answers say.",
        enum=closed_sets.OVERSTATEMENT_SOURCES,
    )  # fmt: skip
    visits = must(fields.Integer, "Number of verified visits it was learned from.", minimum=0)
    checks = must(
        fields.Integer, "Number of this firm's own answers that it goes by; 0: of all firms.",
        minimum=0,
    )  # fmt: skip
    basis = must(fields.String, "What it rests on, a sentence.")


class DeflatedLevelsSchema(Schema):
    """The level by rule with overstatement taken off, blanks skipped. 扣除高估后的级别。"""

    claimed = shared.level("With nothing taken off, 0–5; null: the answers carry no level.")
    usual = shared.level("With the overstatement's `value` taken off, 0–5; null: no level.")
    high = shared.level("With its `high` end taken off, 0–5; null: no level.")


class EstimateSchema(Schema):
    """What a visit would verify, beside a level by rule; it never changes that level. 估计。"""

    standard = must(
        fields.String, "Id of the standard, without its revision.", enum=closed_sets.STANDARDS
    )
    model = maybe(fields.String, "Id of the model; null: none is served.")
    level = shared.level(
        "Level that a visit would most likely verify, 0–5; null: too little is answered, or the "
        "conditions are facts to check."
    )
    level_by = may(
        fields.String, "Whose level it is: of the rule on deflated answers, or of the model, "
        "where the model's card shows that it does better; null: there is none.",
        enum=closed_sets.LEVELS_BY,
    )  # fmt: skip
    overstatement = fields.Nested(
        OverstatementSchema, allow_none=True,
        metadata={"description": "How much is taken off; null: none, or kept before it was."},
    )  # fmt: skip
    levels = fields.Nested(
        DeflatedLevelsSchema, allow_none=True,
        metadata={"description": "The level as claimed and with overstatement taken off."},
    )  # fmt: skip
    margin = may(
        fields.Float, "Largest overstatement that the claimed level survives, ladder steps 0–5, "
        "rounded down to 0.05; null: level 0 or no level.", **shared.POSITION,
    )  # fmt: skip
    partly_deflated = sometimes(
        fields.Boolean, "true: points count as answered beside scenes that were lowered."
    )
    verified_answers = sometimes(
        fields.Integer,
        "Number of answers of the standard that a visit verified: nothing is taken off these.",
        minimum=0,
    )
    in_words = may(
        fields.String,
        "What was claimed, what is left of it, what would settle it, in the language of the "
        "answer; null where there is no level.",
    )
    insufficient = must(fields.Boolean, "true: the answers do not carry an estimate of a level.")
    probabilities = fields.List(
        fields.Float(metadata=dict(shared.SHARE)),
        required=True,
        allow_none=True,
        metadata={
            "description": "Probability of each level from 0 (to 5; of the SME index, worked out "
            "without a model, to 4), 0–1, sum 1; null: no estimate."
        },
    )
    set = fields.List(
        fields.Integer(metadata=dict(shared.LEVEL)),
        required=True,
        allow_none=True,
        metadata={
            "description": "Levels 0–5 that remain possible: the set that holds the verified "
            "level as often as the model card states, of the SME index as docs/reports/"
            "sme_estimate.md does; null: no estimate."
        },
    )
    likely_in_words = may(
        fields.String, "The level held most likely, of how many firms in ten, and which others "
        "may be: `probabilities` and `set` in words; null: no level.",
    )  # fmt: skip
    expected_score = maybe(
        fields.Float, "Score 0–5 that a visit would verify on average; null: no estimate.",
        **shared.POSITION,
    )  # fmt: skip
    expected_score_interval = fields.Nested(
        ScoreIntervalSchema, metadata={"description": "Interval around `expected_score`, 0–5."}
    )
    agreement = fields.Nested(
        AgreementSchema, metadata={"description": "How it agrees with the level by rule."}
    )
    attribution = fields.Nested(
        EstimateAttributionSchema, metadata={"description": "What each part adds to it."}
    )
    narrows_most = fields.Nested(
        NarrowingItemsSchema,
        metadata={"description": "What to ask or look at next, to narrow the estimate most."},
    )
    verified_visits = sometimes(
        fields.Integer, "Number of verified visits that the model learned from.", minimum=0
    )
    basis = sometimes(fields.String, "What the estimate rests on, a sentence.")
    why = shared.perhaps_a_sentence("Why there is no level or no estimate, null where there is")


def estimate_beside(about: str) -> shared.Field:
    """Return an estimate that is always there."""
    return nested(EstimateSchema, about)

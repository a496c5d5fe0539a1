"""Trained models, the next question, answers whose raise reaches a level by rule."""

from marshmallow import Schema, fields

from diagnosis.services.scoring.advise import AGREEMENT, AGREEMENT_RANGE
from diagnosis.web.schemas import closed_sets
from diagnosis.web.schemas import shared_fields as shared
from diagnosis.web.schemas.catalogue.questionnaire import QuestionnaireItemSchema
from diagnosis.web.schemas.estimate import estimate_beside
from diagnosis.web.schemas.intake.business import sent_business
from diagnosis.web.schemas.intake.sheet import (
    EnterpriseFactsSchema,
    SheetSchema,
    answers_by_item,
    perhaps_facts,
    sent_confirmed,
    sent_course,
    sent_period,
    sent_reference,
)
from diagnosis.web.schemas.shapes import listed, may, maybe, must, nested


class ModelSchema(Schema):
    """A registered model. 模型。"""

    id = must(fields.String, "Id of the model, which results name in `model` (模型编号).")
    standard = must(
        fields.String, "Id of the standard whose level it estimates.",
        enum=closed_sets.LEARNED_STANDARDS,
    )  # fmt: skip
    digest = must(fields.String, "sha256 of its files, 64 hex digits.")
    verified_visits = must(
        fields.Integer, "Number of verified visits that it learned from.", minimum=0
    )
    current = must(fields.Boolean, "Whether it is the current one of its standard.")
    served = must(fields.Boolean, "Whether it is served: current, whole, and fitting the content.")


class NextQuestionRequestSchema(Schema):
    """The answers so far; a whole sheet may be sent. 已答内容。"""

    form = may(fields.String, "The form of the address; may be repeated here.")
    period = sent_period()
    reference = sent_reference()
    confirmed_inferences = sent_confirmed()
    course = sent_course()
    answers = answers_by_item()
    enterprise = perhaps_facts(EnterpriseFactsSchema, "Facts of the firm (企业信息).")
    business = sent_business("What the firm says of its business; changes nothing (经营情况).")
    standard = shared.sent_standard(
        "Standard whose level is estimated; left out: the form's. Without a model 409 `no-model`."
    )
    agreement = may(
        fields.Float,
        "Stop once the blank answers would leave the level as it is with this probability, 0–1.",
        default=AGREEMENT,
        minimum=AGREEMENT_RANGE[0],
        maximum=AGREEMENT_RANGE[1],
    )


class NextQuestionSchema(Schema):
    """The next question worth asking; `stop` where the rest would hardly tell more. 下一题。"""

    form = shared.form_ref()
    standard = must(
        fields.String, "Id of the standard whose level is estimated.",
        enum=closed_sets.LEARNED_STANDARDS,
    )  # fmt: skip
    answered = must(fields.Integer, "Number of questions that are answered.", minimum=0)
    about = shared.perhaps_a_sentence("What holds for all questions of its section")
    item = nested(
        QuestionnaireItemSchema, "The question to ask next; null: nothing would tell more.",
        null=True,
    )  # fmt: skip
    agreement = shared.share(
        "Probability that the blank answers would leave the level as it is, 0–1; 0: too few of "
        "the first questions of the order are answered to say (把握)."
    )
    agreement_wanted = shared.share("The probability at which to stop, 0–1.")
    stop = must(fields.Boolean, "Whether that probability is reached.")
    why = shared.sentence("Why to stop, or to go on")
    estimate = estimate_beside("The estimate by the answers so far.")


class CounterfactualRequestSchema(Schema):
    """A sheet and the level to reach by rule. 反事实请求。"""

    sheet = fields.Nested(
        SheetSchema, required=True, metadata={"description": "The sheet to raise (答卷)."}
    )
    standard = shared.sent_standard("Standard whose rule is taken; left out: the form's.")
    level = may(
        fields.Integer,
        "Level to reach, 1–5, as high as the standard goes; left out: the one above the level by "
        "rule.",
        minimum=1,
        maximum=5,
    )


class RaisedAnswerSchema(Schema):
    """What is raised of one question. 提高的答案。"""

    item = shared.item()
    name = shared.item_name()
    before = maybe(
        fields.Float, "Position today, 0–5 on the ladder; null: no ladder.", data_key="from",
        **shared.POSITION,
    )  # fmt: skip
    after = maybe(
        fields.Integer, "Position it is raised to, 1–5; null: no ladder.", data_key="to",
        minimum=1, maximum=5,
    )  # fmt: skip
    text = shared.sentence("The rise in words")
    ours = shared.ours("the position it is raised to")


class CounterfactualSchema(Schema):
    """Raised answers that lead to a level by rule, every answer taken as it is. 反事实。"""

    standard = must(fields.String, "Id of the standard.", enum=closed_sets.STANDARDS)
    rule_level = shared.level("Level by rule today, 0–5; null: the rule gives none.")
    level = shared.known_level("Level that was to be reached, 1–5.")
    reached = must(fields.Boolean, "Whether the raises reach it by rule.")
    level_after = shared.level("Level by rule after the raises, 0–5; null: the rule gives none.")
    why = shared.sentence("What the raises mean, or why the level is out of their reach")
    raises = listed(
        RaisedAnswerSchema, "The raises; none can be left out. The one that brings most first."
    )

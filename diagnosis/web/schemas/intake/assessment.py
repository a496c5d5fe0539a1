"""Assessments: drafts that are filled in, upgraded, submitted, and what is said of them."""

from marshmallow import Schema, fields

from diagnosis.web.schemas import closed_sets
from diagnosis.web.schemas import shared_fields as shared
from diagnosis.web.schemas.intake.business import sent_business
from diagnosis.web.schemas.intake.sheet import (
    EnterpriseChangeSchema,
    IdentifiedEnterpriseSchema,
    SheetSchema,
    answers_by_item,
    perhaps_facts,
    sent_confirmed,
    sent_course,
    sent_period,
    sent_reference,
    thin_sheets,
)
from diagnosis.web.schemas.shapes import listed, may, maybe, must, nested, texts


class DraftRequestSchema(Schema):
    """A new draft: like a sheet, with answers as far as there are any. 新建草稿。

    It says whose it is by exactly one of `enterprise`, `enterprise_id` and `from`.
    """

    form = may(
        fields.String, "The form, id or id@version; needed unless the draft begins `from` one."
    )
    enterprise = perhaps_facts(
        IdentifiedEnterpriseSchema, "Facts of the firm; it is registered where it is new."
    )
    enterprise_id = may(
        fields.UUID, "Id of a registered enterprise, instead of `enterprise` (企业编号)."
    )
    source = may(
        fields.UUID,
        "Id of a submitted assessment to begin next year's sheet from: its firm, its answers as "
        "far as the form takes them, the year after (上年答卷).",
        data_key="from",
    )
    business = sent_business("What the firm says of its business; never scored (经营情况).")
    answers = answers_by_item()
    period = sent_period()
    reference = sent_reference()
    confirmed_inferences = sent_confirmed()
    course = sent_course()


class DraftChangeSchema(Schema):
    """What to change in a draft; everything else stays. 修改草稿。"""

    enterprise = perhaps_facts(EnterpriseChangeSchema, "Facts of the firm to change.")
    business = sent_business(
        "What to change of the business: null takes a fact away, or all of it; lists are replaced."
    )
    answers = answers_by_item(removable=True)
    period = sent_period()
    reference = sent_reference()
    confirmed_inferences = sent_confirmed()
    course = sent_course()


class SubmitRequestSchema(Schema):
    """What a draft is submitted with; the body may be left out. 提交草稿。"""

    accept_incomplete = thin_sheets()


class UpgradeRequestSchema(Schema):
    """The form that a draft moves to. 换用问卷。"""

    form = may(
        fields.String,
        "id@version, or an id for its newest version; left out: the newest of the draft's form.",
    )


class AnswerProgressSchema(Schema):
    """How much of the form is answered. 作答进度。"""

    questions = must(
        fields.Integer,
        "Number of questions that a firm of this production type is asked.",
        data_key="asked",
        minimum=0,
    )
    answered = must(fields.Integer, "How many of them have an answer.", minimum=0)
    open = texts("Ids of the questions without an answer, in the order of the form.")


class _AssessmentHead(Schema):
    """What an assessment and its line in a list share."""

    id = shared.an_id("Id of the assessment (答卷编号).")
    enterprise_id = shared.enterprise_id()
    state = must(
        fields.String,
        "draft: it can be changed (草稿); submitted: it never changes again (已提交).",
        enum=closed_sets.STATES,
    )
    version = shared.version()
    created_at = shared.made_at("When it was begun, ISO 8601 in UTC.")
    updated_at = shared.made_at("When it was last changed, ISO 8601 in UTC.")
    submitted_at = maybe(fields.DateTime, "When it was submitted, UTC; null: it is a draft.")
    diagnosis_id = shared.perhaps_an_id("Id of its diagnosis (诊断编号); null: it is a draft.")
    prefilled_from = shared.perhaps_an_id(
        "Id of the assessment whose answers it began with; null: it began without any."
    )


class AssessmentRowSchema(_AssessmentHead):
    """A line of the list of assessments. 答卷列表中的一行。"""

    form = shared.form_ref()
    reference = shared.reference()
    period = shared.period()


class AssessmentSchema(_AssessmentHead):
    """An assessment: a draft, or submitted and never changed again. 答卷。"""

    sheet = nested(SheetSchema, "The sheet as it stands, facts and answers as they were written.")
    progress = nested(AnswerProgressSchema, "How much of the form is answered.")


class ItemChangeSchema(Schema):
    """What became of a question between two forms. 题目的变化。"""

    item = shared.item()
    change = must(
        fields.String, "Whether the other form asks it, and in the same way.",
        enum=closed_sets.ITEM_CHANGES,
    )  # fmt: skip
    what = texts(
        "Of a changed one, what differs: its wording, whom it is asked of, its positions.",
        enum=["wording", "asked_of", "positions"],
    )


class DroppedAnswerSchema(Schema):
    """An answer that could not be carried over. 未能沿用的答案。"""

    item = shared.item()
    value = fields.Raw(required=True, metadata={"description": "The answer as it was."})
    why = shared.sentence("Why the form does not take it")


class BegunAssessmentSchema(AssessmentSchema):
    """A new draft, and the answers of an earlier sheet that it did not take over. 新草稿。"""

    dropped = listed(DroppedAnswerSchema, "Answers of the earlier sheet that were left behind.")


class UpgradedAssessmentSchema(Schema):
    """A draft after it moved to another form, what changed and what was dropped. 换用后的草稿。"""

    assessment = nested(AssessmentSchema, "The draft by its new form.")
    changes = listed(ItemChangeSchema, "What became of each question between the two forms.")
    dropped = listed(DroppedAnswerSchema, "Answers that the new form does not take.")


class FormComparisonSchema(Schema):
    """What became of every question between two forms. 问卷版本差异。"""

    old = shared.form_ref("The form compared with, as id@version.")
    new = shared.form_ref("The form of the address, as id@version.")
    items = listed(
        ItemChangeSchema, "Each question, in the order of the new form, gone ones last."
    )

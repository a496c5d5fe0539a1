"""Nameless sheets: opened, found by their code."""

from marshmallow import Schema, fields

from diagnosis.web.schemas import closed_sets
from diagnosis.web.schemas import shared_fields as shared
from diagnosis.web.schemas.intake.assessment import AssessmentSchema
from diagnosis.web.schemas.intake.business import sent_business
from diagnosis.web.schemas.intake.sheet import (
    NamelessFactsSchema,
    answers_by_item,
    fact,
    needed_fact,
    perhaps_facts,
    sent_confirmed,
    sent_course,
    sent_period,
    sent_reference,
)
from diagnosis.web.schemas.shapes import must, nested

CODE_PATTERN = "^[2-9a-hjkmnp-z]{3}(-[2-9a-hjkmnp-z]{3}){8}$"
_CODE = (
    "The code of the sheet (答卷编码): 27 letters and digits, the last of them a check character. "
    "Keep it now, it is never shown again."
)
_KEPT = "The last day on which it is kept if nobody comes before, a day in China (保留到)."


class SheetOpeningSchema(Schema):
    """A nameless draft: a form, with answers as far as there are any. 新开匿名答卷。"""

    form = must(
        fields.String, "The form, id or id@version; an id alone means its newest version (问卷)."
    )
    enterprise = perhaps_facts(NamelessFactsSchema, "Facts of the firm, but not who it is.")
    business = sent_business("What the firm says of its business; never scored (经营情况).")
    answers = answers_by_item()
    period = sent_period()
    reference = sent_reference()
    confirmed_inferences = sent_confirmed()
    course = sent_course()


class AttachmentRequestSchema(Schema):
    """Who the firm of a nameless sheet is. 匿名答卷的企业是谁。"""

    name = needed_fact("name")
    credit_code = needed_fact("credit_code")
    site = fact("site")


class OpenedSheetSchema(Schema):
    """A nameless sheet as it is opened, with its code, this time only. 新开的匿名答卷。"""

    code = must(fields.String, _CODE, pattern=CODE_PATTERN)
    kept_until = must(fields.Date, _KEPT)
    assessment = nested(AssessmentSchema, "The draft; its sheet says nothing of who the firm is.")


class RenewedCodeSchema(Schema):
    """Another code of a sheet, this time only. 换发的编码。"""

    id = shared.an_id("Id of the assessment (答卷编号).")
    code = must(fields.String, _CODE, pattern=CODE_PATTERN)


class HeldSheetSchema(Schema):
    """The sheet of a code. 编码所对应的答卷。"""

    id = shared.an_id("Id of the assessment (答卷编号).")
    enterprise_id = shared.enterprise_id()
    state = must(fields.String, "Whether it was submitted (状态).", enum=closed_sets.STATES)
    form = shared.form_ref()
    diagnosis_id = shared.perhaps_an_id("Id of its diagnosis (诊断编号); null: it is a draft.")
    opened_on = must(fields.Date, "The day on which it was opened, in China (新开日期).")
    visited_on = must(fields.Date, "The day on which its code was last used (上次使用日期).")
    kept_until = must(fields.Date, _KEPT)

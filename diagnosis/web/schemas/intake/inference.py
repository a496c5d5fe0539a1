"""Answers that other answers of a sheet propose."""

from marshmallow import Schema, fields

from diagnosis.web.schemas import shared_fields as shared
from diagnosis.web.schemas.intake.business import sent_business
from diagnosis.web.schemas.intake.sheet import (
    EnterpriseFactsSchema,
    answers_by_item,
    perhaps_facts,
    sent_confirmed,
    sent_course,
    sent_period,
    sent_reference,
    thin_sheets,
)
from diagnosis.web.schemas.shapes import listed, may, maybe


class InferenceRequestSchema(Schema):
    """The answers so far; a whole sheet may be sent. 已答内容。"""

    form = may(fields.String, "The form of the address; may be repeated here.")
    period = sent_period()
    reference = sent_reference()
    confirmed_inferences = sent_confirmed()
    course = sent_course()
    answers = answers_by_item()
    enterprise = perhaps_facts(EnterpriseFactsSchema, "Facts of the firm (企业信息).")
    business = sent_business("What the firm says of its business; changes nothing (经营情况).")
    accept_incomplete = thin_sheets()


class SourceItemSchema(Schema):
    """A question that a proposal rests on. 依据的题。"""

    item = shared.item()
    name = shared.item_name()


class InferredAnswerSchema(Schema):
    """An answer that other answers propose; it scores nothing until it is sent. 推定的答案。"""

    item = shared.item()
    name = shared.item_name()
    value = fields.Raw(
        required=True,
        metadata={
            "description": "The answer proposed, as it would stand in `answers`: an option id, a "
            "list of option ids, or a position 0–5."
        },
    )
    sources = fields.List(
        fields.Nested(SourceItemSchema),
        required=True,
        data_key="from",
        metadata={"description": "The answered questions that it rests on."},
    )
    answered = fields.Raw(
        required=True,
        allow_none=True,
        metadata={"description": "What stands in the answers that were sent; null: blank."},
    )
    agrees = maybe(fields.Boolean, "Whether both are the same; null: the question is blank.")


class InferredAnswersSchema(Schema):
    """What the answers so far propose; blank or not known answers propose nothing. 推定。"""

    form = shared.form_ref()
    inferences = listed(
        InferredAnswerSchema, "The proposals, in the order that the form asks the questions."
    )

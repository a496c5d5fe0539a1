"""Section links: given, listed, opened."""

from typing import Any

from marshmallow import Schema, fields

from diagnosis.services.intake.section_links import (
    LONGEST_RESPONDENT,
    MOST_LINK_DAYS,
    USUAL_LINK_DAYS,
)
from diagnosis.web.schemas import closed_sets
from diagnosis.web.schemas import shared_fields as shared
from diagnosis.web.schemas.catalogue.questionnaire import QuestionnaireSectionSchema
from diagnosis.web.schemas.intake.sheet import answers_by_item
from diagnosis.web.schemas.shapes import listed, may, maybe, must, nested


class SectionLinkRequestSchema(Schema):
    """A section of a draft to send to somebody. 要发给别人填的一节。"""

    section = must(
        fields.String, "Id of the section, as the questionnaire names it (章节).",
        minLength=1, maxLength=80,
    )  # fmt: skip
    respondent = must(
        fields.String, "Function of whoever answers, such as 会计 or 生产主管 (填写人的岗位).",
        minLength=1, maxLength=LONGEST_RESPONDENT,
    )  # fmt: skip
    open_days = may(
        fields.Integer, f"How many days it opens it (有效天数); {USUAL_LINK_DAYS} if left out.",
        minimum=1, maximum=MOST_LINK_DAYS,
    )  # fmt: skip


class SectionLinkSchema(Schema):
    """A link to a section, without its text: that is kept nowhere. 分节链接。"""

    id = shared.an_id("Id of the link (分节链接编号).")
    assessment_id = shared.assessment_id()
    section = must(fields.String, "Id of the section (章节).")
    respondent = must(fields.String, "Function of whoever answers (填写人的岗位).")
    state = must(
        fields.String, "Whether it opens anything now (状态).", enum=closed_sets.GRANT_STATES
    )
    created_at = shared.made_at("When it was made, ISO 8601 in UTC.")
    ends_at = shared.made_at("Until when it opens the section, ISO 8601 in UTC.")
    revoked_at = maybe(fields.DateTime, "When it was revoked, ISO 8601 in UTC; null: it was not.")
    created_by = must(fields.String, "Who made it: the actor of the key, or holder (发出人).")


class GivenSectionLinkSchema(SectionLinkSchema):
    """A link to a section as it is made, with its text, this time only. 新发的分节链接。"""

    link = must(
        fields.String, "Its text, for `Section-Link`; keep it now, it is never shown again.",
        pattern="^dl_[A-Za-z0-9_-]{43}$",
    )  # fmt: skip


class SectionAnswersRequestSchema(Schema):
    """Answers to questions of a section. 这一节的答案。"""

    answers = answers_by_item(required=True, removable=True)


def _shown_answers(about: str) -> fields.Field[Any]:
    return fields.Dict(
        keys=fields.String(),
        values=fields.Raw(),
        required=True,
        metadata={"description": about},
    )


class SentSectionSchema(Schema):
    """A section as its respondent sees it, and nothing else of the firm. 发来填的一节。"""

    respondent = must(fields.String, "Function of whoever answers (填写人的岗位).")
    ends_at = shared.made_at("Until when the link opens it, ISO 8601 in UTC.")
    form = shared.form_ref()
    section = nested(QuestionnaireSectionSchema, "The section with its questions.")
    answers = _shown_answers("Answers of the sheet to its questions (答案), by question.")
    yours = _shown_answers("What was answered through this link (您填的), by question.")


class RespondentAnswerSchema(Schema):
    """What a respondent answered to a question. 填写人的答案。"""

    link_id = shared.an_id("Id of the link that it came by (分节链接编号).")
    respondent = must(fields.String, "Function of whoever answered (填写人的岗位).")
    answer = fields.Raw(required=True, metadata={"description": "The answer (答案)."})
    answered_at = shared.made_at("When it was answered, ISO 8601 in UTC.")
    settled_at = maybe(
        fields.DateTime, "When the owner decided on the question, UTC; null: not since then."
    )


class AnsweredItemSchema(Schema):
    """A question that respondents answered. 多人填过的题。"""

    id = shared.item()
    name = shared.item_name()
    answer = fields.Raw(
        required=True,
        allow_none=True,
        metadata={"description": "What the sheet says (答卷上的答案); null: nothing."},
    )
    is_open = must(
        fields.Boolean, "Whether somebody said otherwise and the owner has not decided (待定)."
    )
    respondents = listed(RespondentAnswerSchema, "What each of them last said.")

"""Links to results: given, listed, opened."""

from marshmallow import Schema, fields

from diagnosis.services.intake.result_links import (
    LONGEST_RECIPIENT,
    MOST_SHOWN_DAYS,
    USUAL_SHOWN_DAYS,
)
from diagnosis.web.schemas import closed_sets
from diagnosis.web.schemas import shared_fields as shared
from diagnosis.web.schemas.shapes import listed, may, maybe, must, nested, texts


class ResultLinkRequestSchema(Schema):
    """Whom to show a result to, and how long. 要给谁看结果。"""

    recipient = must(
        fields.String, "Whoever it is for, such as 建设银行客户经理 (给谁看).",
        minLength=1, maxLength=LONGEST_RECIPIENT,
    )  # fmt: skip
    open_days = may(
        fields.Integer, f"How many days it shows it (有效天数); {USUAL_SHOWN_DAYS} if left out.",
        minimum=1, maximum=MOST_SHOWN_DAYS,
    )  # fmt: skip


class ResultLinkSchema(Schema):
    """A link to a result, without its text: that is kept nowhere. 结果链接。"""

    id = shared.an_id("Id of the link (结果链接编号).")
    assessment_id = shared.assessment_id()
    recipient = must(fields.String, "Whoever it is for (给谁看).")
    state = must(
        fields.String, "Whether it shows anything now (状态).", enum=closed_sets.GRANT_STATES
    )
    created_at = shared.made_at("When it was made, ISO 8601 in UTC.")
    ends_at = shared.made_at("Until when it shows the result, ISO 8601 in UTC.")
    revoked_at = maybe(fields.DateTime, "When it was revoked, ISO 8601 in UTC; null: it was not.")
    created_by = must(fields.String, "Who made it: the actor of the key, or holder (给出人).")


class GivenResultLinkSchema(ResultLinkSchema):
    """A link to a result as it is made, with its text, this time only. 新给出的结果链接。"""

    link = must(
        fields.String, "Its text, for `Result-Link`; keep it now, it is never shown again.",
        pattern="^dr_[A-Za-z0-9_-]{43}$",
    )  # fmt: skip


class SharedLevelSchema(Schema):
    """A standard and the firm's level by it. 一套标准的级别。"""

    standard = shared.standard_id()
    name = must(fields.String, "What the standard is called for short (标准).")
    full_name = must(fields.String, "Its full name (标准全名).")
    level = shared.level()
    level_name = shared.level_name()
    levels = texts("Its levels, lowest first, in words (各级名称).")


class SharedThingSchema(Schema):
    """Something to do, with its time and money. 要做的一件事。"""

    name = must(fields.String, "What it is called (名称).")
    when = maybe(fields.String, "In which months of the plan, in words; null without a plan.")
    cost = must(fields.String, "What it costs, in words, 万元 (投入).")


class SharedWeakPointSchema(Schema):
    """A weak point and the next practice; the answer is not shown. 要补的一处。"""

    name = must(fields.String, "Name of the question (题目简称).")
    next = must(fields.String, "The practice that comes next (下一步).")


class SharedPlanSchema(Schema):
    """A plan in brief. 计划概要。"""

    summary = shared.sentence("What the plan comes to: packages, money, level.")
    starts_on = must(fields.Date, "The day on which it starts, in China.")
    packages = listed(SharedThingSchema, "What is done, in order of time (改造包).")


class SharedResultSchema(Schema):
    """A result as whoever has a link reads it: no answers, nothing to change. 分享的结果。"""

    recipient = must(fields.String, "Whoever the link is for (给谁看).")
    ends_at = shared.made_at("Until when the link shows it, ISO 8601 in UTC.")
    firm = maybe(fields.String, "Name of the firm (企业名称); null: it gave none.")
    about = maybe(
        fields.String, "Its trade, town and size class (行业、地方、规模); null: it told none."
    )
    form = shared.form_ref()
    made_on = must(fields.Date, "The day of the answers, in China (答卷日期).")
    is_draft = must(fields.Boolean, "Whether the sheet is not submitted yet (还没提交).")
    is_withdrawn = must(fields.Boolean, "Whether the firm withdrew the diagnosis (已撤回).")
    headline = shared.sentence("What it comes to in one sentence.")
    standards = listed(SharedLevelSchema, "The standards of the form; none of a short one.")
    first = listed(SharedThingSchema, "What to do first, at most three things (先做的事).")
    weak_points = listed(SharedWeakPointSchema, "Weak points, weakest first, at most ten.")
    plan = nested(
        SharedPlanSchema,
        "The plan in brief; null: nothing answered, or too many plans are worked on at once.",
        null=True,
    )
    notice = shared.sentence("That this is no official rating.")

"""What callers send of a firm and its answers: facts, answers by question, a sheet."""

from typing import Any

from marshmallow import Schema, fields

from diagnosis.domain.intake.limits import FACT_LIMITS, PERIOD, REFERENCE
from diagnosis.web.schemas import closed_sets
from diagnosis.web.schemas.intake.business import sent_business
from diagnosis.web.schemas.shapes import bounds_of, limited, may, must

_ABOUT: dict[str, str] = {
    "name": "Registered name of the firm (企业名称), at most 200 characters.",
    "credit_code": "Unified social credit code (统一社会信用代码, GB 32100-2015): 18 characters, "
    "the last of them a check character. Small letters, full-width ones and blanks round it are "
    "understood; it is kept and answered as the pattern has it.",
    "site": "The plant, where one firm has several (厂区).",
    "industry": "Industry by GB/T 4754-2017 (行业): division C13 to C43, or group or class "
    "below it, such as C35 or C3525. Read in any width and case, kept as the pattern has it.",
    "city": "City or district of Guangdong (GB/T 2260, 6 digits), or town of Dongguan or "
    "Zhongshan (9 digits) (所在地市、区县或镇街). Read in any width.",
    "employees": "Headcount of the site (从业人员), persons.",
    "revenue_wan": "Revenue of the last year (营业收入), 万元 (10,000 yuan).",
    "production_type": "discrete (离散型) or process (流程型); left out, the industry decides.",
    "chain": "Industrial chain the firm belongs to (产业链), by its name.",
    "park": "Park the firm lies in (园区), by its name.",
}
_ANSWERS = (
    "Answers by the id of the question (答案). An answer is a position 0–5 (档位: whole, .5 "
    'partly, .8 mostly met), an option id, a list of option ids, {"part": n, "whole": n}, '
    '"not_known", or {"not_applicable": reason}; `/v1/questionnaires/{form}/schema` says which.'
)


def fact(name: str, *, null: bool = False) -> fields.Field[Any]:
    """Return a fact of a firm that may be left out; `null` says whether null takes it away."""
    return limited(FACT_LIMITS[name], _ABOUT[name], null=null)


def needed_fact(name: str) -> fields.Field[Any]:
    """Return a fact of a firm that is always there, of those that are texts."""
    return must(fields.String, _ABOUT[name], **{"minLength": 1, **bounds_of(FACT_LIMITS[name])})


def answers_by_item(*, required: bool = False, removable: bool = False) -> fields.Field[Any]:
    """Return answers by question; `removable` says that null takes one away."""
    about = _ANSWERS + (" null takes the answer away." if removable else "")
    return fields.Dict(
        keys=fields.String(),
        values=fields.Raw(),
        required=required,
        allow_none=not required,
        metadata={"description": about},
    )


def sent_verified() -> fields.Field[Any]:
    """Return answers that a visit verified."""
    return fields.Dict(
        keys=fields.String(),
        values=fields.Raw(),
        allow_none=True,
        metadata={
            "description": "Answers that a visit verified (现场核实), by question of the form, "
            'written as `answers` are; "not_known" is none. Estimates take them as they are and '
            "take off the other claims what the checks say of this firm; levels by rule stay "
            "those of `answers`."
        },
    )


def perhaps_facts(kind: type[Schema], about: str) -> fields.Field[Any]:
    """Return facts of a firm that a caller may leave out, or send as null."""
    return fields.Nested(kind, allow_none=True, metadata={"description": about})


def sent_period() -> fields.Field[Any]:
    """Return the year that a caller states."""
    return limited(PERIOD, "Year that the answers stand for (所属年度).", null=True)


def sent_reference() -> fields.Field[Any]:
    """Return the name that a caller has for a sheet."""
    about = "Your name for the sheet (外部编号); lists can be filtered by it."
    return limited(REFERENCE, about, null=True)


def sent_blanks(about: str) -> fields.Field[Any]:
    """Return some of the questions without an answer."""
    description = f"Ids of the questions without an answer {about} Each stands in one list, once."
    return fields.List(fields.String(), allow_none=True, metadata={"description": description})


def sent_confirmed() -> fields.Field[Any]:
    """Return the items whose inferred answer the firm confirmed."""
    return fields.List(
        fields.String(),
        allow_none=True,
        metadata={
            "description": "Ids of the questions whose answer was inferred from others and "
            "confirmed by the firm (推定后确认的题): each stands in `answers`, once here. "
            "They count like any answer, and are marked. What was changed is not listed."
        },
    )


class CourseSchema(Schema):
    """How the questions without an answer came to be so. 没答的题是怎么来的。

    A blank that is not listed was not put before the firm.
    """

    asked_by = must(
        fields.String,
        "Who chose what the firm was asked: service (this service, one question after the other: "
        "`next-question` or `ask`), form (it saw the pages of the form), firm (it picked).",
        enum=closed_sets.ASKED_BY,
    )
    shown = sent_blanks("that stood on a page before the firm (看到了没答).")
    skipped = sent_blanks("that were put to it by themselves and passed over (跳过).")


def sent_course() -> fields.Field[Any]:
    """Return how the questions without an answer came to be so."""
    return fields.Nested(
        CourseSchema,
        allow_none=True,
        metadata={
            "description": "Who chose the questions, and which the firm passed over (作答经过). "
            "Below the coverage of a level there is an estimate only where the service chose and "
            "nothing was passed over; that is believed of the first questions in its order, "
            "without a gap, and of no others. It is never scored."
        },
    )


def thin_sheets() -> fields.Field[Any]:
    """Return whether a thin sheet is submitted all the same."""
    return may(
        fields.Boolean,
        "true: submit it though less than half of the questions are answered (“not known” counts "
        "as an answer). Means nothing to a preview.",
    )


class NamelessFactsSchema(Schema):
    """Facts of a firm that say nothing of who it is. 匿名企业信息。"""

    industry = fact("industry")
    city = fact("city")
    employees = fact("employees")
    revenue_wan = fact("revenue_wan")
    production_type = fact("production_type")
    chain = fact("chain")
    park = fact("park")


class EnterpriseFactsSchema(NamelessFactsSchema):
    """Facts of a firm; each may be left out. 企业信息。"""

    name = fact("name")
    credit_code = fact("credit_code")
    site = fact("site")


class IdentifiedEnterpriseSchema(EnterpriseFactsSchema):
    """Facts of a firm that says who it is: name and credit code are needed. 实名企业信息。"""

    name = needed_fact("name")
    credit_code = needed_fact("credit_code")


class EnterpriseChangeSchema(Schema):
    """Facts to change; null takes one away. Credit code and site cannot change. 修改企业信息。"""

    name = fact("name")
    industry = fact("industry", null=True)
    city = fact("city", null=True)
    employees = fact("employees", null=True)
    revenue_wan = fact("revenue_wan", null=True)
    production_type = fact("production_type", null=True)
    chain = fact("chain", null=True)
    park = fact("park", null=True)


class WhatIfFactsSchema(EnterpriseChangeSchema):
    """Facts that would differ; null takes one away. 假设的企业信息。

    Credit code and site cannot differ: it would be another plant.
    """

    name = fact("name", null=True)


class SheetSchema(Schema):
    """A sheet: a firm's facts and its answers to a form. 答卷。"""

    form = must(
        fields.String, "The form, id or id@version; an id alone means its newest version (问卷)."
    )
    enterprise = perhaps_facts(EnterpriseFactsSchema, "Facts of the firm (企业信息).")
    business = sent_business("What the firm says of its business; never scored (经营情况).")
    answers = answers_by_item(required=True)
    period = sent_period()
    reference = sent_reference()
    confirmed_inferences = sent_confirmed()
    course = sent_course()
    accept_incomplete = thin_sheets()


class PreviewRequestSchema(SheetSchema):
    """A sheet that is not stored, with what a visit verified of it. 预览的答卷。"""

    verified = sent_verified()


class SubmissionSchema(SheetSchema):
    """A sheet to be stored: it says whose it is. 提交的答卷。"""

    enterprise = fields.Nested(
        IdentifiedEnterpriseSchema,
        required=True,
        metadata={"description": "Facts of the firm, its name and credit code among them."},
    )

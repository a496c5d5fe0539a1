"""What callers send: a sheet, facts of an enterprise, changes of a draft."""

from typing import Any

from marshmallow import Schema, fields

from diagnosis.domain.intake import limits
from diagnosis.web.schemas.shapes import limited

_REFERENCE = "The caller's own id of the sheet."
_ANSWER = 'A position 0–5 (whole, .5 partly, .8 mostly), an option id, a list of option ids, \
{part, whole}, "not_known", or {not_applicable: reason}; see the form\'s schema.'


class EnterpriseFactsSchema(Schema):
    """Facts of an enterprise; each is optional unless said otherwise."""

    name = limited(limits.NAME)
    credit_code = limited(limits.CREDIT_CODE, "GB 32100-2015, 18 characters.")
    site = limited(limits.SITE, "The plant, where one firm has several.")
    industry = limited(limits.INDUSTRY, "GB/T 4754-2017, C13 to C43 or finer.")
    city = limited(
        limits.PLACE,
        "City or district of Guangdong (GB/T 2260, 6 digits), or town of Dongguan or Zhongshan "
        "(statistical code, 9 digits).",
    )
    employees = limited(limits.EMPLOYEES)
    revenue_wan = limited(limits.REVENUE_WAN)
    production_type = limited(limits.PRODUCTION_TYPE)
    chain = limited(limits.CHAIN)
    park = limited(limits.PARK)


class EnterpriseChangeSchema(Schema):
    """Facts to change; null takes a fact away. Credit code and site cannot change."""

    name = limited(limits.NAME)
    industry = limited(limits.INDUSTRY, null=True)
    city = limited(limits.PLACE, null=True)
    employees = limited(limits.EMPLOYEES, null=True)
    revenue_wan = limited(limits.REVENUE_WAN, null=True)
    production_type = limited(limits.PRODUCTION_TYPE, null=True)
    chain = limited(limits.CHAIN, null=True)
    park = limited(limits.PARK, null=True)


def _answers(*, removable: bool = False) -> fields.Field[Any]:
    more = " null takes the answer away." if removable else ""
    return fields.Dict(
        keys=fields.String(),
        values=fields.Raw(),
        allow_none=True,
        metadata={"description": _ANSWER + more},
    )


def _accept_incomplete() -> fields.Field[Any]:
    return fields.Boolean(
        allow_none=True,
        metadata={
            "description": "Submit it though less than half of the asked items are answered "
            "(“not known” counts as an answer). Means nothing to a preview."
        },
    )


class SheetSchema(Schema):
    """A sheet: who answers which form, and the answers by item."""

    form = fields.String(required=True, metadata={"description": "id or id@version"})
    enterprise = fields.Nested(EnterpriseFactsSchema, allow_none=True)
    answers = fields.Dict(
        keys=fields.String(),
        values=fields.Raw(),
        required=True,
        metadata={"description": _ANSWER},
    )
    period = limited(limits.PERIOD, null=True)
    reference = limited(limits.REFERENCE, _REFERENCE, null=True)
    accept_incomplete = _accept_incomplete()


class DraftSchema(Schema):
    """A new draft: like a sheet, with answers as far as there are any.

    It says whose it is by one of `enterprise`, `enterprise_id` and `from`.
    """

    form = fields.String(
        allow_none=True,
        metadata={"description": "id or id@version; needed unless the draft begins `from` one."},
    )
    enterprise = fields.Nested(EnterpriseFactsSchema, allow_none=True)
    enterprise_id = fields.UUID(
        allow_none=True,
        metadata={"description": "A registered enterprise, instead of `enterprise`."},
    )
    source = fields.UUID(
        allow_none=True,
        data_key="from",
        metadata={
            "description": "A submitted assessment to begin next year's sheet from: its firm, its "
            "answers as far as the form takes them, the year after."
        },
    )
    answers = _answers()
    period = limited(limits.PERIOD, null=True)
    reference = limited(limits.REFERENCE, null=True)


class DraftChangeSchema(Schema):
    """What to change in a draft; everything else stays."""

    enterprise = fields.Nested(EnterpriseChangeSchema, allow_none=True)
    answers = _answers(removable=True)
    period = limited(limits.PERIOD, null=True)
    reference = limited(limits.REFERENCE, null=True)


class SubmitSchema(Schema):
    """What a draft is submitted with; the body may be left out."""

    accept_incomplete = _accept_incomplete()


class UpgradeSchema(Schema):
    """The form a draft moves to: id@version, or an id for its newest version."""

    form = fields.String(allow_none=True)

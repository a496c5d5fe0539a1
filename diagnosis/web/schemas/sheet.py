"""What callers send: a sheet, facts of an enterprise, changes of a draft."""

from typing import Any

from marshmallow import Schema, fields, validate

_CODE = "^[0-9A-HJ-NP-RT-UW-Y]{18}$"
_PLACE = "^44[0-9]{4}([0-9]{3})?$"
_ANSWER = 'A position 0–5 (whole, .5 partly, .8 mostly), an option id, a list of option ids, \
{part, whole}, "not_known", or {not_applicable: reason}; see the form\'s schema.'


class EnterpriseFactsSchema(Schema):
    """Facts of an enterprise; each is optional unless said otherwise."""

    name = fields.String(validate=validate.Length(max=200))
    credit_code = fields.String(
        validate=validate.Regexp(_CODE), metadata={"description": "GB 32100-2015, 18 characters."}
    )
    site = fields.String(
        validate=validate.Length(max=100),
        metadata={"description": "The plant, where one firm has several."},
    )
    industry = fields.String(metadata={"description": "GB/T 4754-2017, C13 to C43 or finer."})
    city = fields.String(
        validate=validate.Regexp(_PLACE),
        metadata={
            "description": "City or district of Guangdong (GB/T 2260, 6 digits), or town of "
            "Dongguan or Zhongshan (statistical code, 9 digits)."
        },
    )
    employees = fields.Integer(validate=validate.Range(0, 5_000_000))
    revenue_wan = fields.Float(validate=validate.Range(0, 100_000_000))
    production_type = fields.String(validate=validate.OneOf(["discrete", "process"]))
    chain = fields.String(validate=validate.Length(max=200))
    park = fields.String(validate=validate.Length(max=200))


class EnterpriseChangeSchema(Schema):
    """Facts to change; null takes a fact away. Credit code and site cannot change."""

    name = fields.String()
    industry = fields.String(allow_none=True)
    city = fields.String(allow_none=True, validate=validate.Regexp(_PLACE))
    employees = fields.Integer(allow_none=True)
    revenue_wan = fields.Float(allow_none=True)
    production_type = fields.String(allow_none=True)
    chain = fields.String(allow_none=True)
    park = fields.String(allow_none=True)


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
    period = fields.Integer(allow_none=True, validate=validate.Range(2000, 2100))
    reference = fields.String(
        allow_none=True,
        validate=validate.Length(max=200),
        metadata={"description": "The caller's own id of the sheet."},
    )
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
    period = fields.Integer(allow_none=True, validate=validate.Range(2000, 2100))
    reference = fields.String(allow_none=True, validate=validate.Length(max=200))


class DraftChangeSchema(Schema):
    """What to change in a draft; everything else stays."""

    enterprise = fields.Nested(EnterpriseChangeSchema, allow_none=True)
    answers = _answers(removable=True)
    period = fields.Integer(allow_none=True)
    reference = fields.String(allow_none=True)


class SubmitSchema(Schema):
    """What a draft is submitted with; the body may be left out."""

    accept_incomplete = _accept_incomplete()


class UpgradeSchema(Schema):
    """The form a draft moves to: id@version, or an id for its newest version."""

    form = fields.String(allow_none=True)

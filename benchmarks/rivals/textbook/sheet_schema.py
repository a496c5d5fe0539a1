"""The schema of a sheet: a field per item, made once."""

from collections.abc import Mapping
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from diagnosis.domain.intake.credit_code import CREDIT_ALPHABET, credit_check_character
from diagnosis.domain.intake.form import Entry, Form
from diagnosis.domain.intake.item import POSITION_VALUES, Item, ItemType

NOT_KNOWN = "not_known"
NOT_APPLICABLE = "not_applicable"


class ShareSchema(Schema):
    """A share."""

    part = fields.Float(required=True, validate=validate.Range(min=0))
    whole = fields.Float(required=True, validate=validate.Range(min=0, min_inclusive=False))


class AnswerField(fields.Field[Any]):
    """The answer to an item: its plain value, not known, or not applicable for a reason."""

    def __init__(self, plain: fields.Field[Any], reasons: set[str]) -> None:
        super().__init__()
        self._plain = plain
        self._reasons = reasons

    def _deserialize(
        self, value: object, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> object:
        if value == NOT_KNOWN:
            return value
        if isinstance(value, dict) and NOT_APPLICABLE in value:
            if value[NOT_APPLICABLE] not in self._reasons:
                raise ValidationError("Unknown reason.")
            return value
        return self._plain.deserialize(value, attr, data, **kwargs)


def check_credit_code(code: str) -> None:
    """Refuse a credit code that is not well formed."""
    if len(code) != 18 or any(character not in CREDIT_ALPHABET for character in code):
        raise ValidationError("Not a credit code.")
    if credit_check_character(code[:17]) != code[17]:
        raise ValidationError("The check character is wrong.")


class FirmSchema(Schema):
    """The facts of a firm."""

    class Meta:
        """Refuse what is not known."""

        unknown = RAISE

    name = fields.String(required=True, validate=validate.Length(max=200))
    credit_code = fields.String(required=True, validate=check_credit_code)
    site = fields.String(validate=validate.Length(max=100))
    industry = fields.String(validate=validate.Regexp("C[0-9]{2,4}"))
    city = fields.String(validate=validate.Length(max=9))
    employees = fields.Integer(strict=True, validate=validate.Range(min=0))
    revenue_wan = fields.Float(validate=validate.Range(min=0))
    production_type = fields.String(validate=validate.OneOf(["discrete", "process"]))
    chain = fields.String(validate=validate.Length(max=200))
    park = fields.String(validate=validate.Length(max=200))


def _plain_field(item: Item, entry: Entry) -> fields.Field[Any]:
    if item.type is ItemType.LADDER:
        positions = [position for position in POSITION_VALUES if position <= entry.top]
        return fields.Float(validate=validate.OneOf(positions))
    options = [option.id for option in item.options]
    if item.type is ItemType.SINGLE:
        return fields.String(validate=validate.OneOf(options))
    if item.type is ItemType.MULTIPLE:
        return fields.List(
            fields.String(validate=validate.OneOf(options)), validate=validate.Length(min=1)
        )
    return fields.Nested(ShareSchema)


def sheet_schema(form: Form, bank: Mapping[str, Item]) -> Schema:
    """Return the schema of a form's sheets."""
    answers = Schema.from_dict(
        {
            entry.item: AnswerField(
                _plain_field(bank[entry.item], entry),
                {reason.id for reason in bank[entry.item].reasons},
            )
            for entry in form.entries.values()
        }
    )
    return Schema.from_dict(
        {
            "form": fields.String(required=True),
            "enterprise": fields.Nested(FirmSchema, required=True),
            "answers": fields.Nested(answers, required=True),
            "period": fields.Integer(strict=True, validate=validate.Range(min=2000, max=2100)),
            "reference": fields.String(validate=validate.Length(max=200)),
        }
    )()

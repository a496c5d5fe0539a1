"""Fields that several resources share."""

from typing import Any

from marshmallow import Schema, fields, validate

from diagnosis.domain.intake.limits import ChoiceLimit, Limit, NumberLimit, TextLimit


def maybe(kind: type[fields.Field[Any]], **more: Any) -> fields.Field[Any]:
    """Return a required field that may be null."""
    return kind(required=True, allow_none=True, metadata=more)


def must(kind: type[fields.Field[Any]], **more: Any) -> fields.Field[Any]:
    """Return a required field."""
    return kind(required=True, metadata=more)


def limited(limit: Limit, about: str | None = None, *, null: bool = False) -> fields.Field[Any]:
    """Return a field that a caller may leave out, with the limit that its reader holds it to."""
    metadata = {} if about is None else {"description": about}
    if isinstance(limit, TextLimit):
        rules: list[validate.Validator] = [validate.Length(max=limit.most)]
        rules += [] if limit.pattern is None else [validate.Regexp(limit.pattern)]
        return fields.String(allow_none=null, validate=rules, metadata=metadata)
    if isinstance(limit, ChoiceLimit):
        choices = [*limit.values, None] if null else limit.values
        return fields.String(allow_none=null, validate=validate.OneOf(choices), metadata=metadata)
    kind = fields.Float if isinstance(limit, NumberLimit) else fields.Integer
    return kind(allow_none=null, validate=validate.Range(*limit.ends), metadata=metadata)


def listed(kind: type[Schema]) -> fields.Field[Any]:
    """Return a required list of objects."""
    return fields.List(fields.Nested(kind), required=True)


def texts() -> fields.Field[Any]:
    """Return a required list of texts."""
    return fields.List(fields.String(), required=True)


class MarkSchema(Schema):
    """Where a number comes from and how far it was checked."""

    basis = must(fields.String, enum=["cited", "derived", "estimated", "ours"])
    checked = must(fields.String)
    confidence = must(fields.String, enum=["high", "medium", "low"])
    unconfirmed = must(fields.Boolean)
    sources = texts()
    note = maybe(fields.String)


class SourceLinkSchema(Schema):
    """A link to an original, and when it was looked at."""

    url = must(fields.String)
    status = fields.Raw(required=True, allow_none=True)
    on = fields.Raw(required=True, allow_none=True)


class SourceSchema(Schema):
    """An entry of the bibliography."""

    id = must(fields.String)
    publisher = must(fields.String)
    title = must(fields.String)
    date = maybe(fields.String)
    kind = must(fields.String)
    licence = must(fields.String)
    checked = must(fields.String)
    checked_on = must(fields.String)
    link = fields.Nested(SourceLinkSchema, required=True, allow_none=True)


def page_of(kind: type[Schema]) -> type[Schema]:
    """Return the schema of a page of a collection."""
    name = kind.__name__.removesuffix("Schema") + "PageSchema"
    return type(
        name,
        (Schema,),
        {
            "__doc__": "A page of a collection.",
            "items": listed(kind),
            "next": maybe(fields.String, description="URL of the next page, null on the last."),
            "next_cursor": maybe(fields.String, description="`cursor` of the next page."),
        },
    )

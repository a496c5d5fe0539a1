"""Fields that several resources share."""

from typing import Any

from marshmallow import Schema, fields


def maybe(kind: type[fields.Field[Any]], **more: Any) -> fields.Field[Any]:
    """Return a required field that may be null."""
    return kind(required=True, allow_none=True, metadata=more)


def must(kind: type[fields.Field[Any]], **more: Any) -> fields.Field[Any]:
    """Return a required field."""
    return kind(required=True, metadata=more)


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

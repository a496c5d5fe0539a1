"""How fields are declared: each with a description, which no kind of field can do without.

A description is one plain sentence with the unit and range; an idea that recurs is described in
`shared_fields`.
"""

from typing import Any

from marshmallow import Schema, fields

from diagnosis.domain.intake.limits import Limit, ListLimit
from diagnosis.present.intake.limits import limit_schema

Kind = type[fields.Field[Any]]
_KINDS: dict[str, Kind] = {
    "string": fields.String,
    "integer": fields.Integer,
    "number": fields.Float,
    "boolean": fields.Boolean,
}


def must(kind: Kind, about: str, *, data_key: str | None = None, **more: Any) -> fields.Field[Any]:
    """Return a field that is always there."""
    return kind(required=True, data_key=data_key, metadata={"description": about, **more})


def maybe(
    kind: Kind, about: str, *, data_key: str | None = None, **more: Any
) -> fields.Field[Any]:
    """Return a field that is always there and may be null."""
    metadata = {"description": about, **_with_null(more)}
    return kind(required=True, allow_none=True, data_key=data_key, metadata=metadata)


def sometimes(
    kind: Kind, about: str, *, data_key: str | None = None, **more: Any
) -> fields.Field[Any]:
    """Return a field that is there only where there is something to say, and never null."""
    return kind(data_key=data_key, metadata={"description": about, **more})


def may(kind: Kind, about: str, *, data_key: str | None = None, **more: Any) -> fields.Field[Any]:
    """Return a field that a caller may leave out, or send as null."""
    metadata = {"description": about, **_with_null(more)}
    return kind(allow_none=True, data_key=data_key, metadata=metadata)


def limited(limit: Limit, about: str, *, null: bool = False) -> fields.Field[Any]:
    """Return a field that a caller may leave out, with the limit that its reader holds it to.

    `null` says whether null may be sent too. A text may be empty, which counts as left out.
    """
    if isinstance(limit, ListLimit):
        return _limited_texts(limit, about, null=null)
    kind = _KINDS[limit_schema(limit)["type"]]
    declare = may if null else sometimes
    bounds = bounds_of(limit)
    if "pattern" in bounds:
        bounds["pattern"] = f"^$|{bounds['pattern']}"
    return declare(kind, about, **bounds)


def _limited_texts(limit: ListLimit, about: str, *, null: bool) -> fields.Field[Any]:
    """Return a list of texts that a caller may leave out, as `limited`."""
    bounds = bounds_of(limit)
    each = {name: bound for name, bound in bounds.pop("items").items() if name != "type"}
    metadata = {"description": about, **bounds}
    return fields.List(fields.String(metadata=each), allow_none=null, metadata=metadata)


def bounds_of(limit: Limit) -> dict[str, Any]:
    """Return what a schema says of a limit beside its type."""
    return {name: bound for name, bound in limit_schema(limit).items() if name != "type"}


def _with_null(more: dict[str, Any]) -> dict[str, Any]:
    """Return what describes a field, with null among its values where it names them."""
    return more | {"enum": [*more["enum"], None]} if "enum" in more else more


def nested(
    kind: type[Schema], about: str, *, null: bool = False, data_key: str | None = None
) -> fields.Field[Any]:
    """Return an object that is always there; `null` says whether it may be null."""
    metadata = {"description": about}
    return fields.Nested(
        kind, required=True, allow_none=null, data_key=data_key, metadata=metadata
    )


def listed(kind: type[Schema], about: str) -> fields.Field[Any]:
    """Return a list of objects that is always there."""
    return fields.List(fields.Nested(kind), required=True, metadata={"description": about})


def texts(about: str, *, required: bool = True, **more: Any) -> fields.Field[Any]:
    """Return a list of texts; what more is told describes each of them."""
    each = fields.String(metadata=more)
    return fields.List(each, required=required, metadata={"description": about})


def numbers_by(
    about: str, *, keys: list[str] | None = None, required: bool = True, **more: Any
) -> fields.Field[Any]:
    """Return numbers by a key that the description names, one of `keys` where they are few."""
    return fields.Dict(
        keys=fields.String(metadata={} if keys is None else {"enum": keys}),
        values=fields.Float(metadata=more),
        required=required,
        metadata={"description": about},
    )


def page_of(kind: type[Schema]) -> type[Schema]:
    """Return the schema of a page of a collection."""
    name = kind.__name__.removesuffix("Schema") + "PageSchema"
    return type(
        name,
        (Schema,),
        {
            "__doc__": "A page of a collection. 列表的一页。",
            "items": listed(kind, "The entries of this page, at most `limit` of them."),
            "next": maybe(
                fields.String,
                "Address of the next page, below this server; null on the last page.",
                format="uri-reference",
            ),
            "next_cursor": maybe(
                fields.String,
                "What to send as `cursor` to get the next page; null on the last page.",
            ),
        },
    )

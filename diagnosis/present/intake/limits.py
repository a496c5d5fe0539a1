"""What a field may hold, as JSON Schema (2020-12)."""

from diagnosis.domain.intake.limits import (
    ChoiceLimit,
    FlagLimit,
    Limit,
    ListLimit,
    NumberLimit,
    TextLimit,
)
from diagnosis.present.say import Shown


def limit_schema(limit: Limit) -> Shown:
    """Return the schema of what a field may hold.

    Examples
    --------
    >>> limit_schema(TextLimit(18, "^9"))
    {'type': 'string', 'maxLength': 18, 'pattern': '^9'}
    >>> limit_schema(ListLimit(2, ("a", "b")))["items"]
    {'type': 'string', 'enum': ['a', 'b']}
    """
    if isinstance(limit, TextLimit):
        return {"type": "string", "maxLength": limit.most, **_pattern(limit)}
    if isinstance(limit, ChoiceLimit):
        return {"type": "string", "enum": list(limit.values)}
    if isinstance(limit, FlagLimit):
        return {"type": "boolean"}
    if isinstance(limit, ListLimit):
        values = {"enum": list(limit.values)} if limit.values else _pattern(limit)
        each = {"type": "string", **values}
        return {"type": "array", "maxItems": limit.most, "uniqueItems": True, "items": each}
    kind = "number" if isinstance(limit, NumberLimit) else "integer"
    return {"type": kind, "minimum": limit.low, "maximum": limit.high}


def _pattern(limit: TextLimit | ListLimit) -> Shown:
    """Return the form that texts have, where they have a certain one."""
    return {} if limit.pattern is None else {"pattern": limit.pattern}


def or_null(schema: Shown) -> Shown:
    """Return the schema of a field that may be null as well."""
    values = {"enum": [*schema["enum"], None]} if "enum" in schema else {}
    return {**schema, "type": [schema["type"], "null"], **values}

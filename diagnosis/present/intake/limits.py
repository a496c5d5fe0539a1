"""What a field may hold, as JSON Schema (2020-12)."""

from diagnosis.domain.intake.limits import ChoiceLimit, Limit, NumberLimit, TextLimit
from diagnosis.present.say import Shown


def limit_schema(limit: Limit) -> Shown:
    """Return the schema of what a field may hold.

    Examples
    --------
    >>> limit_schema(TextLimit(18, "^9"))
    {'type': 'string', 'maxLength': 18, 'pattern': '^9'}
    """
    if isinstance(limit, TextLimit):
        form = {} if limit.pattern is None else {"pattern": limit.pattern}
        return {"type": "string", "maxLength": limit.most, **form}
    if isinstance(limit, ChoiceLimit):
        return {"type": "string", "enum": list(limit.values)}
    kind = "number" if isinstance(limit, NumberLimit) else "integer"
    return {"type": kind, "minimum": limit.low, "maximum": limit.high}


def or_null(schema: Shown) -> Shown:
    """Return the schema of a field that may be null as well."""
    return {**schema, "type": [schema["type"], "null"]}

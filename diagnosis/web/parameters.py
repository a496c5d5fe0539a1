"""What a request has beside its body: query parameters and headers, read and described."""

import re
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, replace
from urllib.parse import unquote_plus, unquote_to_bytes

from flask import request

from diagnosis.domain.fault import Expected, Fault, FaultyInput, pointer
from diagnosis.domain.intake.fields import read_id, read_moment, read_text, unknown_field
from diagnosis.domain.intake.number import read_number, whole_of, written_number
from diagnosis.services.ports.store import FilterValue
from diagnosis.web.openapi_parts import JsonSchema, ParameterPart

MOST_ITEMS = 200
"""The longest page of a list."""

_LOST_PLUS = re.compile(r"(?<=[0-9]) (?=\d\d(:?\d\d)?$)", re.ASCII)
"""The blank before an offset: what a `+` of a query means that was not written as `%2B`."""

Read = Callable[[str, str], FilterValue | Fault | None]
"""Reads a parameter's text; the second text is where it stands, for a fault."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One query parameter: its name, JSON Schema, meaning, and how its text is read."""

    name: str
    about: str
    schema: JsonSchema
    read: Read
    default: int | None = None
    may_be_empty: bool = False
    """Whether `name=` counts as left out."""

    def document(self) -> ParameterPart:
        """Return the parameter as OpenAPI describes it."""
        part: ParameterPart = {
            "in": "query",
            "name": self.name,
            "description": self.about,
            "required": False,
            "schema": self.schema,
        }
        if self.may_be_empty:
            part["allowEmptyValue"] = True
        return part


def whole(name: str, low: int, high: int, about: str, *, default: int | None = None) -> Parameter:
    """Return a parameter that is a whole number."""
    limits = {"low": low, "high": high}

    def read(raw: str, where: str) -> FilterValue | Fault:
        number = whole_of(raw)
        if number is None:
            return Fault(where, "wrong-type", {"expected": Expected.WHOLE, **limits})
        return number if low <= number <= high else Fault(where, "out-of-range", limits)

    schema: JsonSchema = {"type": "integer", "minimum": low, "maximum": high}
    if default is not None:
        schema["default"] = default
    return Parameter(name, about, schema, read, default)


def number(name: str, low: int, high: int, about: str) -> Parameter:
    """Return a parameter that is a decimal number."""

    def read(raw: str, where: str) -> FilterValue | Fault:
        value = written_number(raw)
        if value is None:
            return Fault(where, "wrong-type", {"expected": Expected.NUMBER})
        return read_number(float(value), where, low, high)

    return Parameter(name, about, {"type": "number", "minimum": low, "maximum": high}, read)


def text(name: str, limit: int, about: str) -> Parameter:
    """Return a parameter that is a text."""

    def read(raw: str, where: str) -> FilterValue | Fault:
        return read_text(raw, where, limit)

    return Parameter(name, about, {"type": "string", "maxLength": limit}, read)


def choice(name: str, allowed: tuple[str, ...], about: str) -> Parameter:
    """Return a parameter that takes one of some values."""

    def read(raw: str, where: str) -> FilterValue | Fault:
        if raw in allowed:
            return raw
        return Fault(where, "unknown-value", {"value": raw, "allowed": ", ".join(allowed)})

    return Parameter(name, about, {"type": "string", "enum": list(allowed)}, read)


def flag(name: str, about: str) -> Parameter:
    """Return a parameter that is `true` or `false`; false filters nothing."""

    def read(raw: str, where: str) -> FilterValue | Fault | None:
        if raw in ("true", "false"):
            return 1 if raw == "true" else None
        return Fault(where, "wrong-type", {"expected": Expected.FLAG})

    return Parameter(name, about, {"type": "boolean"}, read)


def moment(name: str, about: str) -> Parameter:
    """Return a parameter that is a moment with its offset, or the start of a day in China."""

    def read(raw: str, where: str) -> FilterValue | Fault:
        return read_moment(_with_plus(raw)) or Fault(where, "bad-moment", {"value": raw})

    return Parameter(name, about, {"type": "string", "format": "date-time"}, read)


def _with_plus(raw: str) -> str:
    """Return a moment with the `+` of its offset, which stands behind a time that has a colon."""
    time = raw[11:]
    return raw[:11] + _LOST_PLUS.sub("+", time) if ":" in time else raw


def identity(name: str, about: str) -> Parameter:
    """Return a parameter that is an id."""

    def read(raw: str, where: str) -> FilterValue | Fault:
        return read_id(raw) or Fault(where, "bad-id")

    return Parameter(name, about, {"type": "string", "format": "uuid"}, read)


def _read_cursor(raw: str, where: str) -> FilterValue | Fault:
    if re.fullmatch(r"[A-Za-z0-9._@-]{1,100}", raw):
        return raw
    return Fault(where, "bad-cursor")


LIMIT = whole("limit", 1, MOST_ITEMS, "How many at most. 每页最多几条。", default=50)
CURSOR = Parameter(
    "cursor",
    "Where the page starts; `next_cursor` of the page before. 取自上一页的 next_cursor。",
    {"type": "string", "maxLength": 100},
    _read_cursor,
)
PAGING = (LIMIT, CURSOR)


def _read_id_cursor(raw: str, where: str) -> FilterValue | Fault:
    return read_id(raw) or Fault(where, "bad-cursor")


STORED_PAGING = (LIMIT, replace(CURSOR, read=_read_id_cursor))
"""The paging of stored things, whose cursors are their ids."""


def _not_utf8(query: bytes) -> Container[str]:
    """Return the names of the parameters whose text is not UTF-8, like Chinese in GBK."""
    names = set()
    for part in query.split(b"&"):
        name, _, value = part.partition(b"=")
        try:
            unquote_to_bytes(value).decode()
        except UnicodeDecodeError:
            names.add(unquote_plus(name.decode("latin-1")))
    return names


def read_query(known: Mapping[str, Parameter]) -> dict[str, FilterValue | None]:
    """Return the query's parameters by name; absent ones have their default.

    Raises
    ------
    FaultyInput
        With every unknown, repeated or malformed parameter.

    """
    values: dict[str, FilterValue | None] = {
        name: parameter.default for name, parameter in known.items()
    }
    if not request.query_string:
        return values
    faults: list[Fault] = []
    undecodable = _not_utf8(request.query_string)
    for name, texts in request.args.lists():
        where, parameter = pointer(name), known.get(name)
        if parameter is None:
            faults.append(unknown_field(name, known))
        elif name in undecodable:
            faults.append(Fault(where, "parameter-not-utf8", {"name": name}))
        elif len(texts) > 1:
            faults.append(Fault(where, "duplicate-parameter", {"name": name}))
        else:
            value = parameter.read(texts[0], where)
            if isinstance(value, Fault):
                faults.append(value)
            else:
                values[name] = value
    if faults:
        raise FaultyInput(faults)
    return values

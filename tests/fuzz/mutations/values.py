"""Mutations of the JSON value of a body: wrong types, odd values, fields too many or missing."""

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from functools import wraps
from random import Random
from typing import Any

from tests.fuzz.mutations.kinds import Mutation
from tests.fuzz.stock import Stock
from tests.fuzz.wire_request import WireRequest

Place = tuple[str | int, ...]
ODD_VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2**31, 2**53 + 1, 2**63, 2**64, -(2**63) - 1, 10**400, -0.0, 0.1,
    1e-320, 1e308, -1e308, 1.7976931348623157e308, 1e15 + 0.3, 60.0, 1.5, "", " ", "\t\n", "60",
    "６０", "１", "null", "true", "1e3", "NaN", "\u0000", "a\u0000b", "\u202e", "\u200b", "\ufeff",
    "\ufffe", "\uffff", "\x7f", "\x85", "\u2028", "e\u0301", "𠮷野家", "👨‍👩‍👧‍👦", "ﷺ" * 20,
    "İ",
    "ß" * 50, "x" * 5_000, "数" * 300, "../../etc/passwd", "'; DROP TABLE diagnoses; --", "%s%n%x",
    "<script>alert(1)</script>", "{{7*7}}", "${jndi:ldap://x}", "=1+1", "2026-02-30", "9999-12-31",
    "0000-00-00", "2026-11-26", "2026-W48-4", "20261126", "-1-01-01", "2026-11-26T25:61:61Z",
    "00000000-0000-0000-0000-000000000000", "not_known", "not_applicable", "gbt-39116-2020@1",
    "gbt-39116-2020@99999999999999999999", "full@2.0.0", "full@", "@", "C3525", "c35", "441900",
    "４４１９００", "91441900EXAMPLE11Y", "110101199003070012", [], {}, [[]], [None], [{}],
    {"": {}},
    {"value": "not_applicable", "reason": "x"}, {"part": 1, "whole": 0}, {"part": 1e308,
    "whole": 1},
    {"part": 2, "whole": 1}, {"part": "1", "whole": None}, ["none", "none"], [1, "1", 1.0, True],
)  # fmt: skip
"""Values that some reader takes for what they are not."""
ODD_KEYS = ("", " ", "~0~1", "/", "a/b", "__proto__", "$ref", "\u0000", "\u202e", "form ", "Ｆorm",
            "answers.ai-plan", "x" * 2_000, "数" * 200, "0", "-1", "\ufeffform")  # fmt: skip


def places(value: Any, place: Place = ()) -> Iterator[Place]:
    """Yield the place of every value in a value, its own first."""
    yield place
    if isinstance(value, dict):
        for key, below in value.items():
            yield from places(below, (*place, key))
    elif isinstance(value, list):
        for number, below in enumerate(value):
            yield from places(below, (*place, number))


def value_at(value: Any, place: Place) -> Any:
    """Return the value at a place."""
    for step in place:
        value = value[step]
    return value


def with_value(value: Any, place: Place, new: Any) -> Any:
    """Return a copy of a value with another at a place."""
    if not place:
        return new
    changed = deepcopy(value)
    value_at(changed, place[:-1])[place[-1]] = new
    return changed


def objects(value: Any) -> list[Place]:
    """Return the places of all objects in a value."""
    return [place for place in places(value) if isinstance(value_at(value, place), dict)]


def _of_json(change: Callable[[Any, Random, Stock], Any]) -> Mutation:
    """Return a mutation of requests out of a change of JSON values."""

    @wraps(change)
    def mutate(request: WireRequest, chance: Random, stock: Stock) -> WireRequest:
        try:
            value = json.loads(request.body)
        except (ValueError, RecursionError):
            return request
        return replace(request, body=json.dumps(change(value, chance, stock)).encode())

    return mutate


@_of_json
def odd_value(value: Any, chance: Random, stock: Stock) -> Any:
    """Put an odd value somewhere."""
    return with_value(value, chance.choice(list(places(value))), chance.choice(ODD_VALUES))


@_of_json
def foreign_id(value: Any, chance: Random, stock: Stock) -> Any:
    """Put the id of something somewhere."""
    return with_value(value, chance.choice(list(places(value))), chance.choice(stock.every_id()))


@_of_json
def moved_value(value: Any, chance: Random, stock: Stock) -> Any:
    """Put a copy of one part where another is."""
    source, place = chance.choices(list(places(value)), k=2)
    return with_value(value, place, deepcopy(value_at(value, source)))


@_of_json
def missing_field(value: Any, chance: Random, stock: Stock) -> Any:
    """Leave a field or an element out."""
    steps = [place for place in places(value) if place]
    if not steps:
        return value
    *above, last = chance.choice(steps)
    changed = deepcopy(value)
    del value_at(changed, tuple(above))[last]
    return changed


@_of_json
def known_field(value: Any, chance: Random, stock: Stock) -> Any:
    """Add a field that some body of the document has, with an odd value."""
    return _added(value, chance, chance.choice(stock.field_names), chance.choice(ODD_VALUES))


@_of_json
def unknown_field(value: Any, chance: Random, stock: Stock) -> Any:
    """Add a field that no body has."""
    return _added(value, chance, chance.choice(ODD_KEYS), chance.choice(ODD_VALUES))


def _added(value: Any, chance: Random, key: str, new: Any) -> Any:
    places_of_objects = objects(value)
    if not places_of_objects:
        return {key: new}
    return with_value(value, (*chance.choice(places_of_objects), key), new)


@_of_json
def renamed_field(value: Any, chance: Random, stock: Stock) -> Any:
    """Give a field another name: one of another field, or a mistyped one."""
    full = [place for place in objects(value) if value_at(value, place)]
    if not full:
        return value
    place = chance.choice(full)
    fields = dict(value_at(value, place))
    name = chance.choice(sorted(fields))
    new = chance.choice((name.upper(), name + "_", name[:-1], chance.choice(stock.field_names)))
    fields[new] = fields.pop(name)
    return with_value(value, place, fields)


@_of_json
def wrapped_value(value: Any, chance: Random, stock: Stock) -> Any:
    """Put a list or an object round a value."""
    place = chance.choice(list(places(value)))
    inner = value_at(value, place)
    return with_value(value, place, chance.choice(([inner], [inner, inner], {"value": inner})))


@_of_json
def long_list(value: Any, chance: Random, stock: Stock) -> Any:
    """Make a list of very many copies of a value."""
    place = chance.choice(list(places(value)))
    inner = value_at(value, place)
    most = max(1, 200_000 // len(json.dumps(inner)))
    return with_value(value, place, [inner] * min(most, chance.choice((50, 1_000, 20_000))))


@_of_json
def many_fields(value: Any, chance: Random, stock: Stock) -> Any:
    """Add thousands of unknown fields to an object."""
    fields = {f"f{number}": number for number in range(chance.choice((101, 5_000, 30_000)))}
    spots = objects(value)
    if not spots:
        return fields
    place = chance.choice(spots)
    return with_value(value, place, value_at(value, place) | fields)


VALUES = (
    odd_value, foreign_id, moved_value, missing_field, known_field, unknown_field, renamed_field,
    wrapped_value, long_list, many_fields,
)  # fmt: skip

"""Bodies that are right but for a single place, which holds about a megabyte of what is wrong.

They get past the reader of JSON and hurt whoever reads that place.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.hostile_bodies.bodies import SIZE, Body, fill, fill_with, short_name
from benchmarks.hostile_bodies.document import ROW, Json, Operation, Place

_HOLE = "\x00hole"
_UNSEEN = "\u200b"
_WIDE = "\ufdfa"
"""A character that is 18 in its compatibility form."""
_MARK = "\u0301"
_UNORDERED = "\u0301\u0316"
"""Two marks that Unicode has in the other order: putting many in order takes the square."""


@dataclass(frozen=True, slots=True)
class Names:
    """Names that the service knows: those that are nearly right are made of them.

    `packages` has one of each family, so that a firm may want them all.
    """

    items: Sequence[str]
    packages: Sequence[str]


def put(example: Json, place: Place, value: Json) -> Json:
    """Return a copy of a body with a value put at a place, and whatever is missing on the way.

    Examples
    --------
    >>> put({"a": 1}, ("b", "*", "c"), 2)
    {'a': 1, 'b': [{'c': 2}]}
    """
    if not place:
        return value
    first, *others = place
    rest = tuple(others)
    if first == ROW:
        row = example[0] if isinstance(example, list) and example else None
        return [put(row, rest, value)]
    fields = example if isinstance(example, dict) else {}
    return {**fields, first: put(fields.get(first), rest, value)}


def placed_bodies(operation: Operation, names: Names) -> Iterator[Body]:
    """Yield the bodies for each place of what an operation takes."""
    padded = json.dumps(operation.example, ensure_ascii=False)
    yield Body("its example behind blanks", (" " * SIZE + padded).encode())
    for place, kinds in operation.places:
        whole = json.dumps(put(operation.example, place, _HOLE), ensure_ascii=False)
        before, after = whole.split(json.dumps(_HOLE))
        size = SIZE - len((before + after).encode())
        for name, text in _values(place, kinds, names, size):
            yield Body(f"{'.'.join(place)}: {name}", (before + text + after).encode())


def _values(
    place: Place, kinds: frozenset[str], names: Names, size: int
) -> Iterator[tuple[str, str]]:
    """Yield JSON texts of a size that are wrong at a place, by name."""
    yield "a long text", f'"{"k" * (size - 2)}"'
    yield "a list of numbers", fill("[", "0", "]", size)
    if kinds & {"string"}:
        yield "a text of nothing seen", f'"{_UNSEEN * ((size - 2) // 3)}"'
        yield "a text of wide forms", f'"{_WIDE * ((size - 2) // 3)}"'
        yield "a text of marks out of order", f'"a{_UNORDERED * ((size - 3) // 4)}"'
        yield "a text of joined marks", f'"a{_MARK * ((size - 3) // 2)}"'
    if kinds & {"number", "integer"}:
        yield "a number of 4,300 digits", "9" * 4_300
        yield "a fraction of a million digits", f"0.{'1' * (size - 2)}"
        yield "a text of digits", f'"{"９" * ((size - 2) // 3)}"'
    if kinds & {"array"}:
        yield from _rows(place, names, size)
    if kinds & {"object", "map"}:
        yield (
            "unknown fields",
            fill_with("{", lambda number: f'"{short_name(number)}_":0', "}", size),
        )
        yield (
            "long unknown fields",
            fill_with("{", lambda number: f'"{"/" * 2000}{number}":0', "}", size),
        )
        yield (
            "unknown fields of nothing",
            fill_with("{", lambda number: f'"{short_name(number)}_":null', "}", size),
        )
    if kinds & {"map"}:
        yield from _members(names, size)


def _rows(place: Place, names: Names, size: int) -> Iterator[tuple[str, str]]:
    """Yield lists with very many rows."""
    yield "empty rows", fill("[", "{}", "]", size)
    yield "empty texts", fill("[", '""', "]", size)
    yield (
        "names that are nearly right",
        fill_with(
            "[",
            lambda number: f'"{names.packages[number % len(names.packages)]}{number % 7}"',
            "]",
            size,
        ),
    )
    yield "a right name again and again", fill("[", f'"{names.packages[0]}"', "]", size)
    yield (
        "rows with a fault each",
        fill_with(
            "[",
            lambda number: (
                f'{{"project":"{names.packages[number % len(names.packages)]}",'
                '"status":"done","cost_wan":-1}'
            ),
            "]",
            size,
        ),
    )
    yield (
        "rows with many faults each",
        fill(
            "[",
            '{"project":0,"status":0,"on":0,"reason":0,"cost_wan":"1","until_month":""}',
            "]",
            size,
        ),
    )
    yield (
        "right rows",
        fill_with(
            "[",
            lambda number: (
                f'{{"project":"{names.packages[number % len(names.packages)]}","status":"done"}}'
            ),
            "]",
            size,
        ),
    )


def _members(names: Names, size: int) -> Iterator[tuple[str, str]]:
    """Yield answers, or other maps by name, with very many members."""
    each = max(1, size // len(names.items) - 60)

    def answer(text: str) -> str:
        """Return every item with a text for its answer."""
        return "{" + ",".join(f'"{item}":{text}' for item in names.items) + "}"

    yield (
        "names that are nearly right",
        fill_with(
            "{",
            lambda number: f'"{names.items[number % len(names.items)]}{short_name(number)}":1',
            "}",
            size,
        ),
    )
    yield "every item with a long text", answer(f'"{"k" * each}"')
    yield "every item with a long list", answer(fill("[", '"k"', "]", each))
    yield "every item with a list of none", answer(fill("[", '"none"', "]", each))
    yield (
        "every item with a long object",
        answer(fill_with("{", lambda number: f'"{short_name(number)}":0', "}", each)),
    )
    yield (
        "every item not applicable for a long reason",
        answer(f'{{"not_applicable":"{"k" * each}"}}'),
    )
    yield (
        "every item with a share of long numbers",
        answer(f'{{"part":{"9" * 2000},"whole":0.{"9" * 2000}}}'),
    )
    yield "every item with nothing", answer("null")

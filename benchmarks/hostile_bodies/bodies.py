"""Bodies of about a megabyte that are made to hurt, whatever they are sent to.

Each is as long as a body may be, or unpacks to more. What they attack is named in their names.
"""

import gzip
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

SIZE = 990_000
"""The bytes of a body: a little less than the service takes."""
JSON = "application/json"
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
_DEEP = 900
"""A depth that readers of JSON still take."""
_BOMB_BYTES = 200_000_000
_PIECES = SIZE
"""The pieces of a byte each that a body is sent in."""


@dataclass(frozen=True, slots=True)
class Body:
    """A body to send: its bytes, how they are declared, and the pieces that they are sent in."""

    name: str
    content: bytes
    kind: str = JSON
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    piece_bytes: int | None = None
    """The length of the chunks; None for a body whose length is declared."""


def short_name(number: int) -> str:
    """Return the shortest name for a number: other numbers have others."""
    name = ""
    while True:
        name, number = name + _LETTERS[number % 36], number // 36
        if not number:
            return name


def fill(start: str, part: str, end: str = "", size: int = SIZE) -> str:
    """Return a text with as many copies of a part, joined by commas, as fit into so many bytes."""
    room = size - len((start + end).encode())
    count = max(1, (room + 1) // (len(part.encode()) + 1))
    return start + ",".join([part] * count) + end


def fill_with(start: str, make: Callable[[int], str], end: str = "", size: int = SIZE) -> str:
    """Return a text with as many made parts, joined by commas, as fit into so many bytes."""
    room = size - len((start + end).encode())
    parts: list[str] = []
    while True:
        part = make(len(parts))
        room -= len(part.encode()) + 1
        if room < 0 and parts:
            return start + ",".join(parts) + end
        parts.append(part)


def _texts() -> Iterator[tuple[str, str]]:
    """Yield JSON texts by name."""
    yield "a list of numbers", fill("[", "0", "]")
    yield "a list of empty objects", fill("[", "{}", "]")
    yield "a list of empty lists", fill("[", "[]", "]")
    yield "a list of empty texts", fill("[", '""', "]")
    yield "a list of one key each", fill("[", '{"":0}', "]")
    yield "unknown fields", fill_with("{", lambda number: f'"{short_name(number)}_":0', "}")
    yield (
        "unknown fields with colons",
        fill_with("{", lambda number: f'"{short_name(number)}_":":"', "}"),
    )
    yield (
        "unknown fields full of ~",
        fill_with("{", lambda number: f'"{"~" * 4000}{number}":0', "}"),
    )
    yield "a duplicate among numbers", fill('{"d":0,"d":0,"l":[', "0", "]}")
    yield "a duplicate among objects", fill('{"d":0,"d":0,"l":[', "{}", "]}")
    yield (
        "a duplicate among keys",
        fill_with('{"d":0,"d":0,', lambda number: f'"{short_name(number)}_":0', "}"),
    )
    yield "every key twice", fill_with("{", lambda number: f'"{short_name(number // 2)}":0', "}")
    yield "one key again and again", fill("{", '"":0', "}")
    yield "duplicates in every object", fill("[", '{"":0,"":0}', "]")
    yield "NaN again and again", fill("[", "NaN", "]")
    yield "NaN below a long key", fill('{"😀' + "k" * (SIZE - 1000) + '":[', "NaN", "]}")
    yield "NaN below a key full of ~", fill('{"' + "~" * (SIZE - 1000) + '":[', "NaN", "]}")
    nest = '{"' + "k" * 990 + '":'
    yield "NaN below long keys", nest * 950 + fill("[", "NaN", "]", 40_000) + "}" * 950
    yield "infinity again and again", fill("[", "1e999", "]")
    yield "nested as deeply as is read", fill("[", "[" * _DEEP + "]" * _DEEP, "]")
    yield "objects nested as deeply as is read", fill("[", '{"":' * _DEEP + "0" + "}" * _DEEP, "]")
    yield "nested without a bottom", "[" * (SIZE // 2) + "]" * (SIZE // 2)
    yield "opened and never closed", "[" * SIZE
    yield "objects without a bottom", '{"":' * (SIZE // 4)


def _numbers() -> Iterator[tuple[str, str]]:
    digits = "9" * 4_300
    yield "a number of a million digits", f"[{'9' * (SIZE - 10)}]"
    yield "a fraction of a million digits", f"[0.{'1' * (SIZE - 10)}]"
    yield "a million zeros before the end", f"[0.{'0' * (SIZE - 10)}1]"
    yield "an exponent of a million digits", f"[1e{'9' * (SIZE - 10)}]"
    yield "a negative exponent of a million digits", f"[1e-{'9' * (SIZE - 10)}]"
    yield "numbers of 4,300 digits", fill("[", digits, "]")
    yield "fractions of 800 digits", fill("[", f"0.{'7' * 800}", "]")
    yield "numbers like 1e308", fill("[0.0,", "1e308", "]")
    yield "numbers like 5e-324", fill("[0.0,", "5e-324", "]")
    yield "numbers with a point", fill("[", "0.0", "]")
    yield "numbers beyond 64 bits", fill("[0.0,", "99999999999999999999", "]")


def _strings() -> Iterator[tuple[str, str]]:
    yield "a long text", f'"{"k" * (SIZE - 10)}"'
    yield "escapes of nothing", '{"a":"' + "\\u0000" * (SIZE // 6 - 10) + '"}'
    yield "escapes of half characters", '{"a":"' + "\\ud800" * (SIZE // 6 - 10) + '"}'
    yield "escapes of whole characters", '{"a":"' + "\\ud83d\\ude00" * (SIZE // 12 - 10) + '"}'
    yield (
        "keys of half characters",
        fill_with("{", lambda number: f'"\\ud800{short_name(number)}":0', "}"),
    )
    yield "quotes", '"' * SIZE
    yield "backslashes", '"' + "\\" * SIZE
    yield "quotes with blanks between", ('"' + " " * 60) * (SIZE // 61)
    yield "blanks", " " * SIZE
    yield "lines without an end", "{" + "\n" * SIZE


def general_bodies() -> Iterator[Body]:
    """Yield the bodies that need to know nothing of what they are sent to."""
    for name, text in (*_texts(), *_numbers(), *_strings()):
        yield Body(name, text.encode())
    yield Body("bytes that are no text", b"\xff" * SIZE)
    yield Body("text that is no UTF-8 at its end", b'"' + b"k" * SIZE + b'\xff"')
    many = fill("[", "{}", "]").encode()
    packed = {"Content-Encoding": "gzip"}
    yield Body("a gzip bomb", gzip.compress(b"[" + b" " * _BOMB_BYTES), headers=packed)
    yield Body("gzipped empty objects", gzip.compress(many), headers=packed)
    yield Body("many gzips", gzip.compress(b"") * (SIZE // 20), headers=packed)
    yield Body("no gzip", b"k" * SIZE, headers=packed)
    yield Body("a gzip with a long name", _named_gzip(), headers=packed)
    yield Body("pieces of a byte", b"[" + b" " * _PIECES, piece_bytes=1)
    yield Body("a form", b"&".join([b"a=b"] * (SIZE // 4)), "application/x-www-form-urlencoded")
    parts = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n'
    yield Body("many parts", parts * (SIZE // len(parts)), "multipart/form-data; boundary=x")
    yield Body("CSV", b"a,b\n" * (SIZE // 4), "text/csv")


def _named_gzip() -> bytes:
    """Return a gzip whose header holds a name of nearly a megabyte."""
    packed = gzip.compress(b"{}")
    return packed[:3] + b"\x08" + packed[4:10] + b"k" * (SIZE - 100) + b"\0" + packed[10:]

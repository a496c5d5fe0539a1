"""JSON as a caller must write it: no duplicate keys, no NaN, no bottomless nesting."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple
from unicodedata import normalize

from diagnosis.domain.fault import MOST_FAULTS, Fault, FaultyInput, pointer

Decode = Callable[[bytes], object]
"""Reads JSON as a value; of keys that stand twice the last one counts.

It raises ValueError for whatever it cannot read: what is no JSON, and may be more.
"""

MOST_NESTED = 200
"""A text with more objects and lists in all is read strictly from the start."""
WHOLE_FLOATS = 1e15
"""From here on a whole number may have been read as a float, which has no more digits."""
_CHINESE_QUOTES = (0x201C, 0x201D, 0x201E, 0x300C, 0x300D, 0x301D, 0x301E)
_QUOTES = {chr(point): '"' for point in _CHINESE_QUOTES} | {chr(0x3001): ","}
"""Marks of Chinese texts that have no form of half width, and what JSON has in their place."""
_MARKS = frozenset('{}[]:,"-0123456789')
"""What JSON is written with, texts and words aside."""
_KEY_END = re.compile(rb'"\s*:')


class _Repeating(dict[str, object]):
    """An object in which keys stood more than once."""

    repeated: tuple[str, ...] = ()


_WALKED = frozenset((dict, list, _Repeating))


class _Strict:
    """One reading: remembers whether anything is to be looked for afterwards."""

    def __init__(self) -> None:
        self.suspect = False

    def pairs(self, pairs: list[tuple[str, object]]) -> dict[str, object]:
        members = dict(pairs)
        if len(members) == len(pairs):
            return members
        self.suspect = True
        marked = _Repeating(members)
        counts = Counter(key for key, _ in pairs)
        marked.repeated = tuple(key for key in members if counts[key] > 1)
        return marked

    def constant(self, _name: str) -> float:
        self.suspect = True
        return float("nan")


def parse(body: bytes | str, decode: Decode | None = None) -> object:
    """Return the value that a JSON text writes.

    Parameters
    ----------
    decode
        A faster reader of bytes that is tried first. Its value is taken where that is proved to be
        the one that is read here; so it changes neither values nor faults, only the time.

    Raises
    ------
    FaultyInput
        Not UTF-8, not JSON, nested too deeply, or with duplicate keys or NaN: every one of the
        latter is named with its pointer.

    """
    if decode is not None and isinstance(body, bytes) and _is_flat(body):
        try:
            quick = decode(body)
        except ValueError:
            pass
        else:
            if _is_proved(body, quick):
                return quick
    return _read(_decode(body))


def _is_flat(body: bytes) -> bool:
    """Return whether a text has few objects and lists: the value of another is not proved."""
    return body.count(b"{") + body.count(b"[") <= MOST_NESTED


def _is_proved(body: bytes, value: object) -> bool:
    """Return whether a value has every key that its text writes, and no number out of reach.

    A text with as many colons as its value has keys writes none of them twice. Where texts within
    hold colons too, the quotes before colons are counted: each key ends with one.
    """
    keys = _count_keys(value)
    return keys is not None and (keys == body.count(b":") or keys == len(_KEY_END.findall(body)))


def _count_keys(value: object) -> int | None:
    """Return how many keys a value has, None where a float of it may be a whole number."""
    keys = 0
    stack = [iter((value,))]
    while stack:
        for below in stack.pop():
            if isinstance(below, float):
                if not -WHOLE_FLOATS < below < WHOLE_FLOATS:
                    return None
            elif isinstance(below, dict):
                keys += len(below)
                stack.append(iter(below.values()))
            elif isinstance(below, list):
                stack.append(iter(below))
    return keys


def _read(text: str) -> object:
    """Return the value of a text, or raise every fault of it."""
    strict = _Strict()
    try:
        value: object = json.loads(
            text, object_pairs_hook=strict.pairs, parse_constant=strict.constant
        )
    except RecursionError:
        raise FaultyInput([Fault("", "too-deep")]) from None
    except ValueError as error:
        raise FaultyInput([Fault("", "bad-json", _detail(error))]) from None
    if strict.suspect:
        faults, more = _faults(value)
        if faults:
            raise FaultyInput(faults, more=more)
    return value


def _decode(body: bytes | str) -> str:
    if isinstance(body, str):
        return body
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FaultyInput([Fault("", "not-utf8")]) from None


def _detail(error: ValueError) -> dict[str, str | int]:
    """Return where the text is no JSON and why; nothing where a number has too many digits."""
    if not isinstance(error, json.JSONDecodeError):
        return {}
    place: dict[str, str | int] = {
        "reason": error.msg, "line": error.lineno, "column": error.colno
    }  # fmt: skip
    character = error.doc[error.pos : error.pos + 1]
    meant = _QUOTES.get(character) or normalize("NFKC", character)
    if character != meant and meant in _MARKS:
        place |= {"character": character, "meant": meant}
    return place


class _Place(NamedTuple):
    """Where a value stands: its key or number, and the place of what it stands in."""

    part: str | int
    within: "_Place | None"

    @property
    def pointer(self) -> str:
        """Return the place as an RFC 6901 pointer; made for a fault alone, for it may be long."""
        parts: list[str | int] = []
        place: _Place | None = self
        while place is not None:
            parts.append(place.part)
            place = place.within
        return pointer(*reversed(parts))


def _faults(value: object) -> tuple[list[Fault], int]:
    """Return the first duplicate keys and NaNs below a value, and how many more there are."""
    faults: list[Fault] = []
    count = 0
    for count, (place, key) in enumerate(_flaws(value), 1):
        if count > MOST_FAULTS:
            continue
        where = "" if place is None else place.pointer
        if key is None:
            faults.append(Fault(where, "not-a-number"))
        else:
            faults.append(Fault(where + pointer(key), "duplicate-key", {"key": key}))
    return faults, count - len(faults)


def _flaws(value: object) -> Iterator[tuple[_Place | None, str | None]]:
    """Yield each key that is written twice, with its object's place, and the place of each NaN.

    Without recursion: what it walks may be nested as deeply as JSON is read at all. What is
    neither object nor list nor NaN is passed over before a place is made for it.
    """
    stack: list[tuple[_Place | None, Iterator[tuple[str | int, object]]]] = []

    def enter(node: object, place: _Place | None) -> Iterator[tuple[_Place | None, str | None]]:
        """Yield the keys that an object repeats; what is in it is walked next."""
        if isinstance(node, _Repeating):
            yield from ((place, key) for key in node.repeated)
        if isinstance(node, dict):
            stack.append((place, iter(node.items())))
        elif isinstance(node, list):
            stack.append((place, enumerate(node)))
        else:
            yield place, None

    yield from enter(value, None) if _is_walked(value) else ()
    while stack:
        within, inside = stack[-1]
        for part, node in inside:
            if _is_walked(node):
                yield from enter(node, _Place(part, within))
                break
        else:
            stack.pop()


def _is_walked(node: object) -> bool:
    """Return whether a value may have a flaw: as an object, a list or NaN."""
    return node.__class__ in _WALKED or node != node

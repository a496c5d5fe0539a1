"""JSON as a caller must write it: no duplicate keys, no NaN, no bottomless nesting."""

import json
import re
from collections.abc import Callable

from diagnosis.domain.fault import Fault, FaultyInput, pointer

Decode = Callable[[bytes], object]
"""Reads JSON as a value; of keys that stand twice the last one counts.

It raises ValueError for whatever it cannot read: what is no JSON, and may be more.
"""

MOST_NESTED = 200
"""A text with more objects and lists in all is read strictly from the start."""
WHOLE_FLOATS = 1e15
"""From here on a whole number may have been read as a float, which has no more digits."""
_KEY_END = re.compile(rb'"\s*:')


class _Repeating(dict[str, object]):
    """An object in which keys stood more than once."""

    repeated: tuple[str, ...] = ()


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
        keys = [key for key, _ in pairs]
        marked.repeated = tuple(key for key in members if keys.count(key) > 1)
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
    if decode is not None and isinstance(body, bytes):
        try:
            quick = decode(body)
        except ValueError:
            pass
        else:
            if _is_proved(body, quick):
                return quick
    return _read(_decode(body))


def _is_proved(body: bytes, value: object) -> bool:
    """Return whether a value has every key that its text writes, and no number out of reach.

    A text with as many colons as its value has keys writes none of them twice. Where texts within
    hold colons too, the quotes before colons are counted: each key ends with one.
    """
    if body.count(b"{") + body.count(b"[") > MOST_NESTED:
        return False
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
        faults = list(_faults(value))
        if faults:
            raise FaultyInput(faults)
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
    if isinstance(error, json.JSONDecodeError):
        return {"reason": error.msg, "line": error.lineno, "column": error.colno}
    return {}


def _faults(value: object) -> list[Fault]:
    """Return the duplicate keys and NaNs below a value, found without recursion."""
    faults: list[Fault] = []
    stack: list[tuple[str, object]] = [("", value)]
    while stack:
        where, node = stack.pop()
        if isinstance(node, _Repeating):
            faults += [
                Fault(where + pointer(key), "duplicate-key", {"key": key}) for key in node.repeated
            ]
        if isinstance(node, dict):
            stack += [(where + pointer(key), below) for key, below in reversed(node.items())]
        elif isinstance(node, list):
            stack += [(where + pointer(place), below) for place, below in enumerate(node)]
        elif isinstance(node, float) and node != node:
            faults.append(Fault(where, "not-a-number"))
    return faults

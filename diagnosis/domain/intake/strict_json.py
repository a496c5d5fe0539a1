"""JSON as a caller must write it: no duplicate keys, no NaN, no bottomless nesting."""

import json

from diagnosis.domain.fault import Fault, FaultyInput, pointer


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


def parse(body: bytes | str) -> object:
    """Return the value that a JSON text writes.

    Raises
    ------
    FaultyInput
        Not UTF-8, not JSON, nested too deeply, or with duplicate keys or NaN: every one of the
        latter is named with its pointer.

    """
    text = _decode(body)
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

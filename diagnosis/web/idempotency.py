"""`Idempotency-Key`, and what makes two requests the same: method, path and the value sent."""

import json
import re
from hashlib import sha256

import orjson
from flask import request

from diagnosis.domain.fault import Fault, FaultyInput
from diagnosis.services.ports.store import IdempotencyKey

_SHORT = 2**64
"""From here on a whole number is written as the float that it equals."""
_KEY = re.compile(r"[\x21-\x7e]{1,200}")


def wanted_key() -> str | None:
    """Return the header `Idempotency-Key`, None without it.

    Raises
    ------
    FaultyInput
        When it is not 1–200 visible ASCII characters.

    """
    key = request.headers.get("Idempotency-Key")
    if key is not None and not _KEY.fullmatch(key):
        raise FaultyInput([Fault("/Idempotency-Key", "bad-idempotency-key")])
    return key


def keyed(key: str | None, value: object) -> IdempotencyKey | None:
    """Return a key with the fingerprint of the request: a body that writes the same is the same.

    Blanks, the order of keys in objects, escapes in texts and how a number is written (`60`,
    `60.0`, `6e1`) make no other request.
    """
    if key is None:
        return None
    head = f"{request.method} {request.path}\0".encode()
    return IdempotencyKey(key, sha256(head + canonical(value)).hexdigest())


def canonical(value: object) -> bytes:
    """Return the bytes that stand for a parsed JSON value, and for any that is equal to it.

    Raises
    ------
    FaultyInput
        When it is nested too deeply to be written.

    Examples
    --------
    >>> canonical({"b": [2.0, True], "a": "x"})
    b'{"a":"x","b":[2,true]}'
    """
    text = _quick(value)
    if text is not None and b".0" not in text:
        return text
    try:
        whole = _whole(value)
        text = _quick(whole)
        if text is None:
            text = json.dumps(whole, sort_keys=True, separators=(",", ":")).encode()
    except RecursionError:
        raise FaultyInput([Fault("", "too-deep")]) from None
    return text


def _quick(value: object) -> bytes | None:
    """Return the text of a value, its keys sorted; None where it takes the slow way.

    That is for a number beyond 64 bits, half of a character, and deep nesting.
    """
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except TypeError:
        return None


def _whole(value: object) -> object:
    """Return a value in which equal numbers are the same.

    Whole numbers stand for those that are written with a point. Beyond what 64 bits hold it is
    the other way round: there a float is short, and a whole number has up to 309 digits.
    """
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < _SHORT else value
    if isinstance(value, int) and abs(value) >= _SHORT:
        return _float_of(value)
    if isinstance(value, dict):
        return {key: _whole(below) for key, below in value.items()}
    return [_whole(below) for below in value] if isinstance(value, list) else value


def _float_of(number: int) -> int | float:
    """Return the float that a large whole number equals, itself where there is none."""
    try:
        nearest = float(number)
    except OverflowError:
        return number
    return nearest if nearest == number else number

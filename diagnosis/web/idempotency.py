"""`Idempotency-Key`, and what makes two requests the same: method, path and the value sent."""

import json
import re
from hashlib import sha256

import orjson
from flask import request

from diagnosis.domain.fault import Fault, FaultyInput
from diagnosis.services.ports.store import IdempotencyKey

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
    try:
        try:
            text = orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
            if b".0" not in text:
                return text
            return orjson.dumps(_whole(value), option=orjson.OPT_SORT_KEYS)
        except TypeError:  # a number beyond 64 bits, half of a character, deep nesting
            return json.dumps(_whole(value), sort_keys=True, separators=(",", ":")).encode()
    except RecursionError:
        raise FaultyInput([Fault("", "too-deep")]) from None


def _whole(value: object) -> object:
    """Return a value with whole numbers for those that are written with a point."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {key: _whole(below) for key, below in value.items()}
    return [_whole(below) for below in value] if isinstance(value, list) else value

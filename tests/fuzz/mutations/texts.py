"""Mutations of the text of a body: what is no JSON, or JSON that readers read differently."""

import json
from dataclasses import replace
from random import Random

from tests.fuzz.mutations.values import objects, places, value_at, with_value
from tests.fuzz.stock import Stock
from tests.fuzz.wire_request import WireRequest

_HERE = "@@here@@"
ODD_LITERALS = (
    b"NaN", b"Infinity", b"-Infinity", b"1e999", b"-1e999", b"-0", b"-0.0", b"1E400", b"1e-400",
    b"01", b"+1", b".5", b"1.", b"0x10", b"1_000", b"1" * 400, b"-" + b"9" * 5_000, b"1" * 60_000,
    b"0." + b"1" * 5_000, b"1e" + b"9" * 30, b'"\\ud800"', b'"\\udc00\\ud800"', b'"\\u0000"',
    b'"\\u202e"', b'"\\x41"', b'"\\u12"', b"'x'", b"undefined", b"True", b"nul", b"", b'"',
    b'"a\tb"', b'"a\x00b"', b'"\xff"', b'"\xed\xa0\x80"', b'"\xc0\x80"', b'"\xf4\x90\x80\x80"',
    b"/* x */ 1", b"// x\n1", b"[1,]", b'{"a":1,}', b"{,}", b"[", b"]", b"{", b"}", b'{"a"}',
    b'{1:2}', b"[" * 100 + b"]" * 100, b"[" * 1_000 + b"]" * 1_000, b"[" * 100_000,
    b"[" * 100_000 + b"]" * 100_000, b'{"a":' * 900 + b"1" + b"}" * 900, b'{"a":' * 50_000,
)  # fmt: skip
"""Text in the place of a JSON value."""
ODD_BYTES = (b"\xff", b"\xfe\xff", b"\xc3\x28", b"\xed\xa0\x80", b"\xc0\xaf", b"\xf0\x9f", b"\x00",
             b"\x1b", b"\x7f", b"\xef\xbb\xbf", b"\xe2\x80\xae", b"\\", b'"', b",",
             b"\r\n")  # fmt: skip
ODD_TAILS = (b"x", b"}", b"]", b",", b"{}", b"\x00", b"null", b"\r\n\r\n", b" " * 100_000, b"\xff")
CODECS = ("utf-16", "utf-16-le", "utf-32", "gbk", "utf-7", "utf-8-sig")


def odd_literal(request: WireRequest, chance: Random, stock: Stock) -> WireRequest:
    """Put text that is hardly JSON in the place of a value."""
    try:
        value = json.loads(request.body)
    except (ValueError, RecursionError):
        return request
    marked = json.dumps(with_value(value, chance.choice(list(places(value))), _HERE)).encode()
    literal = chance.choice(ODD_LITERALS)
    return replace(request, body=marked.replace(f'"{_HERE}"'.encode(), literal))


def duplicate_key(request: WireRequest, chance: Random, stock: Stock) -> WireRequest:
    """Write a key of an object twice, alike or in another spelling."""
    try:
        value = json.loads(request.body)
    except (ValueError, RecursionError):
        return request
    full = [place for place in objects(value) if value_at(value, place)]
    if not full:
        return request
    place = chance.choice(full)
    key = chance.choice(sorted(value_at(value, place)))
    inner = json.dumps(value_at(value, (*place, key)))
    spelling = chance.choice(
        (json.dumps(key), '"' + "".join(f"\\u{ord(c):04x}" for c in key) + '"')
    )
    twice = f"{inner}, {spelling}: {chance.choice((inner, 'null', '1'))}"
    marked = json.dumps(with_value(value, (*place, key), _HERE))
    return replace(request, body=marked.replace(f'"{_HERE}"', twice).encode())


def odd_bytes(request: WireRequest, chance: Random, stock: Stock) -> WireRequest:
    """Put bytes that belong nowhere somewhere into the body."""
    place = chance.randrange(len(request.body) + 1)
    odd = chance.choice(ODD_BYTES)
    return replace(request, body=request.body[:place] + odd + request.body[place:])


def cut_text(request: WireRequest, chance: Random, stock: Stock) -> WireRequest:
    """End the body early, with the length that is left."""
    return replace(request, body=request.body[: chance.randrange(len(request.body) + 1)])


def odd_tail(request: WireRequest, chance: Random, stock: Stock) -> WireRequest:
    """Let something follow the body's value."""
    return replace(request, body=request.body + chance.choice(ODD_TAILS))


def other_codec(request: WireRequest, chance: Random, stock: Stock) -> WireRequest:
    """Encode the text in something else than UTF-8."""
    text = request.body.decode("utf-8", "replace")
    return replace(request, body=text.encode(chance.choice(CODECS), "replace"))


def flipped_bytes(request: WireRequest, chance: Random, stock: Stock) -> WireRequest:
    """Flip a few bits of the body."""
    if not request.body:
        return request
    changed = bytearray(request.body)
    for _ in range(chance.choice((1, 1, 2, 5))):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return replace(request, body=bytes(changed))


TEXTS = (
    odd_literal, duplicate_key, odd_bytes, cut_text, odd_tail, other_codec, flipped_bytes,
)  # fmt: skip

"""Mutations of the bytes of a whole request, whatever they mean."""

from random import Random

_SECOND = (
    b"GET /v1/standards HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n",
    b"POST /v1/chains HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}",
    b"GET / HTTP/1.1\r\nHost",
    b"garbage\r\n\r\n",
    b"\r\n\r\n\r\n",
    b"\x00\x00\x00\x00",
)
_OTHER_PROTOCOLS = (
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 200,
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"PROXY TCP4 1.1.1.1 2.2.2.2 1 2\r\n",
    b"\r\n\r\nQUIT\n",
    b"SSH-2.0-x\r\n",
    b"\x00" * 50,
    b"\xff" * 5_000,
    b"A" * 100_000,
    b"\r\n" * 2_000,
    b"",
)


def flipped_bits(wire: bytes, chance: Random) -> bytes:
    """Flip a few bits, most often near the beginning."""
    changed = bytearray(wire)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        near = chance.choice((60, 400, len(changed)))
        changed[chance.randrange(min(near, len(changed)))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _span(wire: bytes, chance: Random) -> tuple[int, int]:
    first = chance.randrange(min(len(wire), chance.choice((60, 400, 100_000))))
    return first, first + chance.choice((1, 2, 8, 40))


def lost_bytes(wire: bytes, chance: Random) -> bytes:
    """Leave a few bytes out."""
    first, end = _span(wire, chance)
    return wire[:first] + wire[end:]


def more_bytes(wire: bytes, chance: Random) -> bytes:
    """Put a few bytes in."""
    first, _ = _span(wire, chance)
    return wire[:first] + chance.randbytes(chance.choice((1, 2, 8, 40))) + wire[first:]


def repeated_bytes(wire: bytes, chance: Random) -> bytes:
    """Send a few bytes many times."""
    first, end = _span(wire, chance)
    return wire[:end] + wire[first:end] * chance.choice((1, 3, 100)) + wire[end:]


def cut_off(wire: bytes, chance: Random) -> bytes:
    """End early."""
    return wire[: chance.randrange(len(wire))]


def other_line_ends(wire: bytes, chance: Random) -> bytes:
    """End lines otherwise, or begin with empty ones."""
    head, middle, body = wire.partition(b"\r\n\r\n")
    ways = (
        (head + middle).replace(b"\r\n", b"\n"),
        (head + middle).replace(b"\r\n", b"\r"),
        (head + middle).replace(b"\r\n", b"\n\r"),
        (head + middle).replace(b"\r\n", b"\r\r\n", 1),
        b"\r\n\r\n" + head + middle,
        b"\n" + head + middle,
        (head + middle).replace(b" ", b"  ", 2),
        (head + middle).replace(b": ", b":"),
        (head + middle).replace(b": ", b":\t  "),
        (head + middle).replace(b": ", b" : "),
        head + b"\r\n",
    )
    return chance.choice(ways) + body


def followed_by(wire: bytes, chance: Random) -> bytes:
    """Send something behind the request on the same connection."""
    return wire + chance.choice(_SECOND) * chance.choice((1, 1, 5))


def other_protocol(wire: bytes, chance: Random) -> bytes:
    """Say something that is no HTTP, before the request or in its place."""
    return chance.choice(_OTHER_PROTOCOLS) + chance.choice((b"", wire))


OCTETS = (
    flipped_bits, flipped_bits, lost_bytes, more_bytes, repeated_bytes, cut_off, other_line_ends,
    followed_by, other_protocol,
)  # fmt: skip
"""All mutations of bytes; the first is drawn twice as often."""

"""Mutations of where a body ends: lengths, chunks, more than one of either."""

from dataclasses import replace
from random import Random

from tests.fuzz.stock import Stock
from tests.fuzz.wire_request import FRAMING, Header, WireRequest

LIMIT_BYTES = 1_000_000
"""The longest body that the service takes, as it is set up."""
ODD_LENGTHS = (
    b"-1", b"+5", b"0x10", b"1e3", b"", b" ", b"5, 5", b"5;5", b"5.0", b"\xd9\xa5", b"abc", b"00",
    b"9" * 30, b"9" * 5_000, b"18446744073709551616", b"1_0", b"0",
)  # fmt: skip
ODD_CODINGS = (
    b"gzip", b"identity", b"chunked, gzip", b"gzip, chunked", b"chunked, chunked", b"xchunked",
    b"",
    b"CHUNKED", b"chunked;q=1", b"\x0bchunked", b"deflate, chunked",
)  # fmt: skip
ODD_CHUNKS = (
    b"zz\r\nx\r\n", b"-1\r\nx\r\n", b"5\r\nx\r\n", b"1\r\nxx\r\n", b"0x1\r\nx\r\n", b"\r\n",
    b"1;a=b\r\nx\r\n", b"1;" + b"a" * 9_000 + b"\r\nx\r\n", b"1\nx\n", b"f" * 17 + b"\r\nx\r\n",
    b"1" + b" " * 5_000 + b"\r\nx\r\n", b"0\r\nA: b\r\n\r\n", b"0\r\nContent-Length: 9\r\n\r\n",
    b"0\r\n" + b"a: b\r\n" * 5_000 + b"\r\n", b"0\r\n" + b"a" * 90_000, b"0\r\n\r\nGET / HTTP/1.1",
    b"0", b"0\r\n", b"00000000000000000000\r\n\r\n", b"1_0\r\nx\r\n",
)  # fmt: skip


def chunks(body: bytes, chance: Random) -> bytes:
    """Return a body in chunks of odd sizes, without the end."""
    sent, place = b"", 0
    while place < len(body):
        size = chance.choice((1, 7, 100, 4_096, 70_000))
        part = body[place : place + size]
        sent += b"%x\r\n" % len(part) + part + b"\r\n"
        place += size
    return sent


def _framed(request: WireRequest, body: bytes, *headers: Header) -> WireRequest:
    return replace(request, headers=(*request.without(*FRAMING), *headers), body=body)


def chunked(request: WireRequest, chance: Random, stock: Stock) -> WireRequest:
    """Send the body in chunks, as it may be."""
    body = chunks(request.body, chance) + b"0\r\n\r\n"
    return _framed(request, body, (b"Transfer-Encoding", b"chunked"))


def broken_chunks(request: WireRequest, chance: Random, stock: Stock) -> WireRequest:
    """Send chunks that are no chunks, or do not end."""
    whole = chunks(request.body, chance)
    odd = chance.choice(ODD_CHUNKS)
    body = chance.choice((whole, whole + odd, odd + whole + b"0\r\n\r\n", whole[:-3], odd))
    return _framed(request, body, (b"Transfer-Encoding", b"chunked"))


def wrong_length(request: WireRequest, chance: Random, stock: Stock) -> WireRequest:
    """Name a length that the body has not."""
    near = len(request.body) + chance.choice((-2, -1, 1, 2, 50))
    length = chance.choice((b"%d" % near, b"%d" % near, chance.choice(ODD_LENGTHS)))
    return _framed(request, request.body, (b"Content-Length", length))


def two_framings(request: WireRequest, chance: Random, stock: Stock) -> WireRequest:
    """Say twice where the body ends."""
    length = (b"Content-Length", b"%d" % len(request.body))
    in_chunks = (b"Transfer-Encoding", b"chunked")
    other = (b"Content-Length", b"%d" % (len(request.body) + chance.choice((0, 1, -1))))
    body = chance.choice((request.body, chunks(request.body, chance) + b"0\r\n\r\n"))
    pair = chance.choice(
        ((length, in_chunks), (in_chunks, length), (length, other), (in_chunks, in_chunks))
    )
    return _framed(request, body, *pair)


def transfer_coding(request: WireRequest, chance: Random, stock: Stock) -> WireRequest:
    """Name a transfer coding that is none, or in an odd way."""
    body = chunks(request.body, chance) + b"0\r\n\r\n"
    return _framed(request, body, (b"Transfer-Encoding", chance.choice(ODD_CODINGS)))


def no_length(request: WireRequest, chance: Random, stock: Stock) -> WireRequest:
    """Send the body without a word of its length."""
    return _framed(request, request.body, (b"Content-Length", b"0"))


def body_at_the_limit(request: WireRequest, chance: Random, stock: Stock) -> WireRequest:
    """Send a body just as long as the limit, a byte longer or far longer."""
    size = chance.choice((LIMIT_BYTES - 1, LIMIT_BYTES, LIMIT_BYTES + 1, 3 * LIMIT_BYTES))
    body = request.body + b" " * (size - len(request.body))
    if chance.random() < 0.5:
        return _framed(request, body)
    body = chunks(body, chance) + b"0\r\n\r\n"
    return _framed(request, body, (b"Transfer-Encoding", b"chunked"))


FRAMINGS = (
    chunked, broken_chunks, wrong_length, two_framings, transfer_coding, no_length,
    body_at_the_limit,
)  # fmt: skip

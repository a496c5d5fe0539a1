"""Mutations of how a body is packed and called: gzip, bombs, content types."""

import gzip
import zlib
from dataclasses import replace
from functools import cache
from random import Random

from tests.fuzz.stock import Stock
from tests.fuzz.wire_request import WireRequest

BOMB_BYTES = 100_000_000
"""What the bomb unpacks to; it is a thousandth of that on the wire."""
OTHER_CODINGS = (
    b"deflate", b"br", b"zstd", b"compress", b"gzip, gzip", b"identity", b"identity, gzip", b"",
    b",", b"GZIP", b"x-gzip", b"gzip;q=1", b"\xff", b"g" * 3_000,
)  # fmt: skip
CONTENT_TYPES = (
    b"", b"text/plain", b"application/xml", b"application/x-www-form-urlencoded",
    b"multipart/form-data; boundary=x", b"multipart/form-data", b"application/json; charset=gbk",
    b"application/json; charset=utf-16", b"application/json;", b"APPLICATION/JSON", b"json",
    b"*/*",
    b"application/merge-patch+json", b"application/json, text/plain", b"application/json\x00",
    b"application/json; x=" + b"y" * 5_000, b"\xe6\x95\xb0", b"application/problem+json",
    b"application/json; charset=\"utf-8", b"application/json" * 40,
)  # fmt: skip


@cache
def bomb() -> bytes:
    """Return a small gzip that unpacks to very much."""
    return gzip.compress(b" " * BOMB_BYTES, 6, mtime=0)


def _declared(request: WireRequest, body: bytes, coding: bytes = b"gzip") -> WireRequest:
    headers = (*request.without(b"content-encoding"), (b"Content-Encoding", coding))
    return replace(request, headers=headers, body=body)


def gzipped(request: WireRequest, chance: Random, stock: Stock) -> WireRequest:
    """Pack the body, as it may be."""
    return _declared(request, gzip.compress(request.body, chance.randrange(10), mtime=0))


def broken_gzip(request: WireRequest, chance: Random, stock: Stock) -> WireRequest:
    """Pack the body and damage what was packed, or pack nothing at all."""
    packed = gzip.compress(request.body, mtime=0)
    place = chance.randrange(len(packed))
    damaged = (
        packed[:place],
        packed[:place] + bytes([packed[place] ^ 255]) + packed[place + 1 :],
        packed + b"x",
        packed + packed,
        b"\x1f\x8b",
        b"",
        zlib.compress(request.body),
        request.body,
        packed[:4] + b"\xff" * 6 + packed[10:],
    )
    return _declared(request, chance.choice(damaged))


def gzip_bomb(request: WireRequest, chance: Random, stock: Stock) -> WireRequest:
    """Send a few bytes that unpack to very many."""
    twice = gzip.compress(bomb(), mtime=0)
    return _declared(request, chance.choice((bomb(), bomb()[:-8], twice)))


def other_coding(request: WireRequest, chance: Random, stock: Stock) -> WireRequest:
    """Name another coding than the body has."""
    body = chance.choice((request.body, gzip.compress(request.body, mtime=0)))
    return _declared(request, body, chance.choice(OTHER_CODINGS))


def content_type(request: WireRequest, chance: Random, stock: Stock) -> WireRequest:
    """Name another type than the body has, two, or none."""
    headers = request.without(b"content-type")
    for _ in range(chance.choice((0, 1, 1, 1, 2))):
        headers += ((b"Content-Type", chance.choice(CONTENT_TYPES)),)
    return replace(request, headers=headers)


CODINGS = (gzipped, broken_gzip, gzip_bomb, other_coding, content_type)

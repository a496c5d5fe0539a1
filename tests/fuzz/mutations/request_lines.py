"""Mutations of the request line: methods and versions."""

from dataclasses import replace
from random import Random

from tests.fuzz.stock import Stock
from tests.fuzz.wire_request import WireRequest

METHODS = (
    b"GET", b"HEAD", b"POST", b"PUT", b"PATCH", b"DELETE", b"OPTIONS", b"TRACE", b"CONNECT",
    b"QUERY",
    b"PROPFIND", b"PRI", b"LINK", b"get", b"Post", b"", b" GET", b"GET\t", b"G\x00T", b"\xff",
    b"GET,",
    b"X" * 300, b"X" * 5_000, b"M-SEARCH", b"!#$%", b"0", b"G=T", b"(GET)",
)  # fmt: skip
VERSIONS = (
    b"HTTP/1.0", b"HTTP/1.1", b"HTTP/0.9", b"HTTP/2.0", b"HTTP/1.2", b"HTTP/1.10", b"HTTP/9.9",
    b"",
    b"http/1.1", b"HTTP/1,1", b"HTTP/1", b"HTTP/", b"HTTP/1.1 x", b"HTTP/1.1\t", b"HTTPS/1.1",
    b"\xff",
    b"HTTP/-1.1", b"HTTP/1.\xd9\xa1", b"RTSP/1.0", b"HTTP/1.1\x00", b"HTTP/" + b"1" * 5_000,
)  # fmt: skip


def other_method(request: WireRequest, chance: Random, stock: Stock) -> WireRequest:
    """Ask by another method, or by none."""
    return replace(request, method=chance.choice(METHODS))


def other_version(request: WireRequest, chance: Random, stock: Stock) -> WireRequest:
    """Name another version of HTTP, or none."""
    return replace(request, version=chance.choice(VERSIONS))


REQUEST_LINES = (other_method, other_version)

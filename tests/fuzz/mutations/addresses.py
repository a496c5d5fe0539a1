"""Mutations of an address: ids of other kinds, odd encodings, odd queries."""

from dataclasses import replace
from random import Random
from urllib.parse import quote

from tests.fuzz.stock import Stock
from tests.fuzz.wire_request import WireRequest

ODD_SEGMENTS = (
    b"%00", b"%2F", b"%2f..%2f", b"..", b".", b"%2e%2e", b"%", b"%z", b"%zz", b"%ff", b"%c3%28",
    b"%ed%a0%80", b"%E2%80%AE", b"%EF%BB%BF", b"\xff", b"\xe6\x95\xb0", b"%e6%95%b0", b"%25", b"+",
    b"%20", b"%0d%0aX: y", b"%3f", b"%23", b";a=b", b"*", b"x" * 3_000, b"x" * 9_000, b"null",
    b"0",
    b"-1", b"9" * 400, b"00000000-0000-0000-0000-000000000000", b"'", b"\\", b"{id}", b"full@1",
    b"full@", b"@", b"full@2.0.0@2.0.0", b"gbt-39116-2020@1", b"gbt-39116-2020@" + b"9" * 30,
)  # fmt: skip
ODD_TEXTS = (
    b"", b"%00", b"%ff", b"%c3%28", b"%", b"%zz", b"%ed%a0%80", b"\xff", b"\xe6\x95\xb0", b"%0a",
    b"%E2%80%AE", b"%EF%BC%91", b"-1", b"0", b"201", b"1e3", b"1.0", b"9" * 30, b"9" * 3_000,
    b"NaN",
    b"true", b"TRUE", b"null", b"[]", b"x" * 3_000, b"%F0%9F%98%80", b"2026-02-30", b"9999-12-31",
    b"0001-01-01", b"0001-01-01T00:00:00Z", b"9999-12-31T23:59:59-23:59", b"2026-11-26T00:00:00",
    b"2026-11-26%2008:00", b"%25", b"%27%20OR%201=1", b"%5C", b"_", b"a,b,c", b"a&limit=2", b"+",
    b"C35", b"441900", b"9144", b"gbt-39116-2020", b"full", b"AAAA", b"MTA=",
)  # fmt: skip


def foreign_id(request: WireRequest, chance: Random, stock: Stock) -> WireRequest:
    """Name something of another kind."""
    return _with_segment(request, chance, quote(chance.choice(stock.every_id())).encode())


def odd_segment(request: WireRequest, chance: Random, stock: Stock) -> WireRequest:
    """Put an odd text in the place of a part of the path, or behind it."""
    return _with_segment(request, chance, chance.choice(ODD_SEGMENTS))


def _with_segment(request: WireRequest, chance: Random, new: bytes) -> WireRequest:
    segments = request.path.split(b"/")
    place = chance.randrange(len(segments))
    segments[place] = chance.choice((new, new, segments[place] + new))
    return replace(request, path=b"/".join(segments))


def odd_path(request: WireRequest, chance: Random, stock: Stock) -> WireRequest:
    """Write the path otherwise: more slashes, capitals, encodings, a host before it."""
    path = request.path
    ways = (
        path + b"/", b"/" + path, path.replace(b"/", b"//"), path.upper(), path[1:], b"", b"*",
        b"/." + path, path + b"/..", path + b"?", path + b"#x", b"http://127.0.0.1" + path,
        b"https://example.com:99999" + path, b"http://" + path, b"//example.com" + path,
        b"".join(b"%%%02x" % byte for byte in path), path.replace(b"v1", b"%76%31"), path + b"%20",
        path + b" ", b" " + path, path + b"\x00", path + b"\xff", path.replace(b"/", b"\\"),
        b"/docs" + path, b"/docs/openapi.json", b"/docs", b"/", b"/metrics", b"/health/ready",
        b"http://[::1" + path, b"http://[v1.x]" + path, b"/" * 4_000, path + b";x=y",
    )  # fmt: skip
    return replace(request, path=chance.choice(ways))


def odd_parameter(request: WireRequest, chance: Random, stock: Stock) -> WireRequest:
    """Give a parameter an odd value, or an id."""
    name = chance.choice(stock.parameter_names).encode()
    value = chance.choice((*ODD_TEXTS, quote(chance.choice(stock.every_id())).encode()))
    return _with_query(request, name + b"=" + value)


def odd_query(request: WireRequest, chance: Random, stock: Stock) -> WireRequest:
    """Write the query otherwise: twice, unknown names, no names, very many."""
    name = chance.choice(stock.parameter_names).encode()
    ways = (
        name + b"=1&" + name + b"=2", name, name + b"=", b"=" + name, name + b"[]=1", b"&&&", b"=",
        b"?" + name + b"=1", name.upper() + b"=1", name + b"%00=1", b"%ff=1", b"\xff=\xff", b"x=1",
        b"x" * 3_900, b"x=1&" * 900, b"a[b][c]=1", name + b"=1;" + name + b"=2", b"%",
        b"view=levels",
        name + b"=" + b"%20" * 1_200, b"%E6%95%B0=1", name + b"==1", b"{}",
        b"date=2026-11-26&date=",
    )  # fmt: skip
    return _with_query(request, chance.choice(ways))


def _with_query(request: WireRequest, more: bytes) -> WireRequest:
    return replace(request, query=request.query + b"&" + more if request.query else more)


ADDRESSES = (foreign_id, odd_segment, odd_path, odd_parameter, odd_query)

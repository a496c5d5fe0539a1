"""Mutations of headers: conditions, keys, what is accepted, and headers that are none."""

from dataclasses import replace
from random import Random

from tests.fuzz.stock import Stock
from tests.fuzz.wire_request import WireRequest

ODD_HEADERS: dict[bytes, tuple[bytes, ...]] = {
    b"If-Match": (
        b"", b"*", b"v1", b'"v1"', b'W/"v1"', b'"v1-gzip"', b'"v2", "v1"', b'*, "v1"', b'"',
        b'"v1',
        b'"v99999999999999999999"', b'"v' + b"9" * 5_000 + b'"', b'"v-1"', b'"v1.0"', b'w/"v1"',
        b'"v\xef\xbc\x91"', b", ".join([b'"v1"'] * 900), b'"\xff"', b'""', b"W/", b'"v0"',
    ),
    b"If-None-Match": (b"", b"*", b"x", b'"x"', b'W/"x"', b'"x", *', b'"' * 3, b",,,", b'"\xff"'),
    b"If-Modified-Since": (b"x", b"Thu, 26 Nov 2026 08:00:00 GMT", b"Thu, 99 Foo 99999"),
    b"If-Unmodified-Since": (b"x", b"Thu, 26 Nov 1900 08:00:00 GMT"),
    b"If-Range": (b'"x"', b"Thu, 26 Nov 2026 08:00:00 GMT", b"x"),
    b"Idempotency-Key": (
        b"", b" ", b"a b", b"\x01", b"\xff", b"k" * 200, b"k" * 201, b"k" * 5_000, b'"key-1"',
        b"-",
        b"\xe6\x95\xb0", b"key-1", b"key-2", b"key-3", b"key-1, key-2", b"key-1\x00",
    ),
    b"Prefer": (
        b"return=minimal", b"return=", b"return", b"return=MINIMAL", b"return=representation",
        b"return=minimal, return=representation", b";;;", b'return="minimal"', b"=" * 900, b"\xff",
        b"respond-async, wait=10", b"return=minimal; foo=", b",", b"a=" + b"b" * 3_000,
    ),
    b"Range": (
        b"bytes=0-0", b"bytes=-1", b"bytes=9-1", b"bytes=" + b"0-," * 900, b"x", b"bytes=a-b",
    ),
    b"Expect": (b"100-continue", b"100-Continue", b"200-ok", b"", b"100-continue, x", b"\xff"),
    b"Accept": (
        b"", b"text/html", b"application/xml", b"*/*;q=0", b"application/json;q=x", b"\xff", b",;",
        b"a/b," * 1_500, b"application/json; profile=" + b"x" * 3_000,
    ),
    b"Accept-Language": (
        b"", b"*", b"en;q=", b"en;q=NaN", b"en;q=9e999", b"en;q=-1", b"zh;q=0, en;q=0", b"\xff",
        b";",
        b"en," * 2_000, b"x" * 5_000, b"zh-Hant-TW", b"en-GB;q=0.5;q=2", b"en; q=0.8; x", b",,,",
        b"\xe4\xb8\xad\xe6\x96\x87",
    ),
    b"Accept-Encoding": (
        b"", b"*", b"*;q=0", b"gzip;q=0", b"gzip;q=NaN", b"gzip;q=1e999", b"br", b"identity;q=0",
        b"gzip," * 1_500, b"GZIP", b"x-gzip", b"gzip;q=0.0001", b"gzip;q", b"\xff", b"gzip;;q=1",
    ),
    b"Accept-Charset": (b"gbk", b"\xff", b"utf-16;q=1"),
    b"Host": (
        b"", b"example.com", b"a b", b"127.0.0.1:99999", b"[::1", b"[::1]:x", b"a/b", b"\xff",
        b"a,b",
        b"x" * 5_000, b"localhost:7100@evil", b"-", b"..", b"xn--", b"\xe6\x95\xb0.cn", b"a:b:c",
    ),
    b"Connection": (
        b"keep-alive", b"close", b"upgrade", b"close, keep-alive", b"Host", b"\xff", b"",
    ),
    b"Upgrade": (b"h2c", b"websocket", b"TLS/1.0"),
    b"HTTP2-Settings": (b"AAMAAABkAAQAAP__", b""),
    b"TE": (b"trailers", b"chunked;q=x", b"\xff"),
    b"Trailer": (b"Content-Length", b"\xff"),
    b"X-Forwarded-Proto": (b"https", b"https, http", b"\xff"),
    b"X-Forwarded-For": (b"::1", b"1.1.1.1, 2.2.2.2", b"x" * 5_000, b"\xff"),
    b"X-Forwarded-Prefix": (b"/evil", b"//evil"),
    b"Forwarded": (b"for=x;proto=y;host=z", b'for="'),
    b"X-Request-ID": (
        b"", b"a b", b"x" * 65, b"x" * 64, b"\xff", b"<script>", b"a\x01b", b"..", b"%0a",
    ),
    b"Authorization": (
        b"Bearer x", b"Basic !!!", b"Basic eDp5", b"Digest username=\"", b"\xff", b"",
    ),
    b"Cookie": (b"a=b", b"a=\"", b";" * 2_000, b"\xff=\xff", b"a=" + b"b" * 7_000),
    b"Script_Name": (b"/x",),
    b"SCRIPT-NAME": (b"/x", b"\xff"),
    b"X-HTTP-Method-Override": (b"DELETE", b"\xff"),
    b"Content-Range": (b"bytes 0-9/10", b"x"),
    b"Content-Disposition": (b"form-data; name=x",),
    b"Date": (b"x", b"Thu, 26 Nov 2026 08:00:00 GMT"),
    b"Referer": (b"http://[", b"\xff"),
    b"Origin": (b"null", b"http://evil", b"\xff"),
    b"Access-Control-Request-Method": (b"PUT",),
    b"Max-Forwards": (b"0", b"x"),
    b"Via": (b"1.1 x", b"\xff"),
    b"Proxy": (b"http://evil",),
    b"Content-MD5": (b"x",),
}  # fmt: skip
"""Values by header; some are quite right."""
NO_HEADERS = (
    (b"No Blank", b"x"), (b"", b"x"), (b"X\x00Y", b"x"), (b"X-\xff", b"x"), (b"X", b"a\x00b"),
    (b"X", b"a\rb"), (b"X", b"a\nb"), (b"X", b"a\r\n b"), (b"X", b"a\r\n\tb"), (b" X", b"x"),
    (b"X ", b"x"), (b"X\t", b"x"), (b"X", b"\x7f"), (b"X" * 9_000, b"x"), (b"X", b"x" * 9_000),
    (b"X", b"x" * 70_000), (b"X:Y", b"x"), (b"(X)", b"x"), (b"X", b"\x01\x02\x03"), (b"X_Y", b"x"),
    (b"X", b"\xe6\x95\xb0"), (b"Content Length", b"5"), (b"Content-Length\x0b", b"5"),
)  # fmt: skip
"""Names and values that no header may have."""


def odd_header(request: WireRequest, chance: Random, stock: Stock) -> WireRequest:
    """Give a header an odd value, in the place of the right one or beside it."""
    name = chance.choice(sorted(ODD_HEADERS))
    header = (name, chance.choice(ODD_HEADERS[name]))
    if chance.random() < 0.2:
        return replace(request, headers=(*request.headers, header))
    return replace(request, headers=(*request.without(name.lower()), header))


def condition(request: WireRequest, chance: Random, stock: Stock) -> WireRequest:
    """Ask under a condition, or without the one that is needed."""
    name = chance.choice((b"If-Match", b"If-None-Match"))
    kept = request.without(name.lower())
    if chance.random() < 0.2:
        return replace(request, headers=kept)
    return replace(request, headers=(*kept, (name, chance.choice(ODD_HEADERS[name]))))


def reused_key(request: WireRequest, chance: Random, stock: Stock) -> WireRequest:
    """Use an idempotency key that other requests use as well."""
    key = (b"Idempotency-Key", b"shared-%d" % chance.randrange(20))
    return replace(request, headers=(*request.without(b"idempotency-key"), key))


def missing_header(request: WireRequest, chance: Random, stock: Stock) -> WireRequest:
    """Leave a header out."""
    if not request.headers:
        return request
    gone = chance.choice(request.headers)
    return replace(request, headers=tuple(each for each in request.headers if each != gone))


def no_header(request: WireRequest, chance: Random, stock: Stock) -> WireRequest:
    """Send what is no header among the headers."""
    place = chance.randrange(len(request.headers) + 1)
    odd = chance.choice(NO_HEADERS)
    headers = (*request.headers[:place], odd, *request.headers[place:])
    return replace(request, headers=headers)


def many_headers(request: WireRequest, chance: Random, stock: Stock) -> WireRequest:
    """Send very many headers, or each twice."""
    many = tuple((b"X-%d" % number, b"x") for number in range(chance.choice((20, 90, 150, 2_000))))
    return replace(request, headers=request.headers + chance.choice((many, request.headers)))


HEADERS = (odd_header, odd_header, condition, reused_key, missing_header, no_header, many_headers)
"""All mutations of headers; the first is drawn twice as often."""

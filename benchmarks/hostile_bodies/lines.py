"""Addresses and headers as long as the server takes them, for operations without a body too."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from benchmarks.hostile_bodies.document import Operation

LINE = 4_094
"""The longest line of a request that the server reads."""
HEADER = 8_190
"""The longest header that it reads."""
_HEADERS = 95
"""How many of them: a few less than it reads, for those that every request has."""


@dataclass(frozen=True, slots=True)
class Line:
    """A request's address and headers."""

    name: str
    address: str
    headers: Mapping[str, str] | None = None


def hostile_lines(operation: Operation, address: str) -> Iterator[Line]:
    """Yield long queries and headers for an operation at an address."""
    room = LINE - len(operation.method) - len(address) - len(" ? HTTP/1.1")
    for name in operation.query:
        for about, value in _values(room - len(name) - 1):
            yield Line(f"{name}: {about}", f"{address}?{name}={value}")
        again = "&".join([f"{name}=1"] * (room // (len(name) + 3)))
        yield Line(f"{name} again and again", f"{address}?{again}")
    for about, query in (
        ("unknown parameters", "&".join(f"{number}" for number in range(room // 5))),
        ("nameless parameters", "&" * room),
        ("a long unknown parameter", "k" * room),
    ):
        yield Line(about, f"{address}?{query}")
    for name, value in _headers():
        yield Line(f"header {name}", address, {name: value[: HEADER - len(name) - 4]})
    yield Line(
        "headers", address, {f"X-{number}": "k" * (HEADER - 10) for number in range(_HEADERS)}
    )


def _values(room: int) -> Iterator[tuple[str, str]]:
    yield "a long text", "k" * room
    yield "digits", "9" * room
    yield "commas", "a," * (room // 2)
    yield "nothing", "%00" * (room // 3)
    yield "no UTF-8", "%ff" * (room // 3)
    yield "joined marks", "a" + "%CC%81" * (room // 6 - 1)
    yield "Chinese", "%E6%A8%A1" * (room // 9)


def _headers() -> Iterator[tuple[str, str]]:
    yield "Accept-Language", ",".join(["zz;q=0.1"] * 1_000)
    yield "Accept-Encoding", ",".join(["gzip;q=0.1"] * 1_000)
    yield "Accept", ",".join(["a/b;q=0.1"] * 1_000)
    yield "If-None-Match", ",".join(['"v1"'] * 2_000)
    yield "If-Match", ",".join(['W/"v1"'] * 2_000)
    yield "Prefer", ",".join(["a=b;c=d"] * 1_000)
    yield "Prefer", '"' * HEADER
    yield "Idempotency-Key", "k" * HEADER
    yield "Cookie", ";".join(["a=b"] * 2_000)
    yield "X-Request-ID", "k" * HEADER
    yield "Content-Encoding", ",".join(["gzip"] * 1_500)
    yield "Range", "bytes=" + ",".join(["0-1"] * 2_000)

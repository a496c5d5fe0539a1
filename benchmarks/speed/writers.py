"""P6: eight writers at one SQLite file over HTTP, with and without the queue at the file lock.

Two gunicorn workers with four threads each; every writer sends its next
sheet when the last one is answered. The two servers take turns, in an order that changes with
each round.
"""

import selectors
import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

from benchmarks.servers import HOST, PATIENCE, free_port, gunicorn, serving
from benchmarks.sheets import Sheet
from benchmarks.speed.spread import quantile
from tests.keys import LINE

WRITERS = 8
SERVERS = {"queue": "service", "no queue": "service_without_queue"}


@dataclass(frozen=True)
class Load:
    """What a load came to: requests a second, and times in ms: median, p99, longest."""

    rate: float
    middle: float
    high: float
    longest: float

    @property
    def spread(self) -> float:
        """Return p99 ÷ p50."""
        return self.high / self.middle


@dataclass
class Writer:
    """A connection that sends one request after another."""

    line: socket.socket
    sent: float = 0.0
    received: bytearray = field(default_factory=bytearray)

    def send(self, request: bytes) -> None:
        """Send a request."""
        self.received.clear()
        self.sent = time.perf_counter()
        self.line.sendall(request)

    def is_answered(self) -> bool:
        """Read what has come; return whether the answer is complete."""
        part = self.line.recv(1 << 18)
        if not part:
            raise RuntimeError("the server closed a connection")
        self.received += part
        head, end, _ = bytes(self.received).partition(b"\r\n\r\n")
        if not end:
            return False
        if b" 201 " not in head[:16]:
            raise RuntimeError(bytes(self.received[:500]))
        length = head.lower().partition(b"content-length:")[2].split(b"\r\n")[0]
        return len(self.received) >= len(head) + 4 + int(length)


def _requests(pool: Sequence[Sheet]) -> Iterator[bytes]:
    """Yield requests without end, each of another firm than the many before."""
    return cycle([_request(sheet.body()) for sheet in pool])


def _request(body: bytes) -> bytes:
    head = (
        f"POST /v1/diagnoses HTTP/1.1\r\nHost: {HOST}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n{LINE}\r\n"
    )
    return head.encode() + body


def load(port: int, requests: Iterator[bytes], seconds: float) -> Load:
    """Return what so many seconds of eight writers come to."""
    times: list[float] = []
    with selectors.DefaultSelector() as waiting:
        for _ in range(WRITERS):
            writer = Writer(socket.create_connection((HOST, port)))
            waiting.register(writer.line, selectors.EVENT_READ, writer)
            writer.send(next(requests))
        began = time.perf_counter()
        while waiting.get_map():
            ready = waiting.select(PATIENCE)
            if not ready:
                raise RuntimeError(f"no answer in {PATIENCE} s")
            for key, _ in ready:
                writer = key.data
                if not writer.is_answered():
                    continue
                now = time.perf_counter()
                times.append((now - writer.sent) * 1e3)
                if now - began < seconds:
                    writer.send(next(requests))
                else:
                    waiting.unregister(writer.line)
                    writer.line.close()
        wall = time.perf_counter() - began
    return Load(
        rate=len(times) / wall,
        middle=quantile(times, 0.5),
        high=quantile(times, 0.99),
        longest=max(times),
    )


def race_writers(
    folder: Path, pool: Sequence[Sheet], *, rounds: int, seconds: float
) -> dict[str, list[Load]]:
    """Return the loads of the service with its queue and without, round by round."""
    loads: dict[str, list[Load]] = {name: [] for name in SERVERS}
    requests = _requests(pool)
    with ExitStack() as stack:
        ports = {name: free_port() for name in SERVERS}
        for name, app in SERVERS.items():
            place = folder / app
            place.mkdir(parents=True)
            environment = {"DIAGNOSIS_DATA_DIR": str(place)}
            stack.enter_context(
                serving(
                    gunicorn(app, ports[name], workers=2),
                    ports[name],
                    place / "server.log",
                    cores="0,1",
                    environment=environment,
                )
            )
        for turn in range(rounds + 1):
            for name in list(SERVERS) if turn % 2 else reversed(SERVERS):
                measured = load(ports[name], requests, seconds if turn else 1)
                if turn:  # the first round only warms up
                    loads[name].append(measured)
    return loads

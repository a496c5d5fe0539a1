"""Eight writers at one SQLite file over HTTP, with and without the queue at the file lock.

Run: `.venv/bin/python -m benchmarks.writers --report docs/reports/writers.md`

Two gunicorn workers with four threads each, as `serve` runs them; every writer sends its next
sheet when the last one is answered. The two servers take turns, in an order that changes with
each round.
"""

import argparse
import json
import os
import platform
import random
import selectors
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.http import BODIES, serving
from benchmarks.http_bodies import random_body
from diagnosis.bootstrap import container

WRITERS = 8
FIRMS = 1000
RUNNERS = {"queue": "service", "no queue": "service_without_queue"}
PATIENCE = 60
FLOOR, GOAL = 4, 3


@dataclass(frozen=True)
class Lap:
    """What one load came to: times in ms."""

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


def _requests(seed: int) -> Iterator[bytes]:
    """Yield requests without end, each of another firm than the many before."""
    chance = random.Random(seed)
    sheets = [json.loads(random_body(container().content, chance)) for _ in range(BODIES)]
    for number in count():
        sheet = sheets[number % BODIES]
        sheet["enterprise"]["site"] = f"site {number % FIRMS}"
        body = json.dumps(sheet).encode()
        head = (
            "POST /v1/diagnoses HTTP/1.1\r\nHost: localhost\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        yield head.encode() + body


def load(port: int, requests: Iterator[bytes], seconds: float) -> Lap:
    """Return what so many seconds of eight writers come to."""
    times: list[float] = []
    with selectors.DefaultSelector() as waiting:
        for _ in range(WRITERS):
            writer = Writer(socket.create_connection(("127.0.0.1", port)))
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
    times.sort()
    last = len(times) - 1
    return Lap(len(times) / wall, times[last // 2], times[int(last * 0.99)], times[last])


def race(rounds: int, seconds: float, seed: int) -> dict[str, list[Lap]]:
    """Return the laps of each runner, round by round."""
    laps: dict[str, list[Lap]] = {name: [] for name in RUNNERS}
    requests = _requests(seed)
    with TemporaryDirectory() as folder, ExitStack() as servers:
        ports = {name: 18_500 + number for number, name in enumerate(RUNNERS)}
        for name, app in RUNNERS.items():
            place = Path(folder) / app
            place.mkdir()
            servers.enter_context(serving(app, place, ports[name], workers=2, cores="0,1"))
        for turn in range(rounds + 1):
            for name in list(RUNNERS) if turn % 2 else reversed(RUNNERS):
                lap = load(ports[name], requests, seconds if turn else 1)
                if turn:  # the first round only warms up
                    laps[name].append(lap)
    return laps


def _table(laps_of: dict[str, list[Lap]]) -> str:
    lines = [
        "| | requests/s | p50 ms | p99 ms | max ms | p99 ÷ p50 |",
        "|---|---|---|---|---|---|",
    ]
    for name, laps in laps_of.items():
        for number, lap in enumerate(laps, start=1):
            lines.append(_row(f"{name}, round {number}", lap, lap.spread))
    for name, laps in laps_of.items():
        middle = Lap(*(median(getattr(lap, part) for lap in laps) for part in Lap.__annotations__))
        lines.append(_row(f"**{name}, median**", middle, median(lap.spread for lap in laps)))
    return "\n".join(lines)


def _row(name: str, lap: Lap, spread: float) -> str:
    return (
        f"| {name} | {lap.rate:.0f} | {lap.middle:.1f} | {lap.high:.1f} | {lap.longest:.1f} "
        f"| {spread:.2f} |"
    )


def main() -> None:
    """Race and print; with --report, write the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--report", type=Path)
    arguments = parser.parse_args()
    before = os.getloadavg()[0]
    laps_of = race(arguments.rounds, arguments.seconds, arguments.seed)
    spreads = sorted(lap.spread for lap in laps_of["queue"])
    spread = median(spreads)
    verdict = (
        "met" if spread <= GOAL else "missed, the floor held" if spread <= FLOOR else "missed"
    )
    text = f"""\
# Writers at one file

{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, {os.cpu_count()} shared cores, \
load {before:.1f} from others at the start. Command: `.venv/bin/python -m benchmarks.writers \
--report docs/reports/writers.md` ({arguments.rounds} rounds of {arguments.seconds:g} s, seed \
{arguments.seed}, {BODIES} random full sheets of {FIRMS} firms in turn).

{WRITERS} writers submit full sheets with the trained estimate over HTTP, each the next one when \
the last is answered; two gunicorn workers with 4 threads; SQLite, WAL, synchronous=FULL. \
`queue`: writers wait for the file lock in turn, as the service does. `no queue`: they wait in \
SQLite's busy handler, as it did before. Servers take turns in one run, on the client's cores.

{_table(laps_of)}

p99 ÷ p50 with the queue: {spread:.2f} ({spreads[0]:.2f}–{spreads[-1]:.2f}); goal {GOAL}: \
{verdict}; floor {FLOOR}.
"""
    print(text)
    if arguments.report:
        arguments.report.parent.mkdir(parents=True, exist_ok=True)
        arguments.report.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

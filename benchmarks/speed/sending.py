"""Sends requests one after the other, and reads what they cost."""

import http.client
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from benchmarks.servers import Server
from benchmarks.speed.runners import Request, Runner
from benchmarks.speed.spread import quantile
from tests.keys import KEY, bearer


class Unexpected(Exception):
    """An answer has another status than it should have."""


@dataclass(frozen=True)
class Answered:
    """An answer to a request."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Lap:
    """What a run of requests cost: CPU and wall µs a request, the slow ones in ms; how many."""

    cpu_us: float
    wall_us: float
    p99_ms: float
    accepted: int


def send(connection: http.client.HTTPConnection, runner: Runner, request: Request) -> Answered:
    """Return the answer to a request; status 0 of a request expects nothing.

    Raises
    ------
    Unexpected
        When the status is another than the expected.

    """
    headers = bearer(KEY)
    if request.body:
        headers |= {"Content-Type": "application/json", **runner.headers}
    method = "POST" if request.body else "GET"
    connection.request(method, runner.path, body=request.body, headers=headers)
    response = connection.getresponse()
    body = response.read()
    if request.status and response.status != request.status:
        raise Unexpected(f"{runner.name}: {response.status} {body[:300]!r}")
    return Answered(response.status, dict(response.headers), body)


def run_lap(runner: Runner, server: Server, requests: Iterator[Request], count: int) -> Lap:
    """Return what as many requests cost, each sent when the last is answered."""
    connection = server.connect()
    times: list[float] = []
    accepted = 0
    before = server.cpu_seconds()
    for _ in range(count):
        request = next(requests)
        began = time.perf_counter()
        send(connection, runner, request)
        times.append(time.perf_counter() - began)
        accepted += request.status == runner.status
    spent = server.cpu_seconds() - before
    connection.close()
    return Lap(
        spent / count * 1e6, sum(times) / count * 1e6, quantile(times, 0.99) * 1e3, accepted
    )

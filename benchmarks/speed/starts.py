"""P9: how long the service takes to start, and the first roadmap beside the next ones."""

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.servers import HOST, PATIENCE, ROOT, free_port

EXAMPLES = ROOT / "examples"
FIRST = "dongguan-mould-shop"
BUDGET_WAN = 120
NEXT = 3
"""How often the first roadmap's sheet is planned again, other sheets in between."""


@dataclass(frozen=True)
class Start:
    """One start: seconds to the first 200, and ms of the first roadmap and of the next ones."""

    seconds: float
    first_ms: float
    next_ms: float

    @property
    def ratio(self) -> float:
        """Return the first roadmap ÷ the next."""
        return self.first_ms / self.next_ms


def measure_starts(folder: Path, starts: int) -> list[Start]:
    """Return so many starts over one database, after one that fills what is cached."""
    return [_start(folder) for _ in range(starts + 1)][1:]


def _start(folder: Path) -> Start:
    port = free_port()
    environment = {**os.environ, "DIAGNOSIS_DATA_DIR": str(folder)}
    with (folder / "server.log").open("wb") as lines:
        began = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "diagnosis", "serve", "--port", str(port)],
            env=environment, cwd=ROOT, stdout=lines, stderr=lines,
        )  # fmt: skip
        try:
            connection = _first_answer(port, process)
            seconds = time.perf_counter() - began
            first, following = _plans(connection)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE)
    return Start(seconds, first, following)


def _first_answer(port: int, process: "subprocess.Popen[bytes]") -> http.client.HTTPConnection:
    """Return a connection on which the service has said that it is ready."""
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
        try:
            connection.request("GET", "/health/ready")
            response = connection.getresponse()
            response.read()
            if response.status == 200:
                return connection
        except OSError:
            time.sleep(0.005)
    raise RuntimeError("the service did not start")


def _plans(connection: http.client.HTTPConnection) -> tuple[float, float]:
    """Return the ms of the first roadmap and of the same one later; one worker makes them all."""
    others = [path.stem for path in sorted(EXAMPLES.glob("*.json")) if path.stem != FIRST]
    first = _plan(connection, FIRST)
    following = []
    for name in others[:NEXT]:
        _plan(connection, name)
        following.append(_plan(connection, FIRST))
    return first, median(following)


def _plan(connection: http.client.HTTPConnection, example: str) -> float:
    sheet = json.loads((EXAMPLES / f"{example}.json").read_bytes())
    body = json.dumps({"sheet": sheet, "roadmap": {"budget_wan": BUDGET_WAN}})
    began = time.perf_counter()
    connection.request("POST", "/v1/roadmaps/preview", body, {"Content-Type": "application/json"})
    response = connection.getresponse()
    answer = response.read()
    if response.status != 200:
        raise RuntimeError(f"{response.status} {answer[:300]!r}")
    return (time.perf_counter() - began) * 1e3

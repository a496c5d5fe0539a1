"""The preview and the stored call over HTTP, against bare Flask and against the textbook.

Run: `make setup && .venv/bin/python -m benchmarks.http --report docs/reports/http.md`

One gunicorn worker (gthread, 4 threads) on core 0, one client on core 1, rounds alternate and
rotate; the judge is the CPU that the server's processes used per request, read from /proc.
"""

import argparse
import http.client
import json
import os
import platform
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.http_bodies import random_body
from benchmarks.http_validation import validation
from diagnosis.bootstrap import container

TICKS = os.sysconf("SC_CLK_TCK")
ROUNDS = 7
REQUESTS = 600
BODIES = 25
QUIET = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}


@dataclass(frozen=True)
class Runner:
    """One contender: the application, and the request it is sent."""

    name: str
    app: str
    path: str
    sends: bool
    status: int


RUNNERS = (
    Runner("hello", "hello", "/", False, 200),
    Runner("preview", "service_by_rule", "/v1/diagnoses/preview", True, 200),
    Runner("preview + model", "service", "/v1/diagnoses/preview", True, 200),
    Runner("stored", "service_by_rule", "/v1/diagnoses", True, 201),
    Runner("stored + model", "service", "/v1/diagnoses", True, 201),
    Runner("textbook preview", "textbook", "/preview", True, 200),
    Runner("textbook stored", "textbook", "/stored", True, 201),
)


def _cpu(pid: int) -> float:
    """Return the CPU seconds of a process and its children that still run."""
    total = 0.0
    folder = Path(f"/proc/{pid}")
    for process in [pid, *map(int, (folder / f"task/{pid}/children").read_text().split())]:
        parts = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        total += (int(parts[11]) + int(parts[12])) / TICKS
    return total


@contextmanager
def serving(
    app: str, folder: Path, port: int, *, workers: int = 1, cores: str = "0"
) -> Iterator[int]:
    """Yield the process id of gunicorn over an application, on some cores."""
    environment = {**os.environ, **QUIET, "DIAGNOSIS_DATA_DIR": str(folder)}
    log = (folder / f"{port}.log").open("wb")
    process = subprocess.Popen(
        ["taskset", "-c", cores, sys.executable, "-m", "gunicorn", "--workers", str(workers),
         "--threads", "4", "--worker-class", "diagnosis.web.worker.HealthFirstWorker", "--preload",
         "--no-control-socket", "--keep-alive", "30", "--bind", f"127.0.0.1:{port}",
         "--log-level", "warning", f"benchmarks.http_apps:{app}()"],
        env=environment, stdout=log, stderr=log,
    )  # fmt: skip
    try:
        for _ in range(300):
            try:
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
                connection.request("GET", "/health/live")
                connection.getresponse().read()
                break
            except OSError:
                if process.poll() is not None:
                    raise RuntimeError((folder / f"{port}.log").read_text()) from None
                time.sleep(0.1)
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)
        log.close()


def _send(connection: http.client.HTTPConnection, runner: Runner, body: bytes | None) -> bytes:
    headers = {"Content-Type": "application/json"} if body else {}
    method = "POST" if body else "GET"
    connection.request(method, runner.path, body=body, headers=headers)
    answer = connection.getresponse()
    read = answer.read()
    if answer.status != runner.status:
        raise RuntimeError(f"{runner.name}: {answer.status} {read[:300]!r}")
    return read


def _same(runners: dict[str, int], bodies: list[bytes]) -> None:
    """Fail unless all give the same levels and scores, and ours the same document."""
    by_name = {runner.name: runner for runner in RUNNERS}
    for body in bodies:
        shown = {}
        for name in list(by_name)[1:]:
            connection = http.client.HTTPConnection("127.0.0.1", runners[by_name[name].app])
            shown[name] = json.loads(_send(connection, by_name[name], body))
        preview = shown["preview"]
        for name, answer in shown.items():
            if answer["standards"] != preview["standards"] or answer["gaps"] != preview["gaps"]:
                raise RuntimeError(f"{name} answers differently")
        kept = shown["stored"]
        if any(kept[key] != value for key, value in preview.items()):
            raise RuntimeError("stored and preview differ")


def race(rounds: int, count: int, seed: int) -> dict[str, list[tuple[float, float]]]:
    """Return per runner and round: CPU µs and wall µs a request."""
    chance = random.Random(seed)
    bodies = [random_body(container().content, chance) for _ in range(BODIES)]
    laps: dict[str, list[tuple[float, float]]] = {runner.name: [] for runner in RUNNERS}
    with TemporaryDirectory() as name, ExitStack() as servers:
        ports: dict[str, int] = {}
        pids: dict[str, int] = {}
        for number, app in enumerate(dict.fromkeys(runner.app for runner in RUNNERS)):
            folder = Path(name) / app
            folder.mkdir()
            ports[app] = 18_400 + number
            pids[app] = servers.enter_context(serving(app, folder, ports[app]))
        os.sched_setaffinity(0, {1})
        _same(ports, bodies)
        for turn in range(rounds + 1):
            order = RUNNERS[turn % len(RUNNERS) :] + RUNNERS[: turn % len(RUNNERS)]
            for runner in order:
                spent = _lap(runner, ports[runner.app], pids[runner.app], bodies, count)
                if turn:  # the first round only warms up
                    laps[runner.name].append(spent)
    return laps


def _lap(
    runner: Runner, port: int, pid: int, bodies: list[bytes], count: int
) -> tuple[float, float]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.connect()
    many = count * 3 if runner.name == "hello" else count
    before, began = _cpu(pid), time.perf_counter()
    for number in range(many):
        _send(connection, runner, bodies[number % len(bodies)] if runner.sends else None)
    wall = time.perf_counter() - began
    return (_cpu(pid) - before) / many * 1e6, wall / many * 1e6


def _table(laps_of: dict[str, list[tuple[float, float]]]) -> list[str]:
    lines = [
        "| | CPU µs a request | ÷ hello (median, min–max) | wall µs a request |",
        "|---|---|---|---|",
    ]
    for name, laps in laps_of.items():
        ratios = [lap[0] / base[0] for lap, base in zip(laps, laps_of["hello"], strict=True)]
        lines.append(
            f"| {name} | {median(lap[0] for lap in laps):.0f} | {median(ratios):.2f} "
            f"({min(ratios):.2f}–{max(ratios):.2f}) | {median(lap[1] for lap in laps):.0f} |"
        )
    for ours, theirs in (("preview", "textbook preview"), ("stored", "textbook stored")):
        pairs = zip(laps_of[ours], laps_of[theirs], strict=True)
        ratios = [their_lap[0] / our_lap[0] for our_lap, their_lap in pairs]
        lines.append(f"| {theirs} ÷ {ours} | | {median(ratios):.2f} "
                     f"({min(ratios):.2f}–{max(ratios):.2f}) | |")  # fmt: skip
    return lines


def main() -> None:
    """Race and print; with --report, write the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--requests", type=int, default=REQUESTS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--report", type=Path)
    arguments = parser.parse_args()
    lines = validation(arguments.seed)
    table = "\n".join(_table(race(arguments.rounds, arguments.requests, arguments.seed)))
    text = f"""\
# Over HTTP

{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, {os.cpu_count()} shared cores. \
Command: `.venv/bin/python -m benchmarks.http --report docs/reports/http.md` \
({arguments.rounds} rounds of {arguments.requests} requests, seed {arguments.seed}, {BODIES} \
random full sheets in turn; server on core 0, client on core 1, one gunicorn worker with 4 \
threads, OMP and BLAS threads 1).

Before timing, all contenders were held to equal standards and gaps, and the stored answer to the \
preview. `preview` validates the full form, scores by every standard, explains and answers; \
`+ model` adds the trained estimate; `stored` keeps enterprise, assessment, diagnosis (both \
languages) and trace in one transaction of SQLite, WAL, synchronous=FULL (an fsync each); \
`textbook` is a marshmallow schema with a field per item, the answer dumped through schemas, and \
an ORM row per answer, on the same scoring.

{table}

{lines[0]}
"""
    print(text)
    if arguments.report:
        arguments.report.parent.mkdir(parents=True, exist_ok=True)
        arguments.report.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

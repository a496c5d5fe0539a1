"""P1 to P3: what a call of the service costs beside bare Flask and beside its rivals.

One worker of each server on core 0, one client on core 1; all take turns in every round, in an
order that rotates; the judge is the CPU that the server's processes used a request.
"""

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.rivals.models import load_or_fit
from benchmarks.servers import ROOT, Server, free_port, gunicorn, serving
from benchmarks.sheets import Sheets
from benchmarks.speed.runners import (
    HELLO,
    RUNNERS,
    STORED,
    STORED_MINIMAL,
    TEXTBOOK_STORED,
    Request,
    Runner,
    make_pool,
    requests_of,
)
from benchmarks.speed.sameness import check_answers, is_minimal
from benchmarks.speed.sending import Lap, run_lap
from diagnosis.bootstrap import container

RIVALS = ROOT / ".venv-rivals/bin"
HELLO_TIMES = 3
"""A hello is so short that it is sent more often, for the clock's 10 ms to be small beside it."""


@dataclass(frozen=True)
class Race:
    """The laps of each runner, round by round, and whether minimal answers were minimal."""

    laps: dict[str, list[Lap]]
    is_minimal: bool

    def cpu_us(self, name: str) -> list[float]:
        """Return the CPU µs a request of a runner, round by round."""
        return [lap.cpu_us for lap in self.laps[name]]


@contextmanager
def all_servers(folder: Path, models: Path) -> Iterator[dict[str, Server]]:
    """Yield every server by its name, each with a data folder of its own."""
    environment = {"RIVAL_MODELS": str(models), "MLFLOW_DISABLE_TELEMETRY": "true"}
    environment["PATH"] = f"{RIVALS}:{os.environ['PATH']}"
    servers: dict[str, Server] = {}
    with ExitStack() as stack:
        for name in dict.fromkeys(runner.server for runner in RUNNERS):
            port, place = free_port(), folder / name
            place.mkdir()
            servers[name] = stack.enter_context(
                serving(
                    _command(name, port, models),
                    port,
                    place / "server.log",
                    environment=environment | {"DIAGNOSIS_DATA_DIR": str(place)},
                    ready="/ping" if name == "mlflow" else "/health/live",
                )
            )
        yield servers


def _command(name: str, port: int, models: Path) -> list[str]:
    if name == "fastapi":
        app = "benchmarks.rivals.scoring_app:app"
        return [
            str(RIVALS / "python"), "-m", "uvicorn", app, "--port", str(port), "--workers", "1",
            "--no-access-log", "--log-level", "warning", "--timeout-keep-alive", "30",
        ]  # fmt: skip
    if name == "mlflow":
        return [
            str(RIVALS / "mlflow"), "models", "serve", "-m", str(models / "mlflow"),
            "--env-manager", "local", "-p", str(port), "-w", "1",
        ]  # fmt: skip
    return gunicorn(name, port)


def race(folder: Path, models: Path, *, rounds: int, count: int, seed: int) -> Race:
    """Return what each runner's requests cost in each round."""
    content = container().content
    features = load_or_fit(content, models)[0].features
    pool = make_pool(Sheets(content, seed))
    with all_servers(folder, models) as servers:
        os.sched_setaffinity(0, {1})
        try:
            requests = {r.name: requests_of(r, pool, features) for r in RUNNERS}
            minimal = is_minimal(servers, requests)
            runners = check_answers(servers, requests)
            before = _stored_rows(folder)
            laps = _rounds(runners, servers, requests, rounds, count)
        finally:
            os.sched_setaffinity(0, range(os.cpu_count() or 1))
        after = _stored_rows(folder)
    _check_rows(laps, {name: after[name] - before[name] for name in after})
    return Race({name: each[1:] for name, each in laps.items()}, minimal)


def _rounds(
    runners: tuple[Runner, ...],
    servers: Mapping[str, Server],
    requests: Mapping[str, Iterator[Request]],
    rounds: int,
    count: int,
) -> dict[str, list[Lap]]:
    """Return the laps of all runners; the first round, which only warms up, is among them."""
    laps: dict[str, list[Lap]] = {runner.name: [] for runner in runners}
    for turn in range(rounds + 1):
        start = turn % len(runners)
        for runner in (*runners[start:], *runners[:start]):
            many = count * (HELLO_TIMES if runner is HELLO else 1)
            lap = run_lap(runner, servers[runner.server], requests[runner.name], many)
            laps[runner.name].append(lap)
    return laps


def _stored_rows(folder: Path) -> dict[str, int]:
    """Return how many sheets each database holds."""
    files = {
        "service": ("diagnosis.db", "diagnosis"),
        "textbook": ("textbook.db", "textbook_sheet"),
    }
    counts = {}
    for server, (name, table) in files.items():
        with closing(sqlite3.connect(folder / server / name)) as connection:
            counts[server] = int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
    return counts


def _check_rows(laps: Mapping[str, list[Lap]], added: Mapping[str, int]) -> None:
    """Fail unless everything that was accepted was stored."""
    for server, runners in (
        ("service", (STORED, STORED_MINIMAL)),
        ("textbook", (TEXTBOOK_STORED,)),
    ):
        accepted = sum(lap.accepted for runner in runners for lap in laps[runner.name])
        if accepted != added[server]:
            raise RuntimeError(f"{server}: {accepted} accepted, {added[server]} stored")

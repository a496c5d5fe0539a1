"""What keys, limits, hosts, headers and the log cost a request: `python -m benchmarks.guards`.

The service as `serve` runs it, beside itself without them, one worker each on core 0; both take
turns, and the CPU that each used a request is divided, round by round. The floor is 1.15 for
previews (P1) and for stored diagnoses (P2).
"""

import argparse
import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.servers import Server, free_port, gunicorn, serving
from benchmarks.sheets import Sheets
from benchmarks.speed.machine import describe_machine
from benchmarks.speed.runners import (
    ESTIMATE,
    STORED,
    STORED_MINIMAL,
    Request,
    Runner,
    make_pool,
    requests_of,
)
from benchmarks.speed.sending import run_lap
from benchmarks.speed.spread import Spread, ratios
from diagnosis.bootstrap import container

MOST = 1.15
"""So many times as much a guarded request may cost (performance.md's P1 and P2 in issue 16)."""
GUARDED, UNGUARDED = "service", "service_unguarded"
CALLS = {"P1 preview with estimate": ESTIMATE, "P2 stored with estimate": STORED,
         "P2 stored, minimal": STORED_MINIMAL}  # fmt: skip


@contextmanager
def both(folder: Path) -> Iterator[Mapping[str, Server]]:
    """Yield the service with its guards and without, each over a database of its own."""
    servers = {}
    with ExitStack() as stack:
        for name in (GUARDED, UNGUARDED):
            port, place = free_port(), folder / name
            place.mkdir()
            environment = {"DIAGNOSIS_DATA_DIR": str(place)}
            started = serving(
                gunicorn(name, port), port, place / "server.log", environment=environment
            )
            servers[name] = stack.enter_context(started)
        yield servers


def measure(folder: Path, *, rounds: int, requests: int, seed: int) -> dict[str, list[float]]:
    """Return the ratio of each call in each round, guarded ÷ unguarded."""
    pool = make_pool(Sheets(container().content, seed))
    cpu: dict[tuple[str, str], list[float]] = {}
    with both(folder) as servers:
        sent: dict[tuple[str, str], tuple[Runner, Iterator[Request]]] = {}
        for call, runner in CALLS.items():
            for name in servers:
                sent[call, name] = replace(runner, server=name), requests_of(runner, pool, ())
        os.sched_setaffinity(0, {1})
        try:
            for turn in range(rounds + 1):  # the first round only warms up
                for call, name in list(sent)[:: 1 if turn % 2 else -1]:
                    runner, bodies = sent[call, name]
                    lap = run_lap(runner, servers[name], bodies, requests)
                    if turn:
                        cpu.setdefault((call, name), []).append(lap.cpu_us)
        finally:
            os.sched_setaffinity(0, range(os.cpu_count() or 1))
    return {call: ratios(cpu[call, GUARDED], cpu[call, UNGUARDED]) for call in CALLS}


def _report(runs: list[dict[str, list[float]]], arguments: argparse.Namespace) -> str:
    lines = [
        "# What the guards cost", "",
        describe_machine(), "",
        f"Command: `python -m benchmarks.guards --runs {arguments.runs} --rounds "
        f"{arguments.rounds} --requests {arguments.requests}`. CPU of the server a request, the "
        "service with keys, limits, hosts, headers and log ÷ itself without them; at most "
        f"{MOST} is asked for. Median of a run's rounds (lowest–highest).", "",
        "| call | " + " | ".join(f"run {n}" for n in range(1, len(runs) + 1)) + " | kept |",
        "|---" * (len(runs) + 2) + "|",
    ]  # fmt: skip
    for call in CALLS:
        spreads = [Spread.of(run[call]) for run in runs]
        kept = all(each.middle <= MOST for each in spreads)
        cells = " | ".join(f"{each:.2f}" for each in spreads)
        lines.append(f"| {call} | {cells} | {'yes' if kept else 'no'} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure and print; with --report, write the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--requests", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--report", type=Path)
    arguments = parser.parse_args()
    runs = []
    for _ in range(arguments.runs):
        with TemporaryDirectory() as folder:
            runs.append(
                measure(
                    Path(folder),
                    rounds=arguments.rounds,
                    requests=arguments.requests,
                    seed=arguments.seed,
                )
            )
    text = _report(runs, arguments)
    print(text)
    if arguments.report:
        arguments.report.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

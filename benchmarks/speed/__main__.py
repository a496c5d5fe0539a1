"""Measure all that is promised of speed beside its rivals, in one command.

Run: `make bench`, or `.venv/bin/python -m benchmarks.speed --report docs/reports/speed.md`
"""

import argparse
import subprocess
import sys
from pathlib import Path

from benchmarks.rivals.models import load_or_fit
from benchmarks.servers import ROOT
from benchmarks.speed.kept_bytes import kept_bytes
from benchmarks.speed.machine import describe_machine
from benchmarks.speed.outcome import Outcome
from benchmarks.speed.race import RIVALS
from benchmarks.speed.register import register
from benchmarks.speed.report_text import whole_report
from benchmarks.speed.run import ON_POSTGRES, PARTS, Inputs, Sizes, measure_run
from benchmarks.speed.starts import FIRST
from diagnosis.bootstrap import container

CACHE = ROOT / ".benchmarks"
FEW, MANY = 1_000, 100_000
WHOLE = {"rounds": 7, "requests": 300, "turns": 15, "load_rounds": 5, "load_seconds": 8,
         "starts": 5}  # fmt: skip
QUICK = {"rounds": 2, "requests": 50, "turns": 5, "load_rounds": 1, "load_seconds": 2,
         "starts": 1}  # fmt: skip


def prepare_rivals(cache: Path) -> Path:
    """Return the folder of the rivals' models, fitted where they are not there yet.

    Raises
    ------
    SystemExit
        Where the rivals' environment is missing.

    """
    if not (RIVALS / "python").exists():
        raise SystemExit("The rivals are not installed. Run: make rivals")
    models = cache / "models"
    load_or_fit(container().content, models)
    if not (models / "mlflow").exists():
        command = [str(RIVALS / "python"), "-m", "benchmarks.rivals.mlflow_model", str(models)]
        subprocess.run(command, cwd=ROOT, check=True)
    return models


def measure(arguments: argparse.Namespace) -> Outcome:
    """Return what as many runs as wanted came to."""
    sizes = Sizes(**(QUICK if arguments.quick else WHOLE), seed=arguments.seed)
    rows = FEW, arguments.many
    parts = [*(arguments.only or PARTS), *([ON_POSTGRES] if arguments.postgres else [])]
    needs_rows = not {"lists", ON_POSTGRES}.isdisjoint(parts)
    inputs = Inputs(
        models=prepare_rivals(CACHE),
        registers=[register(CACHE, many) for many in rows] if needs_rows else [],
    )
    runs = []
    for number in range(1, arguments.runs + 1):
        print(f"run {number} of {arguments.runs}", flush=True)
        runs.append(measure_run(sizes, inputs, parts))
    return Outcome(
        command="python -m benchmarks.speed " + " ".join(sys.argv[1:]),
        machine=describe_machine(),
        how=f"runs: {arguments.runs}, of {sizes.rounds} rounds of {sizes.requests} requests, seed "
        f"{sizes.seed}; {sizes.load_rounds} loads of {sizes.load_seconds:g} s; {sizes.starts} "
        f"starts",
        rows=rows,
        runs=runs,
        kept=[kept_bytes(path) for path in inputs.registers],
    )


def main() -> None:
    """Measure and print; with --report, write the report and the numbers beside it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="prove that all of it works")
    parser.add_argument("--only", action="append", choices=PARTS, help="measure these parts alone")
    parser.add_argument("--postgres", action="store_true", help="the lists on PostgreSQL too")
    parser.add_argument("--many", type=int, default=MANY, help="rows of the larger database")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--report", type=Path)
    arguments = parser.parse_args()
    outcome = measure(arguments)
    numbers = (arguments.report or Path("speed.md")).with_suffix(".json")
    text = whole_report(outcome, numbers.name, FIRST)
    print(text)
    if arguments.report:
        outcome.write(numbers)
        arguments.report.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

"""Soak the running service: mixed roles for a time, every answer judged, memory measured.

Long run: `.venv/bin/python -m tests.soak --minutes 10 --report docs/reports/soak.md`; with
`--database postgresql` over a real PostgreSQL. Exit code 1 if anything was wrong.
"""

import argparse
import shlex
import sys
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.databases import a_postgres, migrated_database
from tests.soak.report import describe, write_report
from tests.soak.rounds import a_soak

_WARM_SECONDS = 120.0


def main() -> int:
    """Run a soak over each database that is asked for, and write the report."""
    parser = argparse.ArgumentParser(prog="tests.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--database", nargs="*", choices=("sqlite", "postgresql"), default=("sqlite",)
    )
    parser.add_argument("--report", type=Path)
    arguments = parser.parse_args()
    soaks = []
    for database in arguments.database:
        with ExitStack() as stack:
            folder = Path(stack.enter_context(TemporaryDirectory()))
            url = None
            if database == "postgresql":
                url = migrated_database(stack.enter_context(a_postgres()))
            soaks.append(
                a_soak(
                    folder, database=database, url=url, seconds=arguments.minutes * 60,
                    seed=arguments.seed, rests=max(1, round(arguments.minutes)),
                    warm_seconds=_WARM_SECONDS,
                )
            )  # fmt: skip
    command = shlex.join([".venv/bin/python", "-m", "tests.soak", *sys.argv[1:]])
    text = write_report(soaks, command, _WARM_SECONDS)
    print(text)
    if arguments.report:
        arguments.report.parent.mkdir(parents=True, exist_ok=True)
        arguments.report.write_text(text, encoding="utf-8")
    print(*(line for soak in soaks for line in describe(soak)), sep="\n")
    return 0 if all(soak.is_good for soak in soaks) else 1


if __name__ == "__main__":
    raise SystemExit(main())

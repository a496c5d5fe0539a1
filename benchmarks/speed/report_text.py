"""The text of the report around its tables."""

from benchmarks.speed import report
from benchmarks.speed.outcome import Outcome

_TEXT = """\
# Speed

{machine}. Command: `{command}` ({how}). Load of the machine at the start of each run: {loads}.

Every ratio is of one run: who is compared takes turns in every round, in an order that rotates; \
the judge is the CPU that the server's processes used a request. Shown are the median of the runs \
and their range; all rounds are in `{numbers}`.

{goals}

{beside}
{notes}
## Single calls

One worker of each server on core 0 (gunicorn gthread with 4 threads; uvicorn for FastAPI and \
MLflow), one client on core 1, one thread of OpenMP and BLAS. Simulated sheets of the full form, \
each of another firm; one of 25 is faulty and has to be refused. Before timing: levels and scores \
of the service and the textbook equal, the stored answer equal to the preview, the probabilities \
of FastAPI, MLflow and textbook equal; after it: as many rows as were accepted. SQLite with WAL \
and synchronous=FULL for the service and the textbook.

{laps}

`textbook` is the whole task by Flask, marshmallow (a field per item), SQLAlchemy's ORM (a row \
per answer) and scikit-learn: its own scoring by all four standards, two estimates, both \
languages and the trace kept. It leaves out next steps, inconsistencies, reasons of an estimate, \
currency and the feed of changes. `FastAPI` validates every answer by pydantic and returns the \
probabilities of one of two estimates (HistGradientBoosting, 600 trees); `MLflow` returns the \
same from a row of numbers. Both explain and keep nothing.

## Bytes kept a diagnosis

Pages of the file, by `dbstat`; `few` are {few:,} diagnoses, all else {many:,}.

{bytes}

## Lists

Pages of {few:,} and of {many:,} diagnoses, WSGI calls in process, CPU (on PostgreSQL wall \
time); of the last run those that miss the floor, or the twelve that grow most. Every query \
parameter that the API declares for the three lists is measured: common values, values of five \
firms alone, values that nothing has; first page and nine tenths deep.

{pages}

## Writers at one file

Eight writers submit sheets with estimates, each the next one when the last is answered; two \
gunicorn workers with 4 threads. `queue`: writers wait for the file lock in turn, as the service \
does. `no queue`: they wait in SQLite's busy handler.

{writers}

## Starting

From `python -m diagnosis serve` to the first 200 of `/health/ready`, everything compiled; then \
the first roadmap of {example} on that connection, and the same again between others.

{starts}
"""


_PAGES = ("page", "rows", "µs at few", "µs at many", "ratio")


def whole_report(outcome: Outcome, numbers: str, example: str) -> str:
    """Return the report; `numbers` names the file of all numbers."""
    notes = sorted({note for run in outcome.runs for note in run.notes})
    beside = [
        [about, report.runs_of(outcome.values(name), ".2f")]
        for name, about in report.BESIDE.items()
    ]
    return _TEXT.format(
        machine=outcome.machine,
        command=outcome.command,
        how=outcome.how,
        loads=", ".join(f"{run.load:.1f}" for run in outcome.runs),
        numbers=numbers,
        goals=report.table(
            ["measure", "median (range)", "floor", "goal", "verdict"], report.goal_rows(outcome)
        ),
        beside=report.table(["beside them", "median (range)"], beside),
        notes="".join(f"\n- {note}" for note in notes) + "\n",
        laps=report.table(
            ["", "CPU µs a request", "÷ hello", "wall µs a request", "p99 ms"],
            report.lap_rows(outcome),
        ),
        few=outcome.rows[0],
        many=outcome.rows[1],
        bytes=report.table(
            ["table", "rows", "bytes at few", "bytes", "data", "indexes", "unused of it"],
            report.byte_rows(outcome),
        ),
        pages=lists_text(outcome),
        writers=report.table(
            ["", "requests/s", "p50 ms", "p99 ms", "max ms", "p99 ÷ p50"],
            report.writer_rows(outcome),
        ),
        example=example,
        starts=report.table(
            ["", "start, s", "first roadmap, ms", "next ones, ms"], report.start_rows(outcome)
        ),
    )


def lists_text(outcome: Outcome) -> str:
    """Return the tables of pages, of the last run, and how the database answers the slow ones."""
    last = outcome.runs[-1]
    parts = []
    for name, pages in (("SQLite", last.pages), ("PostgreSQL", last.postgres_pages)):
        if pages:
            parts += [f"On {name}:", report.table(_PAGES, report.page_rows(pages))]
        plans = report.plan_lines(pages)
        if plans:
            parts += [f"How {name} answers those that miss the floor:", "\n".join(plans)]
    return "\n\n".join(parts)

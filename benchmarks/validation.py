"""What validating the full form costs beside parsing and answering the same request.

Run: `.venv/bin/python -m benchmarks.validation`
"""

import json
import time
from collections.abc import Callable
from itertools import islice
from operator import sub, truediv
from statistics import median

from flask import Flask, Response

from benchmarks.rivals.textbook.sheet_schema import sheet_schema
from benchmarks.sheets import Sheets, newest
from benchmarks.wsgi import call
from diagnosis.bootstrap import container
from diagnosis.domain.fault import FaultyInput
from diagnosis.services.intake.sheets import read
from diagnosis.web.exchange import answer, read_json

ROUNDS, TURNS, SHEETS = 9, 400, 100
UNKNOWN = 20_000


def _application() -> Flask:
    content = container().content
    app = Flask("validation")
    app.extensions["diagnosis"] = container()

    @app.post("/parse")
    def parse_only() -> Response:
        read_json()
        return answer({"ok": True})

    @app.post("/validate")
    def validate() -> Response:
        read(content, read_json())
        return answer({"ok": True})

    return app


def _spent(timed: Callable[[bytes], object], bodies: list[bytes]) -> float:
    began = time.process_time()
    for number in range(TURNS):
        timed(bodies[number % len(bodies)])
    return (time.process_time() - began) / TURNS * 1e6


def validation(seed: int = 1) -> list[str]:
    """Return the lines of the report: medians of rounds that alternate."""
    content = container().content
    bodies = [sheet.body() for sheet in islice(Sheets(content, seed).full(), SHEETS)]
    app, schema = _application(), sheet_schema(newest(content, "full"), content.bank)
    calls: dict[str, Callable[[bytes], object]] = {
        "parse": lambda body: call(app, "/parse", body),
        "validate": lambda body: call(app, "/validate", body),
        "json": json.loads,
        "marshmallow": lambda body: schema.load(json.loads(body)),
    }
    laps: dict[str, list[float]] = {name: [] for name in calls}
    for turn in range(ROUNDS + 1):
        for name, timed in calls.items():
            spent = _spent(timed, bodies)
            if turn:
                laps[name].append(spent)
    ours = list(map(sub, laps["validate"], laps["parse"]))
    theirs = list(map(sub, laps["marshmallow"], laps["json"]))
    beside = median(map(truediv, ours, laps["parse"]))
    against = median(map(truediv, ours, theirs))
    return [
        f"Validating the full form: {median(ours):.0f} µs CPU, {beside:.2f} × what parsing and "
        f"answering the same request costs without it ({median(laps['parse']):.0f} µs, WSGI call "
        f"in process), and {against:.2f} × a cached marshmallow schema with a field per item "
        f"({median(theirs):.0f} µs).",
        f"Refusing a sheet of {UNKNOWN:,} unknown items: {_refusal_seconds():.2f} s CPU.",
    ]


def _refusal_seconds() -> float:
    """Return the CPU seconds of naming every fault of a sheet of unknown items."""
    content = container().content
    raw = {"form": "full", "answers": {f"strategy-pla{n}": 1 for n in range(UNKNOWN)}}
    began = time.process_time()
    try:
        read(content, raw)
    except FaultyInput as error:
        if len(error.faults) == UNKNOWN:
            return time.process_time() - began
    raise RuntimeError("not every unknown item was named")


if __name__ == "__main__":
    print("\n".join(validation()))

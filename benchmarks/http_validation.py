"""What validating the full form costs beside parsing and answering the same request.

Run: `.venv/bin/python -m benchmarks.http_validation` (also part of `benchmarks.http`)
"""

import json
import random
import time
from collections.abc import Callable
from io import BytesIO
from operator import sub, truediv
from statistics import median

from flask import Flask, Response

from benchmarks.http_apps import sheet_schema
from benchmarks.http_bodies import random_body
from diagnosis.bootstrap import container
from diagnosis.domain.fault import FaultyInput
from diagnosis.services.intake.sheets import read
from diagnosis.web.exchange import answer, read_json

ROUNDS, TURNS = 9, 400
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


def _call(app: Flask, path: str) -> Callable[[bytes], None]:
    def call(body: bytes) -> None:
        environment = {
            "REQUEST_METHOD": "POST", "PATH_INFO": path, "SERVER_NAME": "x", "SERVER_PORT": "80",
            "HTTP_HOST": "x", "wsgi.url_scheme": "http", "wsgi.input": BytesIO(body),
            "CONTENT_LENGTH": str(len(body)), "CONTENT_TYPE": "application/json",
        }  # fmt: skip
        status: list[str] = []
        b"".join(app(environment, lambda code, *_: status.append(code)))
        if status != ["200 OK"]:
            raise RuntimeError(status)

    return call


def _spent(call: Callable[[bytes], object], bodies: list[bytes]) -> float:
    began = time.process_time()
    for number in range(TURNS):
        call(bodies[number % len(bodies)])
    return (time.process_time() - began) / TURNS * 1e6


def validation(seed: int = 1) -> list[str]:
    """Return the lines of the report: medians of rounds that alternate."""
    chance = random.Random(seed)
    bodies = [random_body(container().content, chance) for _ in range(25)]
    app, schema = _application(), sheet_schema()
    calls: dict[str, Callable[[bytes], object]] = {
        "parse": _call(app, "/parse"),
        "validate": _call(app, "/validate"),
        "json": json.loads,
        "marshmallow": lambda body: schema.load(json.loads(body)),
    }
    laps: dict[str, list[float]] = {name: [] for name in calls}
    for turn in range(ROUNDS + 1):
        for name, call in calls.items():
            spent = _spent(call, bodies)
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

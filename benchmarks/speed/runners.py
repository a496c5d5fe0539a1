"""Who is measured beside whom, and the requests that each is sent."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice

from benchmarks.rivals.features import Feature, row_of
from benchmarks.sheets import Sheet, Sheets, is_rejected, spoilt

MINIMAL = {"Prefer": "return=minimal"}
APPLIED = "Preference-Applied"
POOL = 4000
"""How many sheets there are, each of another firm; who is sent all of them starts anew."""


@dataclass(frozen=True, kw_only=True)
class Runner:
    """A contender: its server, and the request that it is sent.

    `sends` is what goes in the body: nothing, a sheet, or the row of numbers that a model reads.
    `refusal` is the status of a body that is faulty. `starts_at` is where in the pool of sheets
    it starts, as a share of the pool.
    """

    name: str
    server: str
    path: str
    sends: str = "sheet"
    status: int = 200
    refusal: int = 422
    headers: Mapping[str, str] = field(default_factory=dict)
    starts_at: float = 0.0


HELLO = Runner(name="hello", server="hello", path="/", sends="nothing")
PREVIEW = Runner(name="preview", server="service_by_rule", path="/v1/diagnoses/preview")
ESTIMATE = Runner(name="preview, estimate", server="service", path="/v1/diagnoses/preview")
LEVELS = Runner(
    name="preview, estimate, levels only",
    server="service",
    path="/v1/diagnoses/preview?view=levels",
)
STORED = Runner(name="stored, estimate", server="service", path="/v1/diagnoses", status=201)
STORED_MINIMAL = Runner(
    name="stored, estimate, minimal",
    server="service",
    path="/v1/diagnoses",
    status=201,
    headers=MINIMAL,
    starts_at=0.5,
)
TEXTBOOK = Runner(name="textbook preview, estimate", server="textbook", path="/preview")
TEXTBOOK_STORED = Runner(
    name="textbook stored, estimate", server="textbook", path="/stored", status=201
)
FASTAPI = Runner(name="FastAPI scoring", server="fastapi", path="/score")
MLFLOW = Runner(
    name="MLflow scoring", server="mlflow", path="/invocations", sends="row", refusal=400
)
RUNNERS = (
    HELLO, PREVIEW, ESTIMATE, LEVELS, STORED, STORED_MINIMAL, TEXTBOOK, TEXTBOOK_STORED, FASTAPI,
    MLFLOW,
)  # fmt: skip


@dataclass(frozen=True)
class Request:
    """A request's body, and the status that it is to be answered with."""

    body: bytes | None
    status: int


def make_pool(sheets: Sheets, size: int = POOL) -> list[Sheet]:
    """Return sheets of as many firms."""
    return list(islice(sheets.full(), size))


def requests_of(
    runner: Runner, pool: Sequence[Sheet], features: tuple[Feature, ...]
) -> Iterator[Request]:
    """Yield a runner's requests without end, some of them to be refused."""
    start = int(len(pool) * runner.starts_at)
    requests = [
        _request(runner, number, sheet, features)
        for number, sheet in enumerate([*pool[start:], *pool[:start]])
    ]
    return cycle(requests)


def _request(runner: Runner, number: int, sheet: Sheet, features: tuple[Feature, ...]) -> Request:
    if runner.sends == "nothing":
        return Request(None, runner.status)
    is_bad = is_rejected(number)
    status = runner.refusal if is_bad else runner.status
    if runner.sends == "sheet":
        return Request(spoilt(sheet) if is_bad else sheet.body(), status)
    row = [None if value != value else value for value in row_of(features, sheet.answers)]
    return Request(json.dumps({"inputs": [["?", *row[1:]] if is_bad else row]}).encode(), status)

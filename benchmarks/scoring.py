"""Time to score one sheet by all standards, and sheets per second as a matrix.

One sheet is timed twice: by the one-sheet scorer that requests use (encoded sheets differ from
call to call; encoding is not counted), and by the batch kernels as a batch of one.

Run: `make setup && .venv/bin/python -m benchmarks.scoring`
"""

import json
import os
import platform
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import cycle
from statistics import median
from time import perf_counter_ns
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from diagnosis.bootstrap import container
from diagnosis.domain.scoring.encode import BLANK, NOT_APPLICABLE, EncodedSheets
from diagnosis.domain.scoring.scorers import Scorers
from diagnosis.services.ports.content import Content
from tests.builders import read_random

ROUNDS = 7
CALLS = 3_000
SHEETS = 100_000
CHUNK = 1_000


def random_sheets(scorers: Scorers, n: int, *, blanks: float, seed: int) -> EncodedSheets:
    """Return n random sheets; `blanks` is the share of unanswered items."""
    draw = np.random.default_rng(seed)
    columns = len(scorers.encoder.ladders)
    codes = draw.integers(1, NOT_APPLICABLE, (n, columns)).astype(np.uint8)
    codes[draw.random(codes.shape) < blanks] = BLANK
    questions = scorers.standards.points.questions
    points = np.stack([draw.integers(0, question.max + 1, n) for question in questions], axis=1)
    points[draw.random(points.shape) < blanks] = -1
    links = len(scorers.encoder.links)
    use = draw.integers(0, 4, (n, links))
    return EncodedSheets(
        codes=codes,
        points=points.astype(np.int64),
        values=draw.uniform(0, 5, (n, len(scorers.encoder.choices))),
        use=use,
        model=use & draw.integers(0, 4, (n, links)),
        declared=draw.integers(-1, 2, (n, len(scorers.standards.tiers.declared))),
        kind=draw.integers(0, 2, n),
        revenue=draw.uniform(100, 50_000, n),
    )


def time_one_sheet(content: Content, *, blanks: float) -> list[float]:
    """Return microseconds a sheet per round by the one-sheet scorer."""
    sheets = [read_random(content, seed, blanks=blanks) for seed in range(200)]
    rows = [content.scorers.encode_sheet(sheet) for sheet in sheets]
    return _microseconds(content.one_sheet.score, rows)


def time_batch_of_one(scorers: Scorers, *, blanks: float) -> list[float]:
    """Return microseconds a sheet per round by the batch kernels, called with one sheet."""
    sheets = random_sheets(scorers, 500, blanks=blanks, seed=1)
    places = np.arange(len(sheets))
    return _microseconds(scorers.score, [sheets.rows(places == place) for place in places])


def _microseconds(score: Callable[[Any], object], rows: Sequence[object]) -> list[float]:
    times = []
    for _ in range(ROUNDS):
        start = perf_counter_ns()
        for _, row in zip(range(CALLS), cycle(rows), strict=False):
            score(row)
        times.append((perf_counter_ns() - start) / CALLS / 1000)
    return times


def score_share(job: tuple[int, int]) -> int:
    """Score a share of the sheets in this process, in chunks; return how many."""
    seed, n = job
    scorers = container().content.scorers
    sheets = random_sheets(scorers, n, blanks=0.1, seed=seed)
    start = perf_counter_ns()
    for first in range(0, n, CHUNK):
        chosen = np.zeros(n, dtype=bool)
        chosen[first : first + CHUNK] = True
        scorers.score(sheets.rows(chosen))
    return perf_counter_ns() - start


def matrix(processes: int) -> list[float]:
    """Return sheets per second per round, over this many processes."""
    rates = []
    with ProcessPoolExecutor(processes) as pool:
        for number in range(ROUNDS):
            share = SHEETS // processes
            jobs = [(number * processes + place, share) for place in range(processes)]
            slowest = max(pool.map(score_share, jobs))
            rates.append(share * processes / (slowest / 1e9))
    return rates


def main() -> None:
    """Print the figures as one JSON object."""
    content = container().content
    blanks = {"complete": 0.0, "quarter_blank": 0.25}
    figures = {
        "python": platform.python_version(),
        "numpy": np.__version__,
        "one_sheet_us": {
            name: _spread(time_one_sheet(content, blanks=share)) for name, share in blanks.items()
        },
        "batch_of_one_us": {
            name: _spread(time_batch_of_one(content.scorers, blanks=share))
            for name, share in blanks.items()
        },
        "sheets_per_second": {f"{count}_process": _spread(matrix(count)) for count in (1, 2)},
    }
    print(json.dumps(figures, indent=2))


def _spread(values: list[float]) -> dict[str, float]:
    return {"median": median(values), "min": min(values), "max": max(values)}


if __name__ == "__main__":
    main()

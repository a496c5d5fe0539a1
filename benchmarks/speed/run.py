"""One run: everything that is promised of speed, measured one part after the other."""

import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.sheets import Sheets
from benchmarks.speed.goals import floor_of
from benchmarks.speed.growth import stored_growth
from benchmarks.speed.lists import Lists, measure_lists
from benchmarks.speed.outcome import Run
from benchmarks.speed.postgres import copies
from benchmarks.speed.race import Race, race
from benchmarks.speed.register import container_of
from benchmarks.speed.runners import (
    ESTIMATE,
    FASTAPI,
    HELLO,
    LEVELS,
    MLFLOW,
    PREVIEW,
    STORED,
    STORED_MINIMAL,
    TEXTBOOK,
    TEXTBOOK_STORED,
    Runner,
    make_pool,
)
from benchmarks.speed.spread import ratios
from benchmarks.speed.starts import measure_starts
from benchmarks.speed.writers import race_writers
from diagnosis.bootstrap import container

RATIOS: Mapping[str, tuple[Runner, Runner]] = {
    "preview": (PREVIEW, HELLO),
    "preview-estimate": (ESTIMATE, HELLO),
    "levels": (LEVELS, HELLO),
    "stored": (STORED, HELLO),
    "stored-minimal": (STORED_MINIMAL, HELLO),
    "fastapi-stored": (FASTAPI, STORED),
    "fastapi-minimal": (FASTAPI, STORED_MINIMAL),
    "mlflow-stored": (MLFLOW, STORED),
    "mlflow-minimal": (MLFLOW, STORED_MINIMAL),
    "textbook-preview": (TEXTBOOK, ESTIMATE),
    "textbook-stored": (TEXTBOOK_STORED, STORED),
    "textbook-minimal": (TEXTBOOK_STORED, STORED_MINIMAL),
}
"""The ratios of the race by their ids: who is divided by whom."""


PARTS = ("race", "writers", "starts", "lists")
ON_POSTGRES = "lists-postgres"
"""A part that is measured where it is asked for: PostgreSQL is started for it."""


@dataclass(frozen=True, kw_only=True)
class Sizes:
    """How much is measured: rounds and requests of the race, turns of a page, seconds of load."""

    rounds: int
    requests: int
    turns: int
    load_rounds: int
    load_seconds: float
    starts: int
    seed: int


@dataclass(frozen=True)
class Inputs:
    """What is measured with: the rivals' models, a database with few rows and one with many."""

    models: Path
    registers: list[Path]


def race_measures(race: Race) -> tuple[dict[str, list[float]], list[str]]:
    """Return the ratios of a race, round by round, and what could not be measured."""
    measures: dict[str, list[float]] = {}
    notes = []
    for name, (runner, base) in RATIOS.items():
        if STORED_MINIMAL in (runner, base) and not race.is_minimal:
            notes.append(f"{name}: not answered minimally")
        elif runner.name not in race.laps:
            notes.append(f"{name}: not there yet")
        else:
            measures[name] = ratios(race.cpu_us(runner.name), race.cpu_us(base.name))
    return measures, notes


def measure_run(sizes: Sizes, inputs: Inputs, parts: Sequence[str]) -> Run:
    """Return what some parts of a run came to."""
    run = Run(load=os.getloadavg()[0])
    for part in parts:
        with TemporaryDirectory() as name:
            _MEASURES[part](run, sizes, inputs, Path(name))
    return run


def _race(run: Run, sizes: Sizes, inputs: Inputs, folder: Path) -> None:
    raced = race(folder, inputs.models, rounds=sizes.rounds, count=sizes.requests, seed=sizes.seed)
    measures, notes = race_measures(raced)
    run.laps.update(raced.laps)
    run.measures.update(measures)
    run.notes.extend(notes)


def _writers(run: Run, sizes: Sizes, _inputs: Inputs, folder: Path) -> None:
    pool = make_pool(Sheets(container().content, sizes.seed))
    loads = race_writers(folder, pool, rounds=sizes.load_rounds, seconds=sizes.load_seconds)
    run.writers.update(loads)
    run.measures["writers"] = [load.spread for load in loads["queue"]]


def _starts(run: Run, sizes: Sizes, _inputs: Inputs, folder: Path) -> None:
    starts = measure_starts(folder, sizes.starts)
    run.starts.extend(starts)
    run.measures["start"] = [start.seconds for start in starts]
    run.measures["first-plan"] = [start.ratio for start in starts]


def _lists(run: Run, sizes: Sizes, inputs: Inputs, _folder: Path) -> None:
    few, many = (container_of(f"sqlite:///{path}") for path in inputs.registers)
    measured = measure_lists(Lists(few), Lists(many), turns=sizes.turns, floor=floor_of("filters"))
    run.pages.extend(measured.pages)
    run.notes.extend(f"{each}: no value to filter with is known" for each in measured.unknown)
    run.measures["filters"] = [measured.pages[0].ratio]
    run.measures["growth"] = stored_growth(few, many, turns=sizes.rounds)


def _lists_on_postgres(run: Run, sizes: Sizes, inputs: Inputs, _folder: Path) -> None:
    with copies(inputs.registers) as containers:
        few, many = map(Lists, containers)
        measured = measure_lists(
            few, many, turns=sizes.turns, floor=floor_of("filters"), clock=time.perf_counter
        )
    run.postgres_pages.extend(measured.pages)
    run.measures["filters-postgres"] = [measured.pages[0].ratio]


_MEASURES: Mapping[str, Callable[[Run, Sizes, Inputs, Path], None]] = dict(
    zip(
        (*PARTS, ON_POSTGRES),
        (_race, _writers, _starts, _lists, _lists_on_postgres),
        strict=True,
    )
)

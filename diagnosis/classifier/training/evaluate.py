"""Judging a model on worlds no model was trained on: every measure, per shift, rule beside."""

import time
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from diagnosis.classifier.attribution import Attributor
from diagnosis.classifier.model import Model
from diagnosis.classifier.structure import KINDS, SIZES
from diagnosis.classifier.training import metrics
from diagnosis.classifier.training.adaptive import run_adaptive, run_checks, run_form
from diagnosis.classifier.training.challenger import FrankHallBoosting, completed_scores
from diagnosis.classifier.training.config import Config
from diagnosis.classifier.training.fit import Progress, quiet
from diagnosis.classifier.training.laws import count_falls
from diagnosis.classifier.training.sample import SimulatedWorld, draw_worlds, sheets_of
from diagnosis.classifier.training.shifts import HOME, SHIFTS, Shift
from diagnosis.classifier.training.trial import (
    Trial,
    coverage_by_level,
    fairness,
    measures,
    run_trial,
)
from diagnosis.classifier.training.worlds import INDUSTRIES

RATES = (0.0, 0.25, 0.5, 0.8)
FIRMS = 1000
RAISES = 40_000


def evaluate(
    model: Model, config: Config, seed: int, *, worlds: int = 10, raises: int = RAISES,
    forms: Mapping[str, Sequence[str]] | None = None, jobs: int = 1, progress: Progress = quiet,
) -> dict[str, Any]:  # fmt: skip
    """Return the metrics of a model as plain values, ready for metrics.json and the card.

    `worlds` worlds of 1,000 firms for each shift and three times as many at home; `forms` names
    item lists whose loss against all items is to be stated.
    """
    progress("home", 0.0)
    home = draw_worlds(model.structure, config, seed, worlds * 3, FIRMS, jobs)
    trials = {rate: run_trial(model, home, rate, seed) for rate in RATES}
    progress("shifts", 0.25)
    cells = [_cell(HOME, rate, trial) for rate, trial in trials.items()]
    for place, shift in enumerate(SHIFTS):
        cells += _shift_cells(model, shift, config, seed + 101 * (place + 1), worlds, jobs)
        progress(shift.name, 0.25 + 0.5 * (place + 1) / len(SHIFTS))
    some = home[: max(worlds, 2)]
    found: dict[str, Any] = {
        "model": model.identity,
        "standard": model.structure.standard,
        "visits": model.numbers.visits,
        "seed": seed,
        "cells": cells,
        "coverage_by_level": coverage_by_level(trials[0.25]),
        "size_classes": fairness(trials[0.25], trials[0.25].size, list(SIZES)),
        "industries": fairness(
            trials[0.25], trials[0.25].industry, [f"simulated-{n + 1}" for n in range(INDUSTRIES)]
        ),
        "production_types": _by_kind(trials[0.25], home),
        "adaptive": run_adaptive(model, some),
        "checks": run_checks(model, some, seed),
        "checks_heavy_inflation": _checks_in_worst(model, config, seed, worlds, jobs),
        "forms": {
            name: run_form(model, some, list(items)) for name, items in (forms or {}).items()
        },
        "falls": count_falls(model, raises, seed),
        "attribution_error": attribution_error(model, home[0]),
    }
    progress("challenger", 0.85)
    found["challenger"] = judge_challenger(model, config, seed, home[:worlds], jobs)
    progress("timing", 0.97)
    found["timing"] = measure_times(model, home[0])
    return found


def _cell(shift: Shift, rate: float, trial: Trial) -> dict[str, Any]:
    return {"shift": shift.name, "missing": rate, **measures(trial)}


def _shift_cells(
    model: Model, shift: Shift, config: Config, seed: int, worlds: int, jobs: int
) -> list[dict[str, Any]]:
    drawn = draw_worlds(
        model.structure, shift.applied(config), seed, worlds, FIRMS, jobs, dict(shift.changes)
    )
    return [_cell(shift, rate, run_trial(model, drawn, rate, seed)) for rate in (0.25, 0.5, 0.8)]


def _checks_in_worst(
    model: Model, config: Config, seed: int, worlds: int, jobs: int
) -> list[dict[str, float]]:
    worst = SHIFTS[0]
    drawn = draw_worlds(
        model.structure, config, seed + 5, worlds, FIRMS, jobs, dict(worst.changes)
    )
    return run_checks(model, drawn, seed)


def _by_kind(trial: Trial, worlds: list[SimulatedWorld]) -> list[dict[str, Any]]:
    return fairness(trial, np.concatenate([one.firms.kind for one in worlds]), list(KINDS))


def attribution_error(model: Model, world: SimulatedWorld) -> float:
    """Return the largest |sum of the parts − (s* − reference)| over a world."""
    rng = np.random.default_rng(0)
    rate = rng.uniform(0, 0.9, len(world.firms.level))
    sheets, _ = sheets_of(model.structure, world, rate, rng)
    found = Attributor(model)(model.read(sheets))
    parts = found.answered.sum(axis=1) + found.assumed.sum(axis=1)
    return float(np.abs(parts - (found.score - found.reference)).max())


def judge_challenger(
    model: Model, config: Config, seed: int, home: list[SimulatedWorld], jobs: int
) -> list[dict[str, Any]]:
    """Return challenger and champion side by side at three missing rates; trained every time."""
    trained_on = draw_worlds(
        model.structure, config, seed + 31, max(config.worlds // 2, 2), 800, jobs
    )
    rng = np.random.default_rng(seed)
    rows, truth = [], []
    for one in trained_on:
        rate = rng.choice(np.array(config.missing_rates), len(one.firms.level))
        sheets, _ = sheets_of(model.structure, one, rate, rng)
        rows.append(completed_scores(model, sheets))
        truth.append(one.firms.level)
    boosted = FrankHallBoosting(free=2).fit(np.vstack(rows), np.concatenate(truth))
    found = []
    for missing in (0.0, 0.25, 0.8):
        rng = np.random.default_rng([seed, round(missing * 100)])
        features, level, own = [], [], []
        for one in home:
            n = len(one.firms.level)
            sheets, _ = sheets_of(model.structure, one, np.full(n, missing), rng)
            features.append(completed_scores(model, sheets))
            level.append(one.firms.level)
            own.append(model.predict(sheets).probabilities)
        real, mine = np.concatenate(level), np.vstack(own)
        theirs = boosted.predict_proba(np.vstack(features))
        found.append({"missing": missing, **_beside(real, mine, theirs)})
    return found


def _beside(truth: Any, champion: Any, challenger: Any) -> dict[str, float]:
    out = {}
    for name, probabilities in (("champion", champion), ("challenger", challenger)):
        tails = np.cumsum(probabilities[:, ::-1], axis=1)[:, ::-1][:, 1:]
        median = (tails >= 0.5).sum(axis=1)
        out[f"qwk_{name}"] = round(metrics.quadratic_kappa(truth, median), 4)
        out[f"rps_{name}"] = round(metrics.ranked_probability_score(truth, probabilities), 4)
    return out


def measure_times(model: Model, world: SimulatedWorld, calls: int = 2000) -> dict[str, float]:
    """Return times on this machine: one firm (median, p99) in µs, a batch in firms a second."""
    rng = np.random.default_rng(0)
    n = len(world.firms.level)
    sheets, _ = sheets_of(model.structure, world, np.full(n, 0.25), rng)
    ones = [sheets.rows(slice(place, place + 1)) for place in range(n)]
    times = []
    for turn in range(calls):
        start = time.perf_counter()
        model.predict(ones[turn % n])
        times.append(time.perf_counter() - start)
    begun = time.perf_counter()
    for _ in range(10):
        model.predict(sheets)
    batch = 10 * n / (time.perf_counter() - begun)
    return {
        "one_firm_median_us": round(float(np.median(times)) * 1e6, 1),
        "one_firm_p99_us": round(float(np.quantile(times, 0.99)) * 1e6, 1),
        "batch_firms_per_second_one_core": round(batch),
    }

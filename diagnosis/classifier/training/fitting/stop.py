"""When to stop asking: how far unasked answers still move a level, and the margin it takes."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from diagnosis.classifier.explanation.next_question import PROMISES, Adviser
from diagnosis.classifier.inference.model import Model
from diagnosis.classifier.training.config import Config
from diagnosis.classifier.training.simulation.asking import Interviews, ask_in_order
from diagnosis.classifier.training.simulation.sample import (
    SimulatedWorld,
    draw_worlds,
    sheets_of,
)
from diagnosis.classifier.training.simulation.shifts import HOME, SHIFTS
from diagnosis.domain.scoring.encode import Floats

FACTORS = np.arange(1.0, 3.01, 0.05)
"""By how much the spread may be widened until every promise is kept."""
ASKED_FIRMS = 150
"""How many firms of a world are asked."""


def fit_stop(
    model: Model,
    config: Config,
    worlds: Sequence[SimulatedWorld],
    rng: np.random.Generator,
    *,
    seed: int,
    jobs: int = 1,
) -> Floats:
    """Return (2,) how far unasked answers may still move η: spread = first · u^second.

    Fitted to `worlds` of the training ranges, then widened until asking in the service's order
    keeps every promise in every kind of world, by one standard error at least.
    """
    stop = _spread(model, worlds, rng)
    adviser = Adviser(model)
    interviews = []
    for number, shift in enumerate((HOME, *SHIFTS)):
        drawn = draw_worlds(
            model.structure,
            shift.applied(config),
            seed=seed + number,
            worlds=max(len(worlds) // 4, 1),
            firms=ASKED_FIRMS,
            jobs=jobs,
            changes=shift.changes,
        )
        interviews.append(ask_in_order(model, adviser, drawn, ASKED_FIRMS))
    return _widened(model, stop, interviews)


def _widened(model: Model, stop: Floats, interviews: Sequence[Interviews]) -> Floats:
    """Return the narrowest spread that keeps every promise, the widest tried where none does."""
    for factor in FACTORS:
        wider = np.round([stop[0] * factor, stop[1]], 4)
        adviser = Adviser(Model(model.structure, replace(model.numbers, stop=wider)))
        if all(_keeps(adviser, each, wanted) for each in interviews for wanted in PROMISES):
            break
    return wider


def _keeps(adviser: Adviser, interviews: Interviews, wanted: float) -> bool:
    """Return whether a promise is kept, by one standard error of so many firms."""
    same = interviews.stopped(adviser, wanted)[1]
    return bool(same.mean() >= wanted + np.sqrt(wanted * (1 - wanted) / len(same)))


def _spread(model: Model, worlds: Sequence[SimulatedWorld], rng: np.random.Generator) -> Floats:
    """Return (2,) how far unasked answers move η on average: spread = first · u^second."""
    moved, open_weight = [], []
    for world in worlds:
        firms = len(world.firms.level)
        full, _ = sheets_of(model.structure, world, np.zeros(firms), rng)
        part, _ = sheets_of(model.structure, world, rng.uniform(0.1, 0.9, firms), rng)
        now, end = model.predict(part), model.predict(full)
        moved.append(end.eta - now.eta)
        open_weight.append(now.unanswered)
    return stop_of(np.concatenate(moved), np.concatenate(open_weight))


def stop_of(gap: Floats, blank: Floats) -> Floats:
    """Return (2,) first and power of the spread first · u^power of `gap` (n,), u being `blank`.

    `gap` is how far η moved once all was answered, `blank` the weight that was open before, 0–1.
    """
    edges = np.quantile(blank, np.linspace(0, 1, 13))
    bins = [(blank >= low) & (blank < high) for low, high in pairwise(edges.tolist())]
    points = [
        (float(blank[inside].mean()), float(gap[inside].std()))
        for inside in bins
        if inside.sum() > 30
    ]
    log_blank, log_spread = np.log(np.array(points)).T
    power, first = np.polyfit(log_blank, log_spread, 1)
    return np.round([np.exp(first), power], 4)

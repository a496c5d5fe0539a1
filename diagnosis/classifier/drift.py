"""Recent answers against what the model was trained on."""

from dataclasses import dataclass

import numpy as np

from diagnosis.classifier.completion import NODES, step_arrays
from diagnosis.classifier.model import Model, Sheets
from diagnosis.classifier.visit import positions_of
from diagnosis.domain.scoring.encode import Floats

LEAST_ANSWERS = 50
MOVED = 0.5
"""In training worlds one item of a hundred has a higher index."""


@dataclass(frozen=True, slots=True)
class Drift:
    """What has moved: `items` (id, population stability index, recent mean, expected mean).

    `moved` lists the ids with an index above `MOVED`; `unanswered` is the recent mean weight
    without an answer; `enough` says whether there were 50 answers to any item.
    """

    sheets: int
    items: tuple[tuple[str, float, float, float], ...]
    moved: tuple[str, ...]
    unanswered: float
    insufficient_share: float
    enough: bool


def drift_of(model: Model, sheets: Sheets) -> Drift:
    """Return how far recent sheets lie from the training population, item by item.

    The index is Σ (recent − expected) · ln(recent / expected) over the steps of an item.
    """
    expected = expected_shares(model)
    steps, _ = step_arrays(model.structure)
    answers = positions_of(sheets)
    rows = []
    for item, name in enumerate(model.structure.items):
        own = answers[~np.isnan(answers[:, item]), item]
        if len(own) >= LEAST_ANSWERS:
            used = expected[item] > 0
            place = (own[:, None] >= steps[item, 1:]).sum(axis=1)
            place = np.minimum(place, used.sum() - 1)
            recent = np.bincount(place, minlength=6)[: len(used)][used] / len(own)
            index = _stability(recent, expected[item][used])
            mean = float((expected[item] * steps[item]).sum())
            rows.append((name, round(index, 4), round(float(own.mean()), 3), round(mean, 3)))
    found = model.estimate(sheets)
    return Drift(
        len(sheets), tuple(rows), tuple(row[0] for row in rows if row[1] > MOVED),
        round(float(found.unanswered.mean()), 4), round(float(found.insufficient.mean()), 4),
        bool(rows),
    )  # fmt: skip


def expected_shares(model: Model) -> Floats:
    """Return (I, 6): the share of each step of each item in the training population."""
    curves = model.numbers.curves
    prior = np.exp(-0.5 * ((NODES - curves.mean) / curves.spread) ** 2)
    tails = (prior / prior.sum()) @ model.completion.tails
    edge = np.ones((len(tails), 1))
    shares: Floats = -np.diff(np.c_[edge, tails, 0 * edge], axis=1)
    return np.maximum(shares, 0.0)


def _stability(recent: Floats, expected: Floats) -> float:
    a, b = np.maximum(recent, 1e-3), np.maximum(expected, 1e-3)
    return float(((a - b) * np.log(a / b)).sum())

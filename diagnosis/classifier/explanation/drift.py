"""Recent answers against what the model was trained on."""

import numpy as np

from diagnosis.classifier.inference.coded_sheets import CodedSheets, positions_of
from diagnosis.classifier.inference.completion import NODES, step_arrays
from diagnosis.classifier.inference.head import probabilities_of
from diagnosis.classifier.inference.model import Model
from diagnosis.domain.estimate import Drift, ItemDrift
from diagnosis.domain.scoring.encode import Bools, Floats

LEAST_ANSWERS = 50
"""An item with fewer recent answers is not judged."""
MOVED = 0.5
"""In training worlds one item of a hundred has a higher index."""


def drift_of(model: Model, sheets: CodedSheets) -> Drift:
    """Return how far recent sheets lie from the training population, item by item.

    An item with fewer than `LEAST_ANSWERS` answers is left out; one with an index above `MOVED`
    has moved.
    """
    items = _item_drifts(model, positions_of(sheets))
    predictions = model.predict(sheets)
    return Drift(
        standard=model.structure.standard,
        model=model.identity,
        sheets=len(sheets),
        items=items,
        moved=tuple(drift.item for drift in items if drift.index > MOVED),
        unanswered=round(float(predictions.unanswered.mean()), 4),
        insufficient_share=round(float(predictions.insufficient.mean()), 4),
        enough=bool(items),
    )


def _item_drifts(model: Model, answers: Floats) -> tuple[ItemDrift, ...]:
    """Return the drift of each item that has answers enough among `answers` (n, I)."""
    expected = expected_shares(model)
    steps, _ = step_arrays(model.structure)
    drifts = []
    for place, item in enumerate(model.structure.items):
        column = answers[:, place]
        answered = column[~np.isnan(column)]
        if len(answered) < LEAST_ANSWERS:
            continue
        used = expected[place] > 0
        recent = _step_shares(answered, steps[place], used)
        drifts.append(
            ItemDrift(
                item,
                round(_stability(recent, expected[place][used]), 4),
                round(float(answered.mean()), 3),
                round(float((expected[place] * steps[place]).sum()), 3),
            )
        )
    return tuple(drifts)


def _step_shares(answers: Floats, steps: Floats, used: Bools) -> Floats:
    """Return the share of `answers` (n,) at each step that an item uses; `used` (6,)."""
    place = (answers[:, None] >= steps[1:]).sum(axis=1)
    place = np.minimum(place, used.sum() - 1)
    shares: Floats = np.bincount(place, minlength=len(used))[used] / len(answers)
    return shares


def expected_shares(model: Model) -> Floats:
    """Return (I, 6): the share of each step of each item in the training population."""
    curves = model.numbers.curves
    prior = np.exp(-0.5 * ((NODES - curves.mean) / curves.spread) ** 2)
    tails = (prior / prior.sum()) @ model.completion.tails
    return np.maximum(probabilities_of(tails), 0.0)


def _stability(recent: Floats, expected: Floats) -> float:
    """Return the population stability index Σ (recent − expected) · ln(recent / expected)."""
    recent, expected = np.maximum(recent, 1e-3), np.maximum(expected, 1e-3)
    return float(((recent - expected) * np.log(recent / expected)).sum())

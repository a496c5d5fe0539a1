"""Sheets that hold a firm's best answers alone: what a model would say, and how wrong it is."""

from collections.abc import Sequence

import numpy as np

from diagnosis.classifier.inference.coded_sheets import CodedSheets, codes_of
from diagnosis.classifier.inference.model import Model, Predictions, joined_predictions
from diagnosis.classifier.training import metrics
from diagnosis.classifier.training.evaluation.figures import Figures
from diagnosis.classifier.training.simulation.sample import SimulatedWorld
from diagnosis.domain.scoring.encode import Floats, Ints

FEW_BEST = 5


def run_best_only(
    model: Model, worlds: Sequence[SimulatedWorld], minimum_coverage: float, seed: int
) -> tuple[Figures, ...]:
    """Return what is said of sheets with five answers, then half of them, always the best.

    `enough` is the share (0–1) that reaches `minimum_coverage`, below which the rule gives no
    level and nothing is estimated; the other figures are what the model would say all the same,
    of the firms that it abstains from at level 0.
    """
    rows: list[Figures] = []
    items = len(model.structure.items)
    for kept in (FEW_BEST, (items + 1) // 2):
        rng = np.random.default_rng([seed, kept])
        predictions = joined_predictions([_of_best(model, world, kept, rng) for world in worlds])
        truth = np.concatenate([world.firms.level for world in worlds])
        rows.append(_figures(truth, predictions, kept, minimum_coverage))
    return tuple(rows)


def _of_best(
    model: Model, world: SimulatedWorld, kept: int, rng: np.random.Generator
) -> Predictions:
    """Return the predictions on the `kept` highest claims of each firm; ties fall by lot."""
    firms = world.firms
    claims = np.where(firms.cut[:, model.completion.owner], -1.0, firms.claimed)
    order = np.argsort(np.argsort(-claims - rng.random(claims.shape) * 0.1, axis=1), axis=1)
    positions: Floats = np.where((order < kept) & (claims >= 0), claims, np.nan)
    return model.predict(CodedSheets(codes_of(positions), firms.kind, firms.cut, firms.size))


def _figures(truth: Ints, predictions: Predictions, kept: int, minimum_coverage: float) -> Figures:
    level = np.maximum(predictions.level, 0)
    inside = (truth >= predictions.low) & (truth <= predictions.high)
    enough = (predictions.unanswered <= 1 - minimum_coverage) & ~predictions.insufficient
    figures = {
        "answers": kept,
        "enough": enough.mean(),
        "qwk": metrics.quadratic_kappa(truth, level),
        "over": (level > truth).mean(),
        "severe": metrics.severe_share(truth, level),
        "coverage": inside.mean(),
        "set_size": (predictions.high - predictions.low + 1).mean(),
    }
    return {name: round(float(value), 4) for name, value in figures.items()}

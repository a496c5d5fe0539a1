"""The measures of the table: agreement, severe errors, calibration, sets."""

import numpy as np

from diagnosis.domain.scoring.encode import Bools, Floats, Ints
from diagnosis.domain.scoring.scale import LEVELS


def merged(level: Ints) -> Ints:
    """Return levels 1–5 with 0 counted as 1."""
    levels: Ints = np.maximum(level, 1)
    return levels


def quadratic_kappa(truth: Ints, guess: Ints, weight: Floats | None = None) -> float:
    """Return Cohen's kappa with quadratic weights over six levels; −1–1, 1 is full agreement."""
    table = np.zeros((LEVELS + 1, LEVELS + 1))
    np.add.at(table, (truth, guess), 1.0 if weight is None else weight)
    table /= table.sum()
    grid = np.arange(LEVELS + 1)
    cost = (grid[:, None] - grid) ** 2
    chance = np.outer(table.sum(axis=1), table.sum(axis=0))
    expected = float((cost * chance).sum())
    return 1 - float((cost * table).sum()) / expected if expected > 0 else 1.0


def severe_share(truth: Ints, guess: Ints) -> float:
    """Return the share of firms that are wrong by two levels or more, 0 and 1 merged."""
    return float((np.abs(merged(truth) - merged(guess)) >= 2).mean())


def at_least(probabilities: Floats) -> Floats:
    """Return P(level ≥ k) (n, 5), k = 1–5, of the probabilities (n, 6) of levels 0–5."""
    tails: Floats = np.cumsum(probabilities[:, ::-1], axis=1)[:, ::-1][:, 1:]
    return tails


def ranked_probability_score(truth: Ints, probabilities: Floats) -> float:
    """Return the mean ranked probability score over six levels, 0 (best) – 1."""
    real = truth[:, None] >= np.arange(1, LEVELS + 1)
    return float(((at_least(probabilities) - real) ** 2).mean())


def _binned_gap(confidence: Floats, correct: Bools, bins: int = 10) -> float:
    """Return the mean distance of confidence and share correct, over bins by their size."""
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    gap = 0.0
    for number in range(bins):
        inside = place == number
        if inside.any():
            gap += abs(float(confidence[inside].mean() - correct[inside].mean())) * inside.mean()
    return gap


def calibration_error(truth: Ints, probabilities: Floats) -> float:
    """Return the expected calibration error of the most probable level, ten bins."""
    top = probabilities.argmax(axis=1)
    return _binned_gap(probabilities.max(axis=1), top == truth)


def cumulative_calibration_error(truth: Ints, probabilities: Floats) -> float:
    """Return the expected calibration error of P(level ≥ k), averaged over k = 1–5."""
    tails = at_least(probabilities)
    levels = range(1, LEVELS + 1)
    gaps = [_binned_gap(tails[:, level - 1], truth >= level) for level in levels]
    return float(np.mean(gaps))

"""Prediction sets: contiguous, never empty, always with the median level.

References: Romano, Sesia, Candès (2020), adaptive sets (APS); Sadinle, Lei, Wasserman (2019), least
ambiguous sets (LAC).
"""

from dataclasses import dataclass

import numpy as np

from diagnosis.classifier.plain_rule import Floats, Ints
from diagnosis.classifier.structure import LEVELS

_PAIRS = sorted(
    ((low, high) for low in range(LEVELS + 1) for high in range(low, LEVELS + 1)),
    key=lambda pair: (pair[1] - pair[0], pair[0]),
)
_LOW = np.array([low for low, _ in _PAIRS])
_HIGH = np.array([high for _, high in _PAIRS])
_LENGTH = _HIGH - _LOW
_INSIDE = np.array(
    [[low <= level <= high for low, high in _PAIRS] for level in range(LEVELS + 1)], dtype=float
)
FROM_LABELS = 200
PER_LEVEL = 30


@dataclass(frozen=True, slots=True)
class SetRule:
    """How sets are made.

    `mass`: adaptive sets, the shortest run of levels with at least this probability (> 0.5).
    `floors` (6,): with ≥ 200 verified visits, all levels with at least this probability.
    """

    mass: float
    floors: Floats | None = None
    labels: int = 0

    def __call__(self, probabilities: Floats, median: Ints) -> tuple[Ints, Ints]:
        """Return the lowest and the highest level (n,) of each set."""
        if self.floors is not None:
            return self._least_ambiguous(probabilities, median)
        inside = probabilities @ _INSIDE
        rank = np.where(inside >= self.mass - 1e-12, inside - 2.0 * _LENGTH, -np.inf)
        chosen = rank.argmax(axis=1)
        return np.minimum(_LOW[chosen], median), np.maximum(_HIGH[chosen], median)

    def _least_ambiguous(self, probabilities: Floats, median: Ints) -> tuple[Ints, Ints]:
        held = probabilities >= self.floors
        held[np.arange(len(held)), median] = True
        return held.argmax(axis=1), LEVELS - held[:, ::-1].argmax(axis=1)


def mass_for(probabilities: Floats, level: Ints, target: float) -> float:
    """Return the least mass whose adaptive sets cover `target` of the firms."""
    low, high = 0.5, 0.999
    median = (np.cumsum(probabilities[:, ::-1], axis=1)[:, ::-1] >= 0.5).sum(axis=1) - 1
    for _ in range(12):
        middle = (low + high) / 2
        first, last = SetRule(middle)(probabilities, median)
        if ((level >= first) & (level <= last)).mean() >= target:
            high = middle
        else:
            low = middle
    return round(high, 4)


def set_rule_from_labels(
    probabilities: Floats, level: Ints, mass: float, target: float = 0.9
) -> SetRule:
    """Return the set rule that real labels allow: least ambiguous sets from 200 labels on.

    A level gets a floor of its own from 30 labels on; the others share the pooled one.
    """
    n = len(level)
    if n < FROM_LABELS:
        return SetRule(mass, None, n)
    own = probabilities[np.arange(n), level]
    floors = np.full(LEVELS + 1, _floor(own, target))
    for one in range(LEVELS + 1):
        if (level == one).sum() >= PER_LEVEL:
            floors[one] = _floor(own[level == one], target)
    return SetRule(mass, floors, n)


def _floor(own: Floats, target: float) -> float:
    """Return the conformal quantile: at least `target` of the scores lie above it."""
    place = int(np.floor((len(own) + 1) * (1 - target)))
    return float(np.sort(own)[place - 1]) if place >= 1 else 0.0

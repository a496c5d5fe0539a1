"""Prediction sets: contiguous, never empty, always with the median level.

References: Romano, Sesia, Candès (2020), adaptive sets (APS); Sadinle, Lei, Wasserman (2019),
least ambiguous sets (LAC).
"""

from dataclasses import dataclass, replace

import numpy as np

from diagnosis.domain.scoring.encode import Floats, Ints
from diagnosis.domain.scoring.scale import LEVELS

FROM_LABELS = 200
"""From so many verified visits on, sets are made from real labels."""
PER_LEVEL = 30
"""A level with so many labels gets a floor by itself."""


@dataclass(frozen=True, slots=True)
class SetRule:
    """How sets are made.

    `below`, `above` (both < 0.5): adaptive sets, from the first level with more than `below` of
    the probability up to it, to the first with at least 1 − `above`. Firms that claim too much are
    verified lower rather than higher, so `below` may be the smaller one. Neither end falls when an
    answer is raised.
    `floors` (6,): with ≥ 200 verified visits, all levels with at least this probability.
    """

    below: float
    above: float
    floors: Floats | None = None
    labels: int = 0

    def __call__(self, probabilities: Floats, median: Ints) -> tuple[Ints, Ints]:
        """Return the lowest and the highest level (n,) of each set."""
        if self.floors is not None:
            return _least_ambiguous(probabilities, median, self.floors)
        up_to = probabilities.cumsum(axis=1)
        low = (up_to <= self.below).sum(axis=1)
        high = (up_to < 1.0 - self.above).sum(axis=1)
        return low, np.minimum(high, LEVELS)


def _least_ambiguous(probabilities: Floats, median: Ints, floors: Floats) -> tuple[Ints, Ints]:
    """Return the ends (n,) of the levels at or above their floor, the median always among them."""
    in_set = probabilities >= floors
    in_set[np.arange(len(in_set)), median] = True
    return in_set.argmax(axis=1), LEVELS - in_set[:, ::-1].argmax(axis=1)


def set_rule_from_labels(
    probabilities: Floats, level: Ints, before: SetRule, target: float = 0.9
) -> SetRule:
    """Return the set rule that real labels allow: least ambiguous sets from 200 labels on.

    A level with 30 labels or more gets a floor by itself; the others share the pooled one.
    """
    count = len(level)
    if count < FROM_LABELS:
        return replace(before, labels=count)
    of_truth = probabilities[np.arange(count), level]
    floors = np.full(LEVELS + 1, _floor(of_truth, target))
    for rank in range(LEVELS + 1):
        if (level == rank).sum() >= PER_LEVEL:
            floors[rank] = _floor(of_truth[level == rank], target)
    return replace(before, floors=floors, labels=count)


def _floor(of_truth: Floats, target: float) -> float:
    """Return the conformal quantile: at least `target` of the probabilities lie above it."""
    place = int(np.floor((len(of_truth) + 1) * (1 - target)))
    return float(np.sort(of_truth)[place - 1]) if place >= 1 else 0.0

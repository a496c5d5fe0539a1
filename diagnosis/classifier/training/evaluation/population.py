"""What simulated worlds came out like, to be held against what is published of real firms."""

from collections.abc import Sequence

import numpy as np

from diagnosis.classifier.inference.plain_rule import PlainRule
from diagnosis.classifier.inference.structure import SIZES, Structure
from diagnosis.classifier.training.evaluation.figures import Figures
from diagnosis.classifier.training.simulation.sample import SimulatedWorld
from diagnosis.domain.scoring.encode import Floats, Ints
from diagnosis.domain.scoring.scale import LEVELS

AHEAD = 2
"""The level whose odds are compared between sizes."""


def population_of(
    structure: Structure, worlds: Sequence[SimulatedWorld]
) -> tuple[dict[str, Figures], tuple[Figures, Figures]]:
    """Return the spread over worlds of what each is like, and the shares of levels 0–5 in all.

    The spread is low, middle and high of: mean correlation between two verified answers, mean of
    claim − verified in levels, odds of level 2 or more in large firms against micro ones. The
    shares are by claims, then verified.
    """
    spread = {
        "correlation_of_items": [_correlation(world.firms.verified) for world in worlds],
        "overstatement": [
            float((world.firms.claimed - world.firms.verified).mean()) for world in worlds
        ],
        "odds_large_to_micro": [
            _odds(world.firms.level, world.firms.size, SIZES.index("large"))
            / _odds(world.firms.level, world.firms.size, SIZES.index("micro"))
            for world in worlds
        ],
    }
    rule = PlainRule(structure)
    claims = [rule(each.firms.claimed, each.firms.kind, each.firms.cut).level for each in worlds]
    verified = [each.firms.level for each in worlds]
    return (
        {name: _low_middle_high(values) for name, values in spread.items()},
        (_shares(np.concatenate(claims)), _shares(np.concatenate(verified))),
    )


def _correlation(answers: Floats) -> float:
    """Return the mean correlation over all pairs of items that vary."""
    varying = answers[:, answers.std(axis=0) > 0]
    table: Floats = np.asarray(np.corrcoef(varying.T))
    return float(table[np.triu_indices(len(table), 1)].mean())


def _odds(level: Ints, size: Ints, place: int) -> float:
    """Return the odds of `AHEAD` or more in a size class; half a firm is added to either side."""
    ahead = level[size == place] >= AHEAD
    return float((ahead.sum() + 0.5) / ((~ahead).sum() + 0.5))


def _low_middle_high(values: Sequence[float]) -> Figures:
    low, middle, high = np.quantile(values, [0.0, 0.5, 1.0])
    return {"low": round(low, 3), "middle": round(middle, 3), "high": round(high, 3)}


def _shares(level: Ints) -> Figures:
    counts = np.bincount(level, minlength=LEVELS + 1) / len(level)
    return {str(place): round(float(share), 4) for place, share in enumerate(counts)}

"""What two consultants at one firm show: how far any estimate can agree, and who is stricter."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations

import numpy as np

from diagnosis.classifier.training.fitting.visits import Visits
from diagnosis.classifier.training.metrics import quadratic_kappa

NEUTRAL_PAIRS = 4.0
"""How many double visits without a difference each consultant starts with."""
DAYS_APART = 120
"""Visits further apart are of a firm that may have changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoiseCeiling:
    """How two consultants agree on one firm; `pairs` double visits.

    `agreement` is the share of pairs with one level, `a_level_apart` that of pairs at most a level
    apart, `kappa` Cohen's kappa with quadratic weights over six levels, all None without a pair;
    `by_level` has (pairs, agreement) by the lower verdict; `severity` says by how many levels each
    consultant judges lower than the second one, shrunk to 0.
    """

    pairs: int
    agreement: float | None
    a_level_apart: float | None
    kappa: float | None
    by_level: Mapping[int, tuple[int, float]]
    severity: Mapping[str, float]


def noise_ceiling(visits: Visits) -> NoiseCeiling:
    """Return what double visits show: pairs of one firm, two consultants, `why` double."""
    pairs = _pairs(visits)
    if not pairs:
        return NoiseCeiling(
            pairs=0, agreement=None, a_level_apart=None, kappa=None, by_level={}, severity={}
        )
    first, second = np.array([visits.level[list(pair)] for pair in pairs]).T
    apart = np.abs(first - second)
    lower = np.minimum(first, second)
    by_level = {
        int(level): (
            int((lower == level).sum()),
            round(float((apart == 0)[lower == level].mean()), 3),
        )
        for level in np.unique(lower)
    }
    return NoiseCeiling(
        pairs=len(pairs),
        agreement=round(float((apart == 0).mean()), 3),
        a_level_apart=round(float((apart <= 1).mean()), 3),
        # The same whichever of the two is called the first.
        kappa=round(quadratic_kappa(np.r_[first, second], np.r_[second, first]), 3),
        by_level=by_level,
        severity=_severity(visits, pairs),
    )


def _pairs(visits: Visits) -> list[tuple[int, int]]:
    """Return the places of every double visit and of the nearest visit that it checks."""
    places = defaultdict(list)
    for place, record in enumerate(visits.records):
        places[record.firm].append(place)
    pairs = []
    for group in places.values():
        near = [
            (days, pair)
            for pair in combinations(group, 2)
            if (days := _days(visits, pair)) is not None and days <= DAYS_APART
        ]
        taken: set[int] = set()
        for _, pair in sorted(near):
            if not taken & set(pair):
                pairs.append(pair)
                taken |= set(pair)
    return pairs


def _days(visits: Visits, pair: tuple[int, int]) -> int | None:
    """Return the days between two visits, None where the one does not check the other."""
    first, second = (visits.records[place] for place in pair)
    reasons = (first.why, second.why)
    if first.consultant == second.consultant or "double" not in reasons or "follow-up" in reasons:
        return None
    return abs((date.fromisoformat(first.date) - date.fromisoformat(second.date)).days)


def _severity(visits: Visits, pairs: list[tuple[int, int]]) -> dict[str, float]:
    """Return by how many levels each consultant judges lower, a shrunken mean difference."""
    differences = defaultdict(list)
    for first, second in pairs:
        higher = float(visits.level[second] - visits.level[first])
        differences[visits.records[first].consultant].append(higher)
        differences[visits.records[second].consultant].append(-higher)
    return {
        name: round(sum(each) / (len(each) + NEUTRAL_PAIRS), 3)
        for name, each in sorted(differences.items())
    }

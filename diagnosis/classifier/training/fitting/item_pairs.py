"""How much firms overstate, from pairs of a claim and what a visit verified.

A normal random-effects model: the mean gap of each firm lies around that of all firms, which lies
around the prior. Firms are the units, so a firm with a thousand checks counts little more than one
with ten; a firm far from the others is pulled in (Huber, 1964). Claims of 0 cannot be overstated
and are left aside, and so is what is no ladder. Checks go to doubtful claims first: the value
leans a little to the high side.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from diagnosis.classifier.inference.coded_sheets import positions_of
from diagnosis.classifier.inference.structure import LADDER, Structure
from diagnosis.classifier.training.fitting.visits import Visits
from diagnosis.classifier.training.fitting.why_weights import why_weights
from diagnosis.domain.scoring.encode import Bools, Floats, Ints

WIDTH = 1.2816
"""Times it, a standard deviation reaches each end of an 80 % range."""
WITHIN, WITHIN_CHECKS = 0.6, 10
"""Spread, in steps, of the gaps inside a firm, and how many checks that guess counts for."""
BETWEEN, BETWEEN_FIRMS = 0.5, 5
"""Spread, in steps, of firms' mean gaps, and how many firms that guess counts for."""
CHANNEL_SPREAD = 0.15
"""How far, in steps, a channel usually lies from the others."""
PULLED_IN = 1.5
"""Beyond so many standard deviations a firm counts as if it lay there."""
SETTLING_ROUNDS = 25
LARGEST_VALUE = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRange:
    """An overstatement in ladder steps, 0–5: `value`, and an 80 % range `low`–`high`."""

    value: float
    low: float
    high: float


ASSUMED_RANGE = StepRange(value=0.25, low=0.0, high=0.6)
"""Assumed before any visit: no figure has been published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedOverstatement:
    """What pairs say of the overstatement of all firms.

    `firms`, `visits` and `pairs` count what entered, `left_out` the visits that say nothing of
    all firms by their `why` or hold no pair; `channels` has the range of each channel.
    """

    steps: StepRange
    firms: int
    visits: int
    pairs: int
    left_out: int
    channels: Mapping[str, StepRange]


@dataclass(frozen=True, slots=True)
class _FirmGaps:
    """Per firm: mean gap (steps), number of checks, weight 0–1; all (F,)."""

    mean: Floats
    checks: Floats
    weight: Floats


def overstatement_from(
    visits: Visits, structure: Structure, prior: StepRange = ASSUMED_RANGE
) -> PairedOverstatement:
    """Return the overstatement that visits show, shrunk to `prior`; the prior without any pair.

    Firms visited by suspicion do not enter: see `WHY_WEIGHTS`.
    """
    gaps = _gaps(visits, structure)
    weights = why_weights(visits.records)
    used = ~np.isnan(gaps).all(axis=1) & (weights > 0)
    firms = visits.firm_numbers()
    names = np.array([record.channel for record in visits.records], dtype=object)
    overall = _range_from(gaps, weights, firms, used, prior)
    shrunk_to = _wider(overall)
    channels = {
        name: _range_from(gaps, weights, firms, used & (names == name), shrunk_to)
        for name in sorted({str(name) for name in names[used]} - {""})
    }
    return PairedOverstatement(
        steps=overall,
        firms=len(np.unique(firms[used])),
        visits=int(used.sum()),
        pairs=int((~np.isnan(gaps[used])).sum()),
        left_out=int((~used).sum()),
        channels=channels,
    )


def _gaps(visits: Visits, structure: Structure) -> Floats:
    """Return (n, I) claim − verified of ladder items claimed above 0 and checked, else NaN."""
    claims = positions_of(visits.sheets)
    ladder = np.array([steps == LADDER for steps in structure.steps])
    return np.where(ladder & (claims > 0), claims - visits.verified, np.nan)


def _wider(around: StepRange) -> StepRange:
    """Return a range with room for how channels differ."""
    half = WIDTH * float(np.hypot(_deviation(around), CHANNEL_SPREAD))
    return StepRange(value=around.value, low=around.value - half, high=around.value + half)


def _deviation(steps: StepRange) -> float:
    return (steps.high - steps.low) / (2 * WIDTH)


def _range_from(
    gaps: Floats, weights: Floats, firms: Ints, used: Bools, prior: StepRange
) -> StepRange:
    """Return the posterior range of the mean gap of firms; the prior where nothing is used."""
    if not used.any():
        return _rounded(prior.value, prior.low, prior.high)
    rows = gaps[used]
    numbers = np.unique(firms[used], return_inverse=True)[1]
    by_firm, within = _by_firm(rows, weights[used], numbers)
    deviation = _between(by_firm, within)
    variance = (deviation**2 + within**2 / by_firm.checks) / by_firm.weight
    precision = 1 / _deviation(prior) ** 2
    value = prior.value
    for _ in range(SETTLING_ROUNDS):
        distance = np.abs(by_firm.mean - value) / np.sqrt(variance)
        pull = np.minimum(1.0, PULLED_IN / np.maximum(distance, 1e-9)) / variance
        value = (prior.value * precision + pull @ by_firm.mean) / (precision + pull.sum())
    half = WIDTH / np.sqrt(precision + pull.sum())
    return _rounded(value, value - half, value + half)


def _by_firm(rows: Floats, weights: Floats, firms: Ints) -> tuple[_FirmGaps, float]:
    """Return the gaps of each firm, and their spread inside firms (steps)."""
    there = ~np.isnan(rows)
    checks = np.bincount(firms, there.sum(axis=1)).astype(float)
    mean = np.bincount(firms, np.where(there, rows, 0.0).sum(axis=1)) / checks
    squares = float((np.where(there, rows - mean[firms][:, None], 0.0) ** 2).sum())
    spare = checks.sum() - len(checks)
    within = np.sqrt((squares + WITHIN_CHECKS * WITHIN**2) / (spare + WITHIN_CHECKS))
    heaviest = np.zeros(len(checks))
    np.maximum.at(heaviest, firms, weights)
    return _FirmGaps(mean, checks, heaviest), float(within)


def _between(by_firm: _FirmGaps, within: float) -> float:
    """Return the spread of firms' mean gaps (steps), by moments mixed with the usual one."""
    centre = float(np.median(by_firm.mean))
    beyond = ((by_firm.mean - centre) ** 2 - within**2 / by_firm.checks).sum()
    count = len(by_firm.mean) - 1 + BETWEEN_FIRMS
    return float(np.sqrt((max(float(beyond), 0.0) + BETWEEN_FIRMS * BETWEEN**2) / count))


def _rounded(value: float, low: float, high: float) -> StepRange:
    """Return a range to hundredths, inside the ladder."""
    ends = [round(min(max(end, 0.0), LARGEST_VALUE), 2) for end in (value, low, high)]
    return StepRange(value=ends[0], low=ends[1], high=ends[2])

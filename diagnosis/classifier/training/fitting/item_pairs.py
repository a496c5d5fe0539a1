"""How much firms overstate, from pairs of a claim and what a visit verified.

A normal random-effects model: the mean gap of each firm lies around that of all firms, which lies
around the prior. Firms are the units, so a firm with a thousand checks counts little more than one
with ten; a firm far from the others is pulled in (Huber, 1964). Claims of 0 cannot be overstated
and are left aside, and so is what is no ladder.

Checks go to claims that exceed the firm's others, and these are further off. A claim drawn by lot
counts as it is. Any other counts less by `LEAN` for every step that it exceeds the mean of the
firm's claims; how much that is in truth differs, so it widens the range, and firms where some
claims were drawn and others not tell more of it. The range also reaches as far as the prior pulls
the value away from what the visits alone would say.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from diagnosis.classifier.inference.coded_sheets import positions_of
from diagnosis.classifier.inference.structure import Structure
from diagnosis.classifier.training.fitting.visits import Visits
from diagnosis.classifier.training.fitting.why_weights import why_weights
from diagnosis.domain.overstatement import (
    GAP_SPREAD,
    MOST_STEPS,
    RANGE_REACH,
    Overstatement,
    OverstatementSource,
)
from diagnosis.domain.scoring.encode import Bools, Floats, Ints

WITHIN_CHECKS = 10
"""How many checks the guess of `GAP_SPREAD`, the spread of gaps inside a firm, counts for."""
BETWEEN, BETWEEN_FIRMS = 0.5, 5
"""Spread, in steps, of firms' mean gaps, and how many firms that guess counts for."""
CHANNEL_SPREAD = 0.15
"""How far, in steps, a channel usually lies from the others."""
LEAN, LEAN_SPREAD = 0.05, 0.1
"""How much further off, in steps, a claim is for every step that it exceeds the firm's others, and
the standard deviation of that between worlds. Of simulated firms with checks as the service
proposes them, 40 new worlds each: .03 and .07 where they overstate heavily by GB/T 39116, .09 and
.13 by AI readiness; deviations .07–.12."""
PULLED_IN = 2.5
"""Beyond so many standard deviations a firm counts as if it lay there."""
SETTLING_ROUNDS = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedOverstatement:
    """What pairs say of the overstatement of all firms.

    `steps` is an 80 % range and counts the visits that entered, `firms` and `pairs` count those,
    `left_out` the visits that say nothing of all firms by their `why` or hold no pair;
    `channels` has the range of each channel.
    """

    steps: Overstatement
    firms: int
    pairs: int
    left_out: int
    channels: Mapping[str, Overstatement]


class _Belief(NamedTuple):
    """What is thought of a mean gap before its pairs are seen: value and deviation, in steps."""

    value: float
    deviation: float


@dataclass(frozen=True, slots=True)
class _Lean:
    """How much further off a claim is for every step that it exceeds the firm's others."""

    value: float
    variance: float


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Pairs of n visits, NaN where there is none: `gap` and `lead` (n, I) in steps.

    A gap is claim − verified, a lead how far the claim exceeds the mean of the firm's ladder
    claims above 0; `by_lot` (n, I) says which were drawn; `weight` (n,) 0–1 by why; `firm` (n,)
    numbers the firms.
    """

    gap: Floats
    lead: Floats
    by_lot: Bools
    weight: Floats
    firm: Ints

    def rows(self, used: Bools) -> "_Pairs":
        """Return the pairs of some visits, their firms numbered anew."""
        return _Pairs(
            self.gap[used],
            self.lead[used],
            self.by_lot[used],
            self.weight[used],
            np.unique(self.firm[used], return_inverse=True)[1],
        )

    def sums(self, values: Floats | Bools) -> Floats:
        """Return (F,) the sum per firm of what stands at its pairs."""
        rows = np.where(np.isnan(self.gap), 0.0, values).sum(axis=1)
        total: Floats = np.bincount(self.firm, rows).astype(float)
        return total


@dataclass(frozen=True, slots=True)
class _FirmGaps:
    """Per firm: mean gap and mean lead of what was not drawn (steps), checks, weight 0–1; (F,).

    What was drawn counts in the mean lead as 0.
    """

    mean: Floats
    lead: Floats
    checks: Floats
    weight: Floats


def overstatement_from(
    visits: Visits, structure: Structure, prior: Overstatement
) -> PairedOverstatement:
    """Return the overstatement that visits show, shrunk to `prior`; the prior without any pair.

    The range of `prior` is read as one of 80 %. Firms visited by suspicion do not enter: see
    `WHY_WEIGHTS`.
    """
    pairs = _pairs(visits, structure)
    used = ~np.isnan(pairs.gap).all(axis=1) & (pairs.weight > 0)
    names = np.array([record.channel for record in visits.records], dtype=object)
    overall = _learned(pairs.rows(used), _belief_in(prior)) if used.any() else prior
    shrunk_to = _wider(overall)
    channels = {
        name: _learned(pairs.rows(used & (names == name)), shrunk_to)
        for name in sorted({str(name) for name in names[used]} - {""})
    }
    return PairedOverstatement(
        steps=overall,
        firms=len(np.unique(pairs.firm[used])),
        pairs=int((~np.isnan(pairs.gap[used])).sum()),
        left_out=int((~used).sum()),
        channels=channels,
    )


def _pairs(visits: Visits, structure: Structure) -> _Pairs:
    """Return the pairs of ladder items claimed above 0 and checked."""
    claims = positions_of(visits.sheets)
    ladder = np.array(structure.ladders)
    claims = np.where(ladder & (claims > 0), claims, np.nan)
    gap = claims - visits.verified
    there = ~np.isnan(claims)
    usual = np.where(there, claims, 0.0).sum(axis=1) / np.maximum(there.sum(axis=1), 1)
    return _Pairs(
        gap=gap,
        lead=np.where(np.isnan(gap), np.nan, claims - usual[:, None]),
        by_lot=np.array([
            [item in record.by_lot for item in structure.items] for record in visits.records
        ], dtype=bool).reshape(gap.shape),
        weight=why_weights(visits.records),
        firm=visits.firm_numbers(),
    )  # fmt: skip


def _belief_in(steps: Overstatement) -> _Belief:
    return _Belief(steps.value, (steps.high - steps.low) / (2 * RANGE_REACH))


def _wider(around: Overstatement) -> _Belief:
    """Return a belief with room for how channels differ."""
    value, deviation = _belief_in(around)
    return _Belief(value, float(np.hypot(deviation, CHANNEL_SPREAD)))


def _learned(pairs: _Pairs, prior: _Belief) -> Overstatement:
    """Return the posterior range of the mean gap of firms, of one visit or more."""
    by_firm, within = _by_firm(pairs)
    lean = _lean(pairs, within)
    mean = by_firm.mean - lean.value * by_firm.lead
    deviation = _between(mean, by_firm.checks, within)
    variance = (deviation**2 + within**2 / by_firm.checks) / by_firm.weight
    precision = 1 / prior.deviation**2
    value = prior.value
    for _ in range(SETTLING_ROUNDS):
        distance = np.abs(mean - value) / np.sqrt(variance)
        pull = np.minimum(1.0, PULLED_IN / np.maximum(distance, 1e-9)) / variance
        value = (prior.value * precision + pull @ mean) / (precision + pull.sum())
    total = precision + pull.sum()
    lead = float(pull @ by_firm.lead / total)
    pulled = value - float(pull @ mean / pull.sum())
    half = RANGE_REACH * float(np.sqrt(1 / total + lead**2 * lean.variance + pulled**2))
    middle, low, high = map(_inside, (value, value - half, value + half))
    return Overstatement(
        value=middle,
        low=low,
        high=high,
        source=OverstatementSource.VISITS,
        visits=len(pairs.firm),
    )


def _by_firm(pairs: _Pairs) -> tuple[_FirmGaps, float]:
    """Return the gaps of each firm, and their spread inside firms (steps)."""
    checks = pairs.sums(np.ones(pairs.gap.shape))
    mean = pairs.sums(pairs.gap) / checks
    squares = pairs.sums((pairs.gap - mean[pairs.firm][:, None]) ** 2).sum()
    spare = checks.sum() - len(checks)
    within = np.sqrt((squares + WITHIN_CHECKS * GAP_SPREAD**2) / (spare + WITHIN_CHECKS))
    heaviest = np.zeros(len(checks))
    np.maximum.at(heaviest, pairs.firm, pairs.weight)
    lead = pairs.sums(np.where(pairs.by_lot, 0.0, pairs.lead)) / checks
    return _FirmGaps(mean, lead, checks, heaviest), float(within)


def _lean(pairs: _Pairs, within: float) -> _Lean:
    """Return how claims lean, by firms with claims that were drawn and others that were not."""
    drawn, other = pairs.sums(pairs.by_lot), pairs.sums(~pairs.by_lot)
    both = (drawn > 0) & (other > 0)
    counts = np.maximum(drawn, 1), np.maximum(other, 1)
    gap, lead = (
        pairs.sums(np.where(pairs.by_lot, 0.0, values)) / counts[1]
        - pairs.sums(np.where(pairs.by_lot, values, 0.0)) / counts[0]
        for values in (pairs.gap, pairs.lead)
    )
    weight = both / (within**2 * (1 / counts[0] + 1 / counts[1]))
    precision = 1 / LEAN_SPREAD**2 + float((weight * lead**2).sum())
    value = (LEAN / LEAN_SPREAD**2 + float((weight * lead * gap).sum())) / precision
    return _Lean(value, 1 / precision)


def _between(mean: Floats, checks: Floats, within: float) -> float:
    """Return the spread of firms' mean gaps (steps), by moments mixed with the usual one."""
    centre = float(np.median(mean))
    beyond = float(((mean - centre) ** 2 - within**2 / checks).sum())
    count = len(mean) - 1 + BETWEEN_FIRMS
    return float(np.sqrt((max(beyond, 0.0) + BETWEEN_FIRMS * BETWEEN**2) / count))


def _inside(steps: float) -> float:
    """Return steps to hundredths, inside the ladder."""
    return round(min(max(steps, 0.0), MOST_STEPS), 2)

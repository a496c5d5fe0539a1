"""How many firms of a region hold each level: random visits, helped by estimates of all firms.

A prediction-powered estimate (Angelopoulos et al., Science 2023) with a tuned weight on the
estimates (PPI++, arXiv 2311.01453): the mean of the estimates over all firms, corrected by what
visits found. However much firms overstate, and however bad the estimates are, the visits keep the
shares right; good estimates only make them sharper. As all firms are on file, it is the difference
estimator of survey sampling, with the correction for a finite population.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from diagnosis.domain.promotion.share_interval import student_quantile, wilson
from diagnosis.domain.scoring.encode import Bools, Floats, Ints

FEWEST_RANDOM = 5
"""With fewer random visits there are no shares."""
_NOTHING = 1e-12
"""Estimates that vary no more are all the same."""
RARE = 5
"""Where fewer visits found a level, or all but fewer, the visits alone count (assumed)."""
CAUTION = 5.0
"""So many visits are imagined that say that estimates explain nothing (assumed): else intervals
are too narrow where estimates are so good that few visits show how they err."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareEstimate:
    """The share of firms at a level, or at least at it; shares are 0–1.

    `low` and `high` bound 95 %; `alone`, `alone_low` and `alone_high` are the same by the visits
    without any estimate. `worth` is how many visits without estimates tell as much as one with.
    """

    level: int
    share: float
    low: float
    high: float
    alone: float
    alone_low: float
    alone_high: float
    worth: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionalShares:
    """The shares of all firms on file, by random visits.

    `firms` counts the firms, `visits` the random visits, one a firm. `weight` is the tuned weight
    of the estimates, 0 (left aside) to 1; `worth` is that of all levels together. `at_level` are
    of levels 0 and up and sum to 1, `at_least` of levels 1 and up and fall.
    """

    firms: int
    visits: int
    weight: float
    worth: float
    at_level: tuple[ShareEstimate, ...]
    at_least: tuple[ShareEstimate, ...]


@dataclass(frozen=True, slots=True)
class RandomVisits:
    """n random visits, one a firm: the `place` (n,) of each firm among all and its verified level.

    `chance` (n,) is the probability by which each firm was drawn, in (0, 1]; None where it was
    the same for all.
    """

    place: Ints
    level: Ints
    chance: Floats | None = None


@dataclass(frozen=True, slots=True)
class _Sample:
    """What is summed up over the visits: weights that sum to 1, and what each stands for alone."""

    weights: Floats
    unseen: Floats

    def mean(self, values: Floats) -> Floats:
        """Return the weighted mean of each column."""
        return np.asarray(self.weights @ values)

    def scatter(self, values: Floats) -> Floats:
        """Return the sum of squares of each column, as far as firms without a visit may differ."""
        count = len(self.weights)
        factor = (count * self.weights) ** 2 * self.unseen
        return np.asarray(factor @ (values - self.mean(values)) ** 2)


def tails(probabilities: Floats) -> Floats:
    """Return P(level ≥ k), k = 1 and up, (N, L) of the probabilities (N, L + 1) of levels."""
    return np.cumsum(probabilities[:, :0:-1], axis=1)[:, ::-1]


def estimate_shares(probabilities: Floats, visits: RandomVisits) -> RegionalShares:
    """Return the shares of levels among all firms.

    Parameters
    ----------
    probabilities
        (N, L + 1) of levels 0 to L, a row for each firm on file; any guess made without a look
        at what visits found.
    visits
        Of firms drawn at random, each firm at most one time.

    Raises
    ------
    ValueError
        With fewer than `FEWEST_RANDOM` visits, or with two of one firm.

    """
    count, firms = len(visits.place), len(probabilities)
    if count < FEWEST_RANDOM:
        raise ValueError(f"{count} random visits: shares take {FEWEST_RANDOM}")
    if len(np.unique(visits.place)) < count:
        raise ValueError("a firm is visited more than one time")
    top = probabilities.shape[1] - 1
    sample = _sample(visits, firms)
    reached = (visits.level[:, None] > np.arange(top)).astype(float)
    guesses = tails(probabilities)
    weights = _tuned_weights(sample, reached, guesses[visits.place])
    combine = np.hstack([np.eye(top), _differences(top)])
    values = reached @ combine + np.eye(2 * top + 1)[top]
    residuals = (reached - weights * guesses[visits.place]) @ combine
    alone = sample.mean(values)
    moved = weights * (guesses.mean(axis=0) - sample.mean(guesses[visits.place]))
    bounds = _bounds(values, firms)
    share = _coherent(alone[:top] + moved, bounds)
    return _shares(
        firms, float(weights.max()), _Evidence(sample, values, residuals, alone, share, bounds)
    )


def _sample(visits: RandomVisits, firms: int) -> _Sample:
    count = len(visits.place)
    if visits.chance is None:
        return _Sample(np.full(count, 1 / count), np.full(count, 1 - count / firms))
    weights = 1 / visits.chance
    return _Sample(weights / weights.sum(), 1 - visits.chance)


def _tuned_weights(sample: _Sample, reached: Floats, guesses: Floats) -> Floats:
    """Return (L,) the weights of the estimates: 0 for rare levels, for all others the same.

    It is the one that makes the variances of all shares together least, within 0–1.
    """
    usual = ~_rare(reached)
    centred = (guesses - sample.mean(guesses)) * usual
    spread = float(sample.mean(centred**2).sum())
    shared = float(sample.mean(centred * reached).sum())
    weight = min(max(shared / spread, 0.0), 1.0) if spread > _NOTHING else 0.0
    return weight * usual.astype(float)


def _rare(values: Floats) -> Bools:
    """Return which columns of 0 and 1 have nearly all the same."""
    seen = values.sum(axis=0)
    return np.asarray(np.minimum(seen, len(values) - seen) < RARE)


def _differences(top: int) -> Floats:
    """Return (L, L + 1): what makes the shares at levels 0 to L of those at least at 1 to L."""
    return np.eye(top, top + 1, k=1) - np.eye(top, top + 1)


def _bounds(values: Floats, firms: int) -> tuple[Floats, Floats]:
    """Return what the visited firms alone leave possible: those found, and all but those not."""
    seen = values.sum(axis=0)
    return seen / firms, 1 - (len(values) - seen) / firms


def _coherent(at_least: Floats, bounds: tuple[Floats, Floats]) -> Floats:
    """Return shares at least at 1 to L that are possible and fall, then those at 0 to L."""
    top = len(at_least)
    kept = np.clip(at_least, bounds[0][:top], bounds[1][:top])
    falling = np.minimum.accumulate(kept)
    return np.concatenate([falling, -np.diff(np.concatenate([[1.0], falling, [0.0]]))])


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What shares rest on: a column for each of them, at least at 1 to L, then at 0 to L."""

    sample: _Sample
    values: Floats
    residuals: Floats
    alone: Floats
    share: Floats
    bounds: tuple[Floats, Floats]


def _shares(firms: int, weight: float, evidence: _Evidence) -> RegionalShares:
    """Return the shares with their intervals."""
    sample, values = evidence.sample, evidence.values
    count, top = len(values), (values.shape[1] - 1) // 2
    effect_alone = _design_effect(sample, values, values, count - 1)
    effect = effect_alone
    if weight > 0:
        effect = _design_effect(sample, evidence.residuals, values, count - 2)
        effect = np.where(_rare(values), np.maximum(effect, effect_alone), effect)
    with np.errstate(divide="ignore"):
        samples, samples_alone = count / effect, count / effect_alone
    low, high = wilson(evidence.share, samples, student_quantile(count - 1 - (weight > 0)))
    alone_low, alone_high = wilson(evidence.alone, samples_alone, student_quantile(count - 1))
    least, most = evidence.bounds
    columns = np.column_stack(
        [
            evidence.share,
            np.minimum(np.maximum(low, least), evidence.share),
            np.maximum(np.minimum(high, most), evidence.share),
            evidence.alone,
            np.minimum(np.maximum(alone_low, least), evidence.alone),
            np.maximum(np.minimum(alone_high, most), evidence.alone),
            _ratio(effect_alone, effect),
        ]
    )
    levels = [*range(1, top + 1), *range(top + 1)]
    estimates = tuple(map(_share_estimate, levels, columns.tolist()))
    plain, left = (
        sample.scatter(values)[:top].sum(),
        sample.scatter(evidence.residuals)[:top].sum(),
    )
    return RegionalShares(
        firms=firms,
        visits=count,
        weight=weight,
        worth=float(_ratio(plain, left)) if weight > 0 else 1.0,
        at_level=estimates[top:],
        at_least=estimates[:top],
    )


def _share_estimate(level: int, row: Sequence[float]) -> ShareEstimate:
    share, low, high, alone, alone_low, alone_high, worth = row
    return ShareEstimate(
        level=level,
        share=share,
        low=low,
        high=high,
        alone=alone,
        alone_low=alone_low,
        alone_high=alone_high,
        worth=worth,
    )


def _design_effect(sample: _Sample, residuals: Floats, values: Floats, freedom: int) -> Floats:
    """Return by how much more than a plain sample of as many firms varies, per column.

    `CAUTION` imagined visits without any help stand beside the real ones.
    """
    count = len(values)
    mean = (sample.mean(values) * count + 2) / (count + 4)
    imagined = CAUTION * mean * (1 - mean)
    plain = count * sample.mean((values - sample.mean(values)) ** 2)
    varied = sample.scatter(residuals) + imagined * sample.unseen.mean()
    return np.asarray(varied / (plain + imagined) * (count - 1) / freedom)


def _ratio(plain: Floats, left: Floats) -> Floats:
    """Return how many times as much varies plainly, 1 where nothing varies at all."""
    return np.divide(plain, left, out=np.ones_like(plain), where=left > 0)

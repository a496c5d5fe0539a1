"""Fitting the graded-response model: to claims whose latents are known, or to claims alone.

Reference: Bock, Aitkin (1981), marginal maximum likelihood by an EM algorithm.
"""

import numpy as np
from scipy.optimize import minimize

from diagnosis.classifier.inference.completion import NODES, ItemCurves, step_arrays
from diagnosis.classifier.inference.structure import Structure
from diagnosis.classifier.training.fitting.likelihood import likelihood
from diagnosis.domain.scoring.encode import Bools, Floats, Ints
from diagnosis.domain.scoring.scale import LEVELS

LEAST_GAP = 0.05
"""The least distance, in levels, between two cuts of an item."""
LEAST_LIKELY = 1e-12
"""No answer counts as less likely."""
ROUNDS = 60
"""How often expectation and maximisation take turns at most."""
SETTLED = 1e-5
"""Turns end when the log-likelihood of a firm grows by less."""
LEAST_SPREAD = 0.3
"""The least spread of latents, in levels: items that do not move together show none."""

STEPS_A_ROUND = 6
"""How many steps a curve climbs in a round: more would only wait for the next expectation."""
LOG_SLOPES = (-2.0, 2.5)
"""The least and the greatest logarithm of a slope."""

Curve = tuple[Floats, int]
"""The free numbers of an item (log slope, first cut, log gaps), and how many steps it has."""


def fit_curves(
    structure: Structure, claimed: Floats, latent: Floats, tempering: float
) -> ItemCurves:
    """Return the curves that make the claims (n, I) likeliest given sub-domain latents (n, S)."""
    reached, used = _reached(structure, claimed)
    weight = np.full(len(claimed), 1.0 / len(claimed))
    fitted = [
        (_climb(_start(steps), latent[:, owner], reached[:, item], weight), steps)
        for item, (owner, steps) in enumerate(zip(structure.owner, used, strict=True))
    ]
    slopes, cuts = _numbers(fitted)
    return ItemCurves(slopes, cuts, float(latent.mean()), float(latent.std()), tempering)


def fit_curves_to_claims(structure: Structure, claimed: Floats, tempering: float) -> ItemCurves:
    """Return the curves that make the claims (n, I) likeliest when no latent is known.

    NaN is a blank. Each sub-domain has a latent of its own; all have one normal prior, whose mean
    is that of the claims and whose variance is the mean covariance of claims in one sub-domain:
    so latents are in levels. Of less than three items to a sub-domain claims do not tell whose
    slope is the steeper.
    """
    mean, spread = _prior(structure, claimed)
    reached, used = _reached(structure, claimed)
    answered = ~np.isnan(claimed)
    prior = np.exp(-0.5 * ((NODES - mean) / spread) ** 2)
    prior /= prior.sum()
    owner = np.array(structure.owner)
    fitted: list[Curve] = [(_start(steps, 1.5 / spread, mean, spread), steps) for steps in used]
    for part in range(len(structure.subdomains)):
        places = np.flatnonzero(owner == part)
        curves = _turns(
            [fitted[place] for place in places], reached[:, places], answered[:, places], prior
        )
        for place, curve in zip(places, curves, strict=True):
            fitted[place] = curve
    slopes, cuts = _numbers(fitted)
    return ItemCurves(slopes, cuts, mean, spread, tempering)


def _prior(structure: Structure, claimed: Floats) -> tuple[float, float]:
    """Return the mean and the spread of latents, in levels, that the claims (n, I) show."""
    owner = np.array(structure.owner)
    answered = ~np.isnan(claimed)
    apart = np.where(answered, claimed - np.nanmean(claimed, axis=0), 0.0)
    both = answered.astype(float).T @ answered
    together = apart.T @ apart / np.maximum(both, 1.0)
    siblings = (owner[:, None] == owner) & ~np.eye(len(owner), dtype=bool)
    variance = float(together[siblings].mean()) if siblings.any() else 0.0
    return float(np.nanmean(claimed)), float(np.sqrt(max(variance, LEAST_SPREAD**2)))


def _turns(fitted: list[Curve], reached: Ints, answered: Bools, prior: Floats) -> list[Curve]:
    """Return the curves of one sub-domain after expectation and maximisation in turns."""
    before = -np.inf
    for _ in range(ROUNDS):
        posterior, likely = _expected(fitted, reached, answered, prior)
        if likely - before < SETTLED:
            break
        before = likely
        fitted = [
            (
                _climb_counts(raw, _counts(posterior, reached[:, item], answered[:, item], steps)),
                steps,
            )
            for item, (raw, steps) in enumerate(fitted)
        ]
    return fitted


def _expected(
    fitted: list[Curve], reached: Ints, answered: Bools, prior: Floats
) -> tuple[Floats, float]:
    """Return the posterior (n, nodes) of one latent and the mean log-likelihood of a firm."""
    log_posterior = np.tile(np.log(prior), (len(reached), 1))
    for item, (raw, steps) in enumerate(fitted):
        place = np.arange(steps + 1).repeat(len(NODES))
        logits = np.exp(raw[0]) * (NODES[:, None] - _cuts(raw[1:]))
        logits = np.tile(logits, (steps + 1, 1))
        probability, _ = likelihood(logits, place, 0.0, LEAST_LIKELY)
        table = np.log(probability).reshape(steps + 1, len(NODES))
        log_posterior += table[reached[:, item]] * answered[:, item, None]
    top = log_posterior.max(axis=1, keepdims=True)
    posterior = np.exp(log_posterior - top)
    whole = posterior.sum(axis=1, keepdims=True)
    return posterior / whole, float((top + np.log(whole)).mean())


def _counts(posterior: Floats, reached: Ints, answered: Bools, steps: int) -> Floats:
    """Return (steps + 1, nodes): the share of firms expected at each node with each answer."""
    chose = (reached[:, None] == np.arange(steps + 1)) & answered[:, None]
    counts: Floats = chose.T.astype(float) @ posterior / max(int(answered.sum()), 1)
    return counts


def _climb_counts(raw: Floats, counts: Floats) -> Floats:
    place = np.arange(len(counts)).repeat(len(NODES))
    return _climb(raw, np.tile(NODES, len(counts)), place, counts.ravel(), STEPS_A_ROUND)


def _reached(structure: Structure, claimed: Floats) -> tuple[Ints, list[int]]:
    """Return the step (n, I) each claim reaches, 0 for a blank, and the steps each item has."""
    steps, gains = step_arrays(structure)
    usable = gains > 0
    met = np.nan_to_num(claimed)[:, :, None] >= steps[:, 1:]
    return (met & usable).sum(axis=2), usable.sum(axis=1).tolist()


def _numbers(fitted: list[Curve]) -> tuple[Floats, Floats]:
    """Return the slopes (I,) and the cuts (I, 5), +inf beyond an item's last step."""
    cuts = np.full((len(fitted), LEVELS), np.inf)
    for row, (raw, steps) in zip(cuts, fitted, strict=True):
        row[:steps] = _cuts(raw[1:])
    slopes: Floats = np.exp([raw[0] for raw, _ in fitted])
    return slopes, cuts


def _start(
    steps: int, slope: float = float(np.exp(0.5)), middle: float = 2.5, spread: float = 1.7
) -> Floats:
    """Return the free numbers of an item before fitting: cuts evenly around `middle`."""
    gap = 2.0 * spread / steps
    first = middle - gap * (steps - 1) / 2
    start: Floats = np.r_[np.log(slope), first, np.full(steps - 1, np.log(gap))]
    return start


def _climb(raw: Floats, latent: Floats, reached: Ints, weight: Floats, steps: int = 500) -> Floats:
    """Return the free numbers that make the steps reached likeliest, from where they are on."""
    fitted = minimize(
        _item_loss, raw, args=(latent, reached, weight), method="L-BFGS-B", jac=True,
        bounds=[LOG_SLOPES] + [(None, None)] * (len(raw) - 1), options={"maxiter": steps},
    )  # fmt: skip
    climbed: Floats = fitted.x
    return climbed


def _cuts(raw: Floats) -> Floats:
    """Return ascending cuts: the first as it is, then the logarithms of what the gaps exceed."""
    cuts: Floats = np.cumsum(np.r_[raw[0], LEAST_GAP + np.exp(raw[1:])])
    return cuts


def _item_loss(raw: Floats, latent: Floats, reached: Ints, weight: Floats) -> tuple[float, Floats]:
    """Return the weighted negative log-likelihood of the steps reached, and its gradient."""
    slope = np.exp(raw[0])
    logits = slope * (latent[:, None] - _cuts(raw[1:]))
    probability, by_logit = likelihood(logits, reached, weight, LEAST_LIKELY)
    by_cut = -slope * by_logit.sum(axis=0)
    by_cut_and_later = np.cumsum(by_cut[::-1])[::-1]
    by_gap = by_cut_and_later[1:] * np.exp(raw[2:])
    loss = -float((weight * np.log(probability)).sum())
    return loss, np.r_[(by_logit * logits).sum(), by_cut_and_later[0], by_gap]

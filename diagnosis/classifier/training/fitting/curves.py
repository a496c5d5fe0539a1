"""Fitting the graded-response model on simulated claims, whose latents are known."""

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit

from diagnosis.classifier.inference.completion import ItemCurves, step_arrays
from diagnosis.classifier.inference.structure import Structure
from diagnosis.domain.scoring.encode import Floats
from diagnosis.domain.scoring.scale import LEVELS

LEAST_GAP = 0.05
"""The least distance, in levels, between two cuts of an item."""


def fit_curves(
    structure: Structure, claimed: Floats, latent: Floats, tempering: float
) -> ItemCurves:
    """Return the curves that make the claims (n, I) likeliest given sub-domain latents (n, S)."""
    steps, gains = step_arrays(structure)
    cuts = np.full((len(structure.items), LEVELS), np.inf)
    slopes = np.empty(len(structure.items))
    for item, owner in enumerate(structure.owner):
        used = int((gains[item] > 0).sum())
        reached = (claimed[:, item, None] >= steps[item, 1 : used + 1]).sum(axis=1)
        slopes[item], cuts[item, :used] = _fit_item(latent[:, owner], reached, used)
    mean, spread = float(latent.mean()), float(latent.std())
    return ItemCurves(slopes, cuts, mean, spread, tempering)


def _fit_item(latent: Floats, reached: Floats, used: int) -> tuple[float, Floats]:
    """Return the slope and the ascending cuts of one item by maximum likelihood."""
    at_least = reached[:, None] >= np.arange(1, used + 1)
    start = np.r_[0.5, 0.0, np.full(used - 1, np.log(5.0 / used))]
    fitted = minimize(_item_loss, start, args=(latent, at_least), method="L-BFGS-B", jac=True)
    slope = float(np.exp(np.clip(fitted.x[0], -2, 2.5)))
    return slope, _cuts(fitted.x[1:])


def _cuts(raw: Floats) -> Floats:
    """Return ascending cuts: the first as it is, then the logarithms of what the gaps exceed."""
    cuts: Floats = np.cumsum(np.r_[raw[0], LEAST_GAP + np.exp(raw[1:])])
    return cuts


def _item_loss(raw: Floats, latent: Floats, at_least: Floats) -> tuple[float, Floats]:
    """Return the negative log-likelihood per firm of the cumulative splits and its gradient."""
    slope = np.exp(raw[0])
    cuts = _cuts(raw[1:])
    logits = slope * (latent[:, None] - cuts)
    tail = expit(logits)
    loss = (
        -(np.where(at_least, -np.logaddexp(0, -logits), -np.logaddexp(0, logits)))
        .mean(axis=0)
        .sum()
    )
    residual = (tail - at_least) / len(latent)
    by_slope = (residual * (latent[:, None] - cuts)).sum() * slope
    by_cut = -slope * residual.sum(axis=0)
    by_cut_and_later = np.cumsum(by_cut[::-1])[::-1]
    by_gap = by_cut_and_later[1:] * np.exp(raw[2:])
    return float(loss), np.r_[by_slope, by_cut_and_later[0], by_gap]

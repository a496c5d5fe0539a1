"""A cumulative-logit classifier whose expected class never falls in any feature.

Reference: McCullagh (1980), regression models for ordinal data.
"""

from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data

from diagnosis.classifier.inference.head import probabilities_of
from diagnosis.classifier.training.fitting.likelihood import likelihood
from diagnosis.domain.scoring.encode import Floats, Ints

TINY = 1e-12
Bound = tuple[float | None, float | None]
"""The least and the greatest value of a fitted number, None where it has no such end."""


class CumulativeLogit(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """P(class ≥ k) = σ((η − c_k) / spread), η = X·slopes, slopes ≥ 0, c ascending.

    Parameters
    ----------
    free : int
        The last `free` columns of X may have slopes of either sign (offsets).
    scale : int
        The last `scale` columns of X (≥ 0) widen the spread: log spread = columns·rates,
        rates ≥ 0. They are not part of η.
    ridge : float
        Penalty on squared slopes, per row.
    max_iter : int
        Limit of L-BFGS-B steps.

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
    slopes_ : ndarray of shape (n_features - scale,)
    cuts_ : ndarray of shape (n_classes - 1,), ascending
    rates_ : ndarray of shape (scale,)

    """

    def __init__(
        self, free: int = 0, scale: int = 0, ridge: float = 1e-4, max_iter: int = 300
    ) -> None:
        self.free = free
        self.scale = scale
        self.ridge = ridge
        self.max_iter = max_iter

    def __sklearn_tags__(self) -> Any:
        """Return the tags: slopes of one sign cannot follow every made-up problem."""
        tags = super().__sklearn_tags__()
        tags.classifier_tags.poor_score = True
        return tags

    def fit(self, X: Any, y: Any) -> "CumulativeLogit":
        """Fit slopes, cuts and rates by penalised maximum likelihood.

        X : (n_samples, n_features); y : (n_samples,) ordered labels.
        """
        X, y = validate_data(self, X, y, dtype=np.float64)
        check_classification_targets(y)
        self.classes_, place = np.unique(y, return_inverse=True)
        if len(self.classes_) < 2:
            raise ValueError("y: one class only; a classifier needs at least 2 classes")
        self.middle_ = X.mean(axis=0)
        self.width_ = np.where(X.std(axis=0) > 1e-9, X.std(axis=0), 1.0)
        self._fit_numbers(X, place, np.full(len(y), 1.0 / len(y)))
        return self

    def _fit_numbers(self, X: Floats, place: Ints, weight: Floats) -> None:
        """Minimise the loss; `place` (n_samples,) of each class, `weight` (n_samples,)."""
        sloped = X.shape[1] - self.scale
        widening = X[:, sloped:]
        scaled = (X[:, :sloped] - self.middle_[:sloped]) / self.width_[:sloped]
        share = np.cumsum(np.bincount(place, weight, len(self.classes_))[::-1])[::-1][1:]
        share = np.clip(share, 1e-4, 1 - 1e-4)
        cuts_before = np.sort(-np.log(share / (1 - share)))
        start = np.r_[
            np.full(sloped, 0.2), cuts_before[0],
            np.log(np.maximum(np.diff(cuts_before), 0.05)), np.full(self.scale, 0.1),
        ]  # fmt: skip
        fixed = sloped - self.free
        bounds: list[Bound] = [(0.0, None)] * fixed
        bounds += [(None, None)] * (self.free + len(cuts_before))
        bounds += [(0.0, 5.0)] * self.scale
        fitted = minimize(
            _loss, start, args=(scaled, widening, place, weight, self.ridge), jac=True,
            method="L-BFGS-B", bounds=bounds, options={"maxiter": self.max_iter},
        )  # fmt: skip
        self.n_iter_ = max(int(fitted.nit), 1)
        slopes = fitted.x[:sloped] / self.width_[:sloped]
        cuts = _cuts(fitted.x[sloped : sloped + len(cuts_before)])
        self.slopes_ = slopes
        self.cuts_ = cuts + float(slopes @ self.middle_[:sloped])
        self.rates_ = fitted.x[sloped + len(cuts_before) :]

    def decision(self, X: Floats) -> tuple[Floats, Floats]:
        """Return η (n_samples,) and the spread (n_samples,)."""
        sloped = len(self.slopes_)
        return X[:, :sloped] @ self.slopes_, np.exp(X[:, sloped:] @ self.rates_)

    def predict_proba(self, X: Any) -> Floats:
        """Return (n_samples, n_classes) probabilities, each row sums to 1."""
        check_is_fitted(self)
        X = validate_data(self, X, dtype=np.float64, reset=False)
        eta, spread = self.decision(X)
        return probabilities_of(expit((eta[:, None] - self.cuts_) / spread[:, None]))

    def predict(self, X: Any) -> Any:
        """Return the median class: the highest with P(class ≥ k) ≥ 0.5."""
        check_is_fitted(self)
        X = validate_data(self, X, dtype=np.float64, reset=False)
        eta, _ = self.decision(X)
        return self.classes_[(eta[:, None] >= self.cuts_).sum(axis=1)]


def _cuts(raw: Floats) -> Floats:
    """Return ascending cuts: the first as it is, then the logarithms of the gaps."""
    cuts: Floats = np.cumsum(np.r_[raw[0], np.exp(np.clip(raw[1:], -12, 12))])
    return cuts


def _loss(
    raw: Floats, X: Floats, widening: Floats, place: Ints, weight: Floats, ridge: float
) -> tuple[float, Floats]:
    """Return the weighted negative log-likelihood plus ridge, and its gradient."""
    sloped, scale = X.shape[1], widening.shape[1]
    slopes = raw[:sloped]
    cuts = _cuts(raw[sloped : len(raw) - scale])
    spread = np.exp(widening @ raw[len(raw) - scale :])
    logits = ((X @ slopes)[:, None] - cuts) / spread[:, None]
    probability, by_logit = likelihood(logits, place, weight, TINY)
    loss = -(weight * np.log(probability)).sum() + 0.5 * ridge * (slopes**2).sum()
    by_eta = by_logit.sum(axis=1) / spread
    by_cut = -(by_logit / spread[:, None]).sum(axis=0)
    by_cut_and_later = np.cumsum(by_cut[::-1])[::-1]
    by_gap = by_cut_and_later[1:] * np.exp(np.clip(raw[sloped + 1 : len(raw) - scale], -12, 12))
    by_rate = -widening.T @ (by_logit * logits).sum(axis=1)
    by_slope = X.T @ by_eta + ridge * slopes
    return float(loss), np.r_[by_slope, by_cut_and_later[0], by_gap, by_rate]

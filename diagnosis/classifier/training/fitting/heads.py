"""Fitting the heads: one for self-reports, one for reports corrected by verified answers."""

from dataclasses import replace

import numpy as np

from diagnosis.classifier.inference.features import FEATURE_COUNT
from diagnosis.classifier.inference.head import SCORE_LINES, UNKNOWN_SIZE, Head
from diagnosis.classifier.inference.structure import SIZES
from diagnosis.classifier.training.fitting.ordinal import CumulativeLogit
from diagnosis.domain.scoring.encode import Floats, Ints
from diagnosis.domain.scoring.scale import LEVELS

RIDGE = 1e-5
"""The penalty on squared slopes, a firm."""


def fit_head(features: Floats, size: Ints, checked: Floats, level: Ints, score: Floats) -> Head:
    """Return the head that makes the verified levels likeliest.

    `features` (n, `FEATURE_COUNT` + 1) with the unanswered weight last, `checked` (n,) verified
    weight.
    """
    design = _design(features, size, checked)
    visits = bool(checked.any())
    offsets = len(SIZES) + 2 + 2 * visits
    # Without visits the columns of checks say nothing: they are left out.
    columns = np.arange(design.shape[1])
    keep = np.r_[columns[: FEATURE_COUNT + offsets], columns[-3:] if visits else columns[-3:-1]]
    fitted = CumulativeLogit(free=offsets, scale=2 + visits, ridge=RIDGE, max_iter=600)
    fitted.fit(design[:, keep], level)
    if len(fitted.cuts_) != LEVELS:
        raise ValueError("level: every level 0–5 must occur in training")
    slopes = np.round(fitted.slopes_, 6)
    by_size = slopes[FEATURE_COUNT : FEATURE_COUNT + len(SIZES)]
    share = np.bincount(size, minlength=len(SIZES))[: len(SIZES)] / len(size)
    after = slopes[FEATURE_COUNT + len(SIZES) :]
    rates = np.round(fitted.rates_, 6)
    head = Head(
        slopes=slopes[:FEATURE_COUNT],
        size=np.r_[by_size, np.round(share @ by_size, 6)],
        blank=after[:2],
        visit=after[2:4] if visits else np.zeros(2),
        cuts=np.round(fitted.cuts_, 6),
        rates=rates if visits else np.r_[rates, 0.0],
        score_cuts=np.zeros(len(SCORE_LINES)),
    )
    return with_score_cuts(head, features, size, checked, score)


def _design(features: Floats, size: Ints, checked: Floats) -> Floats:
    """Return the columns: features, offsets (size, blanks, checks), what widens the spread."""
    sizes, unanswered = np.eye(UNKNOWN_SIZE + 1)[size][:, :UNKNOWN_SIZE], features[:, -1]
    design: Floats = np.c_[
        features[:, :-1], sizes, unanswered, unanswered * unanswered, checked, np.sqrt(checked),
        np.sqrt(unanswered), unanswered, 1 - np.sqrt(checked),
    ]  # fmt: skip
    return design


def with_score_cuts(
    head: Head, features: Floats, size: Ints, checked: Floats, score: Floats
) -> Head:
    """Return the head with the lines of the verified score fitted to it, ascending."""
    unanswered = features[:, -1]
    eta = head.eta(features[:, :-1], size, unanswered, checked)
    spread = head.spread(unanswered, checked)
    cuts = np.array([_line(eta, spread, score >= line - 1e-9) for line in SCORE_LINES])
    cuts = np.maximum.accumulate(cuts + np.arange(len(cuts)) * 1e-4)
    return replace(head, score_cuts=np.round(cuts, 6))


def _line(eta: Floats, spread: Floats, reached: Floats) -> float:
    """Return the cut where σ((η − cut) / spread) has the mean of `reached`, by bisection."""
    low, high = float(eta.min() - 30), float(eta.max() + 30)
    wanted = np.clip(reached.mean(), 1e-5, 1 - 1e-5)
    for _ in range(60):
        middle = (low + high) / 2
        logits = np.clip((eta - middle) / spread, -60, 60)
        low, high = (
            (middle, high) if (1 / (1 + np.exp(-logits))).mean() > wanted else (low, middle)
        )
    return (low + high) / 2

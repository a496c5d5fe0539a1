"""Learning from visits: MAP re-fit of the head, ridge of the item weights, and the gate.

From 50 labels on, the five cuts and the spread move under a normal prior at the simulated values.
From 200 on, item weights move too, with a ridge towards the official ones, and the sets take their
quantiles from the labels. A candidate is published only if its cross-validated ranked probability
score on real labels is not worse than the current model's.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import minimize

from diagnosis.classifier.head import Head
from diagnosis.classifier.model import Model
from diagnosis.classifier.sets import FROM_LABELS, set_rule_from_labels
from diagnosis.classifier.training.likelihood import likelihood
from diagnosis.classifier.training.metrics import ranked_probability_score
from diagnosis.classifier.training.visits import Visits
from diagnosis.domain.scoring.encode import Floats, Ints

FROM_VISITS = 50
FOLDS = 5
COMMON_SD, OWN_SD, SPREAD_SD = 2.0, 0.6, 0.3
RATIO_SD = 0.5
LEAST = 1e-9


@dataclass(frozen=True, slots=True)
class RefitOutcome:
    """What a re-fit came to; `model` is the candidate, or the current one if `published` is False.

    `score` and `current_score` are cross-validated ranked probability scores (lower is better).
    """

    model: Model
    published: bool
    reason: str
    labels: int
    score: float | None
    current_score: float | None


def learn(
    model: Model, visits: Visits, *, current: Model | None = None, seed: int = 0
) -> RefitOutcome:
    """Return the outcome of learning from all verified visits so far.

    `model` is the one from simulated firms, whose numbers are the prior; `current` the one in
    service (by default the same), which the candidate must not be worse than. Nothing is written.
    """
    count, served = len(visits), current or model
    if count < FROM_VISITS:
        reason = f"{count} verified visits; learning starts at {FROM_VISITS}"
        return RefitOutcome(served, False, reason, count, None, None)
    fold = np.random.default_rng(seed).permutation(count) % FOLDS
    new, old = np.empty((count, 6)), served.predict(visits.sheets).probabilities
    for one in range(FOLDS):
        held = fold == one
        candidate = refitted(model, visits.rows(~held))
        new[held] = candidate.predict(visits.sheets.rows(held)).probabilities
    score = ranked_probability_score(visits.level, new)
    bar = ranked_probability_score(visits.level, old)
    if score > bar:
        reason = "the candidate's ranked probability score on held-out visits is worse"
        return RefitOutcome(served, False, reason, count, score, bar)
    final = refitted(model, visits)
    sets = set_rule_from_labels(new, visits.level, model.numbers.sets)
    numbers = replace(final.numbers, sets=sets, visits=count)
    final = Model(final.structure, numbers, final.identity)
    return RefitOutcome(final, True, "not worse on held-out visits", count, score, bar)


def refitted(model: Model, visits: Visits) -> Model:
    """Return the model re-fitted to visits, without any gate."""
    if len(visits) >= FROM_LABELS * (FOLDS - 1) // FOLDS:
        ratios = np.round(fit_ratios(model, visits), 4)
        model = Model(model.structure, replace(model.numbers, ratios=ratios), model.identity)
    head = refit_head(model, visits)
    return Model(model.structure, replace(model.numbers, head=head), model.identity)


def refit_head(model: Model, visits: Visits) -> Head:
    """Return the head with its six numbers (five cuts, one spread) moved by MAP."""
    head = model.numbers.head
    found = model.predict(visits.sheets)
    start = np.zeros(len(head.cuts) + 1)
    args = (found.eta, found.spread, head.cuts, visits.level)
    best = minimize(_head_loss, start, args=args, method="L-BFGS-B", jac=True)
    scale = float(np.exp(best.x[-1]))
    cuts = np.maximum.accumulate(head.cuts + best.x[:-1])
    cuts = cuts + np.arange(len(cuts)) * 1e-6
    score_cuts = head.score_cuts + np.interp(head.score_cuts, head.cuts, cuts - head.cuts)
    score_cuts = np.maximum.accumulate(score_cuts) + np.arange(len(score_cuts)) * 1e-6
    return _rescaled(head, np.asarray(cuts), np.asarray(score_cuts), scale)


def _rescaled(head: Head, cuts: Floats, score_cuts: Floats, scale: float) -> Head:
    """Return the head with η divided by `scale`: the same as a spread `scale` times as wide."""
    slopes, size, blank, visit = (
        np.round(one / scale, 6) for one in (head.slopes, head.size, head.blank, head.visit)
    )
    cuts, score_cuts = np.round(cuts / scale, 6), np.round(score_cuts / scale, 6)
    return Head(slopes, size, blank, visit, cuts, head.rates, score_cuts)


def _head_loss(
    move: Floats, eta: Floats, spread: Floats, cuts: Floats, level: Ints
) -> tuple[float, Floats]:
    """Return the negative log posterior and its gradient."""
    shift, log_scale = move[:-1], move[-1]
    width = (spread * np.exp(log_scale))[:, None]
    lean = (eta[:, None] - cuts - shift) / width
    probability, by_lean = likelihood(lean, level, 1.0, LEAST)
    precision = _precision(len(cuts))
    penalty = 0.5 * shift @ precision @ shift + 0.5 * (log_scale / SPREAD_SD) ** 2
    by_shift = -(by_lean / width).sum(axis=0) + precision @ shift
    by_scale = -(by_lean * lean).sum() + log_scale / SPREAD_SD**2
    return float(-np.log(probability).sum() + penalty), np.r_[by_shift, by_scale]


def _precision(count: int) -> Floats:
    """Return the prior precision of the cuts: they move together more easily than apart."""
    covariance = COMMON_SD**2 * np.ones((count, count)) + OWN_SD**2 * np.eye(count)
    return np.linalg.inv(covariance).astype(np.float64)


def fit_ratios(model: Model, visits: Visits) -> Floats:
    """Return (I,) ratios ≥ 0 of item weights to the official ones, by ridge."""
    inputs = model.read(visits.sheets)
    found = model.judge(inputs, visits.sheets.size)
    value = (inputs.completed.reached * model.completion.gains).sum(axis=2)
    centre = (value * inputs.weights).sum(axis=1, keepdims=True)
    slope = _slope_per_point(model)
    design = slope * inputs.weights * (value - centre)
    head = model.numbers.head
    args = (design, found.eta, found.spread, head.cuts, visits.level)
    bounds = [(-1.0, 3.0)] * design.shape[1]
    start = np.zeros(design.shape[1])
    best = minimize(_ratio_loss, start, args=args, method="L-BFGS-B", jac=True, bounds=bounds)
    ratios: Floats = np.maximum(1.0 + best.x, 0.0)
    return ratios


def _slope_per_point(model: Model) -> float:
    """Return how far η moves per point of the score, on the whole."""
    cuts = model.numbers.head.cuts
    return float((cuts[-1] - cuts[0]) / (len(cuts) - 1))


def _ratio_loss(
    move: Floats, design: Floats, eta: Floats, spread: Floats, cuts: Floats, level: Ints
) -> tuple[float, Floats]:
    lean = ((eta + design @ move)[:, None] - cuts) / spread[:, None]
    probability, by_lean = likelihood(lean, level, 1.0, LEAST)
    by_eta = by_lean.sum(axis=1) / spread
    loss = -np.log(probability).sum() + 0.5 * (move**2).sum() / RATIO_SD**2
    return float(loss), design.T @ by_eta + move / RATIO_SD**2

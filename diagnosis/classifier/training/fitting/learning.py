"""Learning from visits: MAP re-fit of the head, ridge of the item weights, and the gate.

From 50 labels on, the five cuts and the spread move under a normal prior at the simulated values.
From 200 on, item weights move too, with a ridge towards the official ones, and the sets take their
quantiles from the labels. A candidate is published only if its cross-validated ranked probability
score on real labels is not worse than the current model's.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import minimize

from diagnosis.classifier.inference.head import Head
from diagnosis.classifier.inference.model import Model
from diagnosis.classifier.inference.sets import FROM_LABELS, set_rule_from_labels
from diagnosis.classifier.training.fitting.likelihood import likelihood
from diagnosis.classifier.training.fitting.visits import Visits
from diagnosis.classifier.training.metrics import ranked_probability_score
from diagnosis.domain.scoring.encode import Floats, Ints
from diagnosis.domain.scoring.scale import LEVELS

FROM_VISITS = 50
"""Learning starts at so many verified visits."""
FOLDS = 5
COMMON_SD, SINGLE_SD, SPREAD_SD = 2.0, 0.6, 0.3
"""How far, in η, the prior lets all cuts move together and each by itself, and the log spread."""
RATIO_SD = 0.5
"""How far the ridge lets an item's weight move, as a ratio to the official one."""
LEAST_PROBABILITY = 1e-9
NOT_WORSE = "not worse on held-out visits"
WORSE = "the candidate's ranked probability score on held-out visits is worse"


@dataclass(frozen=True, slots=True, kw_only=True)
class RefitOutcome:
    """What a re-fit came to; `model` is the candidate, or the current one if `published` is False.

    `score` and `current_score` are cross-validated ranked probability scores (lower is better),
    None where there were too few labels to try.
    """

    model: Model
    published: bool
    reason: str
    labels: int
    score: float | None = None
    current_score: float | None = None


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
        return RefitOutcome(model=served, published=False, reason=reason, labels=count)
    probabilities = _cross_validated(model, visits, seed)
    score = ranked_probability_score(visits.level, probabilities)
    current_score = ranked_probability_score(
        visits.level, served.predict(visits.sheets).probabilities
    )
    published = score <= current_score
    return RefitOutcome(
        model=_candidate(model, visits, probabilities) if published else served,
        published=published,
        reason=NOT_WORSE if published else WORSE,
        labels=count,
        score=score,
        current_score=current_score,
    )


def _cross_validated(model: Model, visits: Visits, seed: int) -> Floats:
    """Return the probabilities (n, 6) of each visit by a re-fit that has not seen it."""
    count = len(visits)
    fold = np.random.default_rng(seed).permutation(count) % FOLDS
    probabilities = np.empty((count, LEVELS + 1))
    for number in range(FOLDS):
        held_out = fold == number
        candidate = refitted(model, visits.rows(~held_out))
        unseen = visits.sheets.rows(held_out)
        probabilities[held_out] = candidate.predict(unseen).probabilities
    return probabilities


def _candidate(model: Model, visits: Visits, probabilities: Floats) -> Model:
    """Return the model re-fitted to all visits, its sets made from held-out `probabilities`."""
    final = refitted(model, visits)
    sets = set_rule_from_labels(probabilities, visits.level, model.numbers.sets)
    numbers = replace(final.numbers, sets=sets, visits=len(visits))
    return Model(final.structure, numbers, final.identity)


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
    predictions = model.predict(visits.sheets)
    start = np.zeros(len(head.cuts) + 1)
    args = (predictions.eta, predictions.spread, head.cuts, visits.level)
    best = minimize(_head_loss, start, args=args, method="L-BFGS-B", jac=True)
    scale = float(np.exp(best.x[-1]))
    cuts = np.maximum.accumulate(head.cuts + best.x[:-1])
    cuts = cuts + np.arange(len(cuts)) * 1e-6
    score_cuts = head.score_cuts + np.interp(head.score_cuts, head.cuts, cuts - head.cuts)
    score_cuts = np.maximum.accumulate(score_cuts) + np.arange(len(score_cuts)) * 1e-6
    return _rescaled(head, np.asarray(cuts), np.asarray(score_cuts), scale)


def _rescaled(head: Head, cuts: Floats, score_cuts: Floats, scale: float) -> Head:
    """Return the head with η divided by `scale`: the same as a spread `scale` times as wide."""
    return Head(
        slopes=np.round(head.slopes / scale, 6),
        size=np.round(head.size / scale, 6),
        blank=np.round(head.blank / scale, 6),
        visit=np.round(head.visit / scale, 6),
        cuts=np.round(cuts / scale, 6),
        rates=head.rates,
        score_cuts=np.round(score_cuts / scale, 6),
    )


def _head_loss(
    move: Floats, eta: Floats, spread: Floats, cuts: Floats, level: Ints
) -> tuple[float, Floats]:
    """Return the negative log posterior and its gradient."""
    shift, log_scale = move[:-1], move[-1]
    width = (spread * np.exp(log_scale))[:, None]
    logits = (eta[:, None] - cuts - shift) / width
    probability, by_logit = likelihood(logits, level, 1.0, LEAST_PROBABILITY)
    precision = _precision(len(cuts))
    penalty = 0.5 * shift @ precision @ shift + 0.5 * (log_scale / SPREAD_SD) ** 2
    by_shift = -(by_logit / width).sum(axis=0) + precision @ shift
    by_scale = -(by_logit * logits).sum() + log_scale / SPREAD_SD**2
    return float(-np.log(probability).sum() + penalty), np.r_[by_shift, by_scale]


def _precision(count: int) -> Floats:
    """Return the prior precision of the cuts: they move together more easily than apart."""
    covariance = COMMON_SD**2 * np.ones((count, count)) + SINGLE_SD**2 * np.eye(count)
    return np.linalg.inv(covariance).astype(np.float64)


def fit_ratios(model: Model, visits: Visits) -> Floats:
    """Return (I,) ratios ≥ 0 of item weights to the official ones, by ridge."""
    inputs = model.read(visits.sheets)
    predictions = model.judge(inputs, visits.sheets.size)
    value = (inputs.completed.reached * model.completion.gains).sum(axis=2)
    centre = (value * inputs.weights).sum(axis=1, keepdims=True)
    slope = _slope_per_point(model)
    design = slope * inputs.weights * (value - centre)
    head = model.numbers.head
    args = (design, predictions.eta, predictions.spread, head.cuts, visits.level)
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
    logits = ((eta + design @ move)[:, None] - cuts) / spread[:, None]
    probability, by_logit = likelihood(logits, level, 1.0, LEAST_PROBABILITY)
    by_eta = by_logit.sum(axis=1) / spread
    loss = -np.log(probability).sum() + 0.5 * (move**2).sum() / RATIO_SD**2
    return float(loss), design.T @ by_eta + move / RATIO_SD**2

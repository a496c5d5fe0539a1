"""Learning from visits: MAP re-fit of the head, ridge of the item weights, and the gate.

From 50 labels on, the five cuts and the spread move under a normal prior at the simulated values.
From 200 on, item weights move too, with a ridge towards the official ones, and the sets take their
quantiles from the labels. A candidate is published only if its cross-validated ranked probability
score on real labels is better than the current model's by more than chance (one standard error
over firms) and its agreement no worse. Firms, not visits, are what is drawn: each counts once, by
why it was visited, and stands in one fold. Visits too few or too much alike teach nothing.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import minimize

from diagnosis.classifier.inference.head import Head
from diagnosis.classifier.inference.model import Model
from diagnosis.classifier.inference.sets import FROM_LABELS, set_rule_from_labels
from diagnosis.classifier.training.fitting.likelihood import likelihood
from diagnosis.classifier.training.fitting.spread_of_visits import too_narrow, usable
from diagnosis.classifier.training.fitting.visits import Visits
from diagnosis.classifier.training.fitting.why_weights import firm_weights
from diagnosis.classifier.training.metrics import at_least, quadratic_kappa
from diagnosis.domain.scoring.encode import Floats, Ints
from diagnosis.domain.scoring.scale import LEVELS

FOLDS = 5
COMMON_SD, SINGLE_SD, SPREAD_SD = 2.0, 0.6, 0.3
"""How far, in η, the prior lets all cuts move together and each by itself, and the log spread."""
RATIO_SD = 0.5
"""How far the ridge lets an item's weight move, as a ratio to the official one."""
LEAST_PROBABILITY = 1e-9
BETTER = "better on held-out visits by more than chance"
NOT_BETTER = "the candidate is not better on held-out visits by more than chance"


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
    served, kept = current or model, usable(model, visits)
    narrow = too_narrow(kept)
    if narrow is not None:
        return RefitOutcome(model=served, published=False, reason=narrow, labels=len(kept))
    probabilities = _cross_validated(model, kept, seed)
    weights = firm_weights(kept.records, kept.firm_numbers())
    before = served.predict(kept.sheets).probabilities
    score, current_score = (
        float(np.average(_scores(kept.level, each), weights=weights))
        for each in (probabilities, before)
    )
    published = _is_better(kept, weights, probabilities, before)
    return RefitOutcome(
        model=_candidate(model, kept, probabilities) if published else served,
        published=published,
        reason=BETTER if published else NOT_BETTER,
        labels=len(kept),
        score=score,
        current_score=current_score,
    )


def _scores(level: Ints, probabilities: Floats) -> Floats:
    """Return (n,) the ranked probability score of each visit, 0–1."""
    reached = level[:, None] >= np.arange(1, LEVELS + 1)
    scores: Floats = ((at_least(probabilities) - reached) ** 2).mean(axis=1)
    return scores


def _is_better(visits: Visits, weights: Floats, candidate: Floats, before: Floats) -> bool:
    """Return whether held-out visits speak for the candidate by more than chance."""
    gain = weights * (_scores(visits.level, before) - _scores(visits.level, candidate))
    firms = visits.firm_numbers()
    share = np.bincount(firms, weights)
    mean = gain.sum() / share.sum()
    by_firm = np.bincount(firms, gain) - mean * share
    error = np.sqrt((by_firm**2).sum()) / share.sum()
    kappas = [
        quadratic_kappa(visits.level, (at_least(each) >= 0.5).sum(axis=1), weights)
        for each in (candidate, before)
    ]
    return bool(mean > error and kappas[0] >= kappas[1])


def _cross_validated(model: Model, visits: Visits, seed: int) -> Floats:
    """Return the probabilities (n, 6) of each visit by a re-fit that has not seen its firm."""
    firms = visits.firm_numbers()
    fold = (np.random.default_rng(seed).permutation(firms.max() + 1) % FOLDS)[firms]
    probabilities = np.empty((len(visits), LEVELS + 1))
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
    weights = firm_weights(visits.records, visits.firm_numbers())
    args = (predictions.eta, predictions.spread, head.cuts, visits.level, weights)
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
    move: Floats, eta: Floats, spread: Floats, cuts: Floats, level: Ints, weights: Floats
) -> tuple[float, Floats]:
    """Return the negative log posterior and its gradient."""
    shift, log_scale = move[:-1], move[-1]
    width = (spread * np.exp(log_scale))[:, None]
    logits = (eta[:, None] - cuts - shift) / width
    probability, by_logit = likelihood(logits, level, weights, LEAST_PROBABILITY)
    precision = _precision(len(cuts))
    penalty = 0.5 * shift @ precision @ shift + 0.5 * (log_scale / SPREAD_SD) ** 2
    by_shift = -(by_logit / width).sum(axis=0) + precision @ shift
    by_scale = -(by_logit * logits).sum() + log_scale / SPREAD_SD**2
    return float(-weights @ np.log(probability) + penalty), np.r_[by_shift, by_scale]


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
    weights = firm_weights(visits.records, visits.firm_numbers())
    args = (design, predictions.eta, predictions.spread, head.cuts, visits.level, weights)
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
    move: Floats,
    design: Floats,
    eta: Floats,
    spread: Floats,
    cuts: Floats,
    level: Ints,
    weights: Floats,
) -> tuple[float, Floats]:
    logits = ((eta + design @ move)[:, None] - cuts) / spread[:, None]
    probability, by_logit = likelihood(logits, level, weights, LEAST_PROBABILITY)
    by_eta = by_logit.sum(axis=1) / spread
    loss = -weights @ np.log(probability) + 0.5 * (move**2).sum() / RATIO_SD**2
    return float(loss), design.T @ by_eta + move / RATIO_SD**2

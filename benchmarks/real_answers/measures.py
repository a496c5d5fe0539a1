"""What the machinery does with answers of people it was not fitted to, beside plain ways."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
from sklearn.experimental import enable_iterative_imputer  # noqa: F401
from sklearn.impute import IterativeImputer, KNNImputer
from sklearn.metrics import cohen_kappa_score

from benchmarks.real_answers.machinery import (
    TEMPERINGS,
    FittedMachinery,
    by_rule,
    foretold,
    masked,
    median_level,
    sheets_of_people,
)
from diagnosis.classifier.explanation.next_question import Adviser
from diagnosis.classifier.inference.model import Model
from diagnosis.classifier.training import metrics
from diagnosis.domain.scoring.encode import Floats, Ints
from diagnosis.domain.scoring.scale import LEVELS

Measures = Mapping[str, float]
"""What was measured, by name."""
BLANK_SHARES = (0.0, 0.25, 0.5, 0.8)
FORM_LENGTHS = (5, 10, 15, 20)
PROMISES = (0.9, 0.95, 0.98)
RANDOM_FORMS = 5


def completion_errors(
    fitted: Model, learned: Floats, held_out: Floats, rng: np.random.Generator
) -> Measures:
    """Return the root mean squared error of masked answers, half of them, in levels, by way.

    Beside them: how far the probabilities of an answer are from what happens (0–1).
    """
    seen, left_out = masked(held_out, 0.5, rng)
    truth = held_out[left_out]
    errors = {
        f"rmse, {name}": float(np.sqrt(((guess[left_out] - truth) ** 2).mean()))
        for name, guess in _plain_ways(fitted, learned, seen)
    }
    scores = np.arange(LEVELS + 1)
    for weight in {*TEMPERINGS, fitted.numbers.curves.tempering}:
        curves = replace(fitted.numbers.curves, tempering=weight)
        probabilities = foretold(fitted.structure, curves, seen)[left_out]
        error = np.sqrt(((probabilities @ scores - truth) ** 2).mean())
        errors[f"rmse, curves, others × {weight:g}"] = float(error)
        errors[f"calibration, curves, others × {weight:g}"] = metrics.cumulative_calibration_error(
            truth.astype(np.intp), probabilities
        )
    return errors


def _plain_ways(fitted: Model, learned: Floats, seen: Floats) -> Iterator[tuple[str, Floats]]:
    """Yield a name and every answer (n, I) as a plain way would fill it in."""
    by_item = np.broadcast_to(np.nanmean(learned, axis=0), seen.shape)
    yield "item mean", by_item
    owner = np.array(fitted.structure.owner)
    member = np.eye(len(fitted.structure.subdomains))[owner]
    answered = ~np.isnan(seen)
    count = answered @ member
    total = np.where(answered, seen, 0.0) @ member
    mean = (total / np.maximum(count, 1.0))[:, owner]
    yield "sub-domain mean", np.where(count[:, owner] > 0, mean, by_item)
    imputers = (
        ("iterative imputer", IterativeImputer(max_iter=20, random_state=0)),
        ("30 nearest people", KNNImputer(n_neighbors=30)),
    )
    for name, imputer in imputers:
        yield name, np.clip(imputer.fit(learned).transform(seen), 0.0, LEVELS)


def level_measures(
    fitted: FittedMachinery, learned: Floats, held_out: Floats, rng: np.random.Generator
) -> Measures:
    """Return how well a part of the answers tells the level, by the share left blank."""
    model, structure = fitted.model, fitted.model.structure
    truth = by_rule(structure, held_out)
    imputer = IterativeImputer(max_iter=20, random_state=0).fit(learned)
    found: dict[str, float] = {}
    for blank in BLANK_SHARES:
        seen, _ = masked(held_out, blank, rng)
        sheets = sheets_of_people(seen)
        predictions = model.predict(sheets)
        filled = np.clip(imputer.transform(seen), 0.0, LEVELS)
        levels = {
            "machinery": median_level(model, sheets),
            "plain rule": by_rule(structure, seen).level,
            "rule on imputed answers": by_rule(structure, filled).level,
        }
        here = {f"agreement, {name}": _kappa(truth.level, level) for name, level in levels.items()}
        probabilities = predictions.probabilities
        low, high = fitted.from_labels(probabilities, levels["machinery"])
        near = (truth.score >= predictions.score_low) & (truth.score <= predictions.score_high)
        here |= {
            "coverage of sets": _covered(truth.level, predictions.low, predictions.high),
            "size of sets": float((predictions.high - predictions.low + 1).mean()),
            "coverage of sets from labels": _covered(truth.level, low, high),
            "size of sets from labels": float((high - low + 1).mean()),
            "coverage of the score": float(near.mean()),
            "calibration": metrics.calibration_error(truth.level, probabilities),
        }
        found |= {f"{blank:g}: {name}": value for name, value in here.items()}
    return found


def _kappa(truth: Ints, level: Ints) -> float:
    """Return Cohen's kappa with quadratic weights over six levels."""
    return float(cohen_kappa_score(truth, level, labels=range(LEVELS + 1), weights="quadratic"))


def fixed_order(model: Model) -> list[int]:
    """Return the places of items: one a sub-domain in turn, in each the steepest curve first."""
    slopes, owner = model.numbers.curves.slopes, np.array(model.structure.owner)
    turn = np.empty(len(owner), dtype=np.intp)
    for part in range(len(model.structure.subdomains)):
        places = np.flatnonzero(owner == part)
        turn[places] = (-slopes[places]).argsort().argsort()
    order: list[int] = np.lexsort((-slopes, turn)).tolist()
    return order


def form_measures(model: Model, held_out: Floats, rng: np.random.Generator) -> Measures:
    """Return how often a part of the questions gives the level that all of them give, 0–1."""
    full = median_level(model, sheets_of_people(held_out))
    order = fixed_order(model)
    found = {}
    for length in FORM_LENGTHS:
        found[f"{length}: fixed order"] = _same_level(model, held_out, order[:length], full)
        drawn = [rng.permutation(len(order))[:length].tolist() for _ in range(RANDOM_FORMS)]
        chance = [_same_level(model, held_out, places, full) for places in drawn]
        found[f"{length}: any questions"] = float(np.mean(chance))
    return found


def _same_level(model: Model, held_out: Floats, places: list[int], full: Ints) -> float:
    seen = np.full_like(held_out, np.nan)
    seen[:, places] = held_out[:, places]
    return float((median_level(model, sheets_of_people(seen)) == full).mean())


def stop_measures(model: Model, held_out: Floats) -> Measures:
    """Return, per promised agreement, the questions asked and the agreement with all answers."""
    adviser, head = Adviser(model), model.numbers.head
    full = median_level(model, sheets_of_people(held_out))
    seen = np.full_like(held_out, np.nan)
    asked = {promise: np.full(len(held_out), len(model.structure.items)) for promise in PROMISES}
    level = {promise: full.copy() for promise in PROMISES}
    order = fixed_order(model)
    for turn, place in enumerate(order):
        predictions = model.predict(sheets_of_people(seen))
        sure = np.where(
            predictions.insufficient,
            -1.0,
            adviser.agreement(predictions.eta, predictions.unanswered),
        )
        for promise in PROMISES:
            stops = (sure >= promise) & (asked[promise] == len(order))
            asked[promise][stops] = turn
            level[promise][stops] = head.level(predictions.eta)[stops]
        seen[:, place] = held_out[:, place]
    found = {}
    for promise in PROMISES:
        found[f"{promise:g}: agreement"] = float((level[promise] == full).mean())
        found[f"{promise:g}: questions"] = float(asked[promise].mean())
    return found


def _covered(level: Ints, low: Ints, high: Ints) -> float:
    return float(((level >= low) & (level <= high)).mean())

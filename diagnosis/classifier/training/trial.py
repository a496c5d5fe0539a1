"""One trial: a model and the plain rule on the same simulated sheets."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from diagnosis.classifier.model import CodedSheets, Model, Predictions
from diagnosis.classifier.plain_rule import PlainRule
from diagnosis.classifier.training import metrics
from diagnosis.classifier.training.sample import SimulatedWorld, sheets_of
from diagnosis.domain.scoring.encode import Floats, Ints

Answer = Callable[[CodedSheets], Predictions]


@dataclass(frozen=True, slots=True)
class Trial:
    """What came out; n firms: the truth, the rule, the estimate, and who the firms are."""

    truth: Ints
    score: Floats
    rule: Ints
    predictions: Predictions
    size: Ints
    industry: Ints

    @property
    def level(self) -> Ints:
        """Return the level that counts: the rule's where the model abstains."""
        return np.where(self.predictions.insufficient, self.rule, self.predictions.level)


def run_trial(model: Model, worlds: list[SimulatedWorld], rate: float, seed: int) -> Trial:
    """Return the trial of a model on worlds at one missing rate."""
    rng = np.random.default_rng([seed, round(rate * 100)])
    rule = PlainRule(model.structure)
    parts: list[tuple[Any, ...]] = []
    for one in worlds:
        firms = one.firms
        sheets, given = sheets_of(model.structure, one, np.full(len(firms.level), rate), rng)
        plain = rule(given, firms.kind, firms.cut).level
        found = model.predict(sheets)
        parts.append((firms.level, firms.score, plain, firms.size, firms.industry, *found))
    joined = [np.concatenate(column) for column in zip(*parts, strict=True)]
    truth, score, plain, size, industry = joined[:5]
    return Trial(truth, score, plain, Predictions(*joined[5:]), size, industry)


def measures(trial: Trial) -> dict[str, float]:
    """Return every measure of the table for one trial, the plain rule beside it."""
    truth, found = trial.truth, trial.predictions
    sizes = found.high - found.low + 1
    near = (trial.score >= found.score_low) & (trial.score <= found.score_high)
    values = {
        "firms": len(truth),
        "qwk": metrics.quadratic_kappa(truth, trial.level),
        "qwk_rule": metrics.quadratic_kappa(truth, trial.rule),
        "severe": metrics.severe_share(truth, trial.level),
        "severe_rule": metrics.severe_share(truth, trial.rule),
        "ece": metrics.calibration_error(truth, found.probabilities),
        "ece_cumulative": metrics.cumulative_calibration_error(truth, found.probabilities),
        "rps": metrics.ranked_probability_score(truth, found.probabilities),
        "coverage": metrics.coverage(truth, found.low, found.high),
        "set_size": float(sizes.mean()),
        "abstained": float(found.insufficient.mean()),
        "score_error": float(np.sqrt(((found.expected_score - trial.score) ** 2).mean())),
        "interval_coverage": float(near.mean()),
    }
    return {name: round(float(value), 4) for name, value in values.items()}


def coverage_by_level(trial: Trial) -> dict[str, float]:
    """Return the coverage of sets and the number of firms per true level."""
    found = trial.predictions
    inside = (trial.truth >= found.low) & (trial.truth <= found.high)
    return {
        str(level): round(float(inside[trial.truth == level].mean()), 4)
        for level in range(6)
        if (trial.truth == level).any()
    }


def fairness(trial: Trial, group: Ints, names: list[str]) -> list[dict[str, Any]]:
    """Return error, over- and under-rating of each group; 0 and 1 merged."""
    truth, level = metrics.merged(trial.truth), metrics.merged(trial.level)
    rows = []
    for place, name in enumerate(names):
        own = group == place
        if own.any():
            rows.append({
                "group": name,
                "firms": int(own.sum()),
                "wrong": round(float((truth != level)[own].mean()), 4),
                "over": round(float((level > truth)[own].mean()), 4),
                "under": round(float((level < truth)[own].mean()), 4),
                "over_rule": round(
                    float((metrics.merged(trial.rule) > truth)[own].mean()), 4
                ),
            })  # fmt: skip
    return rows

"""One trial: a model and the plain rule on the same simulated sheets."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from diagnosis.classifier.inference.model import Model, Predictions, joined_predictions
from diagnosis.classifier.inference.plain_rule import PlainRule
from diagnosis.classifier.training import metrics
from diagnosis.classifier.training.evaluation.figures import Cell, GroupErrors
from diagnosis.classifier.training.simulation.sample import SimulatedWorld, sheets_of
from diagnosis.domain.scoring.encode import Floats, Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What came out for n firms.

    `truth` (n,) and `score` (n,) by rule on the verified answers, `rule` (n,) the level by rule on
    what the firms handed in, `predictions` the model's; `size`, `industry` and `kind` (n,) say who
    the firms are.
    """

    truth: Ints
    score: Floats
    rule: Ints
    predictions: Predictions
    size: Ints
    industry: Ints
    kind: Ints

    @property
    def level(self) -> Ints:
        """Return the level that counts: the rule's where the model abstains."""
        return np.where(self.predictions.insufficient, self.rule, self.predictions.level)


def run_trial(model: Model, worlds: Sequence[SimulatedWorld], rate: float, seed: int) -> Trial:
    """Return the trial of a model on worlds at one missing rate."""
    rng = np.random.default_rng([seed, round(rate * 100)])
    rule = PlainRule(model.structure)
    levels, predictions = [], []
    for world in worlds:
        firms = world.firms
        sheets, answers = sheets_of(model.structure, world, np.full(len(firms.level), rate), rng)
        levels.append(rule(answers, firms.kind, firms.cut).level)
        predictions.append(model.predict(sheets))
    everyone = [world.firms for world in worlds]
    return Trial(
        truth=np.concatenate([firms.level for firms in everyone]),
        score=np.concatenate([firms.score for firms in everyone]),
        rule=np.concatenate(levels),
        predictions=joined_predictions(predictions),
        size=np.concatenate([firms.size for firms in everyone]),
        industry=np.concatenate([firms.industry for firms in everyone]),
        kind=np.concatenate([firms.kind for firms in everyone]),
    )


def cell_of(shift: str, missing: float, trial: Trial) -> Cell:
    """Return every measure of the table for one trial, the plain rule beside it."""
    truth, predictions = trial.truth, trial.predictions
    sizes = predictions.high - predictions.low + 1
    near = (trial.score >= predictions.score_low) & (trial.score <= predictions.score_high)
    probabilities = predictions.probabilities
    error = np.sqrt(((predictions.expected_score - trial.score) ** 2).mean())
    return Cell(
        shift=shift,
        missing=missing,
        firms=float(len(truth)),
        qwk=_rounded(metrics.quadratic_kappa(truth, trial.level)),
        qwk_rule=_rounded(metrics.quadratic_kappa(truth, trial.rule)),
        severe=_rounded(metrics.severe_share(truth, trial.level)),
        severe_rule=_rounded(metrics.severe_share(truth, trial.rule)),
        ece=_rounded(metrics.calibration_error(truth, probabilities)),
        ece_cumulative=_rounded(metrics.cumulative_calibration_error(truth, probabilities)),
        rps=_rounded(metrics.ranked_probability_score(truth, probabilities)),
        coverage=_rounded(metrics.coverage(truth, predictions.low, predictions.high)),
        set_size=_rounded(sizes.mean()),
        abstained=_rounded(predictions.insufficient.mean()),
        score_error=_rounded(error),
        interval_coverage=_rounded(near.mean()),
    )


def coverage_by_level(trial: Trial) -> dict[str, float]:
    """Return the coverage of sets per true level, of the levels that occur."""
    predictions = trial.predictions
    inside = (trial.truth >= predictions.low) & (trial.truth <= predictions.high)
    return {
        str(level): _rounded(inside[trial.truth == level].mean())
        for level in range(6)
        if (trial.truth == level).any()
    }


def errors_by_group(trial: Trial, group: Ints, names: Sequence[str]) -> tuple[GroupErrors, ...]:
    """Return over- and under-rating of each group that occurs; levels 0 and 1 merged.

    `group` (n,) is the place of each firm's group in `names`.
    """
    truth, level = metrics.merged(trial.truth), metrics.merged(trial.level)
    by_rule = metrics.merged(trial.rule)
    members = [(name, group == place) for place, name in enumerate(names)]
    return tuple(
        GroupErrors(
            group=name,
            firms=int(inside.sum()),
            wrong=_rounded((truth != level)[inside].mean()),
            over=_rounded((level > truth)[inside].mean()),
            under=_rounded((level < truth)[inside].mean()),
            over_rule=_rounded((by_rule > truth)[inside].mean()),
        )
        for name, inside in members
        if inside.any()
    )


def _rounded(value: float) -> float:
    return round(float(value), 4)

"""One trial: a model, the deflated rule and the plain rule on the same simulated sheets."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from diagnosis.classifier.inference.deflated_rule import LoweredRule
from diagnosis.classifier.inference.model import Model, Predictions, joined_predictions
from diagnosis.classifier.inference.plain_rule import PlainRule
from diagnosis.classifier.inference.structure import KINDS, SIZES
from diagnosis.classifier.training import metrics
from diagnosis.classifier.training.config import CHANNELS
from diagnosis.classifier.training.evaluation.figures import (
    Cell,
    Figures,
    GroupErrors,
    ShiftCoverage,
)
from diagnosis.classifier.training.evaluation.level_choice import (
    BLANK_SHARES,
    from_share,
    name_of,
    served_levels,
)
from diagnosis.classifier.training.simulation.sample import (
    STEADY_OVERSTATEMENT,
    SimulatedWorld,
    sheets_of,
)
from diagnosis.classifier.training.simulation.worlds import INDUSTRIES
from diagnosis.domain.overstatement import ServedLevel
from diagnosis.domain.scoring.encode import Bools, Floats, Ints
from diagnosis.domain.scoring.scale import LEVELS


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What came out for n firms.

    `truth` (n,) and `score` (n,) by rule on the verified answers, `rule` (n,) the level by rule on
    what the firms handed in, `deflated` (n,) by rule on that less `STEADY_OVERSTATEMENT`,
    `predictions` the model's; `size`, `industry` and `kind` (n,) say who the firms are,
    `channel` (n,) how their sheets came.
    """

    truth: Ints
    score: Floats
    rule: Ints
    deflated: Ints
    predictions: Predictions
    size: Ints
    industry: Ints
    kind: Ints
    channel: Ints

    @property
    def level(self) -> Ints:
        """Return the level that counts: the deflated rule's where the model abstains."""
        return np.where(self.predictions.insufficient, self.deflated, self.predictions.level)

    def served(self, served: ServedLevel) -> Ints:
        """Return the level (n,) that each sheet is served."""
        return served_levels(served, self.predictions.open_gates, self.level, self.deflated)

    @property
    def inside(self) -> Bools:
        """Return (n,): whether the set holds the level, of six."""
        held: Bools = (self.truth >= self.predictions.low) & (self.truth <= self.predictions.high)
        return held


def run_trial(model: Model, worlds: Sequence[SimulatedWorld], rate: float, seed: int) -> Trial:
    """Return the trial of a model on worlds at one missing rate."""
    rng = np.random.default_rng([seed, round(rate * 100)])
    rule, deflated = PlainRule(model.structure), LoweredRule(model.structure, STEADY_OVERSTATEMENT)
    levels, lowered, predictions = [], [], []
    for world in worlds:
        firms = world.firms
        sheets, answers = sheets_of(model.structure, world, np.full(len(firms.level), rate), rng)
        levels.append(rule(answers, firms.kind, firms.cut).level)
        lowered.append(deflated(answers, firms.kind, firms.cut))
        predictions.append(model.predict(sheets))
    everyone = [world.firms for world in worlds]
    return Trial(
        truth=np.concatenate([firms.level for firms in everyone]),
        score=np.concatenate([firms.score for firms in everyone]),
        rule=np.concatenate(levels),
        deflated=np.concatenate(lowered),
        predictions=joined_predictions(predictions),
        size=np.concatenate([firms.size for firms in everyone]),
        industry=np.concatenate([firms.industry for firms in everyone]),
        kind=np.concatenate([firms.kind for firms in everyone]),
        channel=np.concatenate([firms.channel for firms in everyone]),
    )


def cell_of(shift: str, missing: float, trial: Trial) -> Cell:
    """Return every measure of the table for one trial, both rules beside it."""
    truth, predictions = trial.truth, trial.predictions
    sizes = predictions.high - predictions.low + 1
    near = (trial.score >= predictions.score_low) & (trial.score <= predictions.score_high)
    probabilities = predictions.probabilities
    error = np.sqrt(((predictions.expected_score - trial.score) ** 2).mean())
    levels = {"model": trial.level, "deflated-rule": trial.deflated, "plain-rule": trial.rule}
    kappas = {name: metrics.quadratic_kappa(truth, level) for name, level in levels.items()}
    joined = {
        name: metrics.quadratic_kappa(metrics.merged(truth), metrics.merged(level))
        for name, level in levels.items()
    }
    by_share = {name_of(share): trial.served(from_share(share)) for share in BLANK_SHARES}
    return Cell(
        shift=shift,
        missing=missing,
        firms=float(len(truth)),
        qwk=_rounded(kappas["model"]),
        qwk_deflated=_rounded(kappas["deflated-rule"]),
        qwk_rule=_rounded(kappas["plain-rule"]),
        qwk_from={
            name: _rounded(metrics.quadratic_kappa(truth, level))
            for name, level in by_share.items()
        },
        wins=max(kappas, key=lambda name: kappas[name]),
        qwk_merged=_rounded(joined["model"]),
        qwk_merged_deflated=_rounded(joined["deflated-rule"]),
        qwk_merged_rule=_rounded(joined["plain-rule"]),
        severe=_rounded(metrics.severe_share(truth, trial.level)),
        severe_deflated=_rounded(metrics.severe_share(truth, trial.deflated)),
        severe_rule=_rounded(metrics.severe_share(truth, trial.rule)),
        severe_from={
            name: _rounded(metrics.severe_share(truth, level)) for name, level in by_share.items()
        },
        ece=_rounded(metrics.calibration_error(truth, probabilities)),
        ece_cumulative=_rounded(metrics.cumulative_calibration_error(truth, probabilities)),
        rps=_rounded(metrics.ranked_probability_score(truth, probabilities)),
        coverage=_rounded(trial.inside.mean()),
        set_size=_rounded(sizes.mean()),
        abstained=_rounded(predictions.insufficient.mean()),
        score_error=_rounded(error),
        interval_coverage=_rounded(near.mean()),
    )


def shift_coverage(shift: str, trial: Trial) -> ShiftCoverage:
    """Return how often the sets of a trial hold the level, of six, group by group."""
    industries = _coverage(trial, trial.industry, [str(place) for place in range(INDUSTRIES)])
    return ShiftCoverage(
        shift=shift,
        levels=_coverage(trial, trial.truth, [str(level) for level in range(LEVELS + 1)]),
        sizes=_coverage(trial, trial.size, SIZES),
        kinds=_coverage(trial, trial.kind, KINDS),
        channels=_coverage(trial, trial.channel, CHANNELS),
        least_industry=min(industries.values()),
    )


def _coverage(trial: Trial, group: Ints, names: Sequence[str]) -> Figures:
    """Return the coverage of the sets in each group that occurs, by its name."""
    return {
        name: _rounded(trial.inside[group == place].mean())
        for place, name in enumerate(names)
        if (group == place).any()
    }


def errors_by_group(trial: Trial, group: Ints, names: Sequence[str]) -> tuple[GroupErrors, ...]:
    """Return over- and under-rating of each group that occurs; levels 0 and 1 merged.

    `group` (n,) is the place of each firm's group in `names`.
    """
    truth, level = metrics.merged(trial.truth), metrics.merged(trial.level)
    by_rule, deflated = metrics.merged(trial.rule), metrics.merged(trial.deflated)
    members = [(name, group == place) for place, name in enumerate(names)]
    return tuple(
        GroupErrors(
            group=name,
            firms=int(inside.sum()),
            wrong=_rounded((truth != level)[inside].mean()),
            over=_rounded((level > truth)[inside].mean()),
            under=_rounded((level < truth)[inside].mean()),
            over_deflated=_rounded((deflated > truth)[inside].mean()),
            over_rule=_rounded((by_rule > truth)[inside].mean()),
            coverage=_rounded(trial.inside[inside].mean()),
        )
        for name, inside in members
        if inside.any()
    )


def _rounded(value: float) -> float:
    return round(float(value), 4)

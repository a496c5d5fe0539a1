"""Whose level is served: the model's, the deflated rule's, or each on its side of a share."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from diagnosis.classifier.training.evaluation.figures import Cell
from diagnosis.domain.overstatement import LevelBy, ServedLevel
from diagnosis.domain.scoring.encode import Floats, Ints

MISSING_RATES = (0.1, 0.25, 0.5, 0.8)
"""The missing rates, above none, at which levels are compared."""
BLANK_SHARES = (0.05, 0.1, 0.2, 0.4)
"""The weights of open gates from which on the model's level may be served; each is measured."""
MOST_LOST = 0.01
"""By how much the kappa of the level served may lie below the deflated rule's, in any shift."""
GAINS_NEEDED = {0.1: 0.0, 0.25: 0.01, 0.5: 0.03, 0.8: 0.03}
"""The mean gain in kappa over home and shifts that the level served needs, by missing rate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RateGains:
    """What is gained on the deflated rule at one missing rate: kappa over six levels less its.

    `model` is the mean over home and shifts of the model's level, `model_worst` the least, in the
    shift `model_worst_in`; `served` and `served_worst` are those of the level that is served.
    """

    missing: float
    model: float
    model_worst: float
    model_worst_in: str
    served: float
    served_worst: float
    served_worst_in: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelChoice:
    """Whose level is served, from what weight of open gates on, and why.

    `level_by` is a value of `LevelBy`, `blank_share` (0–1) its share with `model-for-blanks`.
    `gain_25` and `gain_50` are the mean over home and shifts of the model's kappa (six levels)
    less the deflated rule's, `worst` is the least such difference of all, in the shift `worst_in`
    at the missing rate `worst_missing`; `rates` has the gains at every rate.
    """

    level_by: str
    blank_share: float | None
    gain_25: float
    gain_50: float
    worst: float
    worst_in: str
    worst_missing: float
    rates: tuple[RateGains, ...]

    @property
    def served(self) -> ServedLevel:
        """Return whose level is served, as a sheet is asked for it."""
        return ServedLevel(level_by=LevelBy(self.level_by), blank_share=self.blank_share)

    @property
    def served_worst(self) -> RateGains:
        """Return the rate at which the level served does worst against the deflated rule."""
        return min(self.rates, key=lambda row: row.served_worst)


def from_share(share: float) -> ServedLevel:
    """Return the model's level from a weight of open gates (above 0, at most 1) on."""
    return ServedLevel(level_by=LevelBy.MODEL_FOR_BLANKS, blank_share=share)


def name_of(share: float) -> str:
    """Return what a blank share is called among the kappas of a cell."""
    return f"{share:g}"


def served_levels(served: ServedLevel, open_gates: Floats, by_model: Ints, by_rule: Ints) -> Ints:
    """Return the levels (n,) served on n sheets, by the weight (n,) of their open gates, 0–1."""
    whose = map(served.of_sheet, open_gates.tolist())
    return np.where([each is LevelBy.MODEL for each in whose], by_model, by_rule)


def served_kappa(cell: Cell, served: ServedLevel) -> float:
    """Return the kappa over six levels of the level that is served, in one cell."""
    if served.blank_share is not None:
        return cell.qwk_from[name_of(served.blank_share)]
    return cell.qwk if served.level_by is LevelBy.MODEL else cell.qwk_deflated


def served_severe(cell: Cell, served: ServedLevel) -> float:
    """Return the share (0–1) that the level served misses by two or more, in one cell."""
    if served.blank_share is not None:
        return cell.severe_from[name_of(served.blank_share)]
    return cell.severe if served.level_by is LevelBy.MODEL else cell.severe_deflated


def level_choice(cells: Sequence[Cell]) -> LevelChoice:
    """Return whose level is to be served: the model's only where it beats a subtraction.

    That is on every sheet if it beats it everywhere, else from the smallest of `BLANK_SHARES` on
    with which it does, judged by the levels that sheets of every kind are then served.
    """
    wanted = (ServedLevel(level_by=LevelBy.MODEL), *map(from_share, BLANK_SHARES))
    rule = ServedLevel(level_by=LevelBy.DEFLATED_RULE)
    served = next((each for each in wanted if _beats_a_subtraction(cells, each)), rule)
    worst = min(cells, key=_gain)
    rates = _rates(cells, served)
    means = {row.missing: row.model for row in rates}
    return LevelChoice(
        level_by=str(served.level_by),
        blank_share=served.blank_share,
        gain_25=means[0.25],
        gain_50=means[0.5],
        worst=_gain(worst),
        worst_in=worst.shift,
        worst_missing=worst.missing,
        rates=rates,
    )


def _beats_a_subtraction(cells: Sequence[Cell], served: ServedLevel) -> bool:
    """Return whether what would be served is nowhere worse, and as much better as is needed."""
    means = {row.missing: row.served for row in _rates(cells, served)}
    return min(_served_gain(cell, served) for cell in cells) >= -MOST_LOST and all(
        means[rate] >= needed for rate, needed in GAINS_NEEDED.items()
    )


def _rates(cells: Sequence[Cell], served: ServedLevel) -> tuple[RateGains, ...]:
    rates = sorted({cell.missing for cell in cells})
    return tuple(_rate_gains(cells, rate, served) for rate in rates)


def _rate_gains(cells: Sequence[Cell], rate: float, served: ServedLevel) -> RateGains:
    here = [cell for cell in cells if cell.missing == rate]
    by_model = {cell.shift: _gain(cell) for cell in here}
    by_served = {cell.shift: _served_gain(cell, served) for cell in here}
    model_worst_in = min(by_model, key=lambda shift: by_model[shift])
    served_worst_in = min(by_served, key=lambda shift: by_served[shift])
    return RateGains(
        missing=rate,
        model=_mean(list(by_model.values())),
        model_worst=by_model[model_worst_in],
        model_worst_in=model_worst_in,
        served=_mean(list(by_served.values())),
        served_worst=by_served[served_worst_in],
        served_worst_in=served_worst_in,
    )


def _gain(cell: Cell) -> float:
    return round(cell.qwk - cell.qwk_deflated, 4)


def _served_gain(cell: Cell, served: ServedLevel) -> float:
    return round(served_kappa(cell, served) - cell.qwk_deflated, 4)


def _mean(gains: Sequence[float]) -> float:
    return round(float(np.mean(gains)), 4)

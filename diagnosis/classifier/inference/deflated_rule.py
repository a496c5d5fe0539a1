"""The rule on deflated answers: the level now, and how far blanks are from changing it.

Every ladder answer is lowered by an overstatement and scored again, blanks skipped. What blanks
would add is taken from their expected answers, lowered alike; staged structures alone.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from diagnosis.classifier.inference.coded_sheets import CodedSheets, positions_of
from diagnosis.classifier.inference.head import TOP_UNCONFIRMED
from diagnosis.classifier.inference.model import Model, ModelInput
from diagnosis.classifier.inference.plain_rule import PlainRule
from diagnosis.classifier.inference.structure import Structure
from diagnosis.domain.overstatement import PRIOR_CHECKS
from diagnosis.domain.scoring.encode import Bools, Floats, Ints
from diagnosis.domain.scoring.scale import LEVELS


class LoweredRule:
    """The plain rule on answers lowered by a steady overstatement, those of ladders alone.

    With verified answers that of each firm is its own: the mean gap of its checks, shrunk to the
    steady one as `Overstatement.of_firm` says, though not rounded; what was verified stays.
    """

    def __init__(self, structure: Structure, overstatement: float) -> None:
        self._ladder, self._overstatement = np.array(structure.ladders), overstatement
        self._less = np.where(self._ladder, overstatement, 0.0)
        self._rule = PlainRule(structure)

    def __call__(self, positions: Floats, kind: Ints, cut: Bools) -> Ints:
        """Return the levels (n,) of (n, items) positions, NaN where blank, and (n, S) cuts."""
        return self._rule(self.lowered(positions), kind, cut).level

    def checked(self, positions: Floats, verified: Floats, kind: Ints, cut: Bools) -> Ints:
        """Return the levels (n,) as a call, with verified answers (n, items), NaN elsewhere."""
        paired = self._ladder & (positions > 0) & ~np.isnan(verified)
        gaps = np.where(paired, positions - verified, 0.0).sum(axis=1, keepdims=True)
        checks = paired.sum(axis=1, keepdims=True)
        steps = (gaps + PRIOR_CHECKS * self._overstatement) / (checks + PRIOR_CHECKS)
        less = np.where(self._ladder, np.maximum(steps, 0.0), 0.0)
        left = np.where(np.isnan(verified), np.maximum(positions - less, 0.0), verified)
        return self._rule(left, kind, cut).level

    def lowered(self, positions: Floats) -> Floats:
        """Return (n, items) positions less the overstatement, at least 0, NaN where blank."""
        lowered: Floats = np.maximum(positions - self._less, 0.0)
        return lowered


class DeflatedOutlook(NamedTuple):
    """n firms: the `level` (n,) 0–4 by the deflated rule, and its `room` (n, 2) below and above.

    Room is how far the share of a level's requirements lies from what holds the level, and how far
    that of the next lies from holding that: what is blank is expected; shares are 0–1.
    """

    level: Ints
    room: Floats


@dataclass(frozen=True, slots=True)
class DeflatedOutlooks:
    """The deflated rule of one model of a staged structure."""

    model: Model
    overstatement: float

    def __call__(self, sheets: CodedSheets, inputs: ModelInput) -> DeflatedOutlook:
        """Return the outlook of sheets that the model has read."""
        structure = self.model.structure
        rule = LoweredRule(structure, self.overstatement)
        positions = positions_of(sheets)
        level = np.minimum(rule(positions, sheets.kind, sheets.cut), TOP_UNCONFIRMED)
        known = np.nan_to_num(rule.lowered(positions))[:, :, None] - np.arange(LEVELS)
        met = np.where(
            inputs.completed.answered[:, :, None],
            np.clip(known, 0.0, 1.0),
            _lowered(inputs.completed.reached, self.overstatement),
        )
        beyond = (inputs.weights[:, None, :] @ met)[:, 0] - structure.threshold
        beyond = np.concatenate(
            (np.full((len(level), 1), np.inf), beyond[:, :TOP_UNCONFIRMED],
             np.full((len(level), 1), -np.inf)), axis=1,
        )  # fmt: skip
        places = level[:, None] + np.arange(2)
        return DeflatedOutlook(level, np.take_along_axis(beyond, places, axis=1) * [1.0, -1.0])


def _lowered(tails: Floats, overstatement: float) -> Floats:
    """Return (n, I, 5) how far levels are met by answers with P(≥ k) `tails`, each lowered."""
    whole = int(overstatement)
    part = overstatement - whole
    padded = np.concatenate((tails, np.zeros((*tails.shape[:2], whole + 1))), axis=2)
    lowered: Floats = (1.0 - part) * padded[:, :, whole : whole + LEVELS]
    return lowered + part * padded[:, :, whole + 1 : whole + 1 + LEVELS]

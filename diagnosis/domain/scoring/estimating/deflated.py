"""The rules on deflated answers: which level is left if a firm answers so many steps too high.

Every answer on a ladder is lowered by so many steps, never below 0, and scored again; blanks and
cuts count as the rule counts them, without a limit of coverage. Scenes of the SME index are
answers on ladders too, but count by whole levels: a quarter of a step on average means that about
a quarter of them is a level too high, so each counts as the share of it that is left. Points of
choices and shares, and choices inside AI readiness, are what they are. The rules are monotone, so
that what survives on a fine grid of overstatements is known exactly. Whole tables are looked up:
one firm takes some ten microseconds a standard.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np

from diagnosis.domain.intake.item import POSITION_VALUES
from diagnosis.domain.overstatement import MOST_STEPS, DeflatedLevels, Overstatement
from diagnosis.domain.scoring.encode import (
    BLANK,
    MARKED_CODES,
    VERIFIED,
    EncodedSheet,
    Floats,
    Ints,
)
from diagnosis.domain.scoring.estimating.deciding import LOWERED_BY, DecidingClaims
from diagnosis.domain.scoring.estimating.index_levels import IndexLevels
from diagnosis.domain.scoring.scale import LEVELS, ROUNDING
from diagnosis.domain.scoring.scorers import Scorers
from diagnosis.domain.scoring.scores import GatedResult, PointsResult, SheetScores, StagedResult
from diagnosis.domain.scoring.staged import ANSWERED, level_and_score
from diagnosis.domain.scoring.standard import MILLI, SceneGate

MARGIN_STEP = 0.05
"""Margins are rounded down to this part of a ladder step."""
_GRID = np.round(np.arange(round(MOST_STEPS / MARGIN_STEP) + 1) * MARGIN_STEP, ROUNDING)
_SHOWN, _USUAL = 3, 1
_TOP_CODE = len(POSITION_VALUES)
_NONE_LEARNED: Mapping[str, Overstatement] = MappingProxyType({})


def deflated_positions(steps: Floats) -> Floats:
    """Return (steps, marked): the position of each less each overstatement, at least 0.

    Nothing is taken off what a visit verified; NaN where a code is no position.
    """
    table = np.full((len(steps), MARKED_CODES), np.nan)
    positions = np.array(POSITION_VALUES)
    lowered = positions - steps[:, None]
    table[:, 1 : _TOP_CODE + 1] = np.round(np.maximum(lowered, 0.0), ROUNDING)
    table[:, VERIFIED + 1 : VERIFIED + _TOP_CODE + 1] = positions
    return table


def shares_of_scenes(positions: Floats, gates: Sequence[SceneGate]) -> Floats:
    """Return (marked, steps, gates): how much of a scene counts towards the level of each gate.

    `positions` (steps, marked) are lowered ones, the first row as answered. A scene that reaches
    the level counts as the share of its last step that is left, 0–1; what does not reach it as
    answered counts nothing, so that with nothing taken off scenes count as they do by rule.
    """
    levels = np.array([gate.level for gate in gates])
    left = np.clip(positions.T[:, :, None] - levels + 1.0, 0.0, 1.0)
    claimed = np.floor(positions[0])[:, None, None] >= levels
    shares: Floats = np.where(claimed, left, 0.0).round(ROUNDING)
    return shares


def _positions_shown(overstatement: Overstatement) -> Floats:
    """Return the positions with nothing, the value and the high end taken off, then the grid."""
    shown = [0.0, overstatement.value, overstatement.high]
    return deflated_positions(np.concatenate((shown, _GRID)))


def _with_a_step_more(overstatement: Overstatement) -> Floats:
    """Return the positions with the value taken off, and with so much more as decides a claim."""
    return deflated_positions(overstatement.value + np.array([0.0, LOWERED_BY]))


class DeflatedRules:
    """The rules of three standards on deflated answers, compiled for the overstatement of each.

    `by_standard` has the overstatement of standards that have one of their own; `assumed` is that
    of the others. The smart-factory conditions have none: they are facts, which hold or do not.
    `index` says how likely the levels of the SME index are, which no model does; `scene_shares`
    (marked, gates) is how much of a scene is left with the index's overstatement taken off.
    """

    def __init__(
        self,
        scorers: Scorers,
        assumed: Overstatement,
        by_standard: Mapping[str, Overstatement] = _NONE_LEARNED,
    ) -> None:
        self.assumed = assumed
        self._by_standard = dict(by_standard)
        self._standards = standards = scorers.standards
        self._staged_taken = self.overstatement_of(standards.staged.id)
        self._points_taken = self.overstatement_of(standards.points.id)
        self._gated_taken = self.overstatement_of(standards.gated.id)
        self.index = IndexLevels(standards.points, self._points_taken)
        self._rows = _SHOWN + len(_GRID)
        self._compile_staged(scorers, np.nan_to_num(_positions_shown(self._staged_taken)))
        self._compile_points(scorers, np.nan_to_num(_positions_shown(self._points_taken)))
        self._positions = _positions_shown(self._gated_taken)
        self.deciding = DecidingClaims(
            scorers, _with_a_step_more(self._staged_taken), _with_a_step_more(self._gated_taken)
        )
        self._gated = scorers.gated
        self._gated_columns = scorers.gated.columns.tolist()

    def overstatement_of(self, standard: str) -> Overstatement:
        """Return how much is taken off the answers of a standard."""
        return self._by_standard.get(standard, self.assumed)

    def _compile_staged(self, scorers: Scorers, known: Floats) -> None:
        kernel = scorers.staged
        columns = scorers.encoder.ladders
        self._threshold = kernel.threshold
        self._staged_owner = kernel.owner
        self._staged_columns = [columns[item] for item in kernel.items]
        met = np.clip(known.T[:, :, None] - np.arange(LEVELS), 0.0, 1.0)
        self._met: Floats = np.round(met, ROUNDING).reshape(MARKED_CODES, -1)

    def _compile_points(self, scorers: Scorers, known: Floats) -> None:
        standard = scorers.standards.points
        columns = scorers.encoder.ladders
        self._scene_columns = [columns[scene.item] for scene in standard.scenes]
        self._stars = np.array([float(scene.constraint) for scene in standard.scenes])
        gates = standard.gates
        self._gate_levels = np.array([gate.level for gate in gates])
        self._need_points = np.array([gate.points * MILLI for gate in gates])
        self._need_scenes = np.array([
            [gate.scenes for gate in gates],
            [gate.constraint_scenes for gate in gates],
        ])  # fmt: skip
        shares = shares_of_scenes(known, gates)
        self.scene_shares: list[list[float]] = shares[:, _USUAL].tolist()
        self._reached: Floats = shares.reshape(MARKED_CODES, -1)

    def left(self, standard: str, sheet: EncodedSheet, scores: SheetScores) -> DeflatedLevels:
        """Return what is left of the level of a scored sheet by a standard that is deflated."""
        if standard == self._standards.staged.id:
            return self.staged(sheet, scores.staged)
        if standard == self._standards.points.id:
            return self.points(sheet, scores.points)
        return self.gated(sheet, scores.gated)

    def staged(self, sheet: EncodedSheet, result: StagedResult) -> DeflatedLevels:
        """Return what is left of the maturity level of a scored sheet."""
        count = result.parts[:, ANSWERED]
        each = (result.weights / np.maximum(count, 1.0))[self._staged_owner]
        codes = sheet.marked(self._staged_columns)
        weight_of_code = np.bincount(codes, weights=each, minlength=MARKED_CODES)
        shares = np.zeros((self._rows, LEVELS + 1))
        shares[:, :LEVELS] = weight_of_code.dot(self._met).reshape(self._rows, LEVELS)
        levels, _ = level_and_score(np.round(shares, ROUNDING), self._threshold)
        return _left(self._staged_taken, levels, levels)

    def gated(self, sheet: EncodedSheet, result: GatedResult) -> DeflatedLevels:
        """Return what is left of the level of AI readiness of a scored sheet.

        Choices among its items stay as they are.
        """
        ladders = len(self._gated_columns)
        answers = np.empty((self._rows, len(result.values)))
        codes = sheet.marked(self._gated_columns)
        answers[:, :ladders] = self._positions.take(codes, axis=1)
        answers[:, ladders:] = result.values[ladders:]
        levels = self._gated.levels_of_answers(answers, result.values, result.weights)
        return _left(self._gated_taken, levels, levels)

    def points(self, sheet: EncodedSheet, result: PointsResult) -> DeflatedLevels:
        """Return what is left of the level of the SME index: scenes are lowered, points are not.

        A level is there only where blanks, at their worst and at their best, leave the same.
        """
        codes = sheet.marked(self._scene_columns)
        counts = np.array([
            np.bincount(codes, minlength=MARKED_CODES),
            np.bincount(codes, weights=self._stars, minlength=MARKED_CODES),
        ])  # fmt: skip
        reached = np.round(counts.dot(self._reached), ROUNDING).reshape(2, self._rows, -1)
        worst, best = result.points
        low = self._points_level(worst, reached)
        if result.coverage == 1:
            return _left(self._points_taken, low, low, partly=True)
        high = self._points_level(best, reached + counts[:, BLANK, None, None])
        return _left(self._points_taken, low, high, partly=True)

    def _points_level(self, points: float, reached: Floats) -> Ints:
        """Return the levels per row; `reached` (2, rows, gates) counts scenes, constraint ones."""
        enough = round(points * MILLI) >= self._need_points
        held = enough & (reached >= self._need_scenes[:, None, :]).all(axis=0)
        level: Ints = (held * self._gate_levels).max(axis=1)
        return level


def _left(
    overstatement: Overstatement, low: Ints, high: Ints, *, partly: bool = False
) -> DeflatedLevels:
    """Return the levels by row where blanks leave no doubt, with the margin of the first."""
    ends = zip(low[:_SHOWN].tolist(), high[:_SHOWN].tolist(), strict=True)
    claimed, usual, deepest = [least if least == most else None for least, most in ends]
    margin = None
    if claimed:
        survived = int(np.count_nonzero(low[_SHOWN:] >= claimed))
        margin = float(_GRID[survived - 1])
    return DeflatedLevels(
        overstatement=overstatement,
        claimed=claimed,
        usual=usual,
        high=deepest,
        margin=margin,
        partly=partly,
    )

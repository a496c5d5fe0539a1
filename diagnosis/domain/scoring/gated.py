"""AI readiness: the weighted mean of nine dimensions, with gates; vectorised over n firms.

Source: ours (argued in knowledge/standards/ai-readiness.yaml).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor

import numpy as np

from diagnosis.domain.intake.item import POSITION_VALUES
from diagnosis.domain.scoring.encode import CODES, Floats, Ints
from diagnosis.domain.scoring.scale import ROUNDING, TOP
from diagnosis.domain.scoring.standard import GatedStandard

_POSITIONS = np.full(CODES, np.nan)
_POSITIONS[1 : len(POSITION_VALUES) + 1] = POSITION_VALUES


def level_of_mean(mean: Floats, tolerance: float) -> Ints:
    """Return ⌊mean + tolerance⌋, 0–5, rounded to nine decimals first."""
    level: Ints = np.floor(np.round(mean + tolerance, ROUNDING)).astype(np.int64)
    return level


def level_of_score(mean: float, tolerance: float) -> int:
    """Return `level_of_mean` of one value.

    Examples
    --------
    >>> level_of_score(2.8, 0.2)
    3
    """
    return floor(round(mean + tolerance, ROUNDING))


@dataclass(frozen=True, slots=True)
class GatedScores:
    """Scores of n firms.

    `level` (n,), `score` (n,) 0–5, `coverage` (n,) 0–1, `weakest` (n,) 0–5 and `weakest_level`
    (n,) the lowest dimension that was answered.
    """

    level: Ints
    score: Floats
    coverage: Floats
    weakest: Floats
    weakest_level: Ints


class GatedKernel:
    """The compiled rule of the gated standard; `items` gives the order of columns.

    `gates` (5, dimensions) and `item_gates` (5, items) hold what each level asks, −inf where it
    asks nothing.
    """

    def __init__(
        self, standard: GatedStandard, columns: Mapping[str, int], choices: Mapping[str, int]
    ) -> None:
        owners = [
            (place, weighted)
            for place, dimension in enumerate(standard.dimensions)
            for weighted in dimension.items
        ]
        ladders = [(place, weighted) for place, weighted in owners if weighted.values is None]
        chosen = [(place, weighted) for place, weighted in owners if weighted.values is not None]
        ordered = ladders + chosen
        self.items = tuple(weighted.item for _, weighted in ordered)
        self.owner_places = [place for place, _ in ordered]
        self.owner = np.array(self.owner_places)
        self.columns = np.array([columns[weighted.item] for _, weighted in ladders])
        self.choices = np.array([choices[weighted.item] for _, weighted in chosen], dtype=np.int64)
        self.positions = _POSITIONS
        self.shares = [weighted.weight for _, weighted in ordered]
        self.item_weights = np.array(self.shares)
        member = np.eye(len(standard.dimensions))[self.owner] * self.item_weights[:, None]
        self.member = member / member.sum(axis=0)
        self.weights = np.array([d.weight / 100 for d in standard.dimensions])
        self.weights /= self.weights.sum()
        self.tolerance = standard.tolerance
        ids = [dimension.id for dimension in standard.dimensions]
        self.gates = np.full((TOP, len(ids)), -np.inf)
        self.item_gates = np.full((TOP, len(ordered)), -np.inf)
        self.gate_places = [ids.index(gate.dimension) for gate in standard.gates]
        for gate, place in zip(standard.gates, self.gate_places, strict=True):
            # Where the weakest item passes, so does the mean; it fails alone if none was answered.
            self.gates[gate.level - 1, place] = gate.line
            if gate.weakest_item:
                self.item_gates[gate.level - 1, self.owner == place] = gate.line
        self.lines = np.round(np.arange(1, TOP + 1) - self.tolerance, ROUNDING)
        self._compile_levels()

    def score(self, codes: np.ndarray, values: Floats) -> GatedScores:
        """Return the scores of n firms from codes (n, ladder items) and choice values (n, ·)."""
        positions = np.concatenate(
            (_POSITIONS[codes[:, self.columns]], values[:, self.choices]), axis=1
        )
        answered = positions == positions  # a blank is NaN
        inside = answered @ self.member
        present = inside > 0
        sums = np.where(answered, positions, 0.0) @ self.member
        dimension = sums / np.where(present, inside, 1.0)
        weights = present * self.weights
        whole = weights.sum(axis=1)
        weights = weights / np.maximum(whole, 1e-300)[:, None]
        total = np.round((weights * dimension).sum(axis=1), ROUNDING)
        dimension = np.round(dimension, ROUNDING)
        known = np.where(present, dimension, -1.0)
        level = self.levels(total, known, np.where(answered, positions, np.inf))
        weakest = np.where(present, dimension, np.inf).min(axis=1)
        shown = np.where(np.isfinite(weakest), weakest, 0.0)
        return GatedScores(
            level,
            total,
            inside @ self.weights,
            shown,
            level_of_mean(shown, self.tolerance),
        )

    def levels(self, total: Floats, dimensions: Floats, lowest: Floats) -> Ints:
        """Return the levels (n,) of rounded totals (n,) and dimensions (n, ·), −1 where blank.

        `lowest` (n, items) are the answers, infinite where blank: no gate fails by a blank.
        """
        judged = np.concatenate((total[:, None], dimensions, lowest), axis=1)
        held = judged.take(self._judged, axis=1) >= self._needs
        held = np.logical_and.reduceat(held, self._first_of_level, axis=1)
        level: Ints = np.logical_and.accumulate(held, axis=1).sum(axis=1)
        return level

    def levels_of_answers(self, answers: Floats, values: Sequence[float], weights: Floats) -> Ints:
        """Return the levels (n,) of other answers (n, items), 0–5, to what a sheet answers.

        `values` (items,) are the sheet's, NaN where blank: those items are left out. `weights` are
        the effective ones of its dimensions, 0–1.
        """
        known = np.array(values)
        answered = known == known
        lowest, member = answers, self.member
        if not answered.all():
            inside = answered.astype(float).dot(member)
            member = member / np.where(inside > 0, inside, 1.0)
            lowest = np.where(answered, answers, np.inf)
            answers = np.where(answered, answers, 0.0)
        dimensions = answers.dot(member)
        total = np.round(dimensions.dot(weights), ROUNDING)
        judged = np.where(weights > 0, np.round(dimensions, ROUNDING), -1.0)
        return self.levels(total, judged, lowest)

    def _compile_levels(self) -> None:
        """Put what every level asks for in a row: of the total, of dimensions, of items."""
        needs = np.concatenate((self.lines[:, None], self.gates, self.item_gates), axis=1)
        finite = np.isfinite(needs)
        self._judged = np.nonzero(finite)[1]
        self._needs = needs[finite]
        self._first_of_level = np.concatenate(([0], finite.sum(axis=1).cumsum()[:-1]))

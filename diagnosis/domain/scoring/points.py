"""The MIIT SME index 2024: points and the gate of scenes, vectorised over n firms.

With blanks a firm is scored twice, blanks worst and best; there is a level only if both agree.

Source: miit-sme-2024 (scene counts from one source, see the standard's file).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from diagnosis.domain.intake.item import POSITION_VALUES
from diagnosis.domain.scoring.encode import BLANK, CODES, Floats, Ints
from diagnosis.domain.scoring.scale import SCENE_TOP
from diagnosis.domain.scoring.standard import MILLI, PointsStandard


def _scene_table() -> Ints:
    """Return (2, codes): the scene level of a code, blanks worst and best; n/a is not reached."""
    table = np.zeros((2, CODES), dtype=np.int64)
    for code, value in enumerate(POSITION_VALUES, start=1):
        table[:, code] = min(SCENE_TOP, int(value))
    table[1, BLANK] = SCENE_TOP
    return table


_SCENES = _scene_table()
SCENE_LEVELS: tuple[int, ...] = tuple(_SCENES[0].tolist())
"""The scene level of each code, a blank counting as not reached."""


@dataclass(frozen=True, slots=True)
class PointsScores:
    """Scores of n firms; the first axis of the arrays of two is blanks worst, blanks best.

    `level` (2, n), `points` (2, n) 0–100, NaN where none of the questions was answered,
    `coverage` (n,) share of the 31 parts.
    """

    level: Ints
    points: Floats
    coverage: Floats


class PointsKernel:
    """The compiled rule of the points-and-scenes standard.

    `questions_of` and `scenes_of` hold, per block and per chain, the places of what it has;
    `scene_order` the places of the scenes, constraint ones first.
    """

    def __init__(self, standard: PointsStandard, columns: Mapping[str, int]) -> None:
        questions, scenes = list(enumerate(standard.questions)), list(enumerate(standard.scenes))
        self.questions_of = [
            [place for place, question in questions if question.block == block.id]
            for block in standard.blocks
        ]
        self.scenes_of = [
            [place for place, scene in scenes if scene.chain == chain.id]
            for chain in standard.chains
        ]
        self.scene_order = [
            place for place, _ in sorted(scenes, key=lambda placed: not placed[1].constraint)
        ]
        self._columns = np.array([columns[scene.item] for scene in standard.scenes])
        self._max = np.array([question.max for question in standard.questions])
        self._star = np.array([scene.constraint for scene in standard.scenes])
        self._need_points = np.array([int(gate.points * MILLI) for gate in standard.gates])
        self._need = np.array([gate.scenes for gate in standard.gates])
        self._need_star = np.array([gate.constraint_scenes for gate in standard.gates])
        self._levels = np.array([gate.level for gate in standard.gates])

    def score(self, codes: np.ndarray, points: Ints) -> PointsScores:
        """Return the scores of n firms from codes (n, ladder items) and points (n, questions)."""
        known = points >= 0
        bounds = np.stack((np.where(known, points, 0), np.where(known, points, self._max)))
        scene_codes = codes[:, self._columns]
        scenes = _SCENES[:, scene_codes]
        reached = scenes[..., None] >= self._levels
        counts = reached.sum(axis=2)
        stars = reached[:, :, self._star].sum(axis=2)
        total = bounds.sum(axis=2)
        line = total[..., None] >= self._need_points
        held = line & (counts >= self._need) & (stars >= self._need_star)
        level = (held * self._levels).max(axis=2)
        answered = np.concatenate((known, scene_codes != BLANK), axis=1)
        scored = np.where(known.any(axis=1), total / MILLI, np.nan)
        return PointsScores(level, scored, answered.mean(axis=1))

"""The scores of one sheet by every standard, from the one-sheet scorer."""

from collections.abc import Sequence
from typing import NamedTuple

from diagnosis.domain.scoring.encode import BLANK, Floats
from diagnosis.domain.scoring.tiers import UNKNOWN


class StagedResult(NamedTuple):
    """One sheet by the staged standard; S = sub-domains.

    `shares` are those met at levels 1–5, `weights` (S,) effective shares of the whole, `parts`
    (S, 11) per sub-domain the row of `part_table`; where no item was answered, its shares, score
    and level mean nothing.
    """

    level: int
    score: float
    shares: tuple[float, ...]
    coverage: float
    mean: float
    weakest: float
    weakest_level: int
    weights: Floats
    parts: Floats


class PointsResult(NamedTuple):
    """One sheet by points and scenes; pairs are (blanks worst, blanks best).

    `scenes` are levels 0–4 with blanks 0, `scene_codes` the codes they come from, marked where a
    visit verified them, `question_points` thousandths with −1 for a blank.
    """

    level: tuple[int, int]
    points: tuple[float, float]
    points_level: tuple[int, int]
    weakest: tuple[int, int]
    coverage: float
    scenes: Sequence[int]
    scene_codes: Sequence[int]
    question_points: Sequence[int]

    @property
    def is_scored(self) -> bool:
        """Return whether a question was answered: without an answer there is no score."""
        return any(points >= 0 for points in self.question_points)

    def scene_answered(self, place: int) -> bool:
        """Return whether a scene was answered."""
        return self.scene_codes[place] != BLANK


class GatedResult(NamedTuple):
    """One sheet by the gated standard; D = dimensions.

    `dimensions` (D,) 0–5 and `weights` (D,) effective shares, 0 where nothing was answered;
    `values` per item of the kernel, NaN for a blank.
    """

    level: int
    score: float
    coverage: float
    mean_level: int
    weakest: float
    weakest_level: int
    dimensions: Floats
    weights: Floats
    values: Sequence[float]


class TiersResult(NamedTuple):
    """One sheet by the tier conditions; states are 1 holds, 0 fails, .5 unknown.

    `link_share` is scenes in use ÷ scenes of the link, NaN where blank; `in_use` and `with_model`
    count scenes, −1 where unknown.
    """

    level_low: int
    level_high: int
    above_size: float
    declared: Sequence[float]
    links: Sequence[float]
    link_share: Sequence[float]
    cmmm_level: int | None
    in_use: int
    with_model: int

    @property
    def coverage(self) -> float:
        """Return the share of conditions that are known, 0–1."""
        known = [self.cmmm_level is not None, self.in_use >= 0, self.above_size != UNKNOWN]
        known += [state != UNKNOWN for state in (*self.declared, *self.links)]
        return sum(known) / len(known)


class SheetScores(NamedTuple):
    """One sheet by the four standards."""

    staged: StagedResult
    points: PointsResult
    tiers: TiersResult
    gated: GatedResult

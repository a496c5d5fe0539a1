"""Readings: the level and score of one sheet by each standard, as plain values."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from diagnosis.domain.scoring.scores import SheetScores
from diagnosis.domain.scoring.standard import Standard, Standards
from diagnosis.domain.scoring.verdict import below_coverage

Number = TypeVar("Number", int, float)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one standard makes of a sheet.

    `standard` is `id@revision`; `level` and `score` are None where there are too few answers or
    blanks leave them open; `provisional` is then what the answers make so far, None where nothing
    was answered.
    """

    standard: str
    level: int | None
    score: float | None
    provisional: tuple[int, float] | None = None

    @property
    def standard_id(self) -> str:
        """Return the id of the standard, without its revision."""
        return self.standard.partition("@")[0]


def readings(standards: Standards, scores: SheetScores) -> tuple[Reading, ...]:
    """Return the reading of each standard, in the order of the standards."""
    staged, points, tiers, gated = scores.staged, scores.points, scores.tiers, scores.gated
    tier = _agreed((tiers.level_low, tiers.level_high))
    level, is_scored = _agreed(points.level), points.is_scored
    score = _agreed(points.points) if is_scored else None
    provisional = (points.level[0], points.points[0]) if level is None and is_scored else None
    return (
        _covered(standards.staged, staged.coverage, staged.level, staged.score),
        Reading(standards.points.ref, level, score, provisional),
        Reading(standards.tiers.ref, tier, None),
        _covered(standards.gated, gated.coverage, gated.level, gated.score),
    )


def _covered(standard: Standard, coverage: float, level: int, score: float) -> Reading:
    """Return a reading that holds from the standard's minimum coverage on.

    Where nothing was answered there is none: a level 0 would be one that nobody gave.
    """
    if not coverage:
        return Reading(standard.ref, None, None)
    if below_coverage(coverage, standard.minimum_coverage) is None:
        return Reading(standard.ref, level, score)
    return Reading(standard.ref, None, None, (level, score))


def _agreed(pair: tuple[Number, Number]) -> Number | None:
    """Return what blanks at their worst and at their best agree on."""
    return pair[0] if pair[0] == pair[1] else None


def levels_by_standard(rows: Iterable[Reading]) -> dict[str, int]:
    """Return the levels that are known, by standard id."""
    return {reading.standard_id: reading.level for reading in rows if reading.level is not None}

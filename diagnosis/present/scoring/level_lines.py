"""Where levels begin, and scores for people that stay on their side of these lines."""

from diagnosis.domain.scoring.scale import TOP
from diagnosis.domain.scoring.standard import (
    GatedStandard,
    PointsStandard,
    StagedStandard,
    Standard,
)
from diagnosis.present.numbers import decimals, score
from diagnosis.present.per_object import per_object

_SHOWN = 2
"""The decimals of a score for people."""


@per_object
def level_lines(standard: Standard) -> tuple[float, ...]:
    """Return the scores at which the levels of a standard begin; the smart factory has none."""
    if isinstance(standard, StagedStandard):
        return standard.bands
    if isinstance(standard, PointsStandard):
        return tuple(gate.points for gate in standard.gates)
    if isinstance(standard, GatedStandard):
        return tuple(score(level - standard.tolerance) for level in range(1, TOP + 1))
    return ()


@per_object
def dimension_lines(standard: Standard) -> tuple[float, ...]:
    """Return the scores of a dimension at which something begins: a level of it, or a gate."""
    if isinstance(standard, GatedStandard):
        return tuple(sorted({gate.at_least for gate in standard.gates}))
    return standard.bands if isinstance(standard, StagedStandard) else ()


def written(standard: Standard | None, total: float) -> str:
    """Return a total for people; where no standard is known any more, by no lines."""
    return decimals(total, _SHOWN, lines=() if standard is None else level_lines(standard))


def written_dimension(standard: Standard | None, part: float) -> str:
    """Return the score of a dimension for people."""
    return decimals(part, _SHOWN, lines=() if standard is None else dimension_lines(standard))

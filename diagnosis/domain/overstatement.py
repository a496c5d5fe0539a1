"""How much higher firms answer than a visit would verify, and what is left of a level then.

Overstatement is counted in ladder steps and touches answers on ladders alone: what is counted or
chosen from a list can be looked up, and is not scaled.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import isfinite

MOST_STEPS = 5.0
"""The most that an answer on a ladder can overstate: from 0 to its top."""
TOP_WITHOUT_VISIT = 4
"""The highest level of a maturity scale that is estimated: a visit alone confirms level 5."""


class OverstatementSource(StrEnum):
    """Where the value of an overstatement comes from."""

    ASSUMED = "assumed"
    VISITS = "visits"
    SET = "set"
    """Decided by whoever runs the service."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overstatement:
    """How many ladder steps firms answer too high, with a range; 0 ≤ low ≤ value ≤ high ≤ 5.

    `visits` counts the verified visits it was learned from, 0 where it is assumed or set.

    Raises ValueError for numbers outside these bounds.
    """

    value: float
    low: float
    high: float
    source: OverstatementSource = OverstatementSource.ASSUMED
    visits: int = 0

    def __post_init__(self) -> None:
        """Refuse what is no range of ladder steps."""
        if not isfinite(self.value) or not 0 <= self.low <= self.value <= self.high <= MOST_STEPS:
            raise ValueError(f"overstatement: not 0 ≤ {self.low} ≤ {self.value} ≤ {self.high} ≤ 5")
        if self.visits < 0:
            raise ValueError("overstatement: a count of visits is not negative")


class LevelBy(StrEnum):
    """Whose level an estimate serves: the rule's on deflated answers, or the model's."""

    DEFLATED_RULE = "deflated-rule"
    MODEL = "model"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeflatedLevels:
    """The levels that a standard's rule gives to deflated answers, blanks skipped.

    `claimed` is the level of the answers as they are, `usual` with the overstatement's value taken
    off, `high` with its high end; each is None where the answers carry none. `margin` is the
    largest overstatement that the claimed level survives, in ladder steps 0–5, rounded down to
    .05; None at level 0 or without a level. `partly` says that points, which are not deflated,
    count beside what is.
    """

    overstatement: Overstatement
    claimed: int | None = None
    usual: int | None = None
    high: int | None = None
    margin: float | None = None
    partly: bool = False

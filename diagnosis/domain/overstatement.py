"""How much higher firms answer than a visit would verify, and what is left of a level then.

Overstatement is counted in ladder steps and touches answers on ladders alone: what is counted or
chosen from a list can be looked up, and is not scaled.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import isfinite, sqrt

MOST_STEPS = 5.0
"""The most that an answer on a ladder can overstate: from 0 to its top."""
NOISE_OF_SUMS = 1e-9
"""By how much sums of weights may differ from what they are, in binary fractions."""
TOP_WITHOUT_VISIT = 4
"""The highest level of a maturity scale that is estimated: a visit alone confirms level 5."""
PRIOR_CHECKS = 2.0
"""How many checks what is known of all firms counts for, beside those of the firm itself."""
GAP_SPREAD = 0.6
"""Assumed: how far the gaps of a firm's checks lie from their mean, one standard deviation."""
RANGE_REACH = 1.2816
"""So many standard deviations to each side hold 80 %."""


class OverstatementSource(StrEnum):
    """Where the value of an overstatement comes from."""

    ASSUMED = "assumed"
    VISITS = "visits"
    SET = "set"
    """Decided by whoever runs the service."""
    CHECKS = "checks"
    """What a visit verified of this firm's own answers, and what is known of all firms."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overstatement:
    """How many ladder steps firms answer too high, with a range; 0 ≤ low ≤ value ≤ high ≤ 5.

    `visits` counts the verified visits it was learned from, 0 where it is assumed or set; `checks`
    the answers of the firm itself that a visit verified, 0 where it is of all firms.

    Raises ValueError for numbers outside these bounds.
    """

    value: float
    low: float
    high: float
    source: OverstatementSource = OverstatementSource.ASSUMED
    visits: int = 0
    checks: int = 0

    def __post_init__(self) -> None:
        """Refuse what is no range of ladder steps."""
        if not isfinite(self.value) or not 0 <= self.low <= self.value <= self.high <= MOST_STEPS:
            raise ValueError(f"overstatement: not 0 ≤ {self.low} ≤ {self.value} ≤ {self.high} ≤ 5")
        if self.visits < 0 or self.checks < 0:
            raise ValueError("overstatement: a count of visits or checks is not negative")

    def of_firm(self, gaps: Sequence[float]) -> "Overstatement":
        """Return that of a firm whose own checks have some gaps, claimed − verified, in steps.

        The mean gap is shrunk to what is known of all firms: Σ gaps + 2 × value, over checks + 2,
        in hundredths of a step.
        A higher verified answer never makes it larger. Without a check it is that of all firms.
        """
        if not gaps:
            return self
        count = len(gaps)
        value = (sum(gaps) + PRIOR_CHECKS * self.value) / (count + PRIOR_CHECKS)
        half = RANGE_REACH * GAP_SPREAD / sqrt(count + PRIOR_CHECKS)
        value, low, high = (
            round(min(max(end, 0.0), MOST_STEPS), 2) for end in (value, value - half, value + half)
        )
        return Overstatement(
            value=value,
            low=low,
            high=high,
            source=OverstatementSource.CHECKS,
            visits=self.visits,
            checks=count,
        )


class LevelBy(StrEnum):
    """Whose level an estimate serves: the rule's on deflated answers, or the model's.

    Of a model there is a third: its own where what gates need is blank, else the rule's.
    """

    DEFLATED_RULE = "deflated-rule"
    MODEL = "model"
    MODEL_FOR_BLANKS = "model-for-blanks"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedLevel:
    """Whose level is served beside a model, sheet by sheet.

    `blank_share` (above 0, at most 1) goes with `model-for-blanks` and is None with the others:
    where parts that a gate needs, and in which nothing is answered, weigh as much of the whole, it
    is the model's. There the rule holds a gate for missed that nobody was asked about; elsewhere
    it leaves blanks out and does no worse than a model.

    Raises ValueError for what is no share, or where word and share do not go together.
    """

    level_by: LevelBy
    blank_share: float | None = None

    def __post_init__(self) -> None:
        """Refuse a share without its word, a word without its share, and what is no share."""
        share = self.blank_share
        if (share is not None) != (self.level_by is LevelBy.MODEL_FOR_BLANKS):
            raise ValueError(f"level by {self.level_by} does not go with a blank share of {share}")
        if share is not None and not (type(share) is float and 0 < share <= 1):
            raise ValueError(f"a blank share lies above 0 and at most at 1, not at {share!r}")

    def of_sheet(self, open_gates: float) -> LevelBy:
        """Return whose level a sheet has, rule's or model's, by the weight 0–1 of its open gates.

        A better answer leaves as much blank as before, so that it never changes whose it is.
        """
        if self.blank_share is None:
            return self.level_by
        is_blank = open_gates >= self.blank_share - NOISE_OF_SUMS
        return LevelBy.MODEL if is_blank else LevelBy.DEFLATED_RULE


@dataclass(frozen=True, slots=True, kw_only=True)
class DeflatedLevels:
    """The levels that a standard's rule gives to deflated answers, blanks skipped.

    `claimed` is the level of the answers as they are, `usual` with the overstatement's value taken
    off, `high` with its high end; each is None where the answers carry none. `margin` is the
    largest overstatement that the claimed level survives, in ladder steps 0–5, rounded down to
    .05; None at level 0 or without a level. `partly` says that points, which are not deflated,
    count beside what is. `verified` counts the answers among them that a visit verified: nothing
    is taken off these, and `is_verified` is whether they are all there is.
    """

    overstatement: Overstatement
    claimed: int | None = None
    usual: int | None = None
    high: int | None = None
    margin: float | None = None
    partly: bool = False
    verified: int = 0
    is_verified: bool = False

"""What the levels of the standards ask for, each condition by its kind and its part."""

from enum import StrEnum
from typing import NamedTuple


class KnownBy(StrEnum):
    """How it is known whether a condition holds: from answers, by declaration, by a visitor."""

    COMPUTED = "computed"
    DECLARED = "declared"
    JUDGED = "judged"


class ConditionKind(StrEnum):
    """What a condition of a level is about."""

    SHARE = "level"
    """The share of the requirements of a maturity level that are met; `number` is that level."""
    TOTAL = "total"
    DIMENSION = "dimension"
    WEAKEST = "weakest"
    """An item of a dimension that goes by its weakest; `number` is its place there, from 1."""
    POINTS = "points"
    SCENES = "scenes"
    STARS = "stars"
    """Constraint scenes (★)."""
    CMMM_LEVEL = "cmmm-level"
    ABOVE_SIZE = "above-size"
    AI_SHARE = "ai-share"
    LINK = "link"
    DECLARED = "declared"
    JUDGED = "judged"
    """A text of the tier that a visitor judges; `number` is its place, from 1."""

    @property
    def known_by(self) -> KnownBy:
        """Return how it is known whether such a condition holds."""
        if self is ConditionKind.DECLARED:
            return KnownBy.DECLARED
        return KnownBy.JUDGED if self is ConditionKind.JUDGED else KnownBy.COMPUTED


class LevelCondition(NamedTuple):
    """A condition of a level, by name alone.

    `about` is the id of the dimension, link or declared condition that it is about; `number`
    counts where the kind says so.
    """

    level: int
    kind: ConditionKind
    about: str = ""
    number: int = 0

    @property
    def part(self) -> str:
        """Return the condition's id within its level, by which traces and answers name it.

        Examples
        --------
        >>> LevelCondition(2, ConditionKind.LINK, "production").part
        'link-production'
        """
        if self.kind is ConditionKind.DIMENSION:
            return self.about
        about = self.about or self.number
        return f"{self.kind}-{about}" if about else str(self.kind)

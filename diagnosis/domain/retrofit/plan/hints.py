"""What a firm should know beside its plan: money, people, a level within reach."""

from dataclasses import dataclass

REVENUE_SHARE = 0.05
"""Beyond this share of a year's revenue a budget is warned about."""


@dataclass(frozen=True, slots=True)
class DearForTheFirm:
    """The money (万元) is more than `REVENUE_SHARE` of a year's revenue (万元)."""

    money_wan: float
    revenue_wan: float


@dataclass(frozen=True, slots=True)
class SizeAssumed:
    """Headcount or revenue is missing: costs are those of a small firm."""


@dataclass(frozen=True, slots=True)
class ShortOfPeople:
    """The plan takes more of the firm's people-months than can be expected in its months."""

    needed: float
    expected: float
    months: float


@dataclass(frozen=True, slots=True)
class LevelInReach:
    """The budget also reaches a level, at a cost in 万元."""

    level: int
    cost_wan: float


@dataclass(frozen=True, slots=True)
class NothingAnswered:
    """Nothing that the target scores and projects raise was answered: there is nothing to plan."""


@dataclass(frozen=True, slots=True)
class FewAnswered:
    """Less of what the target scores was answered (`coverage`) than a level needs, both 0–1."""

    coverage: float
    needed: float


@dataclass(frozen=True, slots=True)
class LevelMissed:
    """The plan spends its cost (万元) and does not reach the level aimed at."""

    level: int
    cost_wan: float


@dataclass(frozen=True, slots=True)
class SearchCutShort:
    """A search ended with the effort of a request: there may be a better plan."""


Hint = (
    DearForTheFirm
    | SizeAssumed
    | ShortOfPeople
    | LevelInReach
    | NothingAnswered
    | FewAnswered
    | LevelMissed
    | SearchCutShort
)

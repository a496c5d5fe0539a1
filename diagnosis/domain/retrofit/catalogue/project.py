"""A retrofit project: what it raises, what it needs, what it costs."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from diagnosis.domain.decimals import half_up
from diagnosis.domain.intake.enterprise import SizeClass
from diagnosis.domain.intake.item import Positions
from diagnosis.domain.scoring.standard import Mark
from diagnosis.domain.text import Text
from diagnosis.domain.unit import Unit

CENTS = 2
"""The decimals of an amount of money in 万元."""
MOST_MONEY_WAN = 1_000_000.0
"""Ten billion yuan: whatever is larger is a slip of the pen (yuan for 万元)."""
SIZES = (SizeClass.MICRO, SizeClass.SMALL, SizeClass.MEDIUM, SizeClass.LARGE)
"""The size classes from the smallest up, the order costs rise in."""


class Stage(StrEnum):
    """The stages of a retrofit, roughly in the order they are done."""

    FOUNDATION = "foundation"
    CONNECT = "connect"
    SYSTEMS = "systems"
    DATA = "data"
    AI = "ai"
    SECURITY = "security"
    CHAIN = "chain"


class Goal(StrEnum):
    """What a firm wants from a retrofit."""

    QUALITY = "quality"
    DELIVERY = "delivery"
    COST = "cost"
    ENERGY = "energy"
    SAFETY = "safety"


@dataclass(frozen=True, slots=True)
class Range:
    """A range in the unit of its holder, low ≤ high, both ≥ 0."""

    low: float
    high: float

    @property
    def mid(self) -> float:
        """Return the geometric mean; half of `high` where `low` is 0.

        The geometric mean suits estimates whose error is a factor rather than an amount.

        Examples
        --------
        >>> Range(4, 9).mid, Range(0, 3).mid
        (6.0, 1.5)
        """
        return _middle(self.low, self.high)


def _middle(low: float, high: float) -> float:
    return math.sqrt(low * high) if low > 0 else high / 2


@dataclass(frozen=True, slots=True)
class MoneyRange(Range):
    """A range of money, 万元, whose middle is an amount to the cent.

    Budgets bind the middle, sums are taken of it, and it is shown: one number for all three, so
    that a total is the sum of its rows.
    """

    _to_the_cent: float = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Work the middle out: it is asked for time and again."""
        middle = half_up(_middle(self.low, self.high), CENTS)
        object.__setattr__(self, "_to_the_cent", middle)

    @property
    def mid(self) -> float:
        """Return the geometric mean, half of `high` where `low` is 0, to the cent.

        Examples
        --------
        >>> MoneyRange(2, 4).mid, MoneyRange(0, 0.25).mid
        (2.83, 0.13)
        """
        return self._to_the_cent


@dataclass(frozen=True, slots=True)
class Money:
    """A sum over projects, 万元: of their low ends, of their middles and of their high ends."""

    low: float = 0.0
    mid: float = 0.0
    high: float = 0.0

    def plus(self, added: "Ends", factor: float = 1.0) -> "Money":
        """Return the sum with a range or another sum added, times a factor."""
        return Money(
            self.low + added.low * factor,
            self.mid + added.mid * factor,
            self.high + added.high * factor,
        )

    def less(self, other: "Money") -> "Money":
        """Return what is left after another sum, never below 0.

        Examples
        --------
        >>> Money(10, 20, 30).less(Money(12, 5, 5))
        Money(low=0.0, mid=15, high=25)
        """
        return Money(
            max(0.0, self.low - other.low),
            max(0.0, self.mid - other.mid),
            max(0.0, self.high - other.high),
        )


class Ends(Protocol):
    """A range or a sum of ranges: low end, middle, high end."""

    @property
    def low(self) -> float:
        """Return the low end."""
        ...

    @property
    def mid(self) -> float:
        """Return the middle."""
        ...

    @property
    def high(self) -> float:
        """Return the high end."""
        ...


def total_of(rows: Iterable[Ends]) -> Money:
    """Return the sum of amounts as they are shown, to the cent each: what a reader adds up to.

    The sum of the amounts themselves may be a cent or two away.

    Examples
    --------
    >>> total_of([Money(0.125, 1, 2), Money(0.125, 1, 2)])
    Money(low=0.26, mid=2.0, high=4.0)
    """
    low = mid = high = 0.0
    for row in rows:
        low += half_up(row.low, CENTS)
        mid += half_up(row.mid, CENTS)
        high += half_up(row.high, CENTS)
    return Money(half_up(low, CENTS), half_up(mid, CENTS), half_up(high, CENTS))


@dataclass(frozen=True, slots=True)
class MarkedRange:
    """A range with its mark; months for durations and paybacks."""

    range: Range
    mark: Mark


@dataclass(frozen=True, slots=True)
class Cost:
    """A range by size class, 万元 (once) or 万元 a year; None for a size it is not made for."""

    by_size: Mapping[SizeClass, MoneyRange | None]
    mark: Mark

    def at(self, size: SizeClass) -> MoneyRange | None:
        """Return the range for a size, None where the project is not made for it."""
        return self.by_size[size]


@dataclass(frozen=True, slots=True)
class Effort:
    """The firm's own people-months by size class."""

    by_size: Mapping[SizeClass, float | None]
    mark: Mark


@dataclass(frozen=True, slots=True)
class Effect:
    """An item and the ladder position (1–5) that it has once the project is done."""

    item: str
    to: int


@dataclass(frozen=True, slots=True)
class ItemNeed:
    """An item and the position (1–5) that it must have before a project starts."""

    item: str
    at_least: int

    def is_met(self, positions: Positions) -> bool:
        """Return whether the item has the position; an item without one counts as 0."""
        return positions.get(self.item, 0.0) >= self.at_least


@dataclass(frozen=True, slots=True)
class Needs:
    """What must be in place before a project starts."""

    projects: tuple[str, ...] = ()
    items: tuple[ItemNeed, ...] = ()


@dataclass(frozen=True, slots=True)
class Benefit:
    """What a project is expected to change, as a range in `unit`; direction is up or down."""

    name: Text
    range: Range
    unit: Unit
    direction: str
    mark: Mark
    note: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A retrofit project of the catalogue.

    `industries` is None where every division may do it; `stands_in_for` names projects whose place
    this one may take in the needs of others; `excludes` is symmetric. `payback` is None where the
    project is justified otherwise, as `payback_reason` says.
    """

    id: str
    stage: Stage
    name: Text
    what: Text
    done_when: Text
    effects: tuple[Effect, ...]
    needs: Needs
    stands_in_for: tuple[str, ...]
    excludes: tuple[str, ...]
    cost_wan: Cost
    running_wan_per_year: Cost
    people_months: Effort
    duration_months: MarkedRange
    payback_months: MarkedRange | None
    payback_reason: Text | None
    goals: tuple[Goal, ...]
    benefits: tuple[Benefit, ...]
    industries: tuple[str, ...] | None
    scenes: tuple[str, ...]
    measures: tuple[str, ...]
    support: tuple[str, ...]
    sources: tuple[str, ...]
    marks: Mapping[str, Mark]
    note: Text | None = None

    def cost_mid(self, size: SizeClass) -> float | None:
        """Return the middle of the cost range, 万元; None where not made for the size."""
        cost = self.cost_wan.at(size)
        return None if cost is None else cost.mid

    def suits(self, division: str | None) -> bool:
        """Return whether firms of a division (None: not known) may do the project."""
        return self.industries is None or division is None or division in self.industries

    def is_in_place(self, positions: Positions) -> bool:
        """Return whether every effect is reached already, so that there is nothing left to buy."""
        return all(positions.get(effect.item, 0.0) >= effect.to for effect in self.effects)


def stand_ins(projects: Mapping[str, Project]) -> dict[str, tuple[str, ...]]:
    """Return, for each project, itself and the projects that may take its place in needs."""
    alternatives = {name: [name] for name in projects}
    for project in projects.values():
        for replaced in project.stands_in_for:
            alternatives[replaced].append(project.id)
    return {name: tuple(names) for name, names in alternatives.items()}

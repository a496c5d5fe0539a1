"""Amounts with their ranges: money, months, and what a package is expected to change."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from diagnosis.domain.decimals import half_up
from diagnosis.domain.scoring.standard import Mark
from diagnosis.domain.text import Text
from diagnosis.domain.unit import Unit

YUAN_PER_WAN = 10_000
CENTS = 2
"""The decimals of an amount of money in 万元."""
MOST_MONEY_WAN = 1_000_000.0
"""Ten billion yuan: whatever is larger is a slip of the pen (yuan for 万元)."""


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
        return math.sqrt(self.low * self.high) if self.low > 0 else self.high / 2


@dataclass(frozen=True, slots=True)
class Money:
    """A sum over packages, 万元: of their low ends, of their middles and of their high ends."""

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


def total_people_months(rows: Iterable[float]) -> float:
    """Return the sum of people-months as they are shown, to the hundredth each.

    Examples
    --------
    >>> total_people_months([0.125, 0.125])
    0.26
    """
    return half_up(sum(half_up(row, CENTS) for row in rows), CENTS)


@dataclass(frozen=True, slots=True)
class MarkedRange:
    """A range with its mark; months for durations and paybacks."""

    range: Range
    mark: Mark


@dataclass(frozen=True, slots=True)
class Benefit:
    """What a package is expected to change, as a range in `unit`; direction is up or down."""

    name: Text
    range: Range
    unit: Unit
    direction: str
    mark: Mark
    note: Text | None = None

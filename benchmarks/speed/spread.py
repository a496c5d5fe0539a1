"""Ratios of rounds and of runs, and what is made of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Self


@dataclass(frozen=True, slots=True)
class Spread:
    """The median of some values, and the lowest and highest of them."""

    middle: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Iterable[float]) -> Self:
        """Return the spread of values.

        Examples
        --------
        >>> Spread.of([3.0, 1.0, 2.0])
        Spread(middle=2.0, low=1.0, high=3.0)

        """
        known = list(values)
        return cls(median(known), min(known), max(known))

    def __format__(self, form: str) -> str:
        """Return the median, with the range where there is any."""
        middle, low, high = (format(value, form) for value in (self.middle, self.low, self.high))
        return middle if low == high else f"{middle} ({low}–{high})"


def ratios(values: Sequence[float], bases: Sequence[float]) -> list[float]:
    """Return the ratio of each round: a value divided by the base of the same round.

    Examples
    --------
    >>> ratios([4.0, 9.0], [2.0, 3.0])
    [2.0, 3.0]

    """
    return [value / base for value, base in zip(values, bases, strict=True)]


def quantile(values: Sequence[float], share: float) -> float:
    """Return the value below which a share of the values lies: one of them, none in between.

    Examples
    --------
    >>> quantile([4.0, 1.0, 2.0, 3.0], 0.5)
    2.0

    """
    ordered = sorted(values)
    return ordered[int((len(ordered) - 1) * share)]

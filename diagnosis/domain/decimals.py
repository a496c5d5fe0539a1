"""Rounding half up, of numbers as they are written in decimals.

2.675 is written so, though its binary fraction lies a little below: to two decimals it is 2.68.
Half up is away from zero, also below it.
"""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from functools import cache
from typing import Protocol, overload

_EXACT = 1e12
"""Beyond it a product may be off by more than `_SURE` leaves room for."""
_SURE = 0.499
"""What is no further from a whole number is surely rounded to it."""
_WHOLE = 1.5 * 2.0**52
"""Added to a number and taken away again, it leaves the nearest whole one: faster than `round`."""
_NO_DECIMALS = 2.0**53
"""From here on floats have no decimals."""


class Rounder(Protocol):
    """Rounds a number to some decimals; None stays None."""

    @overload
    def __call__(self, value: float) -> float: ...
    @overload
    def __call__(self, value: None) -> None: ...
    @overload
    def __call__(self, value: float | None) -> float | None: ...


@cache
def rounder(digits: int) -> Rounder:
    """Return the function that rounds to so many decimals; it never returns -0.0.

    Answers have hundreds of numbers: what it does for most of them is a multiplication, a look at
    how near to a tie that is, and a division.

    Examples
    --------
    >>> to_cents = rounder(2)
    >>> to_cents(2.675), to_cents(-2.675), to_cents(0.125), to_cents(8), to_cents(-0.001)
    (2.68, -2.68, 0.13, 8.0, 0.0)
    """
    scale = 10.0**digits
    unit = Decimal(1).scaleb(-digits)

    def rounded(value: float | None) -> float | None:
        if value is None:
            return None
        scaled = value * scale
        whole = scaled + _WHOLE - _WHOLE
        if -_SURE < scaled - whole < _SURE and -_EXACT < scaled < _EXACT:
            return whole / scale + 0.0
        if not -_NO_DECIMALS < value < _NO_DECIMALS:
            return float(value)
        # Near a tie the decimals decide: the shortest ones that stand for the number.
        return float(Decimal(repr(float(value))).quantize(unit, ROUND_HALF_UP)) + 0.0

    return rounded  # type: ignore[return-value]


def half_up(value: float, digits: int) -> float:
    """Return a number rounded half up to so many decimals."""
    return rounder(digits)(value)


def cut_off(value: float, digits: int) -> float:
    """Return a number with so many of the decimals that it is written with, and no more.

    Examples
    --------
    >>> cut_off(59.995, 2), cut_off(59.99, 2), cut_off(0.29, 2), cut_off(1e6, 2)
    (59.99, 59.99, 0.29, 1000000.0)
    """
    unit = Decimal(1).scaleb(-digits)
    return float(Decimal(repr(float(value))).quantize(unit, ROUND_DOWN)) + 0.0

"""Rounding half up, of numbers as they are written in decimals.

2.675 is written so, though its binary fraction lies a little below: to two decimals it is 2.68.
Half up is away from zero, also below it.
"""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

_EXACT = 1e12
"""Beyond it a product may be off by more than `_SURE` leaves room for."""
_SURE = 0.499
"""What is no further from a whole number is surely rounded to it."""


@cache
def rounder(digits: int) -> Callable[[float], float]:
    """Return the function that rounds to so many decimals; it never returns -0.0.

    Examples
    --------
    >>> to_cents = rounder(2)
    >>> to_cents(2.675), to_cents(-2.675), to_cents(0.125), to_cents(8), to_cents(-0.001)
    (2.68, -2.68, 0.13, 8.0, 0.0)
    """
    scale = 10.0**digits
    unit = Decimal(1).scaleb(-digits)

    def rounded(value: float) -> float:
        scaled = value * scale
        if -_EXACT < scaled < _EXACT:
            whole = round(scaled)
            if -_SURE < scaled - whole < _SURE:
                return whole / scale
        # Near a tie the decimals decide: the shortest ones that stand for the number.
        return float(Decimal(repr(float(value))).quantize(unit, ROUND_HALF_UP)) + 0.0

    return rounded


def half_up(value: float, digits: int) -> float:
    """Return a number rounded half up to so many decimals."""
    return rounder(digits)(value)

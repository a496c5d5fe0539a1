"""Dots over two axes: how far along a value lies, and places where no dot covers another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from math import cos, hypot, inf, pi, sin
from statistics import median

_TURNS, _STRIDE = 24, 3.0


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis from 0 to `most` in two even halves, of which the first ends at `middle`."""

    name: str
    middle: float
    most: float

    def share(self, value: float) -> float:
        """Return how far along the axis a value lies, 0–1."""
        if value <= self.middle:
            return 0.5 * value / self.middle
        return 0.5 + 0.5 * (value - self.middle) / (self.most - self.middle)


def scale_of(name: str, values: Sequence[float]) -> Scale:
    """Return the axis for some values, with as many in either half: its middle is their median.

    Raises
    ------
    ValueError
        Where a value is below 0 or no number.
    """
    if not all(0 <= value < inf for value in values):
        raise ValueError(f"{name}: not all of {values} are numbers from 0")
    most = max(values) or 1.0
    middle = median(values) or most / 2
    return Scale(name, middle, most if most > middle else 2 * middle)


@dataclass(frozen=True, slots=True)
class Ground:
    """Where centres of dots may lie."""

    left: float
    top: float
    right: float
    bottom: float

    def at(self, across: float, up: float) -> tuple[float, float]:
        """Return a point by its shares of the way across and up."""
        x = self.left + across * (self.right - self.left)
        return x, self.bottom - up * (self.bottom - self.top)

    def spread(
        self, aims: Sequence[tuple[float, float]], distance: float
    ) -> list[tuple[float, float]]:
        """Return a place for each aim, a distance from all others: the first free one around it.

        The area must have room for so many: pi · distance² for each is enough.
        """
        placed: list[tuple[float, float]] = []
        for aim in aims:
            free = (
                (x, y)
                for x, y in _around(*aim)
                if self.left <= x <= self.right
                and self.top <= y <= self.bottom
                and all(hypot(x - a, y - b) >= distance for a, b in placed)
            )
            placed.append(next(free))
        return placed


def _around(x: float, y: float) -> Iterator[tuple[float, float]]:
    """Yield a point and those on ever wider circles around it, without end."""
    yield x, y
    for circle in count(1):
        for turn in range(_TURNS):
            angle = 2 * pi * turn / _TURNS
            yield x + circle * _STRIDE * cos(angle), y + circle * _STRIDE * sin(angle)

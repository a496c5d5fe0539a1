"""How likely a firm is to get an instrument: what few get, what may be over, what ends soon."""

from dataclasses import dataclass
from datetime import date, timedelta

from diagnosis.domain.intake.enterprise import SizeClass
from diagnosis.domain.text import Text

SOON = timedelta(days=45)
"""So short before its last day an instrument is no longer put first (basis: ours)."""


@dataclass(frozen=True, slots=True)
class LongShot:
    """Why firms of some sizes hardly ever get an instrument, or have no use for it."""

    sizes: frozenset[SizeClass]
    why: Text

    def holds_for(self, size: SizeClass | None) -> bool:
        """Return whether it holds for a size; of a firm of unknown size it does."""
        return size is None or size in self.sizes


def days_until(day: date | None, on: date | None) -> int | None:
    """Return the days left until a day, 0 where it is over; None where either is not known."""
    return None if day is None or on is None else max(0, (day - on).days)


def is_soon(day: date | None, on: date | None) -> bool:
    """Return whether a last day that is known lies at most `SOON` ahead."""
    left = days_until(day, on)
    return left is not None and left <= SOON.days

"""Which submitted sheet of a site is current: the newest period, and the newest of a period."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta, timezone
from typing import Protocol, TypeVar

CHINA = timezone(timedelta(hours=8))
"""Days are days in China, which has one time and no summer time."""


def china_day(moment: datetime) -> date:
    """Return the day that a moment is on in China.

    Examples
    --------
    >>> from datetime import UTC
    >>> china_day(datetime(2026, 12, 31, 17, tzinfo=UTC))
    datetime.date(2027, 1, 1)
    """
    return moment.astimezone(CHINA).date()


class Dated(Protocol):
    """A submitted sheet: the year that its answers are about, if told, and when it came."""

    @property
    def period(self) -> int | None:
        """Return the year."""

    @property
    def created_at(self) -> datetime:
        """Return the moment."""


S = TypeVar("S", bound=Dated)


def period_of(sheet: Dated) -> int:
    """Return the year a sheet is about; where none is told, the year it came in, in China."""
    return year_of(sheet.period, sheet.created_at)


def year_of(period: int | None, came: datetime) -> int:
    """Return the year of a sheet that tells a period or none, and came at a moment."""
    return china_day(came).year if period is None else period


def current_of(sheets: Iterable[S]) -> S | None:
    """Return the current one of a site's sheets of one form, None where there is none.

    The later one counts where two are about the same period; `sheets` are oldest first.
    """
    current: S | None = None
    for sheet in sheets:
        if current is None or period_of(sheet) >= period_of(current):
            current = sheet
    return current

"""The days of a plan: its months, counted from the day on which it starts."""

import calendar
from datetime import date, timedelta
from math import ceil

DAYS_A_MONTH = 30
"""What a part of a month counts by."""


def after_months(start: date, months: float) -> date:
    """Return the day so many months after a start; a part of a month counts 30 days.

    Examples
    --------
    >>> str(after_months(date(2026, 1, 31), 1)), str(after_months(date(2026, 11, 15), 2.5))
    ('2026-02-28', '2027-01-30')
    """
    whole = int(months)
    years, month = divmod(start.month - 1 + whole, 12)
    year, month = start.year + years, month + 1
    day = min(start.day, calendar.monthrange(year, month)[1])
    return date(year, month, day) + timedelta(days=round((months - whole) * DAYS_A_MONTH))


def months_until(start: date, end: date) -> float:
    """Return the months from a start until a day, in halves, rounded up; 0 for a day before it.

    Examples
    --------
    >>> [months_until(date(2026, 1, 1), date(2026, *day)) for day in ((2, 1), (3, 10), (1, 1))]
    [1.0, 2.5, 0.0]
    >>> months_until(date(2026, 1, 1), date(2025, 12, 1))
    0.0
    """
    whole = (end.year - start.year) * 12 + end.month - start.month
    months = whole + (end.day - start.day) / DAYS_A_MONTH
    return max(0.0, ceil(2 * months) / 2)

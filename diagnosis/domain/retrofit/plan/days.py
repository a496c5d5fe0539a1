"""The days of a plan: its months, counted from the day on which it starts."""

import calendar
from datetime import date, timedelta

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

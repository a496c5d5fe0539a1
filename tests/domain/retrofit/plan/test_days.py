"""The days of a plan."""

from datetime import date

import pytest

from diagnosis.domain.retrofit.plan.days import after_months


@pytest.mark.parametrize(
    ("start", "months", "day"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 11, 15), 2.5, date(2027, 1, 30)),
        (date(2026, 12, 1), 0, date(2026, 12, 1)),
        (date(2026, 5, 31), 0.1, date(2026, 6, 3)),
        (date(2026, 3, 1), 36, date(2029, 3, 1)),
    ],
)
def test_a_month_ends_where_the_calendar_ends_it(start: date, months: float, day: date) -> None:
    assert after_months(start, months) == day

"""Moments as JSON writes them, and as people read them."""

from datetime import UTC, date, datetime

from diagnosis.domain.intake.currency import CHINA
from diagnosis.domain.text import Text

_IN_CHINA = Text("{time}（北京时间）", "{time} (China time, UTC+8)")


def iso(moment: datetime) -> str:
    """Return a moment as ISO 8601 in UTC.

    Examples
    --------
    >>> iso(datetime(2026, 3, 1, 8, 30, tzinfo=UTC))
    '2026-03-01T08:30:00.000Z'
    """
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def in_china(moment: datetime) -> Text:
    """Return a moment as people in China read it, to the minute.

    Examples
    --------
    >>> in_china(datetime(2026, 12, 31, 17, 30, tzinfo=UTC)).zh
    '2027-01-01 01:30（北京时间）'
    """
    return _IN_CHINA.fill(time=moment.astimezone(CHINA).strftime("%Y-%m-%d %H:%M"))


def clock_in_china(moment: datetime) -> str:
    """Return the hour and minute of a moment in China.

    Examples
    --------
    >>> clock_in_china(datetime(2026, 12, 31, 17, 30, tzinfo=UTC))
    '01:30'
    """
    return moment.astimezone(CHINA).strftime("%H:%M")


_DAY = Text("{year}年{month}月{day}日", "{day} {name} {year}")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day_words(day: date) -> Text:
    """Return a day as people write it.

    Examples
    --------
    >>> day_words(date(2026, 11, 28))
    FilledText(zh='2026年11月28日', en='28 Nov 2026')
    """
    name = _MONTHS[day.month - 1]
    return _DAY.fill(year=day.year, month=day.month, day=day.day, name=name)


def day_in_china(moment: datetime) -> Text:
    """Return the day of a moment in China, as people write it."""
    return day_words(moment.astimezone(CHINA).date())

"""Moments as JSON writes them, and as people read them."""

from datetime import UTC, date, datetime

from diagnosis.domain.intake.currency import CHINA, china_day
from diagnosis.domain.text import Text

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_DAY = Text("{year}年{number}月{day}日", "{day} {month} {year}")
_MINUTE = Text("{day} {time}", "{day}, {time} China time")
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


def day_words(day: date) -> Text:
    """Return a day as people read it.

    Examples
    --------
    >>> day_words(date(2026, 11, 8)).zh, day_words(date(2026, 11, 8)).en
    ('2026年11月8日', '8 Nov 2026')
    """
    month = _MONTHS[day.month - 1]
    return _DAY.fill(year=day.year, number=day.month, month=month, day=day.day)


def day_in_china(moment: datetime) -> Text:
    """Return the day that a moment is on in China, as people read it.

    Examples
    --------
    >>> day_in_china(datetime(2026, 12, 31, 17, 30, tzinfo=UTC)).zh
    '2027年1月1日'
    """
    return day_words(china_day(moment))


def minute_in_china(moment: datetime) -> Text:
    """Return a moment in China as people write it, to the minute.

    Examples
    --------
    >>> minute_in_china(datetime(2026, 11, 27, 17, 30, tzinfo=UTC)).zh
    '2026年11月28日 01:30'
    """
    return _MINUTE.fill(day=day_in_china(moment), time=clock_in_china(moment))

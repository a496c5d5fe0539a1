"""Moments as JSON writes them, and as people read them."""

from datetime import UTC, datetime

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

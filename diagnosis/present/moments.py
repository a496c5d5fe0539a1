"""Moments and days as JSON writes them."""

from datetime import UTC, datetime


def iso(moment: datetime) -> str:
    """Return a moment as ISO 8601 in UTC.

    Examples
    --------
    >>> iso(datetime(2026, 3, 1, 8, 30, tzinfo=UTC))
    '2026-03-01T08:30:00.000Z'
    """
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

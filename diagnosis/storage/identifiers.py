"""Ids that sort by the time they were made (UUID version 7, RFC 9562)."""

from datetime import datetime
from secrets import randbits
from uuid import UUID

_VERSION_7 = 7 << 76
_VARIANT = 2 << 62


def new_id(moment: datetime) -> str:
    """Return a new id for a moment: 48 bits of milliseconds, then 74 random bits."""
    milliseconds = int(moment.timestamp() * 1000) << 80
    return str(UUID(int=milliseconds | _VERSION_7 | randbits(12) << 64 | _VARIANT | randbits(62)))

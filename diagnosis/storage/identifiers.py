"""Ids that sort by the time they were made (UUID version 7, RFC 9562)."""

from datetime import datetime
from secrets import randbits
from threading import Lock
from uuid import UUID

_VERSION_7 = 7 << 76
_VARIANT = 2 << 62
_RANDOM = 74
_lock = Lock()
_last = (0, 0)


def first_id(moment: datetime) -> str:
    """Return what no id made for a moment, or later, is less than."""
    milliseconds = int(moment.timestamp() * 1000)
    return str(UUID(int=milliseconds << 80 | _VERSION_7 | _VARIANT))


def new_id(moment: datetime) -> str:
    """Return a new id for a moment: 48 bits of milliseconds, then 74 bits.

    The first id of a millisecond is random; one that follows for the same millisecond is greater,
    so that what a process makes in order is read in order (RFC 9562, 6.2, method 2).
    """
    global _last
    milliseconds = int(moment.timestamp() * 1000)
    with _lock:
        before, tail = _last
        tail = tail + 1 + randbits(32) if milliseconds == before else randbits(_RANDOM - 1)
        _last = milliseconds, tail
    high, low = tail >> 62, tail & ((1 << 62) - 1)
    return str(UUID(int=milliseconds << 80 | _VERSION_7 | high << 64 | _VARIANT | low))

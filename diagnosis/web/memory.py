"""Memory that is free is given back to the system, not kept for the next request as large.

A thread that has once read a body of a megabyte, or made a plan, would keep what that took: with
several threads a worker grew by a third over its first thousands of requests.
"""

import ctypes
import gc
import time
from contextlib import suppress

_ARENAS = 2
_GIVEN_BACK_BYTES = 128 * 1024
"""What is as large is mapped apart, and unmapped as soon as it is free."""
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8
"""Parameters of glibc's mallopt (malloc.h)."""
_TRIM_SECONDS = 10.0


def share_arenas() -> None:
    """Have all threads share a few arenas; without glibc nothing is changed."""
    with suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None)
        libc.mallopt(_M_ARENA_MAX, _ARENAS)
        libc.mallopt(_M_TRIM_THRESHOLD, _GIVEN_BACK_BYTES)
        libc.mallopt(_M_MMAP_THRESHOLD, _GIVEN_BACK_BYTES)


class Trimming:
    """Gives free memory back from time to time."""

    def __init__(self) -> None:
        self._last = time.monotonic()

    def trim(self) -> None:
        """Give back what is free, if that was not done in the last seconds; glibc alone can.

        What refers to itself, as an error with its frames does, is freed first.
        """
        now = time.monotonic()
        if now - self._last >= _TRIM_SECONDS:
            self._last = now
            gc.collect()
            with suppress(OSError, AttributeError):
                ctypes.CDLL(None).malloc_trim(0)

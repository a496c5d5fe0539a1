"""Keeps the solver's own lines off stdout, where a caller expects JSON alone."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_STDOUT = 1
_lock = Lock()
_inside = 0
_kept: int | None = None


@contextmanager
def silence() -> Iterator[None]:
    """Redirect file descriptor 1 to /dev/null: HiGHS prints from C++.

    Several threads may be inside at once; the last to leave restores stdout.
    """
    _enter()
    try:
        yield
    finally:
        _leave()


def _enter() -> None:
    global _inside, _kept
    with _lock:
        _inside += 1
        if _inside > 1:
            return
        try:
            sys.stdout.flush()
            _kept = os.dup(_STDOUT)
        except (OSError, ValueError):
            _kept = None
            return
        hole = os.open(os.devnull, os.O_WRONLY)
        os.dup2(hole, _STDOUT)
        os.close(hole)


def _leave() -> None:
    global _inside, _kept
    with _lock:
        _inside -= 1
        if _inside == 0 and _kept is not None:
            os.dup2(_kept, _STDOUT)
            os.close(_kept)
            _kept = None

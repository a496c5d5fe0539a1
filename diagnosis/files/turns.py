"""Turns among all threads and processes of a machine: so many children run at once, no more."""

import fcntl
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

_PAUSE_SECONDS = 0.02


class MachineTurns:
    """As many turns as there are files to lock.

    Parameters
    ----------
    files
        The file whose lock is held, for each turn.
    refusal
        What is raised where no turn comes.
    wait_seconds
        How long a turn is waited for.

    """

    def __init__(
        self, files: Sequence[Path], refusal: type[Exception], *, wait_seconds: float
    ) -> None:
        self._places = [(path, Lock()) for path in files]
        self._refusal = refusal
        self._wait_seconds = wait_seconds

    @contextmanager
    def __call__(self) -> Iterator[None]:
        """Wait for a turn and have it; among processes only where these have flock."""
        until = time.monotonic() + self._wait_seconds
        while True:
            for path, lock in self._places:
                if not lock.acquire(blocking=False):
                    continue
                try:
                    descriptor = _locked(path)
                    if descriptor is not None:
                        try:
                            yield
                        finally:
                            os.close(descriptor)
                        return
                finally:
                    lock.release()
            if time.monotonic() >= until:
                raise self._refusal
            time.sleep(_PAUSE_SECONDS)


def _locked(path: Path) -> int | None:
    """Return the descriptor of a file with its lock, None where somebody else has it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    except OSError:  # a file system without locks
        return descriptor
    return descriptor

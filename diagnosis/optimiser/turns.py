"""How many plans may be worked on at once, over all processes of a server."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import BoundedSemaphore
from time import monotonic, sleep

from diagnosis.services.errors import Busy

WAIT_SECONDS = 2.0
"""How long a request waits for its turn before it is refused."""
LOOK_SECONDS = 0.02
"""How often it looks meanwhile."""
SPARE_THREADS = 2
"""Threads of a process that never plan, nor wait for their turn to."""
ANONYMOUS_PART = 4
"""Of so many threads of a process one plans, or waits to plan, for somebody without a key."""


def plans_at_once() -> int:
    """Return how many plans the processors of this machine carry beside everything else."""
    return max(1, len(os.sched_getaffinity(0)) - 1)


class Turns:
    """Turns to plan: locks on files that the processes of a server share.

    A lock goes with the process that holds it, so that no turn is lost when a process is killed.
    Where the folder cannot be used, only the threads of each process are counted.

    Parameters
    ----------
    folder
        Holds a file for each turn; made when the first is taken.
    at_once
        How many plans may be worked on over all processes.
    threads
        How many threads a process has; all but `SPARE_THREADS` may plan, at least one.

    """

    def __init__(
        self, folder: Path, *, at_once: int, threads: int, wait_seconds: float = WAIT_SECONDS
    ) -> None:
        self._folder = folder
        self._at_once = at_once
        self._wait_seconds = wait_seconds
        self._threads = BoundedSemaphore(max(1, threads - SPARE_THREADS))
        self._anonymous = BoundedSemaphore(1)
        self._anonymous_threads = BoundedSemaphore(max(1, threads // ANONYMOUS_PART))

    @contextmanager
    def take(self) -> Iterator[None]:
        """Hold a turn.

        Raises
        ------
        Busy
            When no thread of this process may plan, or no turn became free in good time.

        """
        if not self._threads.acquire(blocking=False):
            raise Busy
        try:
            lock = self._wait()
            try:
                yield
            finally:
                if lock is not None:
                    os.close(lock)
        finally:
            self._threads.release()

    @contextmanager
    def take_anonymous(self) -> Iterator[None]:
        """Hold the only turn of this process for those without a key.

        Few of its threads wait for it, and while they wait they take no turn of others.

        Raises
        ------
        Busy
            As `take`, and when the turn of this process did not become free in good time.

        """
        if not self._anonymous_threads.acquire(blocking=False):
            raise Busy
        try:
            if not self._anonymous.acquire(timeout=self._wait_seconds):
                raise Busy
            try:
                with self.take():
                    yield
            finally:
                self._anonymous.release()
        finally:
            self._anonymous_threads.release()

    def _wait(self) -> int | None:
        """Return the open file of a turn, None where the folder cannot be used."""
        until = monotonic() + self._wait_seconds
        while True:
            try:
                for number in range(self._at_once):
                    lock = self._lock(number)
                    if lock is not None:
                        return lock
            except OSError:
                return None
            if monotonic() >= until:
                raise Busy
            sleep(LOOK_SECONDS)

    def _lock(self, number: int) -> int | None:
        """Return the open file of a turn that is free, None where it is taken."""
        self._folder.mkdir(parents=True, exist_ok=True)
        place = self._folder / f"turn-{number}.lock"
        file = os.open(place, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            return None
        except OSError:
            os.close(file)
            raise
        return file

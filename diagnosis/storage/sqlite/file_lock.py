"""Locks between processes on files of their own (flock): kept no longer than a process lives.

Where a filesystem has no flock, the threads of a process still queue, and processes do not.
"""

import errno
import fcntl
import os
import threading
import time
import weakref
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from diagnosis.services.errors import StoreUnavailable

_PAUSE = 0.0005
"""Seconds between two tries to get a lock; only one thread of a process tries at a time."""
_NO_FLOCK = frozenset((errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL))


class Contended(StoreUnavailable):
    """Another thread or process kept a lock until the deadline."""


class NoFlock(Exception):
    """The filesystem has no flock."""


def open_private(path: Path, *, neighbour: Path) -> int:
    """Return the descriptor of a file, which only its owner may read, made where it is missing.

    Parameters
    ----------
    neighbour
        The file beside it whose owner a new file gets, where root makes it.

    Raises
    ------
    StoreUnavailable
        When it cannot be opened; the message names it.

    """
    try:
        with suppress(FileNotFoundError):
            return os.open(path, os.O_RDWR | os.O_CLOEXEC)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise StoreUnavailable(f"{path}: {error.strerror}") from error
    give_to_owner_of(neighbour, descriptor)
    return descriptor


def give_to_owner_of(neighbour: Path, file: int | Path) -> None:
    """Give a file that root made to the owner of another, of its folder where that is missing.

    So a command that root runs leaves nothing behind that the server cannot open.
    """
    if os.geteuid() != 0:
        return
    with suppress(OSError):
        owner = (neighbour if neighbour.exists() else neighbour.parent).stat()
        os.chown(file, owner.st_uid, owner.st_gid)


def take(descriptor: int, *, shared: bool = False, until: float) -> None:
    """Take the lock of an open file, alone or shared.

    Parameters
    ----------
    until
        The monotonic time, in seconds, to give up at.

    Raises
    ------
    Contended
        When somebody else kept it until then.
    NoFlock
        When there are no such locks here.

    """
    kind = (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB
    while True:
        try:
            fcntl.flock(descriptor, kind)
        except BlockingIOError:
            if time.monotonic() >= until:
                raise Contended("a lock was not free in time") from None
            time.sleep(_PAUSE)
        except OSError as error:
            if error.errno in _NO_FLOCK:
                raise NoFlock from error
            raise StoreUnavailable(f"flock: {error.strerror}") from error
        else:
            return


class ThreadQueue:
    """A lock of this process that threads get in the order they asked for it."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._taken = False
        self._waiting: deque[threading.Lock] = deque()

    def enter(self, seconds: float) -> bool:
        """Take the lock; return False where it was not free in time."""
        with self._guard:
            if not self._taken:
                self._taken = True
                return True
            turn = threading.Lock()
            turn.acquire()
            self._waiting.append(turn)
        if turn.acquire(timeout=seconds):
            return True
        with self._guard:
            if turn not in self._waiting:  # handed over at the last moment
                return True
            self._waiting.remove(turn)
        return False

    def leave(self) -> None:
        """Hand the lock to the thread that has waited longest."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False


class FileLock:
    """A lock that threads and processes queue for.

    It is not re-entrant: a thread that asks again while it holds the lock waits for its deadline.
    A child that is forked meanwhile does not hold it.
    """

    def __init__(self, path: Path, *, neighbour: Path) -> None:
        self._path = path
        self._neighbour = neighbour
        self._descriptor: int | None = None
        self._queue = ThreadQueue()
        _LOCKS.add(self)

    def forget(self) -> None:
        """Begin anew in a process that was just forked."""
        if self._descriptor is not None:
            with suppress(OSError):
                os.close(self._descriptor)  # unlike unlocking, it leaves the lock to the parent
        self._descriptor = None
        self._queue = ThreadQueue()

    @contextmanager
    def held(self, seconds: float) -> Iterator[int | None]:
        """Hold the lock; yield the descriptor of its file, None where there is no flock.

        Raises
        ------
        Contended
            When it was not free within so many seconds.
        StoreUnavailable
            When its file cannot be opened.

        """
        until, process, queue = time.monotonic() + seconds, os.getpid(), self._queue
        if not queue.enter(seconds):
            raise Contended("too many writers came before")
        try:
            self._descriptor = open_private(self._path, neighbour=self._neighbour)
            is_locked = self._is_locked(self._descriptor, until)
            yield self._descriptor if is_locked else None
        finally:
            if os.getpid() == process:  # else it was forked meanwhile, and has forgotten
                if self._descriptor is not None:
                    os.close(self._descriptor)
                    self._descriptor = None
                queue.leave()

    @staticmethod
    def _is_locked(descriptor: int, until: float) -> bool:
        try:
            take(descriptor, until=until)
        except NoFlock:
            return False
        return True


_LOCKS: weakref.WeakSet[FileLock] = weakref.WeakSet()


def _forget_all() -> None:
    for lock in list(_LOCKS):
        lock.forget()


os.register_at_fork(after_in_child=_forget_all)

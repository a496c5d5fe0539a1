"""The file of a SQLite database: whose turn it is to write, and that it stays the same file.

SQLite keeps writing to a file that was moved or removed, reads the write-ahead log (`-wal`) of
one file into another that was put in its place, and does not see that its file was copied over.
So the lock file keeps what the file looked like after each turn, and the next one compares.
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from diagnosis.services.errors import StoreUnavailable
from diagnosis.storage.sqlite.file_lock import Contended, FileLock, NoFlock, open_private, take
from diagnosis.storage.sqlite.imprint import (
    Identity,
    Imprint,
    Kept,
    identity_of,
    imprint_of,
    keep,
    log_inode,
    mark_writing,
    read_kept,
)

_HEAD = b"SQLite format 3\0"
"""What the file of a database begins with, unless nothing was written to it yet."""
SERVING = ".serving"
"""The suffix of the file that running servers hold a shared lock on."""


def beside(path: Path, suffix: str) -> Path:
    """Return the path of a file that belongs to a database file, such as its `-wal`."""
    return path.with_name(path.name + suffix)


class NoFile:
    """The place of a file where a database has none of its own: nothing waits, nothing changes."""

    path = None
    is_migrated = True

    def look(self) -> None:
        """Take note of nothing."""

    def occupy(self) -> None:
        """Keep nobody away."""

    @contextmanager
    def turn(self, seconds: float | None = None) -> Iterator[None]:
        """Hold no turn: the database has its own."""
        yield


class DatabaseFile:
    """The file of a SQLite database, for the connections of this process; its folder is made.

    Parameters
    ----------
    seconds
        How long a writer waits for its turn.

    Raises
    ------
    StoreUnavailable
        When its folder cannot be made.

    """

    def __init__(self, path: Path, *, seconds: float) -> None:
        self.path = path.absolute()
        self._place = path.resolve()
        try:
            self._place.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreUnavailable(f"{self._place.parent}: {error.strerror}") from error
        self._log = beside(self._place, "-wal")
        self._seconds = seconds
        self._identity: Identity | None = None
        self._generation = 0
        self._is_occupied = False
        self._lock = FileLock(beside(self._place, ".lock"), neighbour=self._place)
        self.is_migrated = False
        """Whether the file is known to be at the newest migration."""
        self.followers: list[Callable[[], None]] = []
        """What closes idle connections; called when they are open to what is no longer there."""

    def create(self) -> None:
        """Make the file, for its owner alone, where there was never one."""
        if self._identity is None and not self.path.exists():
            self._set_log_aside()
            os.close(open_private(self.path, neighbour=self._place))

    def connected(self) -> None:
        """Take note of the file that a connection was just opened to.

        Raises
        ------
        StoreUnavailable
            When it is another one than that of the connections before.

        """
        identity = identity_of(self.path)
        if self._identity is None:
            self._identity = identity
        if identity is None or identity != self._identity:
            raise self._lost()

    def look(self) -> None:
        """Take note of another file at the path, before something is read.

        Raises
        ------
        StoreUnavailable
            As `turn`.

        """
        if self._identity is None or identity_of(self.path) != self._identity:
            with self.turn():
                pass

    @contextmanager
    def turn(self, seconds: float | None = None) -> Iterator[None]:
        """Hold the turn to write.

        Parameters
        ----------
        seconds
            How long to wait for it, if not as long as always.

        Raises
        ------
        StoreUnavailable
            When it does not come in time; when the file is not at its path, before or after;
            when it was copied over while its write-ahead log held changes.

        """
        with self._lock.held(self._seconds if seconds is None else seconds) as descriptor:
            before = imprint_of(self.path, self._log)
            if before is not None:
                self._adopt(before, None if descriptor is None else read_kept(descriptor))
            elif self._identity is not None:
                raise self._lost()
            if descriptor is not None:
                mark_writing(descriptor)
            try:
                yield
            finally:
                after = imprint_of(self.path, self._log)
                is_ours = (after and after.identity) == self._identity
                left = after if is_ours else self._gone(before)
                if descriptor is not None and left is not None:
                    keep(descriptor, left, self._generation)
            if not is_ours:
                raise self._lost()

    def occupy(self, seconds: float = 10) -> None:
        """Keep `restore` away from the file, as long as this process or one it forks lives.

        Raises
        ------
        StoreUnavailable
            When a restore is under way, or what is at the path is no database of SQLite.

        """
        if self._is_occupied:
            return
        self._refuse_other_files()
        descriptor = open_private(beside(self._place, SERVING), neighbour=self._place)
        try:
            with suppress(NoFlock):
                take(descriptor, shared=True, until=time.monotonic() + seconds)
        except Contended:
            os.close(descriptor)
            raise StoreUnavailable(f"{self.path} is being restored") from None
        self._is_occupied = True  # until the process ends: the descriptor stays open

    def _refuse_other_files(self) -> None:
        """Refuse what is no database, before anything is written beside it."""
        if not self.path.exists():
            return
        if not self.path.is_file():
            raise StoreUnavailable(f"{self.path} is no file")
        try:
            with self.path.open("rb") as file:
                head = file.read(len(_HEAD))
        except OSError as error:
            raise StoreUnavailable(f"{self.path}: {error.strerror}") from error
        if head not in (b"", _HEAD):
            raise StoreUnavailable(f"{self.path} is no database of SQLite")

    def _adopt(self, now: Imprint, kept: Kept | None) -> None:
        """Take the file at the path for ours, if the write-ahead log beside it is its own."""
        generation = self._generation if kept is None else kept.generation
        if kept is not None and not kept.fits(now):
            is_replaced = now.inode != kept.imprint.inode
            if now.log and now.log == kept.imprint.log:
                if not is_replaced:
                    raise StoreUnavailable(
                        f"{self.path} was written to from outside while its write-ahead log "
                        "held changes: stop the server and restore a backup"
                    )
                if kept.is_whole or self._identity is not None:
                    self._set_log_aside()
            generation += 1
        if (now.identity, generation) != (self._identity, self._generation):
            self._identity, self._generation = now.identity, generation
            self.is_migrated = False
            for close in self.followers:
                close()

    def _set_log_aside(self) -> None:
        """Keep the log of a file that is gone from being read into the one at its path."""
        for suffix in ("-wal", "-shm"):
            with suppress(FileNotFoundError):
                beside(self._place, suffix).rename(beside(self._place, f".replaced{suffix}"))

    def _gone(self, before: Imprint | None) -> Imprint | None:
        """Return the imprint to keep of our file, whose path is now that of another or of none."""
        return before and before._replace(log=log_inode(self._log) or before.log)

    def _lost(self) -> StoreUnavailable:
        return StoreUnavailable(f"{self.path} was moved, replaced or removed")

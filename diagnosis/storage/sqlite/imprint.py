"""What the file of a SQLite database looks like from outside, and how the lock file keeps it."""

import os
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

_WRITING = b"-"
_KEPT = b"="
_WIDTH = 120
"""Bytes that are kept: a mark, the numbers, padding."""


class Identity(NamedTuple):
    """Which file it is: its device and inode."""

    device: int
    inode: int


class Imprint(NamedTuple):
    """The look of a database file and its write-ahead log.

    `size` is in bytes, `changed` in ns since 1970; `log` is the inode of the write-ahead log, 0
    where it is empty or missing.
    """

    device: int
    inode: int
    size: int
    changed: int
    log: int

    @property
    def identity(self) -> Identity:
        """Return which file it is."""
        return Identity(self.device, self.inode)


class Kept(NamedTuple):
    """What the lock file says of the last turn of any process.

    `generation` counts how often other content was met than that turn had left. Where
    `is_whole` is false the turn was cut off, and size and change are those from before it.
    """

    imprint: Imprint
    generation: int
    is_whole: bool

    def fits(self, now: Imprint) -> bool:
        """Return whether a file may hold what the last turn left."""
        before = self.imprint
        if (now.size, now.changed) == (before.size, before.changed):
            return True  # the same, or a copy of it
        return now.inode == before.inode and not self.is_whole


def identity_of(path: Path) -> Identity | None:
    """Return which file is at a path, None where there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return Identity(status.st_dev, status.st_ino)


def imprint_of(path: Path, log: Path) -> Imprint | None:
    """Return what the file at a path and its write-ahead log look like; None where it is gone."""
    try:
        file = path.stat()
    except OSError:
        return None
    return Imprint(file.st_dev, file.st_ino, file.st_size, file.st_mtime_ns, log_inode(log))


def log_inode(log: Path) -> int:
    """Return the inode of a write-ahead log, 0 where it is empty or missing."""
    with suppress(OSError):
        status = log.stat()
        return status.st_ino if status.st_size else 0
    return 0


def read_kept(descriptor: int) -> Kept | None:
    """Return what a lock file keeps, None where it keeps nothing yet."""
    text = os.pread(descriptor, _WIDTH, 0)
    numbers = text[1:].split()
    if text[:1] not in (_KEPT, _WRITING) or len(numbers) != len(Imprint._fields) + 1:
        return None
    *imprint, generation = map(int, numbers)
    return Kept(Imprint(*imprint), generation, text[:1] == _KEPT)


def mark_writing(descriptor: int) -> None:
    """Say in a lock file that a turn has begun: until it ends, size and change may differ."""
    with suppress(OSError):
        os.pwrite(descriptor, _WRITING, 0)


def keep(descriptor: int, imprint: Imprint, generation: int) -> None:
    """Say in a lock file what a turn has left."""
    numbers = " ".join(map(str, (*imprint, generation))).encode()
    with suppress(OSError):
        os.pwrite(descriptor, (_KEPT + numbers).ljust(_WIDTH), 0)

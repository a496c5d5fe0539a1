"""The folder of files to answers: a folder an owner, a file a SHA-256.

A file is written beside its place, reaches the disk, and is renamed: what has its name is whole.
Locks on files of their own keep whoever removes files without rows from removing one whose row is
just being committed.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote, unquote
from uuid import uuid4
from zlib import crc32

from diagnosis.services.errors import StoreUnavailable
from diagnosis.storage.sqlite.file_lock import NoFlock, give_to_owner_of, open_private, take

_LOCKS = 16
"""Owners share so many locks: a file for each would outlive its owner."""
_WAIT_SECONDS = 20
_PART = ".part"
_DIGEST_DIGITS = 64


class EvidenceFolder:
    """Files below a folder, which is made when the first is kept."""

    def __init__(self, root: Path) -> None:
        self._root = root

    @contextmanager
    def adding(self, owner: str) -> Iterator[None]:
        """Hold off `clearing`, from before a file is kept until its row is committed."""
        with self._locked(owner, shared=True):
            yield

    @contextmanager
    def clearing(self, owner: str) -> Iterator[None]:
        """Hold off `adding`, while files without rows are looked for and removed."""
        if not self._root.is_dir():
            yield
            return
        with self._locked(owner, shared=False):
            yield
            with suppress(OSError):  # there is something in it, or it was never made
                self._folder(owner).rmdir()

    @contextmanager
    def _locked(self, owner: str, *, shared: bool) -> Iterator[None]:
        locks = self._root / ".locks"
        self._make(locks)
        path = locks / str(crc32(owner.encode()) % _LOCKS)
        descriptor = open_private(path, neighbour=locks)
        try:
            with suppress(NoFlock):
                take(descriptor, shared=shared, until=time.monotonic() + _WAIT_SECONDS)
            yield
        finally:
            os.close(descriptor)

    def keep(self, owner: str, content: bytes) -> str:
        """Keep bytes; return their SHA-256, 64 hexadecimal digits."""
        digest = sha256(content).hexdigest()
        folder = self._folder(owner)
        self._make(folder)
        part = folder / f".{uuid4().hex}{_PART}"
        try:
            with part.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            part.chmod(0o600)
            give_to_owner_of(folder, part)
            part.replace(folder / digest)
            _sync(folder)
        except OSError as error:
            raise StoreUnavailable(f"{folder}: {error.strerror}") from error
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
        return digest

    def hand_over(self, owner: str, digest: str, following: str) -> None:
        """Keep bytes of an owner for a following one as well, where they are there."""
        folder = self._folder(following)
        self._make(folder)
        try:
            (folder / digest).hardlink_to(self._folder(owner) / digest)
            _sync(folder)
        except (FileExistsError, FileNotFoundError):
            return
        except OSError:  # the filesystem has no links
            content = self.read(owner, digest)
            if content is not None:
                self.keep(following, content)

    def read(self, owner: str, digest: str) -> bytes | None:
        """Return bytes; None where they are not there, or are others than were kept."""
        try:
            content = (self._folder(owner) / digest).read_bytes()
        except OSError:
            return None
        return content if sha256(content).hexdigest() == digest else None

    def remove(self, owner: str, digest: str) -> None:
        """Remove bytes, where they are there."""
        try:
            (self._folder(owner) / digest).unlink(missing_ok=True)
        except OSError as error:
            raise StoreUnavailable(f"{self._folder(owner)}: {error.strerror}") from error

    def digests(self, owner: str) -> Iterator[str]:
        """Yield the SHA-256 of all that is kept for an owner."""
        for name in self._names(self._folder(owner)):
            if len(name) == _DIGEST_DIGITS:
                yield name

    def owners(self) -> Iterator[str]:
        """Yield everybody for whom something is kept."""
        for name in self._names(self._root):
            if not name.startswith("."):
                yield unquote(name)

    def tidy(self, owner: str) -> None:
        """Remove what an interrupted `keep` left behind, within `clearing`."""
        folder = self._folder(owner)
        for name in self._names(folder):
            if name.endswith(_PART):
                with suppress(OSError):
                    (folder / name).unlink()

    def _folder(self, owner: str) -> Path:
        return self._root / quote(owner, safe="")

    @staticmethod
    def _names(folder: Path) -> list[str]:
        try:
            return sorted(path.name for path in folder.iterdir())
        except FileNotFoundError:
            return []
        except OSError as error:
            raise StoreUnavailable(f"{folder}: {error.strerror}") from error

    def _make(self, folder: Path) -> None:
        """Make a folder that its owner alone reads, where it is missing."""
        try:
            for path in (self._root, folder):
                if path.is_dir():
                    continue
                path.mkdir(0o700, parents=True, exist_ok=True)
                give_to_owner_of(path.parent, path)
                _sync(path.parent)
        except OSError as error:
            raise StoreUnavailable(f"{folder}: {error.strerror}") from error


def _sync(folder: Path) -> None:
    """Have the names in a folder reach the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

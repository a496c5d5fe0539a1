"""A zip archive that is made while it is sent: none of it is ever whole in memory or on disk."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import sha256
from io import RawIOBase
from typing import IO, Any, cast
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import orjson

from diagnosis.present.access.export import MANIFEST, ArchiveFile

_SENT_AT_ONCE = 16 << 10
_DAY = (1980, 1, 1, 0, 0, 0)
"""The moment of every entry: the manifest says when it was made."""


class _Pipe(RawIOBase):
    """Takes what the archive writes until it is sent on."""

    def __init__(self) -> None:
        super().__init__()
        self._held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, written: Any) -> int:
        self._held += written
        return len(written)

    def take(self, least: int = 0) -> Iterator[bytes]:
        """Yield what was written since, where it is that much."""
        if len(self._held) > least:
            yield bytes(self._held)
            self._held.clear()


ArchiveStream = Callable[[Iterable[ArchiveFile], Mapping[str, object]], Iterator[bytes]]
"""Writes an archive of some files and its manifest."""


def stream_archive(
    files: Iterable[ArchiveFile], manifest: Mapping[str, object]
) -> Iterator[bytes]:
    """Yield the bytes of a zip archive of some files, and of its manifest as the last of them.

    The manifest has name, size in bytes and SHA-256 of every other file. What breaks off is no
    archive: its directory comes last.
    """
    pipe, listed = _Pipe(), []
    with ZipFile(cast("IO[bytes]", pipe), "w", ZIP_DEFLATED) as archive:
        for name, parts in files:
            digest, size = sha256(), 0
            with archive.open(_entry(name), "w", force_zip64=True) as entry:
                for part in parts:
                    entry.write(part)
                    digest.update(part)
                    size += len(part)
                    yield from pipe.take(_SENT_AT_ONCE)
            listed.append({"name": name, "bytes": size, "sha256": digest.hexdigest()})
        whole = orjson.dumps({**manifest, "files": listed}, option=orjson.OPT_INDENT_2)
        archive.writestr(_entry(MANIFEST), whole)
    yield from pipe.take()


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, _DAY)
    entry.compress_type = ZIP_DEFLATED
    return entry

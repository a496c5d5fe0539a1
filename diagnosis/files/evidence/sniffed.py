"""What a file is by its content; its name and what is said of it count for nothing."""

from io import BytesIO
from zipfile import is_zipfile

from diagnosis.services.ports.evidence import FileKind

_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")
"""Archives that may begin anywhere in a file; their signatures have six bytes: no chance hit."""
_RIFF_HEAD = 12


def sniffed_kind(content: bytes) -> FileKind | None:
    """Return what a file is by its first bytes, None where it is none of the kinds."""
    if content.startswith(b"\xff\xd8\xff"):
        return FileKind.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileKind.PNG
    if content.startswith(b"RIFF") and content[8:_RIFF_HEAD] == b"WEBP":
        return FileKind.WEBP
    return FileKind.PDF if content.startswith(b"%PDF-") else None


def has_archive(content: bytes) -> bool:
    """Return whether an archive is in a file as well: a zip at its end, others anywhere."""
    return is_zipfile(BytesIO(content)) or any(mark in content for mark in _ARCHIVES)

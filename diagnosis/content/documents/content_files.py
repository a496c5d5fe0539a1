"""The content files below a folder: their bytes, read once, and the digest of what was read."""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

FOLDERS = ("questionnaires", "knowledge")


def content_files(root: Path) -> list[Path]:
    """Return every content file below the root, in a fixed order."""
    return sorted(
        path for folder in FOLDERS for path in (root / folder).rglob("*.yaml") if path.is_file()
    )


def read_files(root: Path) -> dict[str, bytes]:
    """Return the bytes of every content file by its name below the root, in a fixed order."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in content_files(root)}


def content_digest(files: Mapping[str, bytes]) -> str:
    """Return the sha256, in hexadecimal, over the name and the bytes of every content file.

    It pins results: it depends on content alone, never on code, and it is taken from the bytes
    that are parsed, so that a file changed meanwhile cannot be pinned under another's digest.
    """
    total = sha256()
    for name, content in files.items():
        total.update(name.encode() + b"\0" + sha256(content).digest())
    return total.hexdigest()

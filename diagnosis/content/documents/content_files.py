"""The content files below a folder: their bytes, read once, the digest, and what nobody reads."""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from os import DirEntry, scandir
from pathlib import Path

FOLDERS = ("questionnaires", "knowledge")
TOLERATED = (".DS_Store", ".editorconfig", ".gitattributes", ".gitignore", ".gitkeep")
"""Files of the repository and of desktops, by name: they may lie in any folder of content."""


def content_files(root: Path) -> list[Path]:
    """Return every content file below the root, in a fixed order."""
    return sorted(Path(entry.path) for entry in _entries(root) if _is_content(entry))


def unread_files(root: Path) -> list[str]:
    """Return the names below the root of files in the content folders that nobody reads, in order.

    Whatever does not end in `.yaml` is one of them: another format, an editor's copy (also a
    hidden one), a link that leads nowhere or to a folder. `TOLERATED` names are none.
    """
    return sorted(
        Path(entry.path).relative_to(root).as_posix()
        for entry in _entries(root)
        if not _is_content(entry) and entry.name not in TOLERATED
    )


def _entries(root: Path) -> Iterator[DirEntry[str]]:
    """Yield what is no folder in the content folders; a link to a folder is not followed."""
    folders = [root / folder for folder in FOLDERS if (root / folder).is_dir()]
    while folders:
        for entry in scandir(folders.pop()):
            if entry.is_dir(follow_symlinks=False):
                folders.append(Path(entry.path))
            else:
                yield entry


def _is_content(entry: DirEntry[str]) -> bool:
    return entry.name.endswith(".yaml") and entry.is_file()


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
        total.update(name.encode(errors="surrogateescape") + b"\0" + sha256(content).digest())
    return total.hexdigest()

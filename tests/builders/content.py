"""Content of the real layout in a folder of its own, with a few files changed or added."""

from collections.abc import Mapping
from pathlib import Path

from diagnosis.content.documents.content_files import read_files


def copy_content(
    content_dir: Path, target: Path, changes: Mapping[str, str] | None = None
) -> Path:
    """Copy all content files below `target`, then write `changes` (name → text) over the copy."""
    files = read_files(content_dir)
    files |= {name: text.encode() for name, text in (changes or {}).items()}
    for name, content in files.items():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return target

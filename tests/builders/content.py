"""Content of the real layout in a folder of its own, with a few files changed or added."""

from collections.abc import Mapping
from pathlib import Path

from diagnosis.content.documents.content_files import read_files

FORMS = "questionnaires/forms/"
FIRST_SCREENING = f"{FORMS}screening@2.0.0.yaml"
SECOND = Path(__file__).resolve().parents[1] / "content/versions/screening@2.1.0.yaml"


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


def two_screenings(content_dir: Path, target: Path, *, withdrawn: bool = False) -> Path:
    """Copy all content below `target`, with a second version of the screening beside the first.

    The first is withdrawn where that is wanted.
    """
    files = read_files(content_dir)
    first = files[FIRST_SCREENING].decode()
    if withdrawn:
        first = first.replace("status: draft", "status: withdrawn")
    changes = {FIRST_SCREENING: first, FORMS + SECOND.name: SECOND.read_text(encoding="utf-8")}
    return copy_content(content_dir, target, changes)

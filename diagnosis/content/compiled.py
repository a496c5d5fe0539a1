"""Compiled copies: the bundle of content that passed the gates, kept for the next start.

A copy is one file whose name says that it is ours and which state of content and code it was made
from. Its first line is the sha256 of the rest, so that a copy that was cut off, emptied or
overwritten is never read: content is then checked again and the copy written anew. Neither is
one that somebody else may have written: who can put content there decides what levels come out.
"""

import os
import re
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from stat import S_IWOTH
from uuid import uuid4

GATES_RUN = (
    "content/**/*.py",
    "content/gates/shapes/*.yaml",
    "domain/**/*.py",
    "services/**/*.py",
)
"""The code that decides whether content passes: the gates, what they build, and the scorers that
give the golden cases their meaning."""
_PACKAGE = Path(__file__).parents[1]
_NAME = re.compile(r"diagnosis-content-[0-9a-f]{64}\.compiled")


def code_files(package: Path) -> list[Path]:
    """Return every file of code below the package that the gates run or read, in a fixed order."""
    return sorted(file for pattern in GATES_RUN for file in package.glob(pattern))


def code_digest(package: Path) -> bytes:
    """Return the sha256 over the code of the gates: a copy made by other code is not read."""
    total = sha256()
    for path in code_files(package):
        name = path.relative_to(package).as_posix()
        total.update(name.encode() + b"\0" + sha256(path.read_bytes()).digest())
    return total.digest()


def compiled_path(folder: Path, digest: str) -> Path:
    """Return where the copy of a state of content lies, by its digest and that of the code."""
    state = sha256(digest.encode() + code_digest(_PACKAGE)).hexdigest()
    return folder / f"diagnosis-content-{state}.compiled"


def read_compiled(path: Path) -> bytes | None:
    """Return the bundle of a copy.

    None where there is none, it is broken, cannot be read, or may be of another user.
    """
    try:
        with path.open("rb") as file:
            stored = file.read() if _is_ours(os.fstat(file.fileno())) else b""
    except OSError:
        return None
    checksum, _, bundle = stored.partition(b"\n")
    return bundle if checksum == sha256(bundle).hexdigest().encode() else None


def _is_ours(status: os.stat_result) -> bool:
    return status.st_uid in (0, os.geteuid()) and not status.st_mode & S_IWOTH


def keep_compiled(path: Path, bundle: bytes) -> None:
    """Write a copy and delete older ones of ours; do nothing where the folder refuses it.

    The copy is written under a name of its own and renamed when it is whole: other processes that
    start meanwhile see no part of it, and the last one to finish wins. Files in the folder that
    are no compiled copies are left alone.
    """
    unfinished = path.with_name(f"{path.name}.{uuid4().hex}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.touch(0o644)
        unfinished.write_bytes(sha256(bundle).hexdigest().encode() + b"\n" + bundle)
        unfinished.replace(path)
        _delete_older(path)
    except OSError:
        return
    finally:
        with suppress(OSError):
            unfinished.unlink()


def _delete_older(path: Path) -> None:
    for other in path.parent.iterdir():
        if _NAME.fullmatch(other.name) and other != path:
            with suppress(OSError):
                other.unlink()

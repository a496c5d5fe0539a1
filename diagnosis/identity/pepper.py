"""The pepper of keys: a secret beside the database, so that its rows alone check no guess."""

import os
from pathlib import Path
from secrets import token_hex

SHORTEST_PEPPER = 32
"""The shortest pepper: 256 bits in hexadecimal digits are 64."""
FILE = "key-pepper"
_MODE = 0o600
OTHER_PEPPER = (
    "The pepper of keys (DIAGNOSIS_KEY_PEPPER, DIAGNOSIS_KEY_PEPPER_FILE, or key-pepper in the "
    "data folder) is not the one that the keys of this database were hashed with: put that back. "
    "Where it is lost, `python -m diagnosis keys abandon` revokes them all."
)


class BadPepper(Exception):
    """A file holds no pepper; the message names it."""


def chosen_pepper(text: str | None, file: Path | None, folder: Path, *, may_make: bool) -> bytes:
    """Return the pepper of a setting, or of the file that one names, or of the data folder.

    Raises
    ------
    BadPepper
        When the file cannot be made or read, or holds none.

    """
    if text is not None:
        return text.encode(errors="surrogateescape")
    return pepper_of_folder(folder, may_make=may_make) if file is None else read_pepper(file)


def read_pepper(file: Path) -> bytes:
    """Return the pepper of a file, without the blanks and lines at its ends.

    Raises
    ------
    BadPepper
        When it cannot be read, or is shorter than 32 bytes.

    """
    try:
        pepper = file.read_bytes().strip()
    except OSError as error:
        raise BadPepper(f"{file}: {error.strerror}") from error
    if len(pepper) < SHORTEST_PEPPER:
        raise BadPepper(f"{file} has fewer than {SHORTEST_PEPPER} bytes")
    return pepper


def pepper_of_folder(folder: Path, *, may_make: bool = True) -> bytes:
    """Return the pepper of a data folder; a random one is made the first time, where one may be.

    Only its owner may read it. Of several processes that make it at once all get the same.

    Raises
    ------
    BadPepper
        When the file cannot be made or read.

    """
    file = folder / FILE
    if may_make and not file.exists():
        try:
            folder.mkdir(parents=True, exist_ok=True)
            _make(file)
        except OSError as error:
            raise BadPepper(f"{file}: {error.strerror}") from error
    return read_pepper(file)


def _make(file: Path) -> None:
    """Write a pepper to a file of its own, and give it the name unless another was first."""
    draft = file.with_name(f"{file.name}-{token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _MODE)
    try:
        with os.fdopen(descriptor, "w") as lines:
            lines.write(token_hex(SHORTEST_PEPPER) + "\n")
            lines.flush()
            os.fsync(lines.fileno())
        try:
            file.hardlink_to(draft)
        except FileExistsError:
            return
    finally:
        draft.unlink()

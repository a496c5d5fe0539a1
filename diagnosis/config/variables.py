"""Readers of a variable: numbers, lists, folders, secrets; a malformed one is refused by name."""

from collections.abc import Mapping
from pathlib import Path

from diagnosis.domain.intake.number import whole_of

_SHOWN = 40
LONGEST_SHOWN_PATH = 200
"""The most characters of a path that are repeated in a message."""


class BadSetting(Exception):
    """A setting is malformed; the message names the variable and what was expected."""


def whole(environment: Mapping[str, str], name: str, *, default: int, low: int, high: int) -> int:
    """Return a whole number within bounds, both allowed.

    Raises
    ------
    BadSetting
        When it is none.

    """
    raw = environment.get(name, str(default))
    number = whole_of(raw)
    if number is None or not low <= number <= high:
        raise BadSetting(f"{name} must be a whole number from {low} to {high}, not {shown(raw)}")
    return number


def shown(raw: str) -> str:
    """Return a setting as it may be repeated: in one line, and not for ever."""
    return repr(raw if len(raw) <= _SHOWN else f"{raw[:_SHOWN]}…")


def folder(environment: Mapping[str, str], name: str, default: Path) -> Path:
    """Return a folder; an empty variable counts as not set, since it names no folder."""
    return Path(environment.get(name) or default)


def listed(environment: Mapping[str, str], name: str) -> list[str]:
    """Return the parts of a setting between its commas, without those that are empty."""
    return [part.strip() for part in environment.get(name, "").split(",") if part.strip()]


def port(environment: Mapping[str, str], name: str) -> int | None:
    """Return a port, None where none is set."""
    if not environment.get(name):
        return None
    return whole(environment, name, default=1, low=1, high=65_535)


def milliseconds(environment: Mapping[str, str], name: str) -> int:
    """Return a time limit, 100 ms to ten minutes; ten seconds where none is set."""
    return whole(environment, name, default=10_000, low=100, high=600_000)


def switch(environment: Mapping[str, str], name: str) -> bool:
    """Return whether a setting is `on`; it is off where none is set.

    Raises
    ------
    BadSetting
        When it is neither `on` nor `off`.

    """
    raw = environment.get(name, "").strip().lower() or "off"
    if raw not in ("on", "off"):
        raise BadSetting(f"{name} must be on or off, not {shown(raw)}")
    return raw == "on"


def secret(environment: Mapping[str, str], name: str) -> str | None:
    """Return a secret of a variable, or of the file that the variable with `_FILE` names.

    Raises
    ------
    BadSetting
        When both are set, or the file cannot be read or is empty; no message repeats a secret.

    """
    text = environment.get(name, "").strip() or None
    file = environment.get(f"{name}_FILE")
    if not file:
        return text
    if text is not None:
        raise BadSetting(f"set {name} or {name}_FILE, not both")
    try:
        text = Path(file).read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        raise BadSetting(f"{name}_FILE: {file[:LONGEST_SHOWN_PATH]} cannot be read") from error
    if not text:
        raise BadSetting(f"{name}_FILE: {file[:LONGEST_SHOWN_PATH]} is empty")
    return text

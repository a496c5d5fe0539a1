"""A clock that jumps: what real processes are told by the library libfaketime."""

from collections.abc import Mapping
from pathlib import Path

from tests.debian import install

HOUR_SECONDS = 3600
_REAL_SLEEP = Path(__file__).with_name("real_sleep")


class NoFaketime(Exception):
    """Debian's package `faketime` is not there, and cannot be installed."""


def faketime_library() -> Path:
    """Return the library, after installing it where root may.

    Raises
    ------
    NoFaketime
        Where it is not there.

    """
    install("faketime", is_there=_libraries)
    if not (libraries := _libraries()):
        raise NoFaketime
    return libraries[0]


def _libraries() -> list[Path]:
    return sorted(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))


class JumpingClock:
    """The clock of every process that is started with its variables; a file tells how it goes.

    The clock that counts seconds since the machine started is left alone, as when somebody sets
    the time of a running machine.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self.seconds = 0
        self.set(0)

    @property
    def variables(self) -> Mapping[str, str]:
        """Return the variables of a process that has this clock."""
        return {
            "LD_PRELOAD": str(faketime_library()),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DISABLE_SHM": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "DONT_FAKE_MONOTONIC": "1",
            "NO_FAKE_STAT": "1",
            "PYTHONPATH": str(_REAL_SLEEP),
        }

    def set(self, seconds: int) -> None:
        """Put the clock ahead of the real one by some seconds, or behind it."""
        self.seconds = seconds
        fresh = self._file.with_suffix(".new")
        fresh.write_text(f"{seconds:+d}\n")
        fresh.chmod(0o644)
        fresh.replace(self._file)

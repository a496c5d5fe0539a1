"""What was looked up a moment ago: remembered for five seconds by each process."""

from collections.abc import Callable
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")
REMEMBERED_SECONDS = 5.0
"""So long a key may still be used by this process after it was revoked."""
MOST_REMEMBERED = 1_000


class _Remembered(NamedTuple, Generic[T]):
    value: T
    until: float


class Recent(Generic[T]):
    """Remembers values by a digest.

    Parameters
    ----------
    clock
        Tells seconds that never go back.

    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._remembered: dict[str, _Remembered[T]] = {}

    def has_met(self, digest: str) -> bool:
        """Return whether a value was kept when it was last looked up, however long ago."""
        return digest in self._remembered

    def get(self, digest: str) -> T | None:
        """Return a value that was looked up in the last five seconds."""
        remembered = self._remembered.get(digest)
        if remembered is None or self._clock() >= remembered.until:
            return None
        return remembered.value

    def start(self) -> float:
        """Return until when a value counts that is looked up from now on."""
        return self._clock() + REMEMBERED_SECONDS

    def keep(self, digest: str, value: T, until: float) -> None:
        """Remember a value."""
        if len(self._remembered) >= MOST_REMEMBERED:
            self._remembered.clear()
        self._remembered[digest] = _Remembered(value, until)

    def drop(self, digest: str) -> None:
        """Forget a value."""
        self._remembered.pop(digest, None)

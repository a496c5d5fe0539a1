"""What is fetched from a provider: renewed when it is old, kept while the provider is away."""

from collections.abc import Callable
from threading import Lock
from typing import Generic, NamedTuple, TypeVar

from diagnosis.services.errors import ProviderAway

T = TypeVar("T")
FRESH_SECONDS = 3_600.0
"""What is older is fetched again before it is used."""
MOST_SECONDS = 86_400.0
"""What is older is used no more, though the provider be away: a key may have been withdrawn."""
PAUSE_SECONDS = 60.0
"""How long nothing is fetched again that failed, or was fetched for an unknown key."""
FIRST_PAUSE_SECONDS = 5.0
"""How long the first fetch waits that failed: nobody is known before it succeeds."""


class _Fetched(NamedTuple, Generic[T]):
    value: T
    at: float


class Renewed(Generic[T]):
    """Holds what a fetch returned.

    Of several threads one fetches; the others use what there is, and wait only where nothing is.

    Parameters
    ----------
    fetch
        Returns it, or raises `ProviderAway`.
    clock
        Tells seconds that never go back.

    """

    def __init__(self, fetch: Callable[[], T], clock: Callable[[], float]) -> None:
        self._fetch = fetch
        self._clock = clock
        self._fetched: _Fetched[T] | None = None
        self._failed_at = self._early_at = float("-inf")
        self._lock = Lock()

    def read(self) -> T:
        """Return it, fetched at most an hour ago, or a day while the provider is away.

        Raises
        ------
        ProviderAway
            When there is none, or none young enough.

        """
        if not self._is_younger_than(FRESH_SECONDS):
            self._renew()
        fetched = self._fetched
        if fetched is None or not self._is_younger_than(MOST_SECONDS):
            raise ProviderAway("nothing was fetched")
        return fetched.value

    def renew_early(self) -> None:
        """Fetch it before its time, at most each minute: it lacked what somebody looked for."""
        now = self._clock()
        if now - self._early_at >= PAUSE_SECONDS:
            self._early_at = now
            self._renew()

    def _is_younger_than(self, seconds: float) -> bool:
        fetched = self._fetched
        return fetched is not None and self._clock() - fetched.at < seconds

    def _renew(self) -> None:
        before = self._fetched
        if not self._lock.acquire(blocking=before is None):
            return
        try:
            pause = FIRST_PAUSE_SECONDS if before is None else PAUSE_SECONDS
            has_waited = self._clock() - self._failed_at >= pause
            if self._fetched is before and has_waited:
                self._fetched = _Fetched(self._fetch(), self._clock())
        except ProviderAway:
            self._failed_at = self._clock()
        finally:
            self._lock.release()

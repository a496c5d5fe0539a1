"""How many requests a minute an organisation may send, and an address without a key."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import ceil
from threading import Lock
from time import monotonic

from flask import Flask, current_app

from diagnosis.bootstrap import Container
from diagnosis.web.door.addresses import caller_address

_COUNTS = "diagnosis.counts"
_OPENED = "diagnosis.opened"
_MINUTE, _HOUR = 60, 3600


class TooManyRequests(Exception):
    """Somebody has sent as many requests as a minute allows; `seconds` until the next begins."""

    def __init__(self, seconds: int) -> None:
        super().__init__()
        self.seconds = seconds


class TooManySheets(TooManyRequests):
    """From an address as many sheets were opened as an hour allows."""


class MinuteCounts:
    """Counts the requests of the running minute in one process, by who sends them.

    A minute begins anew for everybody at once, so nothing is left of the one before. It is told
    by a clock that nobody sets: one that goes back would keep everybody out.

    Parameters
    ----------
    clock
        Tells seconds that never go back.
    seconds
        How long what counts as a minute is.

    """

    def __init__(self, clock: Callable[[], float] = monotonic, *, seconds: int = _MINUTE) -> None:
        self._clock = clock
        self._seconds = seconds
        self._minute = -1
        self._counts: dict[str, int] = {}
        self._lock = Lock()

    def count(self, who: str, most: int) -> None:
        """Count a request.

        Raises
        ------
        TooManyRequests
            When it is one more than `most` in this minute.

        """
        now = self._clock()
        minute = int(now // self._seconds)
        with self._lock:
            if minute > self._minute:
                self._minute, self._counts = minute, {}
            counted = self._counts[who] = self._counts.get(who, 0) + 1
        if counted > most:
            raise TooManyRequests(ceil((minute + 1) * self._seconds - now))

    def take_back(self, who: str) -> None:
        """Forget a request that was counted in this minute."""
        with self._lock:
            if self._counts.get(who):
                self._counts[who] -= 1


def limit_requests(app: Flask) -> None:
    """Give an app its counts."""
    app.extensions[_COUNTS] = MinuteCounts()
    app.extensions[_OPENED] = MinuteCounts(seconds=_HOUR)


def count_of_address() -> None:
    """Count a request of somebody without a key, by the address; see `MinuteCounts`."""
    running: Container = current_app.extensions["diagnosis"]
    most = running.settings.requests_per_address
    if most:
        _counts().count(caller_address(), most)


@contextmanager
def counted_sheet() -> Iterator[None]:
    """Count a sheet that is opened here, by the address; one that is refused does not count.

    Raises
    ------
    TooManySheets
        When it is one more than an hour allows.

    """
    running: Container = current_app.extensions["diagnosis"]
    opened: MinuteCounts = current_app.extensions[_OPENED]
    most, address = running.settings.sheets_per_address, caller_address()
    try:
        if most:
            opened.count(address, most)
    except TooManyRequests as error:
        opened.take_back(address)
        raise TooManySheets(error.seconds) from None
    try:
        yield
    except Exception:
        opened.take_back(address)
        raise


def take_back_of_address() -> None:
    """Count a request no longer by the address: its key turned out to be one."""
    _counts().take_back(caller_address())


def count_of_organisation(organisation: str) -> None:
    """Count a request with a key, by whose it is; see `MinuteCounts`."""
    running: Container = current_app.extensions["diagnosis"]
    most = running.settings.requests_per_organisation
    if most:
        _counts().count(f"organisation {organisation}", most)


def _counts() -> MinuteCounts:
    counts: MinuteCounts = current_app.extensions[_COUNTS]
    return counts

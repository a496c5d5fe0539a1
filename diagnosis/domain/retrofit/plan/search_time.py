"""How long the searches of a request may take together: a valve, not what ends them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import inf


def _no_time() -> float:
    return 0.0


class SearchTime:
    """Seconds for all searches of a request; they end by themselves long before as a rule.

    Parameters
    ----------
    seconds
        How many there are together.
    clock
        Seconds from any fixed moment on.

    """

    def __init__(self, seconds: float = inf, *, clock: Callable[[], float] = _no_time) -> None:
        self._left = seconds
        self._clock = clock
        self._is_cut_short = False

    @property
    def is_cut_short(self) -> bool:
        """Return whether a search would have gone on with more."""
        return self._is_cut_short

    @property
    def is_over(self) -> bool:
        """Return whether nothing is left."""
        return self._left <= 0

    @contextmanager
    def searching(self) -> Iterator[float]:
        """Yield the seconds that are left, and count those that pass inside."""
        start = self._clock()
        try:
            yield max(0.0, self._left)
        finally:
            self._left -= self._clock() - start

    def cut_short(self) -> None:
        """Note that a search would have gone on with more."""
        self._is_cut_short = True

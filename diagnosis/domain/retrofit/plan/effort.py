"""How much work the searches of a request may still do, so that no wish takes without end."""

from collections.abc import Callable
from math import inf


def _no_time() -> float:
    return 0.0


class SearchEffort:
    """Work left for searches, counted in units; a clock beside it is a backstop alone.

    A unit stands for about ten microseconds of an ordinary machine. Units are counted by what a
    search does, so that the same wish ends at the same place wherever it is planned; the clock
    ends only what is still at work on a machine that is far slower.

    Parameters
    ----------
    units
        What may be spent.
    seconds
        How much later by the clock everything ends.
    clock
        Seconds from any fixed moment on.

    """

    def __init__(
        self, units: float = inf, *, seconds: float = inf, clock: Callable[[], float] = _no_time
    ) -> None:
        self._left = units
        self._clock = clock
        self._until = clock() + seconds
        self._whole: SearchEffort | None = None
        self._is_cut_short = False

    @property
    def is_cut_short(self) -> bool:
        """Return whether a search would have gone on with more."""
        return self._is_cut_short

    @property
    def units_left(self) -> float:
        """Return the units that may still be spent, 0 at the least."""
        return max(0.0, self._left)

    @property
    def seconds_left(self) -> float:
        """Return the seconds until the clock ends everything, at least 0; ∞ without a clock."""
        return max(0.0, self._until - self._clock())

    def share(self, part: float) -> "SearchEffort":
        """Return a part (0–1) of what is left, for a search of its own.

        What it spends is spent here too, and where it is cut short, so is this.
        """
        share = SearchEffort(
            part * self.units_left, seconds=part * self.seconds_left, clock=self._clock
        )
        share._whole = self
        return share

    def spend(self, units: float) -> bool:
        """Spend units; return whether the search may go on, False where nothing is left."""
        if self._left <= 0 or self._clock() >= self._until:
            self.cut_short()
            return False
        self._take(units)
        return True

    def let_pass(self, seconds: float) -> None:
        """Count seconds of work that the clock did not see."""
        self._until -= seconds
        if self._whole is not None:
            self._whole.let_pass(seconds)

    def cut_short(self) -> None:
        """Note that a search would have gone on with more."""
        self._is_cut_short = True
        if self._whole is not None:
            self._whole.cut_short()

    def _take(self, units: float) -> None:
        self._left -= units
        if self._whole is not None:
            self._whole._take(units)

"""The port of what holds planning within bounds: the time of a request, and a turn to plan."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace

from diagnosis.domain.retrofit.plan.search_time import SearchTime

SEARCH_SECONDS = 2.0
"""After so many seconds of work all searches of a request end: a valve, they take far less."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanningLimits:
    """What the planning of a request is held to.

    `time` makes what all its searches may take together. `turn` makes what is held while a plan is
    worked on, and raises `Busy` where as many are at work as may be; without one there is no limit
    to them. `anonymous_turn` is that of whoever asks without a key, a smaller share.
    """

    time: Callable[[], SearchTime] = SearchTime
    turn: Callable[[], AbstractContextManager[None]] = nullcontext
    anonymous_turn: Callable[[], AbstractContextManager[None]] = nullcontext

    def for_anonymous(self) -> "PlanningLimits":
        """Return what the planning of a request without a key is held to."""
        return replace(self, turn=self.anonymous_turn)

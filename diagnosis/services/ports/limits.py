"""The port of what holds planning within bounds: the effort of a request, and a turn to plan."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from diagnosis.domain.retrofit.plan.effort import SearchEffort

WORK_UNITS = 200_000.0
"""The effort that all planning of a request may take: under two seconds where it takes it all."""
BACKSTOP_SECONDS = 1.6
"""After so many seconds of work all searches of a request end, however little they did."""


def standard_effort() -> SearchEffort:
    """Return the effort of a request where no clock stands behind it."""
    return SearchEffort(WORK_UNITS)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanningLimits:
    """What the planning of a request is held to.

    `effort` makes what all its searches may spend together. `turn` makes what is held while a plan
    is worked on, and raises `Busy` where as many are at work as may be; without one there is no
    limit to them.
    """

    effort: Callable[[], SearchEffort] = standard_effort
    turn: Callable[[], AbstractContextManager[None]] = nullcontext

"""A wish that cannot be had, and what would grant it."""

from dataclasses import dataclass
from enum import StrEnum

from diagnosis.domain.scoring.condition import LevelCondition


class WishKind(StrEnum):
    """What a firm may wish for that cannot be had: a level, or projects."""

    TARGET = "target"
    WANTED = "wanted"


class Obstacle(StrEnum):
    """What stands between a firm and its wish; what keeps a single project out is among it.

    `NOT_SETTLED`: the search was cut short before it was clear.
    """

    BUDGET = "budget"
    PHASE_LIMITS = "phase-limits"
    TIME = "time"
    LEVEL = "level"
    NOT_SETTLED = "not-settled"
    PREREQUISITE = "prerequisite"
    TOGETHER = "together"
    DONE = "done"
    REFUSED = "refused"
    SIZE = "not-for-size"
    INDUSTRY = "not-for-industry"
    NOT_APPLICABLE = "not-applicable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Infeasible:
    """A wish that cannot be had, and the smallest budget, time or level that works.

    `budget_wan`, `months`, `level` say what would do (None: not the way out), `level_cost_wan`
    what that level costs; `no_less_than_wan` is a proven lower bound on the budget; `unreached`
    are conditions that no project moves far enough.
    """

    wish: WishKind
    code: Obstacle
    projects: tuple[str, ...] = ()
    budget_wan: float | None = None
    no_less_than_wan: float | None = None
    months: float | None = None
    level: int | None = None
    level_cost_wan: float | None = None
    unreached: tuple[LevelCondition, ...] = ()

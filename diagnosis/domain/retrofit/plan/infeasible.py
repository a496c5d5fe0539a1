"""A wish that cannot be had, a level that no plan reaches, and what would do instead."""

from dataclasses import dataclass
from enum import StrEnum

from diagnosis.domain.scoring.condition import LevelCondition


class WishKind(StrEnum):
    """What a firm may wish for that cannot be had: a level, or packages."""

    TARGET = "target"
    WANTED = "wanted"


class Obstacle(StrEnum):
    """What stands between a firm and its wish; what keeps a single package out is among it.

    `SPINE_FIRST`: the money would do, but goes to the spine and the pains first; `LEVEL_CAP`: more
    than may be promised to a firm of its size; `NOT_SETTLED`: the search was cut short before it
    was clear.
    """

    BUDGET = "budget"
    PHASE_LIMITS = "phase-limits"
    CAPACITY = "capacity"
    SPINE_FIRST = "spine-first"
    LEVEL = "level"
    LEVEL_CAP = "level-cap"
    NOT_SETTLED = "not-settled"
    PREREQUISITE = "prerequisite"
    TOGETHER = "together"
    DONE = "done"
    RUNNING = "running"
    REFUSED = "refused"
    IN_PLACE = "in-place"
    TRADE = "not-for-trade"
    SIZE = "not-for-size"
    BUSINESS = "not-for-business"
    NOT_APPLICABLE = "not-applicable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Infeasible:
    """A wish that cannot be had, and what can.

    `aimed` is the level that is out of reach (None: of packages). `budget_wan` says what money
    would do, `packages_needed` how many packages would have to be carried in 36 months and
    `packages_carried` how many the firm carries then, `level` the best level that is possible and
    `level_cost_wan` what that costs; None: not the way out. `unreached` are conditions that no
    package moves far enough, `questions` the items whose points are lacking for them, those that
    lack most first.
    """

    wish: WishKind
    code: Obstacle
    packages: tuple[str, ...] = ()
    aimed: int | None = None
    budget_wan: float | None = None
    packages_needed: int | None = None
    packages_carried: int | None = None
    level: int | None = None
    level_cost_wan: float | None = None
    unreached: tuple[LevelCondition, ...] = ()
    questions: tuple[str, ...] = ()

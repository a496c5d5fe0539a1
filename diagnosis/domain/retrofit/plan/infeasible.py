"""A wish that cannot be had, and what would grant it."""

from dataclasses import dataclass

from diagnosis.domain.scoring.yardstick import LevelCondition


@dataclass(frozen=True, slots=True, kw_only=True)
class Infeasible:
    """A wish that cannot be had, and the smallest budget, time or level that works.

    `wish` is target, wanted or time; `budget_wan`, `months`, `level` say what would do (None: not
    the way out), `level_cost_wan` what that level costs; `no_less_than_wan` is a proven lower
    bound on the budget; `unreached` are conditions that no project moves far enough.
    """

    wish: str
    code: str
    projects: tuple[str, ...] = ()
    budget_wan: float | None = None
    no_less_than_wan: float | None = None
    months: float | None = None
    level: int | None = None
    level_cost_wan: float | None = None
    unreached: tuple[LevelCondition, ...] = ()

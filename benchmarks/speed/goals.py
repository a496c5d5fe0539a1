"""What is promised of speed: the floor and the goal of each measure, and the verdict on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from benchmarks.speed.spread import Spread


class Verdict(StrEnum):
    """How a measure stands to its floor and its goal."""

    GOAL = "goal met"
    FLOOR = "floor met"
    MISSED = "missed"
    UNKNOWN = "not measured"


_ORDER = list(Verdict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A measure that is promised: by its id, what it is, and how much of it there may be.

    Where `more_is_better`, values from the floor upwards are good, else those up to it.
    """

    id: str
    about: str
    floor: float
    goal: float
    more_is_better: bool = False
    form: str = ".2f"

    def verdict(self, value: float | None) -> Verdict:
        """Return the verdict on a value, None where it was not measured."""
        if value is None:
            return Verdict.UNKNOWN
        if self._reaches(value, self.goal):
            return Verdict.GOAL
        return Verdict.FLOOR if self._reaches(value, self.floor) else Verdict.MISSED

    def _reaches(self, value: float, line: float) -> bool:
        return value >= line if self.more_is_better else value <= line

    def judge(self, runs: Sequence[float | None]) -> str:
        """Return the verdict on the median of some runs, and whether every run bears it out."""
        known = [value for value in runs if value is not None]
        verdict = self.verdict(Spread.of(known).middle if known else None)
        worst = max((_ORDER.index(self.verdict(value)) for value in known), default=0)
        return verdict if worst <= _ORDER.index(verdict) else f"{verdict}, not in every run"


GOALS = (
    Goal(id="preview", about="P1 preview ÷ hello", floor=4.5, goal=3.5),
    Goal(
        id="preview-estimate", about="P1 preview with estimate ÷ hello", floor=5.5, goal=4.5
    ),
    Goal(
        id="stored", about="P2 stored with estimate, full answer ÷ hello", floor=8, goal=6
    ),
    Goal(
        id="stored-minimal", about="P2 stored with estimate, minimal ÷ hello", floor=5.5, goal=4.5
    ),
    Goal(
        id="fastapi-stored", about="P3 FastAPI + scikit-learn scoring only ÷ stored",
        floor=1.6, goal=2.2, more_is_better=True,
    ),
    Goal(
        id="fastapi-minimal", about="P3 FastAPI + scikit-learn scoring only ÷ stored, minimal",
        floor=2.5, goal=3.5, more_is_better=True,
    ),
    Goal(
        id="mlflow-stored", about="P3 MLflow serving ÷ stored", floor=1.6, goal=2.2,
        more_is_better=True,
    ),
    Goal(
        id="mlflow-minimal", about="P3 MLflow serving ÷ stored, minimal", floor=2.5, goal=3.5,
        more_is_better=True,
    ),
    Goal(
        id="bytes", about="P4 bytes kept a diagnosis", floor=10_000, goal=6_000, form=",.0f"
    ),
    Goal(
        id="filters", about="P5 the page of a list that grows most, many rows ÷ few", floor=2,
        goal=1.2,
    ),
    Goal(id="growth", about="P5 a stored call, many rows ÷ few", floor=2, goal=1.2),
    Goal(id="writers", about="P6 eight writers, p99 ÷ p50", floor=4, goal=3),
    Goal(id="start", about="P9 start with a warm cache, s", floor=1.5, goal=1),
    Goal(
        id="first-plan", about="P9 first roadmap ÷ next one", floor=1.2, goal=1.05
    ),
)  # fmt: skip


def floor_of(name: str) -> float:
    """Return the floor of a goal, by its id."""
    return next(goal.floor for goal in GOALS if goal.id == name)

"""A plan as values: what is kept of it, and what support, follow-up and comparison read."""

from collections.abc import Iterator
from dataclasses import dataclass

from diagnosis.domain.retrofit.catalogue.project import Money
from diagnosis.domain.scoring.reading import Reading
from diagnosis.domain.text import Text


@dataclass(frozen=True, slots=True)
class PlanTarget:
    """The standard (`id@revision`) a plan rises by, the level aimed at, whether it is reached."""

    standard: str
    name: Text
    level: int | None
    reached: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptProject:
    """A project of a plan: its months from the plan's start, money in 万元."""

    id: str
    name: Text
    start_month: float
    end_month: float
    cost: Money
    running: Money
    people_months: float


@dataclass(frozen=True, slots=True)
class KeptPhase:
    """A phase: the projects that lie in it, and how every standard reads once they are done."""

    number: int
    projects: tuple[KeptProject, ...]
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPlan:
    """A plan's values.

    `value` and `expected` are rises of the target standard's mean (0–5); `gap` is how far the
    plan may be from the best (0–1), None where it is not known; `running` is a year's.
    """

    target: PlanTarget
    cost: Money
    running: Money
    people_months: float
    value: float
    expected: float
    gap: float | None
    before: tuple[Reading, ...]
    phases: tuple[KeptPhase, ...]

    @property
    def projects(self) -> Iterator[KeptProject]:
        """Return the projects, phase by phase."""
        return (project for phase in self.phases for project in phase.projects)

    @property
    def after(self) -> tuple[Reading, ...]:
        """Return how every standard reads once the plan is done."""
        return self.phases[-1].readings if self.phases else self.before

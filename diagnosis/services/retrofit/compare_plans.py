"""Two plans side by side: costs, gains, levels, and what only one of them does."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from diagnosis.domain.retrofit.catalogue.project import Ends, total_of
from diagnosis.domain.retrofit.plan.kept_plan import KeptPlan, KeptProject, PlanTarget

_DIGITS = 9


class Pair(NamedTuple):
    """A number of two plans; the difference is the second less the first."""

    first: float | None
    second: float | None

    @property
    def difference(self) -> float | None:
        """Return the difference, None where either is not known."""
        if self.first is None or self.second is None:
            return None
        return round(self.second - self.first, _DIGITS)


class MoneyPair(NamedTuple):
    """A sum of two plans, 万元."""

    low: Pair
    mid: Pair
    high: Pair


class ReadingPair(NamedTuple):
    """What a standard (`id@revision`) makes of the firm once each plan is done."""

    standard: str
    level: Pair
    score: Pair


class MovedProject(NamedTuple):
    """A project of both plans, and when each starts it (months)."""

    project: KeptProject
    start_month: Pair


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanComparison:
    """The differences of two plans, the second less the first."""

    targets: tuple[PlanTarget, PlanTarget]
    value: Pair
    expected: Pair
    people_months: Pair
    gap: Pair
    cost: MoneyPair
    running: MoneyPair
    readings: tuple[ReadingPair, ...]
    only_first: tuple[KeptProject, ...]
    only_second: tuple[KeptProject, ...]
    in_both: tuple[MovedProject, ...]


def compare_plans(first: KeptPlan, second: KeptPlan) -> PlanComparison:
    """Return the differences of two plans, the second less the first."""
    before = {project.id: project for project in first.projects}
    after = {project.id: project for project in second.projects}
    return PlanComparison(
        targets=(first.target, second.target),
        value=Pair(first.value, second.value),
        expected=Pair(first.expected, second.expected),
        people_months=Pair(first.people_months, second.people_months),
        gap=Pair(first.proof.gap, second.proof.gap),
        cost=_money(
            [project.cost for project in first.projects],
            [project.cost for project in second.projects],
        ),
        running=_money(
            [project.running for project in first.projects],
            [project.running for project in second.projects],
        ),
        readings=_readings(first, second),
        only_first=tuple(project for name, project in before.items() if name not in after),
        only_second=tuple(project for name, project in after.items() if name not in before),
        in_both=tuple(
            MovedProject(project, Pair(project.start_month, after[name].start_month))
            for name, project in before.items()
            if name in after
        ),
    )


def _money(first: Iterable[Ends], second: Iterable[Ends]) -> MoneyPair:
    """Return the sums of two plans' amounts, as they are shown."""
    before, after = total_of(first), total_of(second)
    return MoneyPair(
        Pair(before.low, after.low), Pair(before.mid, after.mid), Pair(before.high, after.high)
    )


def _readings(first: KeptPlan, second: KeptPlan) -> tuple[ReadingPair, ...]:
    others = {reading.standard: reading for reading in second.after}
    return tuple(
        ReadingPair(
            reading.standard,
            Pair(reading.level, others[reading.standard].level),
            Pair(reading.score, others[reading.standard].score),
        )
        for reading in first.after
        if reading.standard in others
    )

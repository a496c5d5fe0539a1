"""Two plans side by side: costs, worth, levels, and what only one of them does."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from diagnosis.domain.retrofit.catalogue.amounts import Ends, total_people_months
from diagnosis.domain.retrofit.follow_up.progress import Status
from diagnosis.domain.retrofit.plan.kept_plan import KeptPackage, KeptPlan, PlanTarget

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


class LonePackage(NamedTuple):
    """A package that one of two plans has, and why the other has not.

    `why` is a reason by which that one left it out, or `dropped` where it was given up; None where
    the other plan does not know it.
    """

    package: KeptPackage
    why: str | None


class MovedPackage(NamedTuple):
    """A package of both plans, and when each starts it (months)."""

    package: KeptPackage
    start_month: Pair


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanComparison:
    """The differences of two plans, the second less the first; money in 万元.

    `total` is building and three years of running; people-months are the sum of those of the
    packages, to the hundredth each; the levels of `readings` are as promised.
    """

    targets: tuple[PlanTarget, PlanTarget]
    worth: Pair
    people_months: Pair
    gap: Pair
    build: MoneyPair
    run: MoneyPair
    total: MoneyPair
    readings: tuple[ReadingPair, ...]
    only_first: tuple[LonePackage, ...]
    only_second: tuple[LonePackage, ...]
    in_both: tuple[MovedPackage, ...]


def compare_plans(first: KeptPlan, second: KeptPlan) -> PlanComparison:
    """Return the differences of two plans, the second less the first."""
    before = {package.id: package for package in first.packages}
    after = {package.id: package for package in second.packages}
    return PlanComparison(
        targets=(first.target, second.target),
        worth=Pair(first.worth, second.worth),
        people_months=Pair(_people_months(first), _people_months(second)),
        gap=Pair(first.proof.gap, second.proof.gap),
        build=_money(first.build, second.build),
        run=_money(first.run, second.run),
        total=_money(first.total, second.total),
        readings=_readings(first, second),
        only_first=_lacking_in(second, before),
        only_second=_lacking_in(first, after),
        in_both=tuple(
            MovedPackage(package, Pair(package.start_month, after[name].start_month))
            for name, package in before.items()
            if name in after
        ),
    )


def _people_months(plan: KeptPlan) -> float:
    return total_people_months(package.people_months for package in plan.packages)


def _lacking_in(other: KeptPlan, packages: Mapping[str, KeptPackage]) -> tuple[LonePackage, ...]:
    """Return the packages that another plan lacks, each with why."""
    there = {package.id for package in other.packages}
    why_not = {name: why for why, names in other.left_out.items() for name in names}
    why_not |= dict.fromkeys(other.minded.dropped, str(Status.DROPPED))
    return tuple(
        LonePackage(package, why_not.get(name))
        for name, package in packages.items()
        if name not in there
    )


def _money(first: Ends, second: Ends) -> MoneyPair:
    return MoneyPair(
        Pair(first.low, second.low), Pair(first.mid, second.mid), Pair(first.high, second.high)
    )


def _readings(first: KeptPlan, second: KeptPlan) -> tuple[ReadingPair, ...]:
    others = {reading.standard: reading for reading in second.after}
    return tuple(
        ReadingPair(
            reading.standard,
            Pair(first.promised(reading), second.promised(others[reading.standard])),
            Pair(reading.score, others[reading.standard].score),
        )
        for reading in first.after
        if reading.standard in others
    )

"""A plan as support and cases see it: packages with days, levels over time."""

from datetime import date

from diagnosis.domain.retrofit.catalogue.amounts import total_of
from diagnosis.domain.retrofit.catalogue.package import Package
from diagnosis.domain.retrofit.plan.days import after_months as after_months
from diagnosis.domain.retrofit.plan.kept_plan import KeptPlan
from diagnosis.domain.retrofit.support.eligibility import LevelsAt, PlannedPackage, PlannedWork
from diagnosis.domain.scoring.reading import levels_by_standard
from diagnosis.services.ports.content import Content
from diagnosis.services.read.earlier_ids import package_of
from diagnosis.services.read.firm_claims import FirmClaims


def planned_packages(content: Content, plan: KeptPlan) -> tuple[Package, ...]:
    """Return the packages of a plan, in its order.

    A plan of an earlier release names projects: the package that took each over stands for it.
    What no catalogue has any more is left out.
    """
    packages = (package_of(content, each.id) for each in plan.packages)
    return tuple({package.id: package for package in packages if package is not None}.values())


def planned_work(
    content: Content, plan: KeptPlan, starts_on: date, claims: FirmClaims
) -> PlannedWork:
    """Return a plan that starts on a day as support sees it.

    Earlier projects of one package count as that package: their costs add up, and it lasts from
    the first start to the last end. A phase's levels, as promised, hold from the day on which the
    last of its packages ends.
    """
    levels = [LevelsAt(starts_on, levels_by_standard(plan.before))]
    last = 0.0
    for phase in plan.phases:
        last = max([last, *(each.end_month for each in phase.packages)])
        if phase.packages:
            day = after_months(starts_on, last)
            levels.append(LevelsAt(day, plan.promised_levels(phase.readings)))
    parts: dict[str, list[PlannedPackage]] = {}
    for each in plan.packages:
        package = package_of(content, each.id)
        if package is not None:
            start = after_months(starts_on, each.start_month)
            end = after_months(starts_on, each.end_month)
            part = PlannedPackage(package, each.build, each.run, start, end)
            parts.setdefault(package.id, []).append(part)
    packages = tuple(_together(of_package) for of_package in parts.values())
    return PlannedWork(packages, tuple(levels), claims.equipment_wan, claims.interest_wan)


def _together(parts: list[PlannedPackage]) -> PlannedPackage:
    """Return what a plan holds of a package as a whole."""
    return PlannedPackage(
        parts[0].package,
        total_of(part.build for part in parts),
        total_of(part.run for part in parts),
        min(part.start for part in parts),
        max(part.end for part in parts),
    )

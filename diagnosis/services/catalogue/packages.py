"""Find packages, and what one costs a firm."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from diagnosis.domain.intake.answer import Share, Value
from diagnosis.domain.retrofit.catalogue.amounts import Money, total_of
from diagnosis.domain.retrofit.catalogue.cost_function import Counts, counts_for
from diagnosis.domain.retrofit.catalogue.package import Package
from diagnosis.domain.retrofit.catalogue.trade import Trade
from diagnosis.domain.retrofit.plan.problem import RUNNING_YEARS
from diagnosis.services.ports.content import Content
from diagnosis.services.read.filters import Filters, mentions

USUAL_HEADCOUNTS = (25, 60, 250)
"""The firms that costs are told for where no headcount is asked for: micro, small, medium."""
MACHINES = "machines"
"""The driver of cost that a sheet may count."""
MACHINES_ITEM = "miit-equipment-networked"
"""The item whose whole is the machines of the firm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageCost:
    """What a package costs a firm of so many people: 万元 once, 万元 a year, people-months.

    `fits_headcount` says whether the package is made for so many people: where it is not, this is
    what it would cost, and it is not on offer. `counts` are what the cost was taken with, by
    driver.
    """

    employees: int
    fits_headcount: bool
    counts: Counts
    build_wan: Money
    run_wan_per_year: Money
    people_months: Money

    @property
    def three_years_wan(self) -> Money:
        """Return what it costs to build and to run for three years, 万元, by the cents of both."""
        return self.build_wan.plus(self.run_wan_per_year, RUNNING_YEARS)


def find_packages(content: Content, filters: Filters, employees: int | None) -> list[Package]:
    """Return the packages that fit, by area and id; those whose name has the text first.

    A package fits a trade where the trade is offered it: its own, or a generic one that applies.
    """
    fitting = (
        package
        for package in content.packages.values()
        if _fits(content, package, filters) and package.headcounts.hold(employees)
    )
    return sorted(fitting, key=lambda package: not mentions(filters.text, package.name))


def _fits(content: Content, package: Package, filters: Filters) -> bool:
    trade = filters.trade and content.trades.by_id[filters.trade]
    return (
        (not trade or trade.is_offered(package))
        and (filters.area is None or filters.area is package.area)
        and (filters.grade is None or filters.grade is package.grade)
        and (filters.pain is None or filters.pain in package.pains)
        and mentions(filters.text, package.name, package.what)
    )


def costs_of(
    content: Content, package: Package, trade: Trade | None, employees: int | None
) -> list[PackageCost]:
    """Return what a package costs, for the headcount that was asked for, else for usual ones.

    Counts are those of the trade; of a trade's own package, those of that trade.
    """
    headcounts = USUAL_HEADCOUNTS if employees is None else (employees,)
    return [_cost(content, package, trade, headcount) for headcount in headcounts]


def trade_for_costs(content: Content, package: Package, trade: str | None) -> Trade | None:
    """Return the trade whose counts a package's cost is taken with; None: the usual counts.

    A trade's own package costs what it costs that trade, whatever other trade is asked for.
    """
    home_trade = next(iter(package.trades), None)
    name = trade if home_trade is None or trade in package.trades else home_trade
    return None if name is None else content.trades.by_id[name]


def cost_span(packages: Sequence[Package], counts: Counts) -> tuple[Money, Money]:
    """Return what packages cost of which one is bought: to build, and to run for a year, 万元.

    To the cent: low is the lowest of all, high the highest; the middle is that of the first one.
    """
    return (
        _span([package.build_wan.at(counts) for package in packages]),
        _span([package.run_wan_per_year.at(counts) for package in packages]),
    )


def _span(costs: Sequence[Money]) -> Money:
    lows, highs = [cost.low for cost in costs], [cost.high for cost in costs]
    return total_of([Money(min(lows), costs[0].mid, max(highs))])


def machines_counted(content: Content, answers: Mapping[str, Value]) -> Counts:
    """Return the machines that a firm counted, as a driver of cost; empty where it did not."""
    counted = answers.get(MACHINES_ITEM)
    if isinstance(counted, Share) and MACHINES in content.drivers:
        return {MACHINES: float(counted.whole)}
    return {}


def counts_of(
    content: Content, packages: Iterable[Package], trade: Trade, employees: int, known: Counts
) -> Counts:
    """Return the counts that packages cost by, of a firm of a trade and so many people.

    What the firm counted itself is `known`.
    """
    used = {
        term.driver
        for package in packages
        for function in (package.build_wan, package.run_wan_per_year)
        for term in function.terms
    }
    drivers = (*content.drivers.values(), *trade.drivers)
    return counts_for([driver for driver in drivers if driver.id in used], employees, known)


def _cost(content: Content, package: Package, trade: Trade | None, employees: int) -> PackageCost:
    drivers = [*content.drivers.values(), *(trade.drivers if trade else ())]
    counts = counts_for(drivers, employees)
    functions = (package.build_wan, package.run_wan_per_year, package.people_months)
    used = {term.driver for function in functions for term in function.terms}
    build, run, people = (function.at(counts) for function in functions)
    return PackageCost(
        employees=employees,
        fits_headcount=package.headcounts.hold(employees),
        counts={name: count for name, count in counts.items() if name in used},
        build_wan=total_of([build]),
        run_wan_per_year=total_of([run]),
        people_months=people,
    )

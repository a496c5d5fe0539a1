"""Months and money of a plan as one speaks of them; sums are those of the rows as shown."""

from collections.abc import Iterable
from math import ceil, floor

from diagnosis.domain.decimals import half_up
from diagnosis.domain.retrofit.catalogue.amounts import Ends, Money, total_of
from diagnosis.domain.retrofit.plan.kept_plan import KeptPackage
from diagnosis.domain.retrofit.plan.problem import RUNNING_YEARS
from diagnosis.domain.text import Text
from diagnosis.present.numbers import decimals

_MONTH = Text("第 {months} 个月", "month {months}")
_MONTHS = Text("第 {months} 个月", "months {months}")
_COST = Text(
    "约 {mid} 万元（{low}–{high} 万）{running}", "about {mid} 万元 ({low}–{high}){running}"
)
_RUNS = Text("，之后每年 {run} 万", ", then {run} a year")
_FREE = Text("不花钱", "no money")
_NOTHING = Text("", "")
HUNDREDTHS = 2
"""The decimals of people-months."""
_ROUGH_FROM = 10.0
"""From so many 万元 on an amount that is only spoken of has no decimals."""


def month_of(start: float) -> int:
    """Return the month in which something starts, counted from 1.

    Examples
    --------
    >>> month_of(0.0), month_of(1.5), month_of(6.0)
    (1, 2, 7)
    """
    return floor(start) + 1


def months_of(package: KeptPackage) -> str:
    """Return the months in which a package is worked on, counted from 1, as numbers alone."""
    first = month_of(package.start_month)
    last = max(first, ceil(package.end_month))
    return str(first) if first == last else f"{first}–{last}"


def when(package: KeptPackage) -> Text:
    """Return the months in which a package is worked on, counted from 1."""
    months = months_of(package)
    return (_MONTH if months.isdecimal() else _MONTHS).fill(months=months)


def rough(money: float, *, below: float | None = None) -> str:
    """Return an amount in 万元 as one speaks of it; never onto a line that it keeps below.

    Examples
    --------
    >>> rough(4.04), rough(59.4), rough(0.26), rough(37.6, below=37.7)
    ('4', '59', '0.3', '37.6')
    """
    digits = 0 if money >= _ROUGH_FROM else 1
    text = decimals(money, digits, lines=() if below is None else (below,))
    return text.rstrip("0").rstrip(".") if "." in text else text


def cost(package: KeptPackage) -> Text:
    """Return what a package costs to build and to run, as one speaks of it."""
    build, run = package.build, package.run
    if not build.high and not run.high:
        return _FREE
    running = _RUNS.fill(run=rough(run.mid)) if rough(run.mid) != "0" else _NOTHING
    low, mid, high = (rough(end) for end in (build.low, build.mid, build.high))
    return _COST.fill(mid=mid, low=low, high=high, running=running)


def three_years(build: Ends, run: Ends) -> Money:
    """Return what building and three years of running cost, 万元, by the cents that are shown."""
    return total_of([total_of([build]).plus(total_of([run]), RUNNING_YEARS)])


def sums_of(packages: Iterable[KeptPackage]) -> tuple[Money, Money, Money]:
    """Return what packages cost to build, to run a year and over three years, 万元.

    Each is the sum of the rows as they are shown.
    """
    rows = tuple(packages)
    build, run = (total_of(row.build for row in rows), total_of(row.run for row in rows))
    return build, run, total_of(three_years(row.build, row.run) for row in rows)


def people_months(package: KeptPackage) -> float:
    """Return the firm's own work on a package as it is shown, people-months to the hundredth."""
    return half_up(package.people_months, HUNDREDTHS)

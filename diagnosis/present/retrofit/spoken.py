"""Months and money of a plan as one speaks of them; sums are those of the rows as shown."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from diagnosis.domain.decimals import half_up
from diagnosis.domain.retrofit.catalogue.amounts import Ends, Money, total_of
from diagnosis.domain.retrofit.plan.days import after_months
from diagnosis.domain.retrofit.plan.kept_plan import KeptPackage
from diagnosis.domain.retrofit.plan.problem import RUNNING_YEARS
from diagnosis.domain.text import Text
from diagnosis.present.numbers import decimals

_MONTH = Text("第 {month} 个月", "month {month}")
_MIDDLE = Text("第 {month} 个月中", "the middle of month {month}")
_MONTHS = Text("第 {first}–{last} 个月", "months {first}–{last}")
_FROM_TO = Text("{first}到{last}", "from {first} to {last}")
_EARLY = Text("第 {month} 个月上半月", "the first half of month {month}")
_LATE = Text("第 {month} 个月下半月", "the second half of month {month}")
_SHORT_MIDDLE = Text("{month}中", "mid {month}")
_SHORT_EARLY = Text("{month}上半", "early {month}")
_SHORT_LATE = Text("{month}下半", "late {month}")
_SHORT_FROM_TO = Text("{first}–{last}", "{first}–{last}")
_ALONE = Text("{month}", "{month}")
_COST = Text(
    "约 {mid} 万元（{low}–{high} 万）{running}",
    "about {mid} 万元 ({low}–{high} 万元){running}",
)
_RUNS = Text("，之后每年 {run} 万", ", then {run} 万元 a year")
_ABOUT = Text("约 {money} 万元", "about {money} 万元")
_FREE = Text("不花钱", "no money")
_NOTHING = Text("", "")
HUNDREDTHS = 2
"""The decimals of people-months."""
_ROUGH_FROM = 10.0
"""From so many 万元 on an amount that is only spoken of has no decimals."""


class Slot(NamedTuple):
    """The half months in which a package is worked on, counted from 0; `last` is one of them.

    What ends in the middle of a month leaves the half behind it free: slots of packages overlap
    only where the packages do.
    """

    first: int
    last: int

    @property
    def first_month(self) -> int:
        """Return the month in which it begins, counted from 1."""
        return self.first // 2 + 1

    @property
    def last_month(self) -> int:
        """Return the month in which it ends, counted from 1."""
        return self.last // 2 + 1

    @property
    def begins_late(self) -> bool:
        """Return whether it begins in the middle of its first month."""
        return self.first % 2 == 1

    @property
    def ends_early(self) -> bool:
        """Return whether it ends in the middle of its last month."""
        return self.last % 2 == 0


def slot_of(start_month: float, end_month: float) -> Slot:
    """Return the half months of what takes from one month of a plan to another (>= 0).

    Both ends go to the nearest half month; plans have no others.

    Examples
    --------
    >>> slot_of(0.0, 1.5), slot_of(1.5, 4.0)
    (Slot(first=0, last=2), Slot(first=3, last=7))
    """
    first, end = (int(half_up(2 * month, 0)) for month in (start_month, end_month))
    return Slot(first, max(first, end - 1))


def months_of(package: KeptPackage) -> Text:
    """Return the months in which a package is worked on, counted from 1, for a narrow column."""
    slot = slot_of(package.start_month, package.end_month)
    first, last = slot.first_month, slot.last_month
    if slot.first == slot.last:
        return (_SHORT_LATE if slot.begins_late else _SHORT_EARLY).fill(month=first)
    begins = (_SHORT_MIDDLE if slot.begins_late else _ALONE).fill(month=first)
    ends = (_SHORT_MIDDLE if slot.ends_early else _ALONE).fill(month=last)
    return begins if first == last else _SHORT_FROM_TO.fill(first=begins, last=ends)


def when(package: KeptPackage) -> Text:
    """Return the months in which a package is worked on, counted from 1."""
    slot = slot_of(package.start_month, package.end_month)
    first, last = slot.first_month, slot.last_month
    if slot.first == slot.last:
        return (_LATE if slot.begins_late else _EARLY).fill(month=first)
    if first == last:
        return _MONTH.fill(month=first)
    if not slot.begins_late and not slot.ends_early:
        return _MONTHS.fill(first=first, last=last)
    begins = (_MIDDLE if slot.begins_late else _MONTH).fill(month=first)
    ends = (_MIDDLE if slot.ends_early else _MONTH).fill(month=last)
    return _FROM_TO.fill(first=begins, last=ends)


def starts_in(start_month: float) -> Text:
    """Return the month in which something starts, counted from 1."""
    slot = slot_of(start_month, start_month)
    return (_MIDDLE if slot.begins_late else _MONTH).fill(month=slot.first_month)


def days_of(starts_on: date, package: KeptPackage) -> tuple[date, date]:
    """Return the first and the last day on which a package is worked on."""
    first = after_months(starts_on, package.start_month)
    end = after_months(starts_on, package.end_month)
    return first, max(first, end - timedelta(days=1))


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


def about_money(wan: float) -> Text:
    """Return about how much an amount in 万元 is, in few words."""
    amount = rough(wan)
    return _FREE if amount == "0" else _ABOUT.fill(money=amount)


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

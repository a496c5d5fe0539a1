"""What a plan costs year by year, and how that goes with its three-year account."""

from collections.abc import Sequence

from diagnosis.domain.retrofit.plan.account import YearAccount
from diagnosis.domain.retrofit.plan.kept_plan import KeptPlan
from diagnosis.domain.text import Text
from diagnosis.present import numbers
from diagnosis.present.numbers import amount
from diagnosis.present.retrofit.spoken import sums_of
from diagnosis.present.say import Shown

_PAID_LATER = Text(
    "到第 {months} 个月为止要付 {paid} 万元；三年总账 {total} 万元把每一项都按运行满三年算，"
    "多出来的 {rest} 万元往后才付。",
    "Until month {months} you pay {paid} 万元; the three-year account of {total} 万元 counts "
    "three full years of running for each package: the other {rest} 万元 come later.",
)
_PAID_MORE = Text(
    "到第 {months} 个月为止要付 {paid} 万元；三年总账 {total} 万元每一项只算三年运行，"
    "所以少 {rest} 万元。",
    "Until month {months} you pay {paid} 万元; the three-year account of {total} 万元 counts no "
    "more than three years of running for each package: it is {rest} 万元 less.",
)


def show_account(years: Sequence[YearAccount]) -> list[Shown]:
    """Return the years of an account; each total is the sum of what is shown beside it."""
    return [_year(year) for year in years]


def account_note(plan: KeptPlan) -> Text | None:
    """Return why the years do not add up to the three-year account; None where they do."""
    if not plan.account or not plan.phases:
        return None
    paid = numbers.shown_sum(year["total_wan"]["mid"] for year in show_account(plan.account))
    total = numbers.wan(sums_of(plan.packages)[2].mid)
    rest = numbers.wan(total - paid)
    if not rest:
        return None
    return (_PAID_LATER if rest > 0 else _PAID_MORE).fill(
        months=numbers.number(plan.phases[-1].end),
        paid=amount(paid),
        total=amount(total),
        rest=amount(abs(rest)),
    )


def _year(year: YearAccount) -> Shown:
    build, run = numbers.wan_ends(year.build), numbers.wan_ends(year.run)
    return {
        "year": year.year,
        "build_wan": build,
        "run_wan": run,
        "total_wan": {end: numbers.wan(build[end] + run[end]) for end in build},
    }

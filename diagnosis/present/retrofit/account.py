"""What a plan costs year by year, and how that goes with its three-year account."""

from collections.abc import Sequence

from diagnosis.domain.retrofit.plan.account import YearAccount
from diagnosis.domain.retrofit.plan.kept_plan import KeptPlan
from diagnosis.domain.retrofit.plan.problem import BudgetCovers
from diagnosis.domain.text import Text
from diagnosis.present import numbers
from diagnosis.present.retrofit.spoken import rough, sums_of
from diagnosis.present.say import Shown

_PAID_LATER = Text(
    "到第 {months} 个月为止要付约 {paid} 万元；三年合计的约 {total} 万元，是每一项都按运行满三年"
    "算的{binds}，多出来的往后才付。",
    "Until month {months} you pay about {paid} 万元; the {total} 万元 of three years count three "
    "full years of running for each package{binds}: the rest comes later.",
)
_PAID_MORE = Text(
    "到第 {months} 个月为止要付约 {paid} 万元；三年合计的约 {total} 万元，每一项只算三年运行"
    "{binds}，所以少些。",
    "Until month {months} you pay about {paid} 万元; the {total} 万元 of three years count no "
    "more than three years of running for each package{binds}: it is less.",
)
_BINDS = Text("，预算就按这个数扣", ", and the budget goes by that")
_NOTHING = Text("", "")


def show_account(years: Sequence[YearAccount]) -> list[Shown]:
    """Return the years of an account; each total is the sum of what is shown beside it."""
    return [_year(year) for year in years]


def account_note(plan: KeptPlan) -> Text | None:
    """Return why the years do not add up to the three-year account.

    None where they do, as one speaks of them.
    """
    if not plan.account or not plan.phases:
        return None
    paid = numbers.shown_sum(year["total_wan"]["mid"] for year in show_account(plan.account))
    total = numbers.wan(sums_of(plan.packages)[2].mid)
    if rough(paid) == rough(total):
        return None
    binds = plan.budget_wan is not None and plan.covers is BudgetCovers.TOTAL
    return (_PAID_LATER if paid < total else _PAID_MORE).fill(
        months=numbers.number(plan.phases[-1].end),
        paid=rough(paid),
        total=rough(total),
        binds=_BINDS if binds else _NOTHING,
    )


def _year(year: YearAccount) -> Shown:
    build, run = numbers.wan_ends(year.build), numbers.wan_ends(year.run)
    return {
        "year": year.year,
        "build_wan": build,
        "run_wan": run,
        "total_wan": {end: numbers.wan(build[end] + run[end]) for end in build},
    }

"""The three-year account of a plan: what is paid in which year."""

from dataclasses import dataclass
from math import ceil

from diagnosis.domain.retrofit.catalogue.amounts import Money
from diagnosis.domain.retrofit.plan.capacity import MONTHS_A_YEAR
from diagnosis.domain.retrofit.plan.plan import Plan
from diagnosis.domain.retrofit.plan.problem import Problem


@dataclass(frozen=True, slots=True)
class YearAccount:
    """A year of a plan, from 1: what is built and what runs, 万元."""

    year: int
    build: Money
    run: Money

    @property
    def total(self) -> Money:
        """Return what is paid in the year, 万元."""
        return self.build.plus(self.run)


def account_of(problem: Problem, plan: Plan) -> tuple[YearAccount, ...]:
    """Return the years of a plan: a package is paid when it starts and runs from its end on."""
    years = ceil(problem.horizon_months / MONTHS_A_YEAR)
    account = []
    for year in range(1, years + 1):
        start, end = (year - 1) * MONTHS_A_YEAR, min(year * MONTHS_A_YEAR, problem.horizon_months)
        build = run = Money()
        for step in plan.steps:
            option = problem.options[step.package]
            if start <= step.start < end:
                build = build.plus(option.build)
            months = max(0.0, end - max(step.end, start))
            run = run.plus(option.run, months / MONTHS_A_YEAR)
        account.append(YearAccount(year, build, run))
    return tuple(account)

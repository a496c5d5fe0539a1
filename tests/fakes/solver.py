"""A solver that tries every set of a few packages, and takes the best that a calendar holds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, combinations
from math import inf

from diagnosis.domain.retrofit.plan.plan import Criterion, Plan, Proposal
from diagnosis.domain.retrofit.plan.problem import Objective, Problem
from diagnosis.domain.retrofit.plan.search_time import SearchTime
from diagnosis.domain.retrofit.plan.waits import waits_of
from diagnosis.domain.retrofit.plan.worth import Worth, worth_of
from diagnosis.optimiser.calendar import calendar_of

MOST = 12
"""Packages beyond which trying every set takes too long."""
SLACK = 1e-6


class FakeSolver:
    """Finds the best plan of a small problem by trying them all."""

    def plan(self, problem: Problem, *, time: SearchTime | None = None) -> Proposal:
        """Return the best plan there is: its value is the bound on all."""
        sets = list(_sets(problem))
        seeks_level = problem.objective is Objective.LEVEL
        if seeks_level and not (problem.aims_in_reach or problem.wishes.wanted):
            return _proposal(problem, Plan(), Criterion.WORTH, _Set(problem, ()))
        for aim in reversed(problem.aims_in_reach if seeks_level else ()):
            reaching = [each for each in sets if aim.level in each.worth.reached]
            reaching.sort(key=lambda each: (each.cost, each.names))
            for each in reaching:
                plan, homeless = calendar_of(problem, each.names)
                if not homeless:
                    return _proposal(problem, plan, Criterion.COST, each)
        for each in sorted(sets, key=lambda each: (-round(each.worth.total, 9), each.names)):
            plan, homeless = calendar_of(problem, each.names)
            if not homeless:
                return _proposal(problem, plan, Criterion.WORTH, each)
        return _proposal(problem, None, Criterion.WORTH, None)

    def curve(
        self,
        problem: Problem,
        budgets_wan: Sequence[float | None],
        *,
        time: SearchTime | None = None,
    ) -> tuple[Proposal, ...]:
        """Return the best plan of each budget, or a smaller one's that reaches a higher level."""
        best: dict[float | None, Proposal] = {}
        last: Proposal | None = None
        for wan in sorted(budgets_wan, key=lambda wan: inf if wan is None else wan):
            proposal = self.plan(replace(problem, budget_wan=wan), time=time)
            if last is not None and _level(problem, last) > _level(problem, proposal):
                proposal = last
            last = best[wan] = proposal
        return tuple(best[wan] for wan in budgets_wan)


@dataclass(frozen=True)
class _Set:
    """A set of packages that keeps to everything but time."""

    problem: Problem
    names: tuple[str, ...]

    @cached_property
    def worth(self) -> Worth:
        return worth_of(self.problem, self.names)

    @cached_property
    def cost(self) -> float:
        return self.problem.cost(self.names)


def _level(problem: Problem, proposal: Proposal) -> int:
    """Return the highest level aimed at that a proposal reaches, 0 where it reaches none."""
    names = () if proposal.plan is None else proposal.plan.packages
    return max(worth_of(problem, names).reached, default=0)


def _proposal(problem: Problem, plan: Plan | None, by: Criterion, best: _Set | None) -> Proposal:
    value = first = 0.0
    if best is not None:
        value = best.cost if by is Criterion.COST else best.worth.total
        first = 0.0 if by is Criterion.COST else best.worth.first
    return Proposal(
        plan=plan,
        criterion=by,
        value=value,
        bound=None if best is None else value,
        first=first,
        spine_short=len(problem.spine) - (0 if best is None else best.worth.spine),
    )


def _sets(problem: Problem) -> Iterator[_Set]:
    """Yield every set that money, hands, grades, wishes and needs allow."""
    names = sorted(problem.options)
    assert len(names) <= MOST, "the fake solver is for a few packages"
    waits = waits_of(problem.options)
    budget = problem.budget_wan
    people = problem.capacity.people_months_per_month * problem.horizon_months
    most = min(len(names), problem.capacity.in_all)
    for chosen in chain.from_iterable(combinations(names, size) for size in range(most + 1)):
        together = set(chosen)
        if (
            problem.wishes.wanted <= together
            and all(len(together.intersection(problem.grades[name])) == 1 for name in chosen)
            and all(
                any(other in together for other, _ in group)
                for name in chosen
                for group in waits[name]
            )
            and (budget is None or problem.cost(chosen) <= budget + SLACK)
            and sum(problem.options[name].people_months for name in chosen) <= people + SLACK
        ):
            yield _Set(problem, chosen)

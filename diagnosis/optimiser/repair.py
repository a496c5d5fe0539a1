"""What to do with a set of packages that finds no place in time."""

from collections.abc import Iterable

from diagnosis.domain.retrofit.plan.plan import Plan
from diagnosis.domain.retrofit.plan.problem import Problem
from diagnosis.domain.retrofit.plan.waits import waits_of
from diagnosis.domain.retrofit.plan.worth import worth_of
from diagnosis.optimiser.calendar import calendar_of


def tight_core(problem: Problem, chosen: frozenset[str]) -> frozenset[str]:
    """Return a part of a set that finds no place in time even by itself.

    It is as small as leaving out one package after the other makes it, each with what then waits
    in vain: a cut on it rules out far more than one on the whole set.
    """
    core = chosen
    for name in sorted(chosen):
        if name in core:
            rest = _with_needs(problem, core - {name})
            if calendar_of(problem, rest, draws=False)[1]:
                core = rest
    return core


def _with_needs(problem: Problem, chosen: Iterable[str]) -> frozenset[str]:
    """Return a set without the packages that wait for something outside of it."""
    left = {name: problem.options[name] for name in problem.options if name in set(chosen)}
    while True:
        lost = [name for name, groups in waits_of(left).items() if not all(groups)]
        if not lost:
            return frozenset(left)
        for name in lost:
            del left[name]


def cut_back(problem: Problem, plan: Plan, homeless: frozenset[str]) -> Plan:
    """Return the calendar of a set without what found no place, the least loss first."""
    chosen = homeless.union(plan.packages)
    while homeless:
        loss = {name: -worth_of(problem, chosen - {name}).total for name in sorted(homeless)}
        chosen -= {min(loss, key=loss.__getitem__)}
        plan, homeless = calendar_of(problem, chosen, draws=False)
    return plan

"""When each project of a chosen set runs: as early as its needs allow, spaced by people's time."""

from collections.abc import Collection, Mapping
from functools import cached_property
from heapq import heappop, heappush
from math import inf
from typing import NamedTuple

from diagnosis.domain.retrofit.catalogue.project import Stage
from diagnosis.domain.retrofit.plan.effort import SearchEffort
from diagnosis.domain.retrofit.plan.plan import SLACK, Plan, Step
from diagnosis.domain.retrofit.plan.problem import Problem
from diagnosis.optimiser.instance import SAME, has_limits
from diagnosis.optimiser.readiness import Readiness, first_step

_STAGE_RANK = {
    Stage.FOUNDATION: 0,
    Stage.CONNECT: 1,
    Stage.SECURITY: 2,
    Stage.SYSTEMS: 3,
    Stage.DATA: 4,
    Stage.CHAIN: 5,
    Stage.AI: 6,
}
"""In which order stages are placed, what is wanted aside."""
CARRIED = (1.0, 1.5, 2.0, 3.0, 5.0, inf)
"""How many times the firm's own people may be at work at once, tried in this order."""
PLACING = 1
"""Units of effort for each start that is tried."""
SETTING_UP = 2
"""Units of effort for each option of a set before the first is placed."""


def schedule(
    problem: Problem, chosen: Collection[str], effort: SearchEffort | None = None
) -> Plan | None:
    """Return a plan that holds every chosen option, None where none was found.

    Options start as early as their needs and the limits allow. No more run at once than the
    firm's own people can carry, unless the plan would then not end in time. Exact where no phase
    has a limit of its own. Where phases have limits, what does not fit with any number of projects
    at work is not tried with fewer.
    """
    placing = _Placing(problem, chosen, effort or SearchEffort())
    if not placing.all_end or (has_limits(problem) and not placing.place(inf).is_whole):
        return None
    for factor in CARRIED:
        placed = placing.place(factor * problem.own_people)
        if placed.is_whole:
            return placed.plan
        if not placed.was_held_back:
            return None
    return None


def what_fits(problem: Problem, chosen: Collection[str]) -> Plan:
    """Return a plan of what fits of a set, one option after the other; the rest is left out."""
    return _Placing(problem, chosen, SearchEffort()).place(inf, partly=True).plan


class _Run(NamedTuple):
    """An option at work from one month to another, with the people that it needs meanwhile."""

    start: float
    end: float
    people: float


class _Capacity:
    """What is left of each phase's money and people, and of the people at each moment."""

    def __init__(self, problem: Problem, people: float, effort: SearchEffort) -> None:
        self._problem = problem
        self._people = people
        self._effort = effort
        self._running: list[_Run] = []
        self.has_held_back = False
        self.money = [_limit(phase.budget_wan) for phase in problem.phases]
        self.people = [_limit(phase.people_months) for phase in problem.phases]

    def first_step(self, name: str, ready: float) -> Step | None:
        """Return the first time from `ready` at which an option fits."""
        option = self._problem.options[name]
        cost = option.binding(self._problem.binding)
        phases = [
            number
            for number in range(len(self.money))
            if cost <= self.money[number] + SLACK / 2
            and option.people_months <= self.people[number] + SLACK / 2
        ]
        starts = [ready]
        if self._people < inf:
            starts = sorted({ready, *(run.end for run in self._running if run.end > ready)})
        for start in starts:
            step = first_step(self._problem, name, start, phases)
            if step is None or not self._effort.spend(PLACING):
                return None
            if self._is_carried(step, option.people_months / option.months):
                return step
            self.has_held_back = True
        return None

    def _is_carried(self, step: Step, people: float) -> bool:
        """Return whether the people can carry an option, which they always can one by one."""
        if self._people == inf:
            return True
        beside = [
            run for run in self._running if run.start < step.end and run.end > step.start + SAME
        ]
        if not beside:
            return True
        moments = [step.start, *(run.start for run in beside if run.start > step.start)]
        return all(
            people + sum(run.people for run in beside if run.start <= moment < run.end - SAME)
            <= self._people + SAME
            for moment in moments
        )

    def take(self, step: Step) -> None:
        """Take an option's money and people."""
        option = self._problem.options[step.project]
        self.money[step.phase] -= option.binding(self._problem.binding)
        self.people[step.phase] -= option.people_months
        people = option.people_months / option.months
        self._running.append(_Run(step.start, step.end, people))


def _limit(most: float | None) -> float:
    return inf if most is None else most


class _Placed(NamedTuple):
    """A plan of what was placed, whether that is all, and whether people held any of it back."""

    plan: Plan
    is_whole: bool
    was_held_back: bool


class _Placing:
    """Places the options of a set one after the other, those that can never end left out."""

    def __init__(self, problem: Problem, chosen: Collection[str], effort: SearchEffort) -> None:
        self._problem = problem
        self._effort = effort
        self._ready = Readiness(problem, chosen)
        self._earliest = self._ready.earliest_ends()
        self._size = len(chosen)
        self.all_end = len(self._earliest) == len(chosen)

    @cached_property
    def _order(self) -> list[str]:
        return _in_order_of_placing(self._problem, list(self._earliest), self._earliest)

    def place(self, people: float, *, partly: bool = False) -> _Placed:
        """Return a plan that places options, always the first in order of those that may start.

        Parameters
        ----------
        people
            How many of the firm's own may be at work at once.
        partly
            Whether to go on with the others where an option finds no time.

        """
        self._effort.spend(SETTING_UP * self._size)
        capacity = _Capacity(self._problem, people, self._effort)
        ends: dict[str, float] = {}
        steps: list[Step] = []
        rank = {name: place for place, name in enumerate(self._order)}
        starts = {name: self._ready.of(name, ends) for name in self._order}
        waiting = [place for name, place in rank.items() if starts[name] < inf]
        while waiting:
            name = self._order[heappop(waiting)]
            step = capacity.first_step(name, starts[name])
            if step is None and partly:
                continue
            if step is None:
                break
            capacity.take(step)
            ends[name] = step.end
            steps.append(step)
            # Only those that may wait for what has ended are looked at again.
            for user in self._ready.users(name) & starts.keys() - ends.keys():
                before, starts[user] = starts[user], self._ready.of(user, ends)
                if before == inf > starts[user]:
                    heappush(waiting, rank[user])
        plan = Plan(tuple(sorted(steps, key=_order)))
        return _Placed(plan, len(steps) == self._size, capacity.has_held_back)


def _order(step: Step) -> tuple[int, float, float, str]:
    return (step.phase, step.start, step.end, step.project)


def _in_order_of_placing(
    problem: Problem, chosen: Collection[str], earliest: Mapping[str, float]
) -> list[str]:
    """Return options with what is wanted first, then by stage, earliest end, cost and id."""
    ranks = _ranks(problem, chosen)
    return sorted(
        chosen,
        key=lambda name: (
            name not in problem.wishes.wanted and ranks[name],
            earliest[name],
            problem.options[name].cost.mid,
            name,
        ),
    )


def _ranks(problem: Problem, chosen: Collection[str]) -> dict[str, int]:
    """Return the rank of each option's stage; one that only lets others start waits for them."""
    stages = {name: _STAGE_RANK[problem.options[name].stage] for name in chosen}
    ranks = dict(stages)
    for name in sorted(chosen):
        option = problem.options[name]
        if any(gain > 0 for gain in problem.gains(option).values()):
            continue
        users = [stages[user] for user in chosen if _needs(problem, user, name)]
        ranks[name] = max(stages[name], min(users, default=stages[name]))
    return ranks


def _needs(problem: Problem, user: str, name: str) -> bool:
    """Return whether one option may need another one."""
    needs = problem.options[user].project.needs
    if any(name in problem.alternatives[needed] for needed in needs.projects):
        return True
    raised = {effect.item: effect.to for effect in problem.options[name].project.effects}
    return any(raised.get(need.item, 0) >= need.at_least for need in needs.items)

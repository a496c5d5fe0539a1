"""When each project of a chosen set runs: as early as its needs allow, spaced by people's time."""

from collections.abc import Collection, Mapping, Sequence
from math import inf

from diagnosis.domain.retrofit.catalogue.project import Stage
from diagnosis.domain.retrofit.plan.plan import SLACK, Plan, Step
from diagnosis.domain.retrofit.plan.problem import Problem

_ORDER = {
    Stage.FOUNDATION: 0,
    Stage.CONNECT: 1,
    Stage.SECURITY: 2,
    Stage.SYSTEMS: 3,
    Stage.DATA: 4,
    Stage.CHAIN: 5,
    Stage.AI: 6,
}
_SAME = 1e-9
CARRIED = (1.0, 1.5, 2.0, 3.0, 5.0, inf)
"""How many times the firm's own people may be at work at once, tried in this order."""


class Readiness:
    """From when a project may start, given the ends of others."""

    def __init__(self, problem: Problem, chosen: Collection[str]) -> None:
        self._problem = problem
        self._raisers: dict[str, list[tuple[int, str]]] = {}
        for name in chosen:
            for effect in problem.options[name].project.effects:
                if effect.item not in problem.not_applicable:
                    self._raisers.setdefault(effect.item, []).append((effect.to, name))

    def item(self, item: str, at_least: int, ends: Mapping[str, float]) -> float:
        """Return when an item has a position."""
        if self._problem.positions.get(item, 0.0) >= at_least:
            return 0.0
        return min(
            (ends[n] for to, n in self._raisers.get(item, ()) if to >= at_least and n in ends),
            default=inf,
        )

    def project(self, needed: str, ends: Mapping[str, float]) -> float:
        """Return when a needed project counts as done: it, a stand-in, or all that it brings."""
        best = inf
        for name in self._problem.alternatives[needed]:
            if name in self._problem.wishes.done:
                return 0.0
            effects = self._problem.projects[name].effects
            in_place = max(self.item(effect.item, effect.to, ends) for effect in effects)
            best = min(best, in_place, ends.get(name, inf))
        return best

    def of(self, name: str, ends: Mapping[str, float]) -> float:
        """Return the first month when everything that an option needs stands; ∞ for never."""
        needs = self._problem.options[name].project.needs
        ready = 0.0
        for need in needs.items:
            ready = max(ready, self.item(need.item, need.at_least, ends))
            if ready == inf:
                return inf
        return max([ready, *(self.project(needed, ends) for needed in needs.projects)])


def schedule(problem: Problem, chosen: Collection[str]) -> Plan | None:
    """Return a plan that holds every chosen option, None where none was found.

    Options start as early as their needs and the limits allow. No more run at once than the
    firm's own people can carry, unless the plan would then not end in time. Exact where no phase
    has a limit of its own.
    """
    ready = Readiness(problem, chosen)
    earliest = _earliest(problem, chosen, ready)
    if earliest is None:
        return None
    for factor in CARRIED:
        plan = _place(problem, chosen, ready, earliest, factor * problem.own_people)
        if plan is not None:
            return plan
    return None


def stuck(problem: Problem, chosen: Collection[str]) -> frozenset[str]:
    """Return the options of a set that can never start, or never end in time."""
    return frozenset(chosen) - _ends(problem, chosen, Readiness(problem, chosen)).keys()


class _PlanState:
    """What stands after some options, without regard to time."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._positions = dict(problem.positions)
        self._done = set(problem.wishes.done)

    def can_start(self, name: str) -> bool:
        needs, positions = self._problem.options[name].project.needs, self._positions
        for need in needs.items:
            if positions.get(need.item, 0.0) < need.at_least:
                return False
        return all(self._stands(needed) for needed in needs.projects)

    def _stands(self, needed: str) -> bool:
        for name in self._problem.alternatives[needed]:
            if name in self._done or self._problem.projects[name].is_in_place(self._positions):
                return True
        return False

    def add(self, name: str) -> None:
        positions = self._positions
        self._done.add(name)
        for effect in self._problem.options[name].project.effects:
            item = effect.item
            if effect.to > positions.get(item, 0.0) and item not in self._problem.not_applicable:
                positions[item] = effect.to


def starts_in_order(problem: Problem, order: Sequence[str], known: int = 0) -> bool:
    """Return whether every option may start once those before it are done.

    The first `known` are known to start, and are not tested.
    """
    state = _PlanState(problem)
    for place, name in enumerate(order):
        if place >= known and not state.can_start(name):
            return False
        state.add(name)
    return True


def startable_order(problem: Problem, chosen: Collection[str]) -> list[str] | None:
    """Return a set in an order in which each option may start; None where there is none."""
    state = _PlanState(problem)
    order: list[str] = []
    waiting = sorted(chosen)
    while waiting:
        later = []
        for name in waiting:
            if state.can_start(name):
                state.add(name)
                order.append(name)
            else:
                later.append(name)
        if len(later) == len(waiting):
            return None
        waiting = later
    return order


def _earliest(
    problem: Problem, chosen: Collection[str], ready: Readiness
) -> dict[str, float] | None:
    """Return the earliest end of each option; None where one can never start or end in time."""
    ends = _ends(problem, chosen, ready)
    return ends if len(ends) == len(chosen) else None


def _ends(problem: Problem, chosen: Collection[str], ready: Readiness) -> dict[str, float]:
    """Return the earliest end of each option that can ever start and end in time."""
    ends: dict[str, float] = {}
    open_ = sorted(chosen)
    moved = True
    while moved:
        moved = False
        for name in open_:
            phase = _slot(problem, name, ready.of(name, ends), range(len(problem.phases)))
            if phase is not None and phase.end < ends.get(name, inf) - _SAME:
                ends[name] = phase.end
                moved = True
    return ends


def _slot(problem: Problem, name: str, ready: float, phases: Collection[int]) -> Step | None:
    months = problem.options[name].months
    for number in phases:
        phase = problem.phases[number]
        start = max(ready, phase.start)
        if start + months <= phase.end + _SAME:
            return Step(name, number, start, start + months)
    return None


class _Room:
    """What is left of each phase's money and people, and of the people at each moment."""

    def __init__(self, problem: Problem, people: float) -> None:
        self._problem = problem
        self._people = people
        self._running: list[tuple[float, float, float]] = []
        self.money = [inf if p.budget_wan is None else p.budget_wan for p in problem.phases]
        self.people = [inf if p.people_months is None else p.people_months for p in problem.phases]

    def slot(self, name: str, ready: float) -> Step | None:
        """Return the first time from `ready` at which an option fits."""
        option = self._problem.options[name]
        cost = option.binding(self._problem.binding)
        phases = [
            number
            for number in range(len(self.money))
            if cost <= self.money[number] + SLACK / 2
            and option.people_months <= self.people[number] + SLACK / 2
        ]
        starts = sorted({ready, *(end for _, end, _ in self._running if end > ready)})
        for start in starts:
            step = _slot(self._problem, name, start, phases)
            if step is None:
                return None
            if self._carried(step, option.people_months / option.months):
                return step
        return None

    def _carried(self, step: Step, share: float) -> bool:
        """Return whether the people can carry an option, which they always can one by one."""
        running = [
            span for span in self._running if span[0] < step.end and span[1] > step.start + _SAME
        ]
        if not running or self._people == inf:
            return True
        moments = [step.start, *(start for start, _, _ in running if start > step.start)]
        return all(
            share + sum(people for start, end, people in running if start <= at < end - _SAME)
            <= self._people + _SAME
            for at in moments
        )

    def take(self, step: Step) -> None:
        """Take an option's money and people."""
        option = self._problem.options[step.project]
        self.money[step.phase] -= option.binding(self._problem.binding)
        self.people[step.phase] -= option.people_months
        self._running.append((step.start, step.end, option.people_months / option.months))


def _place(
    problem: Problem,
    chosen: Collection[str],
    ready: Readiness,
    earliest: Mapping[str, float],
    people: float,
) -> Plan | None:
    room = _Room(problem, people)
    ends: dict[str, float] = {}
    steps: list[Step] = []
    waiting = _in_order_of_placing(problem, chosen, earliest)
    while waiting:
        name = next((option for option in waiting if ready.of(option, ends) < inf), None)
        step = None if name is None else room.slot(name, ready.of(name, ends))
        if name is None or step is None:
            return None
        room.take(step)
        ends[name] = step.end
        steps.append(step)
        waiting.remove(name)
    return Plan(tuple(sorted(steps, key=lambda s: (s.phase, s.start, s.end, s.project))))


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
    stages = {name: _ORDER[problem.options[name].stage] for name in chosen}
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

"""From when each option of a set may start, and the earliest that it can end."""

from collections.abc import Collection, Iterable, Mapping
from math import inf

from diagnosis.domain.retrofit.plan.plan import Step
from diagnosis.domain.retrofit.plan.prerequisites import prerequisites_of
from diagnosis.domain.retrofit.plan.problem import Problem
from diagnosis.optimiser.instance import SAME


class Readiness:
    """From when the options of a set may start, given the ends of others; months from now."""

    def __init__(self, problem: Problem, chosen: Collection[str]) -> None:
        self._problem = problem
        self._chosen = sorted(chosen)
        self._users = prerequisites_of(problem).users
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
            (
                ends[name]
                for to, name in self._raisers.get(item, ())
                if to >= at_least and name in ends
            ),
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
        """Return the first month when everything that an option needs is in place; ∞ for never."""
        needs = self._problem.options[name].project.needs
        ready = 0.0
        for need in needs.items:
            ready = max(ready, self.item(need.item, need.at_least, ends))
            if ready == inf:
                return inf
        return max([ready, *(self.project(needed, ends) for needed in needs.projects)])

    def users(self, name: str) -> set[str]:
        """Return the options of the set whose start may hang on one that has ended."""
        return self._users[name].intersection(self._chosen)

    def earliest_ends(self) -> dict[str, float]:
        """Return the earliest end of each option that can ever start and end in time.

        Sweep by sweep, until nothing moves; only what may have moved is looked at again.
        """
        every_phase = range(len(self._problem.phases))
        ends: dict[str, float] = {}
        doubtful = set(self._chosen)
        while doubtful:
            for name in self._chosen:
                if name not in doubtful:
                    continue
                doubtful.discard(name)
                step = first_step(self._problem, name, self.of(name, ends), every_phase)
                if step is not None and step.end < ends.get(name, inf) - SAME:
                    ends[name] = step.end
                    doubtful |= self.users(name)
        return ends


def first_step(problem: Problem, name: str, ready: float, phases: Iterable[int]) -> Step | None:
    """Return an option's step in the first of some phases that it fits into from `ready` on."""
    months = problem.options[name].months
    for number in phases:
        phase = problem.phases[number]
        start = max(ready, phase.start)
        if start + months <= phase.end + SAME:
            return Step(name, number, start, start + months)
    return None


def stuck(problem: Problem, chosen: Collection[str]) -> frozenset[str]:
    """Return the options of a set that can never start, or never end in time."""
    return frozenset(chosen) - Readiness(problem, chosen).earliest_ends().keys()

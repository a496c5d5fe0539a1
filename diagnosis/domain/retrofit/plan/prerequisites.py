"""What a project drags in: the cheapest projects that let it start, and by when it can be done."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import inf

from diagnosis.domain.retrofit.catalogue.project import Project
from diagnosis.domain.retrofit.plan.problem import Phase, Problem

Needs = Sequence[Sequence[str]]
"""One group of options per unmet need; any one of a group meets it."""

_SAME = 1e-9


def fit(phases: Iterable[Phase], ready: float, months: float) -> float:
    """Return the earliest end of a project that may start at `ready`; ∞ where none fits.

    Examples
    --------
    >>> fit((Phase(0, 6), Phase(6, 18)), 3, 4)
    10
    """
    for phase in phases:
        start = max(ready, phase.start)
        if start + months <= phase.end + _SAME:
            return start + months
    return inf


@dataclass(frozen=True)
class Prerequisites:
    """The needs of a problem's options, worked out once."""

    problem: Problem

    @cached_property
    def providers(self) -> Mapping[str, list[tuple[int, str]]]:
        """Return, per item, what raises it: (position, option)."""
        found: dict[str, list[tuple[int, str]]] = {}
        for option in self.problem.options.values():
            for effect in option.project.effects:
                if effect.item not in self.problem.not_applicable:
                    found.setdefault(effect.item, []).append((effect.to, option.id))
        return found

    @cached_property
    def unmet(self) -> Mapping[str, Needs]:
        """Return the groups of options for each unmet need of each option.

        Any one option of a group meets the need.
        """
        return {name: self.of(option.project) for name, option in self.problem.options.items()}

    @cached_property
    def loose(self) -> Mapping[str, Needs]:
        """Return wider groups: at least one of each has to be in a plan that holds the option.

        A needed project may also come in place by what several others raise; then one of those
        that raise its rarest effect is there.
        """
        return {
            name: self.of(option.project, self._may_place)
            for name, option in self.problem.options.items()
        }

    @cached_property
    def _standing(self) -> Mapping[str, bool]:
        """Return which projects count as done from the start."""
        problem = self.problem
        return {
            name: name in problem.wishes.done or one.is_in_place(problem.positions)
            for name, one in problem.projects.items()
        }

    def _open_effects(self, name: str) -> list[list[str]]:
        """Return, per effect of a project that is not in place, the options that reach it."""
        problem = self.problem
        return [
            [one for to, one in self.providers.get(effect.item, ()) if to >= effect.to]
            for effect in problem.projects[name].effects
            if problem.positions.get(effect.item, 0.0) < effect.to
        ]

    def _may_place(self, name: str) -> list[str]:
        return min(self._open_effects(name), key=len, default=[])

    def _placed_by_one(self, name: str) -> list[str]:
        raisers = self._open_effects(name)
        return (
            [one for one in raisers[0] if all(one in rest for rest in raisers[1:])]
            if raisers
            else []
        )

    def of(
        self, project: Project, placed: Callable[[str], list[str]] | None = None
    ) -> list[list[str]]:
        """Return the groups of options for each unmet need of any project."""
        problem, stands = self.problem, self._standing
        placed = placed or self._placed_by_one
        groups = []
        for needed in project.needs.projects:
            names = problem.alternatives[needed]
            if not any(stands[name] for name in names):
                group = dict.fromkeys(name for name in names if name in problem.options)
                for name in names:
                    group.update(dict.fromkeys(placed(name)))
                group.pop(project.id, None)
                groups.append(list(group))
        for need in project.needs.items:
            if problem.positions.get(need.item, 0.0) < need.at_least:
                raisers = self.providers.get(need.item, ())
                groups.append(
                    [name for to, name in raisers if to >= need.at_least and name != project.id]
                )
        return groups

    def _fixpoint(
        self, groups: Mapping[str, Needs], ends: Callable[[str, list[float]], float]
    ) -> dict[str, float]:
        """Return the least values where an option's follows from the best of each group."""
        users: dict[str, set[str]] = {}
        for name, own in groups.items():
            for group in own:
                for one in group:
                    users.setdefault(one, set()).add(name)
        value = dict.fromkeys(groups, inf)
        waiting = set(value)
        while waiting:
            changed = set()
            for name in sorted(waiting):
                best = [min((value[one] for one in group), default=inf) for group in groups[name]]
                new = inf if inf in best else ends(name, best)
                if new < value[name] - _SAME:
                    value[name] = new
                    changed.add(name)
            waiting = {user for name in changed for user in users.get(name, ())}
        return value

    @cached_property
    def full_cost(self) -> Mapping[str, float]:
        """Return the cost with prerequisites, shared ones counted twice; ∞ where impossible."""
        cost = self._own_cost
        return self._fixpoint(self.unmet, lambda name, best: cost[name] + sum(best))

    @cached_property
    def least_cost(self) -> Mapping[str, float]:
        """Return a cost below which no plan holds the option."""
        cost = self._own_cost
        return self._fixpoint(self.loose, lambda name, best: cost[name] + max(best, default=0.0))

    @cached_property
    def _own_cost(self) -> Mapping[str, float]:
        problem = self.problem
        return {name: o.binding(problem.binding) for name, o in problem.options.items()}

    @cached_property
    def earliest_end(self) -> Mapping[str, float]:
        """Return the month when an option can be done at the earliest; ∞ where it cannot."""
        options, phases = self.problem.options, self.problem.phases
        return self._fixpoint(
            self.loose,
            lambda name, best: fit(phases, max(best, default=0.0), options[name].months),
        )

    def closure_of(self, name: str) -> list[str]:
        """Return an option with what it needs by itself; itself alone where that is impossible."""
        return closure(self, [name]) or [name]


class Assembly:
    """A growing set of options in an order in which they can start."""

    def __init__(self, known: Prerequisites, prefer: Callable[[str], float]) -> None:
        self.known = known
        self.problem = known.problem
        self.prefer = prefer
        self.order: dict[str, None] = {}
        self._path: list[str] = []

    def hold(self, names: Iterable[str]) -> None:
        """Start from options that are held, whatever they need."""
        self.order.update(dict.fromkeys(names))

    def with_needs(self, name: str) -> list[str] | None:
        """Return an option with what it still needs beside what is held, which stays as it is."""
        kept = dict(self.order)
        added = self.add(name)
        found = [one for one in self.order if one not in kept]
        self.order = kept
        return found if added else None

    def add(self, name: str) -> bool:
        """Add an option with what it needs; False (and nothing added) where that is impossible."""
        if name in self.order:
            return True
        if name in self._path or self.known.earliest_end[name] == inf or self._excluded(name):
            return False
        kept = dict(self.order)
        self._path.append(name)
        added = all(self._meet(group) for group in self.known.unmet[name]) and not self._excluded(
            name
        )
        self._path.pop()
        if not added:
            self.order = kept
            return False
        self.order[name] = None
        return True

    def _excluded(self, name: str) -> bool:
        excludes = self.problem.options[name].project.excludes
        return any(one in self.order or one in self._path for one in excludes)

    def _meet(self, group: Sequence[str]) -> bool:
        if any(one in self.order for one in group):
            return True
        return any(self.add(one) for one in sorted(group, key=lambda one: (self.prefer(one), one)))


def closure(
    known: Prerequisites, names: Iterable[str], prefer: Callable[[str], float] | None = None
) -> list[str] | None:
    """Return options with what they need, in an order in which they can start; None: impossible.

    Where several options meet a need, the one with the least `prefer` is taken (default: full
    cost), then the first id.
    """
    assembly = Assembly(known, prefer or known.full_cost.__getitem__)
    return list(assembly.order) if all(assembly.add(name) for name in names) else None

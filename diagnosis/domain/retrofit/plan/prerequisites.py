"""Prerequisites: the cheapest set that lets a project start, and the earliest month it can end."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import inf

from diagnosis.domain.retrofit.catalogue.project import Project
from diagnosis.domain.retrofit.plan.problem import Phase, Problem

NeedGroups = Sequence[Sequence[str]]
"""One group of options per unmet need; each need asks for one option of its group."""

_SAME = 1e-9


def earliest_end_within(phases: Iterable[Phase], ready: float, months: float) -> float:
    """Return the earliest end of a project that may start at `ready`; ∞ where none fits.

    Examples
    --------
    >>> earliest_end_within((Phase(0, 6), Phase(6, 18)), ready=3, months=4)
    10
    """
    for phase in phases:
        start = max(ready, phase.start)
        if start + months <= phase.end + _SAME:
            return start + months
    return inf


def prerequisites_of(problem: Problem) -> "Prerequisites":
    """Return the prerequisites of a problem, worked out once for all that share its options.

    Neither the objective nor the budget nor what is wanted changes them.
    """
    for result in problem.worked_out:
        if isinstance(result, Prerequisites) and result.rests_on(problem):
            return result
    # They keep a problem without what was worked out: no circle waits for the garbage collector.
    fresh = Prerequisites(replace(problem, worked_out=[]))
    problem.worked_out.append(fresh)
    return fresh


@dataclass(frozen=True)
class Prerequisites:
    """What the options of a problem need, with costs and times; each worked out when first read.

    `sufficient_groups` are conditions under which a plan is sure to meet the needs of an option;
    `necessary_groups` are wider and hold in every plan that meets them: good for lower bounds.
    """

    problem: Problem

    def rests_on(self, problem: Problem) -> bool:
        """Return whether another problem has these prerequisites: it differs in other things."""
        known = self.problem
        return (
            problem.options is known.options
            and problem.projects is known.projects
            and problem.alternatives is known.alternatives
            and problem.positions is known.positions
            and problem.not_applicable is known.not_applicable
            and problem.wishes.done is known.wishes.done
            and problem.binding is known.binding
            and problem.phases is known.phases
        )

    @cached_property
    def raisers(self) -> Mapping[str, list[tuple[int, str]]]:
        """Return, per item, the options that raise it, with the position that each gives."""
        raisers: dict[str, list[tuple[int, str]]] = {}
        for option in self.problem.options.values():
            for effect in option.project.effects:
                if effect.item not in self.problem.not_applicable:
                    raisers.setdefault(effect.item, []).append((effect.to, option.id))
        return raisers

    @cached_property
    def project_groups(self) -> Mapping[str, NeedGroups]:
        """Return the groups of `sufficient_groups` that stand for needed projects."""
        return {
            name: self._project_groups(option.project, self._raisers_of_all)
            for name, option in self.problem.options.items()
        }

    @cached_property
    def sufficient_groups(self) -> Mapping[str, NeedGroups]:
        """Return, per option, a group for each unmet need; any one of a group meets the need."""
        return {
            name: [*self.project_groups[name], *self._item_groups(option.project)]
            for name, option in self.problem.options.items()
        }

    @cached_property
    def choosing(self) -> frozenset[str]:
        """Return the options with a need that more than one option meets."""
        return frozenset(
            name
            for name, groups in self.sufficient_groups.items()
            if any(len(group) > 1 for group in groups)
        )

    @cached_property
    def necessary_groups(self) -> Mapping[str, NeedGroups]:
        """Return, per option, groups of which a plan with the option holds at least one each.

        Necessary, not sufficient, conditions for a lower bound: a needed project may also come in
        place by what several others raise; then one of those that raise its rarest effect is in
        the plan.
        """
        return {
            name: [
                *self._project_groups(option.project, self._raisers_of_rarest_effect),
                *self._item_groups(option.project),
            ]
            for name, option in self.problem.options.items()
        }

    @cached_property
    def _done_from_start(self) -> Mapping[str, bool]:
        """Return which projects count as done from the start."""
        problem = self.problem
        return {
            name: name in problem.wishes.done or project.is_in_place(problem.positions)
            for name, project in problem.projects.items()
        }

    def _raisers_by_effect(self, name: str) -> list[list[str]]:
        """Return, per effect of a project that is not in place, the options that reach it."""
        problem = self.problem
        return [
            [raiser for to, raiser in self.raisers.get(effect.item, ()) if to >= effect.to]
            for effect in problem.projects[name].effects
            if problem.positions.get(effect.item, 0.0) < effect.to
        ]

    def _raisers_of_rarest_effect(self, name: str) -> list[str]:
        return min(self._raisers_by_effect(name), key=len, default=[])

    def _raisers_of_all(self, name: str) -> list[str]:
        """Return the options that put a project in place alone."""
        raisers = self._raisers_by_effect(name)
        if not raisers:
            return []
        first, *rest = raisers
        return [option for option in first if all(option in others for others in rest)]

    def _project_groups(
        self, project: Project, raisers_of: Callable[[str], list[str]]
    ) -> list[list[str]]:
        """Return a group for each unmet need of a project: itself, stand-ins, and who replaces it.

        `raisers_of` gives the options that may put a project in place by what they raise.
        """
        problem, done = self.problem, self._done_from_start
        groups = []
        for needed in project.needs.projects:
            names = problem.alternatives[needed]
            if not any(done[name] for name in names):
                group = dict.fromkeys(name for name in names if name in problem.options)
                for name in names:
                    group.update(dict.fromkeys(raisers_of(name)))
                group.pop(project.id, None)
                groups.append(list(group))
        return groups

    def _item_groups(self, project: Project) -> list[list[str]]:
        return [
            [
                name
                for to, name in self.raisers.get(need.item, ())
                if to >= need.at_least and name != project.id
            ]
            for need in project.needs.items
            if not need.is_met(self.problem.positions)
        ]

    def _least_values(
        self, groups: Mapping[str, NeedGroups], combine: Callable[[str, list[float]], float]
    ) -> dict[str, float]:
        """Return the least value by option, where it follows from the best of each group.

        Parameters
        ----------
        groups
            By option, `sufficient_groups` or `necessary_groups`.
        combine
            The value of an option from the least value in each of its groups, not below any.

        """
        users: dict[str, set[str]] = {}
        for name, needs in groups.items():
            for group in needs:
                for member in group:
                    users.setdefault(member, set()).add(name)
        value = dict.fromkeys(groups, inf)
        waiting = set(value)
        while waiting:
            changed = set()
            for name in sorted(waiting):
                best = [min((value[member] for member in g), default=inf) for g in groups[name]]
                new = inf if inf in best else combine(name, best)
                if new < value[name] - _SAME:
                    value[name] = new
                    changed.add(name)
            waiting = {user for name in changed for user in users.get(name, ())}
        return value

    @cached_property
    def full_cost(self) -> Mapping[str, float]:
        """Return the cost with prerequisites, shared ones counted twice; ∞ where impossible."""
        cost = self._cost_alone
        return self._least_values(
            self.sufficient_groups, lambda name, best: cost[name] + sum(best)
        )

    @cached_property
    def least_cost(self) -> Mapping[str, float]:
        """Return a cost below which no plan holds the option."""
        cost = self._cost_alone
        return self._least_values(
            self.necessary_groups, lambda name, best: cost[name] + max(best, default=0.0)
        )

    @cached_property
    def _cost_alone(self) -> Mapping[str, float]:
        binding = self.problem.binding
        return {name: option.binding(binding) for name, option in self.problem.options.items()}

    @cached_property
    def earliest_end(self) -> Mapping[str, float]:
        """Return the month when an option can be done at the earliest; ∞ where it cannot."""
        options, phases = self.problem.options, self.problem.phases
        return self._least_values(
            self.necessary_groups,
            lambda name, best: earliest_end_within(
                phases, max(best, default=0.0), options[name].months
            ),
        )

    @cached_property
    def _waiting(self) -> tuple[dict[str, set[str]], dict[str, set[tuple[float, str]]]]:
        """Return the options that wait for a project, and those for an item with the position."""
        of_project: dict[str, set[str]] = {}
        of_item: dict[str, set[tuple[float, str]]] = {}
        problem, done = self.problem, self._done_from_start
        for name, option in problem.options.items():
            wanted = [(need.item, need.at_least) for need in option.project.needs.items]
            for needed in option.project.needs.projects:
                others = problem.alternatives[needed]
                if any(done[other] for other in others):
                    continue
                for other in others:
                    of_project.setdefault(other, set()).add(name)
                    effects = problem.projects[other].effects
                    wanted += [(effect.item, effect.to) for effect in effects]
            for item, least in wanted:
                if problem.positions.get(item, 0.0) < least:
                    of_item.setdefault(item, set()).add((least, name))
        return of_project, of_item

    @cached_property
    def users(self) -> Mapping[str, set[str]]:
        """Return, per option, those whose start may hang on it, or on what it raises.

        A needed project, or one that stands in for it, also counts as done where all that it
        brings is in place; so whoever raises any of that is of use.
        """
        of_project, of_item = self._waiting
        users = {}
        for name, option in self.problem.options.items():
            users[name] = set(of_project.get(name, ()))
            for effect in option.project.effects:
                waiting = of_item.get(effect.item, ())
                users[name].update([user for least, user in waiting if least <= effect.to])
        return users

    @cached_property
    def _cheapest(self) -> dict[str, list[str] | None]:
        return {}

    def cheapest(self, name: str) -> list[str] | None:
        """Return an option with what it needs, by full cost, in an order in which they can start.

        None where that is impossible.
        """
        if name not in self._cheapest:
            self._cheapest[name] = with_prerequisites(self, [name])
        return self._cheapest[name]


class StartableSet:
    """A growing set of options, in an order in which they can start.

    `prefer` ranks the options of a group, the least first; ties go to the first id.
    """

    def __init__(self, prerequisites: Prerequisites, prefer: Callable[[str], float]) -> None:
        self.prerequisites = prerequisites
        self.problem = prerequisites.problem
        self.prefer = prefer
        self.order: dict[str, None] = {}
        self._path: list[str] = []

    def hold(self, names: Iterable[str]) -> None:
        """Take options as part of the set, whatever they need."""
        self.order.update(dict.fromkeys(names))

    def with_needs(self, name: str) -> list[str] | None:
        """Return an option with what it still needs beside the set, which stays as it is."""
        before = dict(self.order)
        is_added = self.add(name)
        added = [option for option in self.order if option not in before]
        self.order = before
        return added if is_added else None

    def add(self, name: str) -> bool:
        """Add an option with what it needs; False (and nothing added) where that is impossible."""
        if name in self.order:
            return True
        never_ends = self.prerequisites.earliest_end[name] == inf
        if name in self._path or never_ends or self._is_excluded(name):
            return False
        before = len(self.order)
        self._path.append(name)
        is_met = all(self._meet(group) for group in self.prerequisites.sufficient_groups[name])
        is_added = is_met and not self._is_excluded(name)
        self._path.pop()
        if not is_added:
            while len(self.order) > before:
                self.order.popitem()
            return False
        self.order[name] = None
        return True

    def _is_excluded(self, name: str) -> bool:
        excludes = self.problem.options[name].project.excludes
        return bool(excludes) and any(
            other in self.order or other in self._path for other in excludes
        )

    def _meet(self, group: Sequence[str]) -> bool:
        if not self.order.keys().isdisjoint(group):
            return True
        if len(group) > 1:
            group = sorted(group, key=lambda option: (self.prefer(option), option))
        return any(self.add(option) for option in group)


def with_prerequisites(
    prerequisites: Prerequisites,
    names: Iterable[str],
    prefer: Callable[[str], float] | None = None,
) -> list[str] | None:
    """Return options with what they need, in an order in which they can start; None: impossible.

    Where several options meet a need, the one with the least `prefer` is taken (default: full
    cost), then the first id.
    """
    startable = StartableSet(prerequisites, prefer or prerequisites.full_cost.__getitem__)
    return list(startable.order) if all(startable.add(name) for name in names) else None

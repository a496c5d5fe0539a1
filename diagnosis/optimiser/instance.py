"""A roadmap problem as arrays: what each option gives, costs and needs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import floor, inf

import numpy as np

from diagnosis.domain.retrofit.plan.prerequisites import Prerequisites, with_prerequisites
from diagnosis.domain.retrofit.plan.problem import Objective, Problem, ProjectOption
from diagnosis.domain.scoring.encode import Bools, Ints
from diagnosis.domain.scoring.yardstick import NEAR, TOP, Gains

NO_GAIN = 1e-12


@dataclass(frozen=True, slots=True)
class ObjectiveTerm:
    """One thing that the objective adds up: gains by item and step, a cap on them, a weight."""

    gains: Gains
    cap: float
    weight: float


def objective_terms(problem: Problem) -> tuple[ObjectiveTerm, ...]:
    """Return what the objective adds up: the mean, or the missing part of each requirement."""
    if problem.objective is not Objective.REACH:
        return (ObjectiveTerm(problem.yardstick.gains, inf, 1.0),)
    requirements = problem.yardstick.requirements_up_to(problem.level or 0)
    missing = [(requirement, requirement.missing({})) for requirement in requirements]
    short = [(requirement, gap) for requirement, gap in missing if gap > 0]
    return tuple(
        ObjectiveTerm(requirement.gains, gap, 1 / (gap * len(short))) for requirement, gap in short
    )


EffectEntry = tuple[str, int, list[float]]
"""What an option gives an item: the item, the position, and the gain per objective term."""


class Instance:
    """The relevant options of a problem as arrays.

    `names` (n,) are sorted by id; an effect entry is (owner, item, to, gains per term), entries
    sorted by owner. An option is relevant if it gains something or may be needed by one that does.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.prerequisites = Prerequisites(problem)
        self.terms = objective_terms(problem)
        entries = {
            name: self._entries(option)
            for name, option in problem.options.items()
            if self.prerequisites.earliest_end[name] < inf
        }
        self.gainers = tuple(
            sorted(
                name
                for name, effects in entries.items()
                if any(max(gains, default=0.0) > NO_GAIN for _, _, gains in effects)
            )
        )
        wanted = problem.wishes.wanted & entries.keys()
        self.names = tuple(sorted(self._needed({*self.gainers, *wanted}) & entries.keys()))
        self.place = {name: place for place, name in enumerate(self.names)}
        self.options = [problem.options[name] for name in self.names]
        self.cost = np.array([option.binding(problem.binding) for option in self.options])
        self._compile([entries[name] for name in self.names])

    def _entries(self, option: ProjectOption) -> list[EffectEntry]:
        factor = option.prior if self.problem.objective is Objective.EXPECTED else 1.0
        none = (0.0,) * (TOP + 1)
        return [
            (
                effect.item,
                effect.to,
                [factor * term.gains.get(effect.item, none)[effect.to] for term in self.terms],
            )
            for effect in option.project.effects
            if effect.item not in self.problem.not_applicable
        ]

    def _needed(self, start: Iterable[str]) -> set[str]:
        """Return options with all that may be needed for them, directly or not."""
        needed: set[str] = set()
        waiting = list(start)
        while waiting:
            name = waiting.pop()
            if name not in needed:
                needed.add(name)
                for group in self.prerequisites.necessary_groups[name]:
                    waiting += group
        return needed

    def _compile(self, entries: Sequence[Sequence[EffectEntry]]) -> None:
        items = sorted(
            {item for effects in entries for item, _, _ in effects}
            | {need.item for option in self.options for need in option.project.needs.items}
        )
        self.item_place = {item: place for place, item in enumerate(items)}
        positions = self.problem.positions
        self.level = np.array([floor(positions.get(item, 0.0)) for item in items], dtype=np.int64)
        flat = [
            (owner, self.item_place[item], to, gains)
            for owner, effects in enumerate(entries)
            for item, to, gains in effects
        ]
        self.owner = np.array([owner for owner, _, _, _ in flat], dtype=np.int64)
        self.item = np.array([item for _, item, _, _ in flat], dtype=np.int64)
        self.to = np.array([to for _, _, to, _ in flat], dtype=np.int64)
        self.gain = np.array([gains for *_, gains in flat]).reshape(len(flat), len(self.terms))
        self.cap = np.array([term.cap for term in self.terms])
        self.weight = np.array([term.weight for term in self.terms])
        size = len(self.names)
        self.excludes = np.zeros((size, size))
        for place, option in enumerate(self.options):
            for other in option.project.excludes:
                if other in self.place:
                    self.excludes[place, self.place[other]] = 1.0

    def __len__(self) -> int:
        return len(self.names)

    def worth(self, chosen: Iterable[str]) -> float:
        """Return the objective of a set: gain, or the share of what is missing that it closes."""
        inside = np.zeros(len(self.names), dtype=bool)
        inside[[self.place[name] for name in chosen if name in self.place]] = True
        best = np.zeros((len(self.item_place), len(self.terms)))
        entries = inside[self.owner]
        np.maximum.at(best, self.item[entries], self.gain[entries])
        return float(np.minimum(best.sum(axis=0), self.cap) @ self.weight)

    def is_full(self, chosen: Iterable[str]) -> bool:
        """Return whether a set closes everything that is missing."""
        return not self.terms or self.worth(chosen) >= 1.0 - NEAR


@dataclass(frozen=True, slots=True, kw_only=True)
class Packages:
    """Options with what they need, flattened: what may be added to a set in one step.

    `members` and `starts` list the places of each package's members; `option` is the place of the
    option that the package is for, its last member; `alone` marks packages without their
    prerequisites, which ask for a set in which the option can start. `entries` are, per package,
    the best entry of each item by gain, `entry` and `entry_starts` the same in one array; `raised`
    and `raised_to` the items and the highest position that any member gives.
    """

    members: Ints
    starts: Ints
    lists: tuple[Ints, ...]
    alone: Bools
    option: Ints
    entry: Ints
    entry_starts: Ints
    entries: tuple[Ints, ...]
    raised: tuple[Ints, ...]
    raised_to: tuple[Ints, ...]


def packages_of(instance: Instance) -> Packages:
    """Return each gaining option alone and with its needs, these chosen by cost and by worth."""
    full_cost = instance.prerequisites.full_cost
    groups = instance.prerequisites.sufficient_groups
    solo = {name: instance.worth([name]) for name in instance.names}

    def by_worth(name: str) -> float:
        return full_cost[name] / (1e-3 + solo[name]) if name in solo else inf

    lists: dict[tuple[str, ...], bool] = {}
    for name in instance.gainers:
        for prefer in (None, by_worth):
            members = with_prerequisites(instance.prerequisites, [name], prefer)
            if members is None:
                continue
            if all(member in instance.place for member in members):
                lists.setdefault(tuple(members), False)
            if all(len(group) <= 1 for member in members for group in groups[member]):
                break  # there is nothing to choose
    for name in instance.gainers:
        lists.setdefault((name,), bool(groups[name]))
    return _flatten(instance, lists)


def _flatten(instance: Instance, lists: Mapping[tuple[str, ...], bool]) -> Packages:
    flat = _FlatEntries(
        bounds=np.searchsorted(instance.owner, np.arange(len(instance) + 1)).tolist(),
        items=instance.item.tolist(),
        to=instance.to.tolist(),
        gain=instance.gain.sum(axis=1).tolist(),
    )
    members = [[instance.place[name] for name in names] for names in lists]
    places = [np.array(package, dtype=np.int64) for package in members]
    best = [flat.best_of(package) for package in members]
    entries = [entries for entries, _, _ in best]
    return Packages(
        members=np.concatenate(places),
        starts=_starts(places),
        lists=tuple(places),
        alone=np.array(list(lists.values()), dtype=bool),
        option=np.array([package[-1] for package in members]),
        entry=np.concatenate(entries),
        entry_starts=_starts(entries),
        entries=tuple(entries),
        raised=tuple(raised for _, raised, _ in best),
        raised_to=tuple(raised_to for _, _, raised_to in best),
    )


@dataclass(frozen=True, slots=True)
class _FlatEntries:
    """The effect entries of an instance as lists; those of option p lie in bounds[p : p + 2]."""

    bounds: list[int]
    items: list[int]
    to: list[int]
    gain: list[float]

    def best_of(self, members: Sequence[int]) -> tuple[Ints, Ints, Ints]:
        """Return the best entry of each item by gain, the items, and their highest positions.

        Of the entries of one package on one item, only the highest counts.
        """
        best: dict[int, int] = {}
        level: dict[int, int] = {}
        for place in members:
            for entry in range(self.bounds[place], self.bounds[place + 1]):
                item = self.items[entry]
                level[item] = max(level.get(item, 0), self.to[entry])
                kept = best.get(item)
                if kept is None or self.gain[entry] > self.gain[kept]:
                    best[item] = entry
        return (
            np.array(sorted(best.values()), dtype=np.int64),
            np.array(list(level), dtype=np.int64),
            np.array(list(level.values()), dtype=np.int64),
        )


def _starts(parts: Sequence[Ints]) -> Ints:
    return np.cumsum([0, *(len(part) for part in parts[:-1])])

"""A roadmap problem as arrays: what each option gives, costs and drags in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import floor, inf

import numpy as np
from numpy.typing import NDArray

from diagnosis.domain.retrofit.plan.prerequisites import Prerequisites, with_prerequisites
from diagnosis.domain.retrofit.plan.problem import Objective, Problem, ProjectOption
from diagnosis.domain.scoring.yardstick import NEAR, TOP, Gains

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

NO_GAIN = 1e-12


@dataclass(frozen=True, slots=True)
class Row:
    """One thing to add up: gains by item and step, how much of it counts, and its weight."""

    gains: Gains
    cap: float
    weight: float


def rows_of(problem: Problem) -> tuple[Row, ...]:
    """Return what the objective adds up: the mean, or the missing part of each requirement."""
    if problem.objective is not Objective.REACH:
        return (Row(problem.yardstick.gains, inf, 1.0),)
    missing = [
        (one, one.missing({})) for one in problem.yardstick.requirements_up_to(problem.level or 0)
    ]
    short = [(one, gap) for one, gap in missing if gap > 0]
    return tuple(Row(one.gains, gap, 1 / (gap * len(short))) for one, gap in short)


class Instance:
    """The relevant options of a problem as arrays.

    `names` (n,) are sorted by id; an effect entry is (owner, item, to, gains per row), entries
    sorted by owner. An option is relevant if it gains something or may be needed by one that does.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.prerequisites = Prerequisites(problem)
        self.rows = rows_of(problem)
        gains = {
            name: self._entries(option)
            for name, option in problem.options.items()
            if self.prerequisites.earliest_end[name] < inf
        }
        self.gainers = tuple(
            sorted(
                name
                for name, entries in gains.items()
                if any(max(own, default=0.0) > NO_GAIN for _, _, own in entries)
            )
        )
        start = problem.wishes.wanted & gains.keys()
        self.names = tuple(sorted(self._needed({*self.gainers, *start}) & gains.keys()))
        self.place = {name: place for place, name in enumerate(self.names)}
        self.options = [problem.options[name] for name in self.names]
        self.cost = np.array([o.binding(problem.binding) for o in self.options])
        self._compile([gains[name] for name in self.names])

    def _entries(self, option: ProjectOption) -> list[tuple[str, int, list[float]]]:
        factor = option.prior if self.problem.objective is Objective.EXPECTED else 1.0
        none = (0.0,) * (TOP + 1)
        return [
            (
                one.item,
                one.to,
                [factor * row.gains.get(one.item, none)[one.to] for row in self.rows],
            )
            for one in option.project.effects
            if one.item not in self.problem.not_applicable
        ]

    def _needed(self, start: Iterable[str]) -> set[str]:
        found: set[str] = set()
        waiting = list(start)
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += [
                    one for group in self.prerequisites.necessary_groups[name] for one in group
                ]
        return found

    def _compile(self, entries: Sequence[Sequence[tuple[str, int, list[float]]]]) -> None:
        items = sorted(
            {item for own in entries for item, _, _ in own}
            | {need.item for o in self.options for need in o.project.needs.items}
        )
        self.item_place = {item: place for place, item in enumerate(items)}
        positions = self.problem.positions
        self.level = np.array([floor(positions.get(item, 0.0)) for item in items], dtype=np.int64)
        flat = [
            (owner, self.item_place[item], to, gain)
            for owner, own in enumerate(entries)
            for item, to, gain in own
        ]
        self.owner = np.array([one[0] for one in flat], dtype=np.int64)
        self.item = np.array([one[1] for one in flat], dtype=np.int64)
        self.to = np.array([one[2] for one in flat], dtype=np.int64)
        self.gain = np.array([one[3] for one in flat]).reshape(len(flat), len(self.rows))
        self.cap = np.array([row.cap for row in self.rows])
        self.weight = np.array([row.weight for row in self.rows])
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
        best = np.zeros((len(self.item_place), len(self.rows)))
        mine = inside[self.owner]
        np.maximum.at(best, self.item[mine], self.gain[mine])
        return float(np.minimum(best.sum(axis=0), self.cap) @ self.weight)

    def is_full(self, chosen: Iterable[str]) -> bool:
        """Return whether a set closes everything that is missing."""
        return not self.rows or self.worth(chosen) >= 1.0 - NEAR


@dataclass(frozen=True, slots=True, kw_only=True)
class Packages:
    """Options with what they need, flattened: what may be added to a set in one step.

    `members` and `starts` list the places of each package's members, its own last; `alone` marks
    packages without their prerequisites, which ask for a set in which the option can start.
    `entries` are, per package, the best entry of each item by gain, `raised` and `raised_to` the
    items and the highest position that any member gives.
    """

    members: Ints
    starts: Ints
    lists: tuple[Ints, ...]
    alone: Bools
    own: Ints
    entry: Ints
    entry_starts: Ints
    entries: tuple[Ints, ...]
    raised: tuple[Ints, ...]
    raised_to: tuple[Ints, ...]


def packages_of(instance: Instance) -> Packages:
    """Return each gaining option alone and with its needs, these chosen by cost and by worth."""
    prerequisites = instance.prerequisites
    full = prerequisites.full_cost
    groups = prerequisites.sufficient_groups
    solo = {name: instance.worth([name]) for name in instance.names}

    def by_worth(name: str) -> float:
        return full[name] / (1e-3 + solo[name]) if name in solo else inf

    lists: dict[tuple[str, ...], bool] = {}
    for name in instance.gainers:
        for prefer in (None, by_worth):
            members = with_prerequisites(prerequisites, [name], prefer)
            if members is not None and all(one in instance.place for one in members):
                lists.setdefault(tuple(members), False)
            if members is not None and not any(
                len(group) > 1 for one in members for group in groups[one]
            ):
                break  # there is nothing to choose
    for name in instance.gainers:
        lists.setdefault((name,), bool(groups[name]))
    return _flatten(instance, lists)


def _flatten(instance: Instance, lists: Mapping[tuple[str, ...], bool]) -> Packages:
    bounds = np.searchsorted(instance.owner, np.arange(len(instance) + 1)).tolist()
    items, to = instance.item.tolist(), instance.to.tolist()
    gain = instance.gain.sum(axis=1).tolist()
    places = [[instance.place[one] for one in names] for names in lists]
    entries, raised, raised_to = [], [], []
    for own in places:
        # Of the entries of one package on one item, only the highest counts.
        best: dict[int, int] = {}
        level: dict[int, int] = {}
        for entry in (e for place in own for e in range(bounds[place], bounds[place + 1])):
            item = items[entry]
            level[item] = max(level.get(item, 0), to[entry])
            held = best.get(item)
            if held is None or gain[entry] > gain[held]:
                best[item] = entry
        entries.append(np.array(sorted(best.values()), dtype=np.int64))
        raised.append(np.array(list(level), dtype=np.int64))
        raised_to.append(np.array(list(level.values()), dtype=np.int64))
    members = [np.array(own, dtype=np.int64) for own in places]
    return Packages(
        members=np.concatenate(members),
        starts=_starts(members),
        lists=tuple(members),
        alone=np.array(list(lists.values()), dtype=bool),
        own=np.array([own[-1] for own in places]),
        entry=np.concatenate(entries),
        entry_starts=_starts(entries),
        entries=tuple(entries),
        raised=tuple(raised),
        raised_to=tuple(raised_to),
    )


def _starts(parts: Sequence[Ints]) -> Ints:
    return np.cumsum([0, *(len(part) for part in parts[:-1])])

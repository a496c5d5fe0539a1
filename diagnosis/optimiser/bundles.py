"""What may be added to a set in one step: an option alone, or with what it needs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import inf

import numpy as np

from diagnosis.domain.retrofit.plan.prerequisites import with_prerequisites
from diagnosis.domain.scoring.encode import Bools, Ints
from diagnosis.optimiser.instance import Instance


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundles:
    """Options with what they need, flattened: what may be added to a set in one step.

    `members` and `starts` list the places of each bundle's members; `option` is the place of the
    option that the bundle is for, its last member; `alone` marks bundles without their
    prerequisites, which ask for a set in which the option can start. `entries` are, per bundle,
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


def bundles_of(instance: Instance) -> Bundles:
    """Return each gaining option alone and with its needs, these chosen by cost and by worth."""
    prerequisites = instance.prerequisites
    full_cost, groups = prerequisites.full_cost, prerequisites.sufficient_groups

    @cache
    def by_worth(name: str) -> float:
        return full_cost[name] / (1e-3 + instance.worth([name])) if name in instance.place else inf

    lists: dict[tuple[str, ...], bool] = {}
    for name in instance.gainers:
        sets = [prerequisites.cheapest(name)]
        if sets[0] is None or not prerequisites.choosing.isdisjoint(sets[0]):
            sets.append(with_prerequisites(prerequisites, [name], by_worth))
        for members in sets:
            if members is not None and all(member in instance.place for member in members):
                lists.setdefault(tuple(members), False)
    for name in instance.gainers:
        lists.setdefault((name,), bool(groups[name]))
    return _flatten(instance, lists)


def _flatten(instance: Instance, lists: Mapping[tuple[str, ...], bool]) -> Bundles:
    flat = _FlatEntries(
        bounds=np.searchsorted(instance.owner, np.arange(len(instance) + 1)).tolist(),
        items=instance.item.tolist(),
        to=instance.to.tolist(),
        gain=instance.gain.sum(axis=1).tolist(),
    )
    members = [[instance.place[name] for name in names] for names in lists]
    places = [np.array(bundle, dtype=np.int64) for bundle in members]
    best = [flat.best_of(bundle) for bundle in members]
    entries = [entries for entries, _, _ in best]
    return Bundles(
        members=np.concatenate(places),
        starts=_starts(places),
        lists=tuple(places),
        alone=np.array(list(lists.values()), dtype=bool),
        option=np.array([bundle[-1] for bundle in members]),
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

        Of the entries of one bundle on one item, only the highest counts.
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

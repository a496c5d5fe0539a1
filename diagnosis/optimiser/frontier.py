"""A family of plans over all budgets: the best set found for each step of a fixed cost grid.

Sets are grown by one package at a time, cheapest sets first; for every cell of a logarithmic cost
grid the best set that fell into it is kept and grown further. The grid depends on the instance
alone, so the family does too: a larger budget can only choose among more of it.
"""

from dataclasses import dataclass
from functools import cached_property
from math import inf, log

import numpy as np

from diagnosis.domain.retrofit.closure import closure
from diagnosis.optimiser.instance import NO_GAIN, Bools, Floats, Instance, Ints, packages_of

CELL = 1.03
"""The ratio of neighbouring cells of the cost grid."""

REPEATS = 12
"""How often a cell may be grown again after a better set fell into it."""


@dataclass(frozen=True, slots=True)
class Label:
    """A set of options: its cost and worth, and the arrays that growing it needs."""

    inside: Bools
    level: Ints
    current: Floats
    added: Floats
    cost: float
    worth: float


@dataclass(frozen=True, slots=True)
class Offers:
    """What one label can grow into: cost and worth per package; worth −1 where it cannot."""

    label: Label
    cost: Floats
    worth: Floats


class Frontier:
    """Grows the family of one instance, as far up in cost as it is asked for."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.packages = packages_of(instance) if instance.gainers else None
        self._single = len(instance.rows) == 1
        if self.packages is not None:
            self._compile()

    def _compile(self) -> None:
        own, packages = self.instance, self.packages
        assert packages is not None
        self._entry_item = own.item[packages.entry]
        self._entry_gain = own.gain[packages.entry]
        self._entry_flat = self._entry_gain[:, 0].copy() if len(own.rows) else None
        self._member_cost = own.cost[packages.members]
        sizes = np.searchsorted(own.owner, np.arange(len(own)))
        self._owner_starts = sizes
        applicable = [
            not any(e.item in own.problem.not_applicable for e in option.project.effects)
            for option in own.options
        ]
        self._placeable = np.array(applicable)
        self._compile_needs()

    def _compile_needs(self) -> None:
        """Flatten the unmet needs of packages that stand alone: groups of places of options."""
        own, packages = self.instance, self.packages
        assert packages is not None
        items: list[tuple[int, int, int]] = []
        groups: list[tuple[int, list[int]]] = []
        for place in np.flatnonzero(packages.alone).tolist():
            name = own.names[int(packages.own[place])]
            needs = own.problem.options[name].project.needs
            items += [(place, own.item_place[n.item], n.at_least) for n in needs.items]
            count = len(own.known.unmet[name]) - sum(
                own.problem.positions.get(n.item, 0.0) < n.at_least for n in needs.items
            )
            for group in own.known.unmet[name][:count]:
                groups.append((place, [own.place[one] for one in group if one in own.place]))
        self._need_owner = np.array([one[0] for one in items], dtype=np.int64)
        self._need_item = np.array([one[1] for one in items], dtype=np.int64)
        self._need_level = np.array([one[2] for one in items], dtype=np.int64)
        self._group_owner = np.array([place for place, group in groups], dtype=np.int64)
        self._group_matrix = np.zeros((len(groups), len(own)))
        for row, (_, places) in enumerate(groups):
            self._group_matrix[row, places] = 1.0

    @cached_property
    def start(self) -> Label | None:
        """Return the set that every plan holds: what is wanted, with what it needs."""
        own = self.instance
        empty = Label(
            np.zeros(len(own), dtype=bool),
            own.level,
            np.zeros((len(own.item_place), len(own.rows))),
            np.zeros(len(own.rows)),
            0.0,
            0.0,
        )
        wanted = sorted(own.problem.wishes.wanted)
        members = closure(own.known, wanted)
        if members is None:
            return None
        return self._with(empty, np.array([own.place[one] for one in members], dtype=np.int64))

    def _with(self, label: Label, places: Ints) -> Label:
        """Return a label with more options."""
        own = self.instance
        inside = label.inside.copy()
        inside[places] = True
        entries = np.flatnonzero(np.isin(own.owner, places))
        level, current = label.level.copy(), label.current.copy()
        np.maximum.at(level, own.item[entries], own.to[entries])
        np.maximum.at(current, own.item[entries], own.gain[entries])
        added = current.sum(axis=0)
        worth = float(np.minimum(added, own.cap) @ own.weight) if len(own.rows) else 0.0
        return Label(inside, level, current, added, float(own.cost[inside].sum()), worth)

    def satisfied(self, label: Label) -> Bools:
        """Return which options are in the set or have all their effects in place through it."""
        own = self.instance
        reached = label.level[own.item] >= own.to
        placed: Bools = np.logical_and.reduceat(reached, self._owner_starts) & self._placeable
        return placed | label.inside

    def offers(self, label: Label) -> Offers:
        """Return what a label can grow into."""
        own, packages = self.instance, self.packages
        assert packages is not None
        satisfied = self.satisfied(label)
        missing = ~satisfied[packages.members]
        cost = np.add.reduceat(self._member_cost * missing, packages.starts)
        worth = self._worth(label)
        excluded = (own.excludes @ label.inside) > 0
        if excluded.any():
            bad = np.logical_or.reduceat(excluded[packages.members] & missing, packages.starts)
            worth[bad] = -1.0
        worth[~self._startable(label, satisfied)] = -1.0
        worth[(worth <= label.worth + NO_GAIN) | label.inside[packages.own]] = -1.0
        return Offers(label, label.cost + cost, worth)

    def _worth(self, label: Label) -> Floats:
        own, packages = self.instance, self.packages
        assert packages is not None
        if self._single:
            more = self._entry_flat - label.current[self._entry_item, 0]
            np.maximum(more, 0.0, out=more)
            added = label.added[0] + np.add.reduceat(more, packages.entry_starts)
            worth: Floats = np.minimum(added, own.cap[0]) * own.weight[0]
            return worth
        rows = self._entry_gain - label.current[self._entry_item]
        np.maximum(rows, 0.0, out=rows)
        sums = label.added + np.add.reduceat(rows, packages.entry_starts, axis=0)
        return np.minimum(sums, own.cap) @ own.weight

    def _startable(self, label: Label, satisfied: Bools) -> Bools:
        packages = self.packages
        assert packages is not None
        able = np.ones(len(packages.own), dtype=bool)
        short = label.level[self._need_item] < self._need_level
        able[self._need_owner[short]] = False
        if len(self._group_owner):
            open_ = (self._group_matrix @ satisfied) == 0
            able[self._group_owner[open_]] = False
        return able

    def grow(self, label: Label, package: int) -> Label:
        """Return a label with a package added, without what is in place already."""
        packages = self.packages
        assert packages is not None
        members = packages.lists[package]
        return self._with(label, members[~self.satisfied(label)[members]])

    def family(self, budget: float = inf, enough: float = inf) -> list[Offers]:
        """Return the offers of every label kept, cheapest first.

        Labels above the budget, or above the cheapest set found that is worth `enough`, are left
        out: nothing that could be chosen hangs on them.
        """
        start = self.start
        if start is None or self.packages is None:
            return []
        grid = _Grid(self, start)
        while (label := grid.next(budget)) is not None:
            offers = self.offers(label)
            grid.add(offers)
            done = offers.worth >= enough - NO_GAIN
            if done.any():
                budget = min(budget, float(offers.cost[done].min()))
        return grid.kept


class _Grid:
    """The best set found so far in each cell of the cost grid."""

    def __init__(self, frontier: Frontier, start: Label) -> None:
        own = frontier.instance
        self._frontier = frontier
        positive = own.cost[own.cost > 0]
        self._unit = float(positive.min()) if len(positive) else 1.0
        top = max(float(own.cost.sum()), self._unit) + self._unit
        self._cells = int(log(top / self._unit) / log(CELL)) + 3
        self._worth = np.full(self._cells, -1.0)
        self._from: list[tuple[Label, int] | None] = [None] * self._cells
        self._cell = 0
        self._grown = 0
        self._start: Label | None = start
        self.kept: list[Offers] = []

    def add(self, offers: Offers) -> None:
        """Enter what a label can grow into."""
        self.kept.append(offers)
        good = np.flatnonzero(offers.worth > 0)
        if not len(good):
            return
        order = good[np.argsort(offers.worth[good], kind="stable")]
        cells = self._cells_of(offers.cost[order])
        winners = np.full(self._cells, -1)
        winners[cells] = order
        for cell in np.flatnonzero(winners >= 0).tolist():
            package = int(winners[cell])
            if offers.worth[package] > self._worth[cell] + NO_GAIN:
                self._worth[cell] = offers.worth[package]
                self._from[cell] = (offers.label, package)

    def _cells_of(self, cost: Floats) -> Ints:
        relative = np.maximum(cost / self._unit, 1e-9)
        cells = np.ceil(np.log(relative) / log(CELL) - 1e-9).astype(np.int64) + 1
        return np.clip(cells, 0, self._cells - 1)

    def next(self, budget: float) -> Label | None:
        """Return the next label to grow, None where all have been."""
        if self._start is not None:
            start, self._start = self._start, None
            return start
        while self._cell < self._cells:
            found = self._from[self._cell]
            if found is None or self._grown >= REPEATS:
                self._cell += 1
                self._grown = 0
                continue
            self._from[self._cell] = None
            self._grown += 1
            label = self._frontier.grow(*found)
            if label.cost <= budget + 1e-9:
                return label
        return None

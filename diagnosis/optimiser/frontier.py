"""A family of plans over all budgets: the best set found for each step of a fixed cost grid.

Sets are grown by one package at a time, cheapest sets first; for every cell of a logarithmic cost
grid the best set that fell into it, and the one that it displaced, are grown further. The grid
depends on the instance alone, so the family does too: a larger budget can only choose among more
of it. A budget merely ends the growing after its own cell: what a dearer cell holds never leads
back to a cheaper one.
"""

from dataclasses import dataclass
from functools import cached_property
from math import inf, log

import numpy as np

from diagnosis.domain.retrofit.plan.prerequisites import with_prerequisites
from diagnosis.domain.retrofit.plan.problem import Objective
from diagnosis.optimiser.instance import NO_GAIN, Bools, Floats, Instance, Ints, packages_of

CELL = 1.07
"""The ratio of neighbouring cells of the cost grid."""

REPEATS = 12
"""How often a cell may be grown again after a better set fell into it."""

OUTDONE = 0.95
"""A set that is worth less than this share of a cheaper one is not grown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A set of options: its cost and worth, and the arrays that growing it needs."""

    inside: Bools
    satisfied: Bools
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


Entry = tuple[float, Label, int]
"""A set that may be grown: its worth, and the label and package that it comes from."""


class Frontier:
    """Grows the family of one instance, as far up in cost as it is asked for."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.packages = packages_of(instance) if instance.gainers else None
        self._single = len(instance.rows) == 1
        places = np.arange(len(instance) + 1)
        self._starts = np.searchsorted(instance.owner, places)
        self._excluding = bool(instance.excludes.any())
        self._placeable = np.array(
            [
                not any(e.item in instance.problem.not_applicable for e in o.project.effects)
                for o in instance.options
            ],
            dtype=bool,
        )
        if self.packages is not None:
            self._compile()

    def _compile(self) -> None:
        own, packages = self.instance, self.packages
        assert packages is not None
        self._entry_item = own.item[packages.entry]
        self._entry_gain = own.gain[packages.entry]
        self._entry_flat = self._entry_gain[:, :1].sum(axis=1)
        self._member_cost = own.cost[packages.members]
        self._all = np.ones(len(packages.own), dtype=bool)
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
            for group in own.prerequisites.project_groups[name]:
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
        members = with_prerequisites(own.prerequisites, sorted(own.problem.wishes.wanted))
        if members is None:
            return None
        inside = np.zeros(len(own), dtype=bool)
        inside[[own.place[one] for one in members]] = True
        level = own.level.copy()
        current = np.zeros((len(own.item_place), len(own.rows)))
        mine = inside[own.owner]
        np.maximum.at(level, own.item[mine], own.to[mine])
        np.maximum.at(current, own.item[mine], own.gain[mine])
        return self._label(inside, level, current, float(own.cost[inside].sum()))

    def _label(self, inside: Bools, level: Ints, current: Floats, cost: float) -> Label:
        own = self.instance
        added = current.sum(axis=0)
        worth = float(np.minimum(added, own.cap) @ own.weight) if len(own.rows) else 0.0
        return Label(
            inside=inside,
            satisfied=self._satisfied(inside, level),
            level=level,
            current=current,
            added=added,
            cost=cost,
            worth=worth,
        )

    def _satisfied(self, inside: Bools, level: Ints) -> Bools:
        """Return which options are in the set or have all their effects in place through it."""
        own = self.instance
        if not len(own.owner) or own.problem.objective is Objective.EXPECTED:
            # Discounted, even an item in place gains by a project that is likelier done.
            return inside
        reached = level[own.item] >= own.to
        placed: Bools = np.logical_and.reduceat(reached, self._starts[:-1])
        return (placed & self._placeable) | inside

    def offers(self, label: Label) -> Offers:
        """Return what a label can grow into."""
        packages = self.packages
        assert packages is not None
        missing = ~label.satisfied[packages.members]
        cost = np.add.reduceat(self._member_cost * missing, packages.starts)
        cost += label.cost
        worth = self._worth(label)
        able = worth > label.worth + NO_GAIN
        able &= ~label.inside[packages.own]
        able &= self._startable(label)
        if self._excluding:
            excluded = (label.inside @ self.instance.excludes) > 0
            bad = np.logical_or.reduceat(excluded[packages.members] & missing, packages.starts)
            able &= ~bad
        worth[~able] = -1.0
        return Offers(label, cost, worth)

    def _worth(self, label: Label) -> Floats:
        own, packages = self.instance, self.packages
        assert packages is not None
        if self._single:
            more = self._entry_flat - label.current[:, 0][self._entry_item]
            np.maximum(more, 0.0, out=more)
            added = np.add.reduceat(more, packages.entry_starts)
            added += label.added[0]
            return np.minimum(added, own.cap[0]) * own.weight[0]
        rows = self._entry_gain - label.current[self._entry_item]
        np.maximum(rows, 0.0, out=rows)
        sums = label.added + np.add.reduceat(rows, packages.entry_starts, axis=0)
        return np.minimum(sums, own.cap) @ own.weight

    def _startable(self, label: Label) -> Bools:
        packages = self.packages
        assert packages is not None
        able = self._all.copy()
        able[self._need_owner[label.level[self._need_item] < self._need_level]] = False
        if len(self._group_owner):
            open_ = (self._group_matrix @ label.satisfied) == 0
            able[self._group_owner[open_]] = False
        return able

    def grow(self, label: Label, package: int) -> Label:
        """Return a label with a package added, without what is in place already."""
        own, packages = self.instance, self.packages
        assert packages is not None
        members = packages.lists[package]
        members = members[~label.satisfied[members]]
        inside = label.inside.copy()
        inside[members] = True
        level, current = label.level.copy(), label.current.copy()
        items, to = packages.raised[package], packages.raised_to[package]
        level[items] = np.maximum(level[items], to)
        entries = packages.entries[package]
        items = own.item[entries]
        current[items] = np.maximum(current[items], own.gain[entries])
        return self._label(inside, level, current, label.cost + float(own.cost[members].sum()))

    def family(self, budget: float = inf, enough: float = inf) -> list[Offers]:
        """Return the offers of every label kept, cheapest first.

        Cells above that of the budget, or of the cheapest set found that is worth `enough`, are
        left out whole: nothing that could be chosen hangs on them.
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
    """The two best sets found so far in each cell of the cost grid."""

    def __init__(self, frontier: Frontier, start: Label) -> None:
        own = frontier.instance
        self._frontier = frontier
        positive = own.cost[own.cost > 0]
        self._unit = float(positive.min()) if len(positive) else 1.0
        top = max(float(own.cost.sum()), self._unit) + self._unit
        self._cells = int(log(top / self._unit) / log(CELL)) + 3
        self._scale = 1 / log(CELL)
        self._shift = 1 - 1e-9 - log(self._unit) * self._scale
        self._worth = np.full(self._cells, -1.0)
        self._from: list[Entry | None] = [None] * self._cells
        self._second: list[Entry | None] = [None] * self._cells
        self._best = 0.0
        self._cell = 0
        self._grown = 0
        self._start: Label | None = start
        self.kept: list[Offers] = []

    def add(self, offers: Offers) -> None:
        """Enter what a label can grow into."""
        self.kept.append(offers)
        cells = self._cells_of(offers.cost)
        better = (offers.worth > self._worth[cells] + NO_GAIN).nonzero()[0]
        if not len(better):
            return
        order = better[offers.worth[better].argsort(kind="stable")]
        # The last entry of a cell wins: the one that is worth most.
        cells = cells[order]
        self._worth[cells] = offers.worth[order]
        for cell, package in zip(cells.tolist(), order.tolist(), strict=True):
            self._second[cell] = self._from[cell] or self._second[cell]
            self._from[cell] = (float(offers.worth[package]), offers.label, package)

    def _cells_of(self, cost: Floats) -> Ints:
        relative = np.maximum(cost, self._unit * 1e-6)
        cells = np.ceil(np.log(relative) * self._scale + self._shift).astype(np.int64)
        np.maximum(cells, 0, out=cells)
        return np.minimum(cells, self._cells - 1, out=cells)

    def next(self, budget: float) -> Label | None:
        """Return the next label to grow, None where all have been."""
        if self._start is not None:
            start, self._start = self._start, None
            return start
        last = self._cells_of(np.array([min(budget + 1e-9, 1e300)]))[0]
        while self._cell <= last:
            waiting = self._from if self._from[self._cell] else self._second
            found = waiting[self._cell]
            if found is None or self._grown >= REPEATS:
                self._cell += 1
                self._grown = 0
                continue
            waiting[self._cell] = None
            worth, label, package = found
            if worth >= OUTDONE * self._best:
                self._best = max(self._best, worth)
                self._grown += 1
                return self._frontier.grow(label, package)
        return None

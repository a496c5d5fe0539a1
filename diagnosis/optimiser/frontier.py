"""A family of plans over all budgets: the best set found for each step of a fixed cost grid.

Sets are grown by one package at a time, cheapest sets first; for every cell of a logarithmic cost
grid the best set that fell into it, and the one that it displaced, are grown further. The grid
depends on the instance alone, so the family does too: a larger budget can only choose among more
of it. A budget merely ends the growing after its own cell: what a dearer cell holds never leads
back to a cheaper one. This is label setting, as for shortest paths under a resource limit.
"""

from dataclasses import dataclass
from functools import cached_property
from math import inf, log

import numpy as np

from diagnosis.domain.retrofit.plan.prerequisites import with_prerequisites
from diagnosis.domain.retrofit.plan.problem import Objective
from diagnosis.domain.scoring.encode import Bools, Floats, Ints
from diagnosis.optimiser.instance import NO_GAIN, Instance, Packages, packages_of

CELL_RATIO = 1.07
"""The ratio of neighbouring cells of the cost grid."""

GROWN_MOST = 12
"""How often a cell may be grown again after a better set fell into it."""

WORTH_GROWING = 0.95
"""A set that is worth less than this share of a cheaper one is not grown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A set of options: its cost and worth, and the arrays that growing it needs.

    n options, m items, r terms of the objective. `inside` (n,) is the set, `satisfied` (n,) what
    is inside or in place through it, `level` (m,) the positions after it, `current` (m, r) the
    gain that each item has, `added` (r,) their sums.
    """

    inside: Bools
    satisfied: Bools
    level: Ints
    current: Floats
    added: Floats
    cost: float
    worth: float


@dataclass(frozen=True, slots=True)
class Extensions:
    """What a label can grow into: cost and worth per package; worth −1 where it cannot."""

    label: Label
    cost: Floats
    worth: Floats


Candidate = tuple[float, Label, int]
"""A set that may be grown: its worth, and the label and package that it comes from."""


class Frontier:
    """Grows the family of one instance, as far up in cost as is wanted."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self._labels = _Labels(instance)
        self._growth = _Growth(self._labels, packages_of(instance)) if instance.gainers else None

    @cached_property
    def start(self) -> Label | None:
        """Return the set that every plan holds: what is wanted, with what it needs."""
        return self._labels.start()

    def grow(self, label: Label, package: int) -> Label:
        """Return a label with a package added, without what is in place already."""
        assert self._growth is not None
        return self._growth.grow(label, package)

    def family(self, budget: float = inf, enough: float = inf) -> list[Extensions]:
        """Return the extensions of every label kept, cheapest first.

        Cells above that of the budget, or of the cheapest set found that is worth `enough`, are
        left out whole: nothing that could be chosen hangs on them.
        """
        if self.start is None or self._growth is None:
            return []
        grid = _Grid(self._growth, self.start)
        while (label := grid.next(budget)) is not None:
            extensions = self._growth.extensions(label)
            grid.add(extensions)
            full = extensions.worth >= enough - NO_GAIN
            if full.any():
                budget = min(budget, float(extensions.cost[full].min()))
        return grid.kept


class _Labels:
    """Makes the labels of an instance."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self._starts = np.searchsorted(instance.owner, np.arange(len(instance)))
        not_applicable = instance.problem.not_applicable
        self._placeable = np.array(
            [
                not any(effect.item in not_applicable for effect in option.project.effects)
                for option in instance.options
            ],
            dtype=bool,
        )

    def start(self) -> Label | None:
        """Return what is wanted, with what it needs; None where that is impossible."""
        instance = self.instance
        wanted = sorted(instance.problem.wishes.wanted)
        members = with_prerequisites(instance.prerequisites, wanted)
        if members is None:
            return None
        inside = np.zeros(len(instance), dtype=bool)
        inside[[instance.place[name] for name in members]] = True
        level = instance.level.copy()
        current = np.zeros((len(instance.item_place), len(instance.terms)))
        entries = inside[instance.owner]
        np.maximum.at(level, instance.item[entries], instance.to[entries])
        np.maximum.at(current, instance.item[entries], instance.gain[entries])
        return self.label(inside, level, current, float(instance.cost[inside].sum()))

    def label(self, inside: Bools, level: Ints, current: Floats, cost: float) -> Label:
        """Return the label of a set."""
        instance = self.instance
        added = current.sum(axis=0)
        worth = 0.0
        if instance.terms:
            worth = float(np.minimum(added, instance.cap) @ instance.weight)
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
        instance = self.instance
        if not len(instance.owner) or instance.problem.objective is Objective.EXPECTED:
            # Discounted, even an item in place gains by a project that is likelier done.
            return inside
        reached = level[instance.item] >= instance.to
        in_place: Bools = np.logical_and.reduceat(reached, self._starts)
        satisfied: Bools = (in_place & self._placeable) | inside
        return satisfied


class _Growth:
    """Grows labels by packages; compiled once for an instance."""

    def __init__(self, labels: _Labels, packages: Packages) -> None:
        instance = labels.instance
        self.instance = instance
        self._labels = labels
        self._packages = packages
        self._single = len(instance.terms) == 1
        self._excluding = bool(instance.excludes.any())
        self._entry_item = instance.item[packages.entry]
        self._entry_gain = instance.gain[packages.entry]
        self._entry_flat = self._entry_gain[:, :1].sum(axis=1)
        self._member_cost = instance.cost[packages.members]
        self._all = np.ones(len(packages.option), dtype=bool)
        self._compile_needs()

    def _compile_needs(self) -> None:
        """Flatten the unmet needs of packages that stand alone: groups of places of options."""
        instance, packages = self.instance, self._packages
        items: list[tuple[int, int, int]] = []
        groups: list[tuple[int, list[int]]] = []
        for package in np.flatnonzero(packages.alone).tolist():
            name = instance.names[int(packages.option[package])]
            for need in instance.problem.options[name].project.needs.items:
                items.append((package, instance.item_place[need.item], need.at_least))
            for group in instance.prerequisites.project_groups[name]:
                members = [instance.place[other] for other in group if other in instance.place]
                groups.append((package, members))
        self._need_owner = np.array([owner for owner, _, _ in items], dtype=np.int64)
        self._need_item = np.array([item for _, item, _ in items], dtype=np.int64)
        self._need_level = np.array([level for _, _, level in items], dtype=np.int64)
        self._group_owner = np.array([owner for owner, _ in groups], dtype=np.int64)
        self._group_matrix = np.zeros((len(groups), len(instance)))
        for row, (_, members) in enumerate(groups):
            self._group_matrix[row, members] = 1.0

    def extensions(self, label: Label) -> Extensions:
        """Return what a label can grow into."""
        packages = self._packages
        missing = ~label.satisfied[packages.members]
        cost = np.add.reduceat(self._member_cost * missing, packages.starts)
        cost += label.cost
        worth = self._worth(label)
        able = worth > label.worth + NO_GAIN
        able &= ~label.inside[packages.option]
        able &= self._startable(label)
        if self._excluding:
            excluded = (label.inside @ self.instance.excludes) > 0
            bad = np.logical_or.reduceat(excluded[packages.members] & missing, packages.starts)
            able &= ~bad
        worth[~able] = -1.0
        return Extensions(label, cost, worth)

    def _worth(self, label: Label) -> Floats:
        """Return what each package brings a label to; one term of the objective goes faster."""
        instance, packages = self.instance, self._packages
        if self._single:
            more = self._entry_flat - label.current[:, 0][self._entry_item]
            np.maximum(more, 0.0, out=more)
            added = np.add.reduceat(more, packages.entry_starts)
            added += label.added[0]
            worth: Floats = np.minimum(added, instance.cap[0]) * instance.weight[0]
            return worth
        rows = self._entry_gain - label.current[self._entry_item]
        np.maximum(rows, 0.0, out=rows)
        sums = label.added + np.add.reduceat(rows, packages.entry_starts, axis=0)
        worth = np.minimum(sums, instance.cap) @ instance.weight
        return worth

    def _startable(self, label: Label) -> Bools:
        """Return which packages need nothing that a label lacks."""
        able = self._all.copy()
        able[self._need_owner[label.level[self._need_item] < self._need_level]] = False
        if len(self._group_owner):
            unmet = (self._group_matrix @ label.satisfied) == 0
            able[self._group_owner[unmet]] = False
        return able

    def grow(self, label: Label, package: int) -> Label:
        """Return a label with a package added, without what is in place already."""
        instance, packages = self.instance, self._packages
        members = packages.lists[package]
        members = members[~label.satisfied[members]]
        inside = label.inside.copy()
        inside[members] = True
        level, current = label.level.copy(), label.current.copy()
        items, to = packages.raised[package], packages.raised_to[package]
        level[items] = np.maximum(level[items], to)
        entries = packages.entries[package]
        items = instance.item[entries]
        current[items] = np.maximum(current[items], instance.gain[entries])
        cost = label.cost + float(instance.cost[members].sum())
        return self._labels.label(inside, level, current, cost)


class _Grid:
    """The two best sets found so far in each cell of the cost grid."""

    def __init__(self, growth: _Growth, start: Label) -> None:
        cost = growth.instance.cost
        self._growth = growth
        positive = cost[cost > 0]
        self._unit = float(positive.min()) if len(positive) else 1.0
        top = max(float(cost.sum()), self._unit) + self._unit
        self._cells = int(log(top / self._unit) / log(CELL_RATIO)) + 3
        self._scale = 1 / log(CELL_RATIO)
        self._shift = 1 - 1e-9 - log(self._unit) * self._scale
        self._worth = np.full(self._cells, -1.0)
        self._first: list[Candidate | None] = [None] * self._cells
        self._second: list[Candidate | None] = [None] * self._cells
        self._best = 0.0
        self._cell = 0
        self._grown = 0
        self._start: Label | None = start
        self.kept: list[Extensions] = []

    def add(self, extensions: Extensions) -> None:
        """Enter what a label can grow into."""
        self.kept.append(extensions)
        cells = self._cells_of(extensions.cost)
        better = (extensions.worth > self._worth[cells] + NO_GAIN).nonzero()[0]
        if not len(better):
            return
        order = better[extensions.worth[better].argsort(kind="stable")]
        # The last entry of a cell wins: the one that is worth most.
        cells = cells[order]
        self._worth[cells] = extensions.worth[order]
        for cell, package in zip(cells.tolist(), order.tolist(), strict=True):
            self._second[cell] = self._first[cell] or self._second[cell]
            self._first[cell] = (float(extensions.worth[package]), extensions.label, package)

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
            waiting = self._first if self._first[self._cell] else self._second
            candidate = waiting[self._cell]
            if candidate is None or self._grown >= GROWN_MOST:
                self._cell += 1
                self._grown = 0
                continue
            waiting[self._cell] = None
            worth, label, package = candidate
            if worth >= WORTH_GROWING * self._best:
                self._best = max(self._best, worth)
                self._grown += 1
                return self._growth.grow(label, package)
        return None

"""A family of plans over all budgets: the best set found for each step of a fixed cost grid.

Sets are grown by one bundle at a time, cheapest sets first; for every cell of a logarithmic cost
grid the best set that fell into it, and the one that it displaced, are grown further. The grid
depends on the instance alone, so the family does too: a larger budget can only choose among more
of it. A budget merely ends the growing after its own cell: what a dearer cell holds never leads
back to a cheaper one. This is label setting, as for shortest paths under a resource limit.
"""

from functools import cached_property
from math import inf, log

import numpy as np

from diagnosis.domain.retrofit.plan.effort import SearchEffort
from diagnosis.domain.scoring.encode import Floats, Ints
from diagnosis.optimiser.bundles import bundles_of
from diagnosis.optimiser.growth import Extensions, Growth
from diagnosis.optimiser.instance import LEAST_TERM_GAIN, Instance
from diagnosis.optimiser.labels import Label, LabelMaker

CELL_RATIO = 1.07
"""The ratio of neighbouring cells of the cost grid."""

GROWN_MOST = 12
"""How often a cell may be grown again after a better set fell into it."""

WORTH_GROWING = 0.95
"""A set that is worth less than this share of a cheaper one is not grown."""


Candidate = tuple[float, Label, int]
"""A set that may be grown: its worth, and the label and bundle that it comes from."""


class Frontier:
    """Grows the family of one instance, as far up in cost as is wanted."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self._labels = LabelMaker(instance)
        self._growth = Growth(self._labels, bundles_of(instance)) if instance.gainers else None

    @cached_property
    def start(self) -> Label | None:
        """Return the set that every plan holds: what is wanted, with what it needs."""
        return self._labels.start()

    def grow(self, label: Label, bundle: int) -> Label:
        """Return a label with a bundle added, without what is in place already."""
        assert self._growth is not None
        return self._growth.grow(label, bundle)

    def family(
        self, budget: float = inf, enough: float = inf, effort: SearchEffort | None = None
    ) -> list[Extensions]:
        """Return the extensions of every label kept, cheapest first.

        Cells above that of the budget, or of the cheapest set found that is worth `enough`, are
        left out whole: nothing that could be chosen depends on them. Where the effort ends, so
        does the growing: dearer sets are then missing.
        """
        effort = effort or SearchEffort()
        if self.start is None or self._growth is None:
            return []
        grid = _Grid(self._growth, self.start)
        while (label := grid.next(budget)) is not None and effort.spend(self._growth.units):
            extensions = self._growth.extensions(label)
            grid.add(extensions)
            full = extensions.worth >= enough - LEAST_TERM_GAIN
            if full.any():
                budget = min(budget, float(extensions.cost[full].min()))
        return grid.kept


class _Grid:
    """The two best sets found so far in each cell of the cost grid."""

    def __init__(self, growth: Growth, start: Label) -> None:
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
        better = (extensions.worth > self._worth[cells] + LEAST_TERM_GAIN).nonzero()[0]
        if not len(better):
            return
        order = better[extensions.worth[better].argsort(kind="stable")]
        # The last entry of a cell wins: the one that is worth most.
        cells = cells[order]
        self._worth[cells] = extensions.worth[order]
        for cell, bundle in zip(cells.tolist(), order.tolist(), strict=True):
            self._second[cell] = self._first[cell] or self._second[cell]
            self._first[cell] = (float(extensions.worth[bundle]), extensions.label, bundle)

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
            worth, label, bundle = candidate
            if worth >= WORTH_GROWING * self._best:
                self._best = max(self._best, worth)
                self._grown += 1
                return self._growth.grow(label, bundle)
        return None

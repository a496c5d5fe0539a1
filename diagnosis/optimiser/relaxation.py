"""The roadmap as linear constraints: the bound by linear programming, the exact plan by MILP.

One variable per option (bought or not) and one per item and step (reached or not): a step is
reached only if an option that reaches it is bought. That a need must stand *before* is left out,
so the optimum of the constraints bounds every plan from outside.
"""

from dataclasses import dataclass, field
from math import inf

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array

from diagnosis.domain.retrofit.plan.plan import Criterion
from diagnosis.optimiser.instance import NO_GAIN, Floats, Instance
from diagnosis.optimiser.quiet import silence

ROOT_MOST = 100
"""Up to so many options the root of the branch-and-cut tree sharpens the bound in good time."""
CLOSE = 0.02
"""A gap below this needs no sharpening."""
SHARP = 0.01
"""At this gap of its own the first node is left: further cuts cost more than they tell."""


@dataclass
class Rows:
    """Sparse rows `low ≤ A x ≤ high`, being collected."""

    entries: list[tuple[int, int, float]] = field(default_factory=list)
    high: list[float] = field(default_factory=list)

    def add(self, terms: list[tuple[int, float]], high: float) -> None:
        """Add a row Σ factor · x ≤ high."""
        row = len(self.high)
        self.entries += [(row, column, factor) for column, factor in terms]
        self.high.append(high)

    def matrix(self, columns: int) -> csr_array:
        """Return the rows as a sparse matrix."""
        rows, cols, values = zip(*self.entries, strict=True) if self.entries else ((), (), ())
        return csr_array((values, (rows, cols)), shape=(len(self.high), columns))


class Relaxation:
    """The constraints of an instance; columns are the options, then the steps of items.

    What is optimised is the cost of closing every row (`Criterion.COST`), or, within the budget,
    how much the rows add up to: one column more per row that has a cap.
    """

    def __init__(self, instance: Instance, criterion: Criterion) -> None:
        self.instance = instance
        self.criterion = criterion
        self.rows = Rows()
        self.columns = len(instance)
        self.step_gain: list[Floats] = []
        self._steps()
        self._needs()
        self._limits()
        self.objective = self._objective()
        self.top = np.ones(self.columns)
        self.bottom = np.zeros(self.columns)
        self._fix()

    def _steps(self) -> None:
        """Add a column per item and distinct gain, bounded by the options that give as much."""
        own = self.instance
        order = np.lexsort((own.to, own.gain.sum(axis=1), own.item))
        useful = [e for e in order.tolist() if own.gain[e].max(initial=0.0) > NO_GAIN]
        by_item: dict[int, list[int]] = {}
        for entry in useful:
            by_item.setdefault(int(own.item[entry]), []).append(entry)
        for entries in by_item.values():
            before = np.zeros(len(own.rows))
            for rank, entry in enumerate(entries):
                more = own.gain[entry] - before
                if more.max() <= NO_GAIN:
                    continue
                owners = sorted({int(own.owner[one]) for one in entries[rank:]})
                column = self.columns
                self.columns += 1
                self.step_gain.append(more)
                self.rows.add([(column, 1.0), *((one, -1.0) for one in owners)], 0.0)
                before = own.gain[entry]

    def _needs(self) -> None:
        own = self.instance
        for place, name in enumerate(own.names):
            for group in own.prerequisites.necessary_groups[name]:
                terms = [(own.place[one], -1.0) for one in group if one in own.place]
                self.rows.add([(place, 1.0), *terms], 0.0)
        for one, other in np.argwhere(np.triu(own.excludes)).tolist():
            self.rows.add([(one, 1.0), (other, 1.0)], 1.0)

    def _limits(self) -> None:
        own, problem = self.instance, self.instance.problem
        money = [phase.budget_wan for phase in problem.phases]
        limit = inf
        if None not in money:
            limit = sum(one for one in money if one is not None)
        if self.criterion is not Criterion.COST and problem.budget_wan is not None:
            limit = min(limit, problem.budget_wan)
        self.limit = limit
        if limit < inf:
            self.rows.add([(place, float(c)) for place, c in enumerate(own.cost)], limit)
        people = [phase.people_months for phase in problem.phases]
        if None not in people:
            months = [(place, o.people_months) for place, o in enumerate(own.options)]
            self.rows.add(months, sum(one for one in people if one is not None))

    def _objective(self) -> Floats:
        """Return what to minimise, after adding the rows and columns that it needs."""
        own = self.instance
        first, steps = len(own), list(enumerate(self.step_gain))
        if self.criterion is Criterion.COST:
            for row, cap in enumerate(own.cap.tolist()):
                terms = [(first + k, -float(gain[row])) for k, gain in steps]
                self.rows.add(terms, -cap)
            return np.concatenate((own.cost, np.zeros(len(steps))))
        factors = np.zeros(self.columns + len(own.cap))
        for row, cap in enumerate(own.cap.tolist()):
            if cap == inf:
                factors[first : first + len(steps)] = [-float(g[row]) for _, g in steps]
                continue
            # The share closed of this row: at most all of it, at most what the steps add.
            share = self.columns
            self.columns += 1
            factors[share] = -float(own.weight[row]) * cap
            terms = [(first + k, -float(gain[row])) for k, gain in steps]
            self.rows.add([(share, cap), *terms], 0.0)
        return factors[: self.columns]

    def _fix(self) -> None:
        """Fix what no plan within the budget can hold, and what every plan must."""
        own = self.instance
        for place, name in enumerate(own.names):
            if own.prerequisites.least_cost[name] > self.limit * (1 + 1e-9) + 1e-9:
                self.top[place] = 0.0
            if name in own.problem.wishes.wanted:
                self.bottom[place] = 1.0
                self.top[place] = 1.0

    def bound(self, worth: float) -> float | None:
        """Return a bound: no plan is worth more (or costs less); None where none was found.

        For a cost without a solution it is ∞: no plan closes every row.

        Parameters
        ----------
        worth
            Of the plan at hand: where linear programming leaves more than a close gap to it, the
            cuts of the first node of branch and cut sharpen the bound.

        """
        if not self.step_gain:
            return self._nothing()
        found = linprog(
            self.objective,
            A_ub=self.rows.matrix(self.columns),
            b_ub=np.array(self.rows.high),
            bounds=np.column_stack((self.bottom, self.top)),
            method="highs",
        )
        if found.status == 2:
            return inf if self.criterion is Criterion.COST else 0.0
        bound = self._sign * float(found.fun) if found.status == 0 else None
        if bound is None or len(self.instance) > ROOT_MOST:
            return bound
        if abs(bound - worth) <= CLOSE * max(bound, worth):
            return bound
        sharper = self._branch_and_cut({"node_limit": 1, "mip_rel_gap": SHARP}).bound
        if sharper is None:
            return bound
        return max(bound, sharper) if self.criterion is Criterion.COST else min(bound, sharper)

    @property
    def _sign(self) -> float:
        return 1.0 if self.criterion is Criterion.COST else -1.0

    def _nothing(self) -> float:
        """Return the bound where no option gains anything."""
        if self.criterion is not Criterion.COST:
            return 0.0
        return (
            inf
            if len(self.instance.rows)
            else float(self.instance.cost @ self.bottom[: len(self.instance)])
        )

    def solve(self, seconds: float) -> "Found":
        """Return the best set found within a time, with the bound that was proven."""
        if not self.step_gain:
            return Found(None, self._nothing(), True)
        return self._branch_and_cut({"time_limit": seconds, "mip_rel_gap": 1e-6})

    def _branch_and_cut(self, options: dict[str, float]) -> "Found":
        matrix = self.rows.matrix(self.columns)
        whole = np.zeros(self.columns)
        whole[: len(self.instance)] = 1
        with silence():
            found = milp(
                self.objective,
                constraints=LinearConstraint(matrix, -np.inf, np.array(self.rows.high)),
                bounds=Bounds(self.bottom, self.top),
                integrality=whole,
                options=options,
            )
        bound = getattr(found, "mip_dual_bound", None)
        if found.status == 2:
            return Found(None, inf if self.criterion is Criterion.COST else 0.0, True)
        chosen = None
        if found.x is not None:
            bought = found.x[: len(self.instance)] > 0.5
            chosen = tuple(n for n, b in zip(self.instance.names, bought, strict=True) if b)
        return Found(
            chosen, None if bound is None else self._sign * float(bound), found.status == 0
        )

    def forbid(self, stuck: frozenset[str], chosen: frozenset[str]) -> None:
        """Cut off a set whose `stuck` options never start: one goes, or another one comes in."""
        own = self.instance
        terms = [(own.place[one], 1.0) for one in sorted(stuck)]
        terms += [(p, -1.0) for p, name in enumerate(own.names) if name not in chosen]
        self.rows.add(terms, len(stuck) - 1.0)


@dataclass(frozen=True, slots=True)
class Found:
    """A set found by the exact solver, the bound proven, and whether it ended in time."""

    chosen: tuple[str, ...] | None
    bound: float | None
    finished: bool

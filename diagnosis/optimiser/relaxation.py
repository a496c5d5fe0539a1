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
from diagnosis.domain.scoring.encode import Floats
from diagnosis.optimiser.instance import NO_GAIN, Instance
from diagnosis.optimiser.quiet import silence

OPTIMAL, INFEASIBLE = 0, 2
"""Status codes of scipy's `linprog` and `milp`."""

ROOT_MOST = 100
"""Up to so many options the root of the branch-and-cut tree sharpens the bound in good time."""
CLOSE = 0.02
"""A gap below this needs no sharpening."""
SHARP = 0.01
"""At this gap of its own the first node is left: further cuts cost more than they tell."""


@dataclass
class Constraints:
    """Sparse rows `A x ≤ high`, being collected."""

    entries: list[tuple[int, int, float]] = field(default_factory=list)
    high: list[float] = field(default_factory=list)

    def add(self, factors: list[tuple[int, float]], high: float) -> None:
        """Add a row Σ factor · x ≤ high, from the column and the factor of each part."""
        row = len(self.high)
        self.entries += [(row, column, factor) for column, factor in factors]
        self.high.append(high)

    def matrix(self, columns: int) -> csr_array:
        """Return the rows as a sparse matrix."""
        rows, cols, values = zip(*self.entries, strict=True) if self.entries else ((), (), ())
        return csr_array((values, (rows, cols)), shape=(len(self.high), columns))


class Relaxation:
    """The constraints of an instance; columns are the options, then the steps of items.

    What is optimised is the cost of closing every term of the objective (`Criterion.COST`), or,
    within the budget, how much the terms add up to: one column more per term that has a cap.
    """

    def __init__(self, instance: Instance, criterion: Criterion) -> None:
        self.instance = instance
        self.criterion = criterion
        self.constraints = Constraints()
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
        instance = self.instance
        order = np.lexsort((instance.to, instance.gain.sum(axis=1), instance.item))
        by_item: dict[int, list[int]] = {}
        for entry in order.tolist():
            if instance.gain[entry].max(initial=0.0) > NO_GAIN:
                by_item.setdefault(int(instance.item[entry]), []).append(entry)
        for entries in by_item.values():
            before = np.zeros(len(instance.terms))
            for rank, entry in enumerate(entries):
                more = instance.gain[entry] - before
                if more.max() <= NO_GAIN:
                    continue
                owners = sorted({int(instance.owner[other]) for other in entries[rank:]})
                column = self.columns
                self.columns += 1
                self.step_gain.append(more)
                bought = [(owner, -1.0) for owner in owners]
                self.constraints.add([(column, 1.0), *bought], 0.0)
                before = instance.gain[entry]

    def _needs(self) -> None:
        instance = self.instance
        for place, name in enumerate(instance.names):
            for group in instance.prerequisites.necessary_groups[name]:
                members = [instance.place[other] for other in group if other in instance.place]
                self.constraints.add([(place, 1.0), *((p, -1.0) for p in members)], 0.0)
        for place, other in np.argwhere(np.triu(instance.excludes)).tolist():
            self.constraints.add([(place, 1.0), (other, 1.0)], 1.0)

    def _limits(self) -> None:
        instance, problem = self.instance, self.instance.problem
        money = [phase.budget_wan for phase in problem.phases]
        limit = inf
        if None not in money:
            limit = sum(budget for budget in money if budget is not None)
        if self.criterion is not Criterion.COST and problem.budget_wan is not None:
            limit = min(limit, problem.budget_wan)
        self.limit = limit
        if limit < inf:
            costs = [(place, float(cost)) for place, cost in enumerate(instance.cost)]
            self.constraints.add(costs, limit)
        people = [phase.people_months for phase in problem.phases]
        if None not in people:
            months = [
                (place, option.people_months) for place, option in enumerate(instance.options)
            ]
            self.constraints.add(months, sum(most for most in people if most is not None))

    def _objective(self) -> Floats:
        """Return what to minimise, after adding the constraints and columns that it needs."""
        instance = self.instance
        first, steps = len(instance), list(enumerate(self.step_gain))
        if self.criterion is Criterion.COST:
            for term, cap in enumerate(instance.cap.tolist()):
                closed = [(first + k, -float(gain[term])) for k, gain in steps]
                self.constraints.add(closed, -cap)
            return np.concatenate((instance.cost, np.zeros(len(steps))))
        factors = np.zeros(self.columns + len(instance.cap))
        for term, cap in enumerate(instance.cap.tolist()):
            if cap == inf:
                factors[first : first + len(steps)] = [-float(gain[term]) for _, gain in steps]
                continue
            # The share closed of this term: at most all of it, at most what the steps add.
            share = self.columns
            self.columns += 1
            factors[share] = -float(instance.weight[term]) * cap
            closed = [(first + k, -float(gain[term])) for k, gain in steps]
            self.constraints.add([(share, cap), *closed], 0.0)
        return factors[: self.columns]

    def _fix(self) -> None:
        """Fix what no plan within the budget can hold, and what every plan must."""
        instance = self.instance
        for place, name in enumerate(instance.names):
            least_cost = instance.prerequisites.least_cost[name]
            if least_cost > self.limit * (1 + 1e-9) + 1e-9:
                self.top[place] = 0.0
            if name in instance.problem.wishes.wanted:
                self.bottom[place] = 1.0
                self.top[place] = 1.0

    def bound(self, worth: float) -> float | None:
        """Return a bound: no plan is worth more (or costs less); None where none was found.

        For a cost without a solution it is ∞: no plan closes every term.

        Parameters
        ----------
        worth
            Of the plan at hand: where linear programming leaves more than a close gap to it, the
            cuts of the first node of branch and cut sharpen the bound.

        """
        if not self.step_gain:
            return self._nothing()
        solution = linprog(
            self.objective,
            A_ub=self.constraints.matrix(self.columns),
            b_ub=np.array(self.constraints.high),
            bounds=np.column_stack((self.bottom, self.top)),
            method="highs",
        )
        if solution.status == INFEASIBLE:
            return inf if self.criterion is Criterion.COST else 0.0
        bound = self._sign * float(solution.fun) if solution.status == OPTIMAL else None
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
        if self.instance.terms:
            return inf
        return float(self.instance.cost @ self.bottom[: len(self.instance)])

    def solve(self, seconds: float) -> "Solution":
        """Return the best set found within a time, with the bound that was proven."""
        if not self.step_gain:
            return Solution(None, self._nothing(), True)
        return self._branch_and_cut({"time_limit": seconds, "mip_rel_gap": 1e-6})

    def _branch_and_cut(self, options: dict[str, float]) -> "Solution":
        matrix = self.constraints.matrix(self.columns)
        whole = np.zeros(self.columns)
        whole[: len(self.instance)] = 1
        with silence():
            result = milp(
                self.objective,
                constraints=LinearConstraint(matrix, -np.inf, np.array(self.constraints.high)),
                bounds=Bounds(self.bottom, self.top),
                integrality=whole,
                options=options,
            )
        if result.status == INFEASIBLE:
            return Solution(None, inf if self.criterion is Criterion.COST else 0.0, True)
        chosen = None
        if result.x is not None:
            bought = result.x[: len(self.instance)] > 0.5
            chosen = tuple(n for n, b in zip(self.instance.names, bought, strict=True) if b)
        bound = getattr(result, "mip_dual_bound", None)
        proven = None if bound is None else self._sign * float(bound)
        return Solution(chosen, proven, result.status == OPTIMAL)

    def forbid(self, stuck: frozenset[str], chosen: frozenset[str]) -> None:
        """Cut off a set whose `stuck` options never start: one goes, or another one comes in."""
        place = self.instance.place
        held = [(place[name], 1.0) for name in sorted(stuck)]
        others = [(place[name], -1.0) for name in self.instance.names if name not in chosen]
        self.constraints.add([*held, *others], len(stuck) - 1.0)


@dataclass(frozen=True, slots=True)
class Solution:
    """A set found by the exact solver, the bound proven, and whether it ended in time."""

    chosen: tuple[str, ...] | None
    bound: float | None
    finished: bool

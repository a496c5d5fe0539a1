"""The roadmap as linear constraints, which linear programming and branch and cut both solve.

One variable per option (bought or not) and one per item and step (reached or not): a step is
reached only if an option that reaches it is bought. That a need must be in place *before* is left
out, so the optimum of the constraints bounds every plan from outside.
"""

from dataclasses import dataclass, field
from math import inf

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, linprog, milp
from scipy.sparse import csr_array

from diagnosis.domain.retrofit.plan.plan import Criterion
from diagnosis.domain.scoring.encode import Floats
from diagnosis.optimiser.instance import LEAST_TERM_GAIN, Instance


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


class Formulation:
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
        self._add_steps()
        self._add_needs()
        self.money = self._add_limits()
        self.objective = self._objective()
        self.upper = np.ones(self.columns)
        self.lower = np.zeros(self.columns)
        self._fix()

    def _add_steps(self) -> None:
        """Add a column per item and distinct gain, bounded by the options that give as much."""
        instance = self.instance
        order = np.lexsort((instance.to, instance.gain.sum(axis=1), instance.item))
        by_item: dict[int, list[int]] = {}
        for entry in order.tolist():
            if instance.gain[entry].max(initial=0.0) > LEAST_TERM_GAIN:
                by_item.setdefault(int(instance.item[entry]), []).append(entry)
        for entries in by_item.values():
            before = np.zeros(len(instance.terms))
            for rank, entry in enumerate(entries):
                more = instance.gain[entry] - before
                if more.max() <= LEAST_TERM_GAIN:
                    continue
                owners = sorted({int(instance.owner[other]) for other in entries[rank:]})
                column = self.columns
                self.columns += 1
                self.step_gain.append(more)
                bought = [(owner, -1.0) for owner in owners]
                self.constraints.add([(column, 1.0), *bought], 0.0)
                before = instance.gain[entry]

    def _add_needs(self) -> None:
        """Add that an option needs one of each group bought, and that some exclude each other."""
        instance = self.instance
        for place, name in enumerate(instance.names):
            for group in instance.prerequisites.necessary_groups[name]:
                members = [instance.place[other] for other in group if other in instance.place]
                self.constraints.add([(place, 1.0), *((member, -1.0) for member in members)], 0.0)
        for place, other in np.argwhere(np.triu(instance.excludes)).tolist():
            self.constraints.add([(place, 1.0), (other, 1.0)], 1.0)

    def _add_limits(self) -> float:
        """Add what money and people allow over all phases; return the money, ∞ for no limit."""
        instance, problem = self.instance, self.instance.problem
        money = instance.most_money
        if self.criterion is not Criterion.COST and problem.budget_wan is not None:
            money = min(money, problem.budget_wan)
        if money < inf:
            costs = [(place, float(cost)) for place, cost in enumerate(instance.cost)]
            self.constraints.add(costs, money)
        if instance.most_people < inf:
            months = list(enumerate(instance.people_months.tolist()))
            self.constraints.add(months, instance.most_people)
        return money

    def _objective(self) -> Floats:
        """Return what to minimise, after adding the constraints and columns that it needs."""
        instance = self.instance
        first = len(instance)
        steps = list(enumerate(self.step_gain, start=first))
        if self.criterion is Criterion.COST:
            for term, cap in enumerate(instance.cap.tolist()):
                closed = [(column, -float(gain[term])) for column, gain in steps]
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
            closed = [(column, -float(gain[term])) for column, gain in steps]
            self.constraints.add([(share, cap), *closed], 0.0)
        return factors[: self.columns]

    def _fix(self) -> None:
        """Fix what no plan within the budget can hold, and what every plan must."""
        instance = self.instance
        for place, name in enumerate(instance.names):
            least_cost = instance.prerequisites.least_cost[name]
            if least_cost > self.money * (1 + 1e-9) + 1e-9:
                self.upper[place] = 0.0
            if name in instance.problem.wishes.wanted:
                self.lower[place] = 1.0
                self.upper[place] = 1.0

    def linear_program(self) -> OptimizeResult:
        """Return what `linprog` finds with variables that need not be whole."""
        return linprog(
            self.objective,
            A_ub=self.constraints.matrix(self.columns),
            b_ub=np.array(self.constraints.high),
            bounds=np.column_stack((self.lower, self.upper)),
            method="highs",
        )

    def integer_program(self, options: dict[str, float]) -> OptimizeResult:
        """Return what `milp` finds with options bought whole; `options` end it early."""
        matrix, high = self.constraints.matrix(self.columns), np.array(self.constraints.high)
        whole = np.zeros(self.columns)
        whole[: len(self.instance)] = 1
        return milp(
            self.objective,
            constraints=LinearConstraint(matrix, -np.inf, high),
            bounds=Bounds(self.lower, self.upper),
            integrality=whole,
            options=options,
        )

    def forbid(self, stuck: frozenset[str], chosen: frozenset[str]) -> None:
        """Cut off a set whose `stuck` options never start: one goes, or another one comes in."""
        place = self.instance.place
        goes = [(place[name], 1.0) for name in sorted(stuck)]
        comes_in = [(place[name], -1.0) for name in self.instance.names if name not in chosen]
        self.constraints.add([*goes, *comes_in], len(stuck) - 1.0)

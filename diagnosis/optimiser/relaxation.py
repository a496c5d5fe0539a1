"""The bound by linear programming, and the exact set by branch and cut (MILP)."""

from dataclasses import dataclass
from math import inf

import numpy as np

from diagnosis.domain.retrofit.plan.plan import Criterion
from diagnosis.optimiser.formulation import Formulation
from diagnosis.optimiser.instance import Instance
from diagnosis.optimiser.quiet import silence

OPTIMAL, INFEASIBLE = 0, 2
"""Status codes of scipy's `linprog` and `milp`."""

ROOT_MOST = 100
"""Up to so many options the root of the branch-and-cut tree sharpens the bound in good time."""
CLOSE = 0.02
"""A gap below this needs no sharpening."""
SHARP = 0.01
"""At this gap of its own the first node is left: further cuts cost more than they tell."""


@dataclass(frozen=True, slots=True)
class Solution:
    """A set found by the exact solver, the bound proven, and whether it ended in time."""

    chosen: tuple[str, ...] | None
    bound: float | None
    finished: bool


def tighter(criterion: Criterion, first: float | None, second: float | None) -> float | None:
    """Return the bound that says more; None only where there is neither."""
    if first is None or second is None:
        return second if first is None else first
    return max(first, second) if criterion is Criterion.COST else min(first, second)


class Relaxation:
    """What the constraints of an instance allow: more than plans do, so that they bound them."""

    def __init__(self, instance: Instance, criterion: Criterion) -> None:
        self.instance = instance
        self.criterion = criterion
        self._formulation = Formulation(instance, criterion)
        self._sign = 1.0 if criterion is Criterion.COST else -1.0
        self._bound_of_none = inf if criterion is Criterion.COST else 0.0

    def bound(self, worth: float) -> float | None:
        """Return a bound: no plan is worth more (or costs less); None where none was found.

        For a cost without a solution it is ∞: no plan closes every term.

        Parameters
        ----------
        worth
            Of the plan at hand: where linear programming leaves more than a close gap to it, the
            cuts of the first node of branch and cut sharpen the bound.

        """
        if not self._formulation.step_gain:
            return self._bound_without_gain()
        solution = self._formulation.linear_program()
        if solution.status == INFEASIBLE:
            return self._bound_of_none
        if solution.status != OPTIMAL:
            return None
        bound = self._sign * float(solution.fun)
        is_close = abs(bound - worth) <= CLOSE * max(bound, worth)
        if is_close or len(self.instance) > ROOT_MOST:
            return bound
        sharper = self._branch_and_cut({"node_limit": 1, "mip_rel_gap": SHARP}).bound
        return tighter(self.criterion, bound, sharper)

    def _bound_without_gain(self) -> float:
        """Return the bound where no option gains anything."""
        if self.criterion is not Criterion.COST or self.instance.terms:
            return self._bound_of_none
        return float(self.instance.cost @ self._formulation.lower[: len(self.instance)])

    def solve(self, seconds: float) -> Solution:
        """Return the best set found within a time, with the bound that was proven."""
        if not self._formulation.step_gain:
            return Solution(None, self._bound_without_gain(), True)
        return self._branch_and_cut({"time_limit": seconds, "mip_rel_gap": 1e-6})

    def forbid(self, stuck: frozenset[str], chosen: frozenset[str]) -> None:
        """Cut off a set whose `stuck` options never start: one goes, or another one comes in."""
        self._formulation.forbid(stuck, chosen)

    def _branch_and_cut(self, options: dict[str, float]) -> Solution:
        """Return what `milp` finds; `options` end it by time, nodes or gap."""
        with silence():
            result = self._formulation.integer_program(options)
        if result.status == INFEASIBLE:
            return Solution(None, self._bound_of_none, True)
        chosen = None
        if result.x is not None:
            bought = np.flatnonzero(result.x[: len(self.instance)] > 0.5)
            chosen = tuple(self.instance.names[place] for place in bought.tolist())
        bound = getattr(result, "mip_dual_bound", None)
        proven = None if bound is None else self._sign * float(bound)
        return Solution(chosen, proven, result.status == OPTIMAL)

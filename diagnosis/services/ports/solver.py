"""The port of the solver of plans."""

from collections.abc import Sequence
from typing import Protocol

from diagnosis.domain.retrofit.plan.plan import Proposal
from diagnosis.domain.retrofit.plan.problem import Problem
from diagnosis.domain.retrofit.plan.search_time import SearchTime


class PlanSolver(Protocol):
    """Proposes plans; the domain verifies them."""

    def plan(self, problem: Problem, *, time: SearchTime | None = None) -> Proposal:
        """Return the plan of the most worth, or the cheapest that reaches the level aimed at.

        Where that is the objective and no plan within the limits reaches the level, it is the one
        of the most worth; the criterion of the proposal says which. The same problem gives the
        same plan unless time cuts the search short.
        """

    def curve(
        self,
        problem: Problem,
        budgets_wan: Sequence[float | None],
        *,
        time: SearchTime | None = None,
    ) -> tuple[Proposal, ...]:
        """Return a plan for each budget (万元; None: without one), in their order.

        A larger budget never gets a plan of less worth, nor one that misses a level that a smaller
        one reaches.
        """

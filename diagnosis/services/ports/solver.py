"""The port of the solver of plans."""

from typing import Protocol

from diagnosis.domain.retrofit.plan.effort import SearchEffort
from diagnosis.domain.retrofit.plan.plan import Plan, Proposal
from diagnosis.domain.retrofit.plan.problem import Problem


class PlanSolver(Protocol):
    """Proposes plans; the domain verifies them."""

    def plan(
        self, problem: Problem, *, bounded: bool = True, effort: SearchEffort | None = None
    ) -> Proposal:
        """Return a plan in milliseconds, with a bound on every plan if asked for.

        More budget never gives a plan of less worth, unless the effort cuts the search short; the
        same problem and units of effort give the same plan. Without an effort there is no end.
        """

    def exact(
        self, problem: Problem, *, seconds: float, effort: SearchEffort | None = None
    ) -> Proposal:
        """Return the best plan found within a time, with the bound proven until then."""

    def frontier(
        self, problem: Problem, *, effort: SearchEffort | None = None
    ) -> tuple[Plan, ...]:
        """Return efficient plans over all budgets, each dearer and worth more than the last."""

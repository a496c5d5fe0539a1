"""The port of the solver of plans."""

from typing import Protocol

from diagnosis.domain.retrofit.plan.plan import Plan, Proposal
from diagnosis.domain.retrofit.plan.problem import Problem


class PlanSolver(Protocol):
    """Proposes plans; the domain verifies them."""

    def plan(self, problem: Problem, *, bounded: bool = True) -> Proposal:
        """Return a plan in milliseconds, with a bound on every plan if asked for.

        More budget never gives a plan of less worth; the same problem gives the same plan.
        """

    def exact(self, problem: Problem, *, seconds: float) -> Proposal:
        """Return the best plan found within a time, with the bound proven until then."""

    def frontier(self, problem: Problem) -> tuple[Plan, ...]:
        """Return efficient plans over all budgets, each dearer and worth more than the last."""

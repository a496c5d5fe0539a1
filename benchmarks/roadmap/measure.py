"""What a plan costs and how far it may be from the best, instance by instance."""

from collections.abc import Iterable
from dataclasses import dataclass
from time import process_time

from benchmarks.roadmap.instances import Instance
from diagnosis.domain.retrofit.plan.plan import Criterion, Proposal
from diagnosis.domain.retrofit.plan.problem import Problem
from diagnosis.optimiser.calendar import calendar_of
from diagnosis.optimiser.planner import Planner
from tests.builders import faults_of

PLANNER = Planner()
MILLI = 1e3


@dataclass(frozen=True, slots=True)
class Measured:
    """CPU in ms of stating, of the whole plan, and of its calendar laid out once more; the plan.

    `gap` is 0–1, None where there is no plan; `has_level` whether the cheapest way to a level was
    found.
    """

    group: str
    name: str
    options: int
    state_ms: float
    plan_ms: float
    calendar_ms: float
    gap: float | None
    repaired: bool
    cut_short: bool
    has_level: bool
    packages: int


def measured(all_instances: Iterable[Instance]) -> list[Measured]:
    """Return every instance, measured once.

    Raises
    ------
    AssertionError
        When a plan fails the check that shares no code with the planner.

    """
    return [_measure(instance) for instance in all_instances]


def _measure(instance: Instance) -> Measured:
    start = process_time()
    problem = instance.state()
    stated = process_time()
    proposal = PLANNER.plan(problem)
    planned = process_time()
    packages = _checked(instance, problem, proposal)
    again = process_time()
    calendar_of(problem, packages)
    laid_out = process_time()
    return Measured(
        group=instance.group,
        name=instance.name,
        options=len(problem.options),
        state_ms=MILLI * (stated - start),
        plan_ms=MILLI * (planned - stated),
        calendar_ms=MILLI * (laid_out - again),
        gap=proposal.gap,
        repaired=proposal.repaired,
        cut_short=proposal.is_cut_short,
        has_level=proposal.criterion is Criterion.COST,
        packages=len(packages),
    )


def _checked(instance: Instance, problem: Problem, proposal: Proposal) -> tuple[str, ...]:
    assert proposal.plan is not None, instance.name
    faults = faults_of(problem, proposal.plan)
    assert faults == [], (instance.name, faults)
    return proposal.plan.packages

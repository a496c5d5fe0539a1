"""A plan, and its verification: every limit, cost, value and score worked out anew."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import inf

from diagnosis.domain.intake.item import Positions
from diagnosis.domain.retrofit.catalogue.project import Money
from diagnosis.domain.retrofit.plan.problem import (
    MONTHS_A_YEAR,
    Problem,
    ProjectOption,
    Unfit,
    can_start,
)
from diagnosis.domain.scoring.scores import SheetScores

SLACK = 1e-6
"""Tolerance for sums of money, months and people-months."""

Rescore = Callable[[Positions], SheetScores]
"""Scores the sheet with some items at other positions, by the scorer of the diagnosis."""


@dataclass(frozen=True, slots=True)
class Step:
    """A project of a plan: its phase (from 0) and its months from the plan's start."""

    project: str
    phase: int
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Plan:
    """Which projects when; in the order of their starts."""

    steps: tuple[Step, ...] = ()

    @property
    def projects(self) -> tuple[str, ...]:
        """Return the projects in the order of their starts."""
        return tuple(step.project for step in self.steps)


class Criterion(StrEnum):
    """What a plan is best at: its worth and the bound on all plans are measured in this."""

    COST = "cost-wan"
    RISE = "rise"
    PROGRESS = "progress"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What a solver proposes: a plan (None: there is none), its worth, a bound on every plan.

    Both are in the unit of `criterion`: the cost (万元) of reaching the level; the rise of the
    mean (0–5, discounted by adoption where that is the objective); or, where the budget does not
    reach the level, the progress towards it: the mean over its missing conditions of the share
    closed, 0–1. `bound` is None where none was worked out, ∞ where no plan reaches the level;
    `finished` is whether the search ended by itself.
    """

    plan: Plan | None
    criterion: Criterion
    worth: float
    bound: float | None
    method: str
    finished: bool

    @property
    def gap(self) -> float | None:
        """Return how far the plan may be from the best, as a share (0–1); None: not known."""
        if self.plan is None or self.bound is None or self.bound == inf:
            return None
        high, low = self.bound, self.worth
        if self.criterion is Criterion.COST:
            high, low = self.worth, self.bound
        return 0.0 if high <= 0 else max(0.0, (high - low) / high)


class Limit(StrEnum):
    """What a plan has to keep to."""

    UNKNOWN_PROJECT = "unknown-project"
    TWICE = "twice"
    EXCLUSION = "exclusion"
    WANTED = "wanted"
    NO_SUCH_PHASE = "no-such-phase"
    OUTSIDE_PHASE = "outside-phase"
    TOO_SHORT = "too-short"
    NEEDS_NOT_MET = "needs-not-met"
    BUDGET = "budget"
    PHASE_BUDGET = "phase-budget"
    PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class Breach:
    """A limit that a plan breaks, by which project; None where no one project breaks it.

    A project that is not up for choice breaks the very reason why it is not.
    """

    project: str | None
    limit: Limit | Unfit


class BrokenPlan(Exception):
    """A plan breaks limits; carries every breach. The solver that proposed it is at fault."""

    def __init__(self, breaches: tuple[Breach, ...]) -> None:
        self.breaches = breaches
        super().__init__("; ".join(f"{breach.project}: {breach.limit}" for breach in breaches))


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseOutcome:
    """A phase: its steps, its costs, people-months, and where every standard stands after it.

    `value` is the rise of the target standard's mean since the start of the plan.
    """

    steps: tuple[Step, ...]
    cost: Money
    people_months: float
    positions: Positions
    scores: SheetScores
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanOutcome:
    """What a plan is worth, worked out from the plan alone.

    `running` is a year's running cost once everything runs, `running_in_plan` what runs up until
    the end of the last phase; `value` and `expected` are rises of the target standard's mean.
    """

    plan: Plan
    before: SheetScores
    phases: tuple[PhaseOutcome, ...]
    cost: Money
    running: Money
    running_in_plan: Money
    people_months: float
    value: float
    expected: float


def verify(
    problem: Problem, plan: Plan, rescore: Rescore, mean: Callable[[SheetScores], float]
) -> PlanOutcome:
    """Return what a plan is worth, whatever its solver claimed.

    Parameters
    ----------
    rescore
        The scorer of the diagnosis, for the sheet with some positions raised.
    mean
        Reads the target standard's mean (0–5) off the scores.

    Raises
    ------
    BrokenPlan
        With every limit that the plan breaks.

    """
    breaches = tuple(find_breaches(problem, plan))
    if breaches:
        raise BrokenPlan(breaches)
    before = rescore(problem.positions)
    start, phases = mean(before), []
    done: list[str] = []
    for number in range(len(problem.phases)):
        steps = tuple(step for step in plan.steps if step.phase == number)
        done += [step.project for step in steps]
        cost = Money()
        for step in steps:
            cost = cost.plus(problem.options[step.project].cost)
        raised = {item: float(to) for item, to in problem.reached(done).items()}
        after = {**problem.positions, **raised}
        scores = rescore(after)
        people = sum(problem.options[step.project].people_months for step in steps)
        phases.append(
            PhaseOutcome(
                steps=steps,
                cost=cost,
                people_months=people,
                positions=after,
                scores=scores,
                value=mean(scores) - start,
            )
        )
    return _outcome(problem, plan, before, tuple(phases))


def _outcome(
    problem: Problem, plan: Plan, before: SheetScores, phases: tuple[PhaseOutcome, ...]
) -> PlanOutcome:
    cost = running = in_plan = Money()
    for step in plan.steps:
        option = problem.options[step.project]
        cost = cost.plus(option.cost)
        running = running.plus(option.running)
        years = (problem.horizon_months - step.end) / MONTHS_A_YEAR
        in_plan = in_plan.plus(option.running, years)
    return PlanOutcome(
        plan=plan,
        before=before,
        phases=phases,
        cost=cost,
        running=running,
        running_in_plan=in_plan,
        people_months=sum(phase.people_months for phase in phases),
        value=phases[-1].value,
        expected=problem.expected(plan.projects),
    )


def find_breaches(problem: Problem, plan: Plan) -> Iterator[Breach]:
    """Yield every limit that a plan breaks."""
    seen: set[str] = set()
    for step in plan.steps:
        option = problem.options.get(step.project)
        if option is None:
            yield Breach(step.project, problem.unfit.get(step.project, Limit.UNKNOWN_PROJECT))
        elif step.project in seen:
            yield Breach(step.project, Limit.TWICE)
        else:
            yield from _timing(problem, plan, step, option)
        seen.add(step.project)
    known = seen & problem.options.keys()
    for name in sorted(known):
        for other in problem.options[name].project.excludes:
            if other in known and name < other:
                yield Breach(name, Limit.EXCLUSION)
    for name in sorted(problem.wishes.wanted - seen):
        yield Breach(name, Limit.WANTED)
    yield from _money(problem, plan, known)


def _timing(problem: Problem, plan: Plan, step: Step, option: ProjectOption) -> Iterator[Breach]:
    if not 0 <= step.phase < len(problem.phases):
        yield Breach(step.project, Limit.NO_SUCH_PHASE)
        return
    phase = problem.phases[step.phase]
    if step.start < phase.start - SLACK or step.end > phase.end + SLACK:
        yield Breach(step.project, Limit.OUTSIDE_PHASE)
    if step.end - step.start < option.months - SLACK:
        yield Breach(step.project, Limit.TOO_SHORT)
    before = [
        other.project
        for other in plan.steps
        if other is not step
        and other.project in problem.options
        and other.end <= step.start + SLACK
    ]
    if not can_start(problem, option.project, before, _positions_after(problem, before)):
        yield Breach(step.project, Limit.NEEDS_NOT_MET)


def _positions_after(problem: Problem, done: list[str]) -> Mapping[str, float]:
    """Return positions for the needs of projects: blank items count once they are raised."""
    after = dict(problem.positions)
    for name in done:
        for effect in problem.options[name].project.effects:
            if effect.item not in problem.not_applicable:
                after[effect.item] = max(after.get(effect.item, 0.0), float(effect.to))
    return after


def _money(problem: Problem, plan: Plan, known: set[str]) -> Iterator[Breach]:
    if problem.budget_wan is not None and problem.cost(sorted(known)) > problem.budget_wan + SLACK:
        yield Breach(None, Limit.BUDGET)
    for number, phase in enumerate(problem.phases):
        projects = [
            step.project for step in plan.steps if step.phase == number and step.project in known
        ]
        if phase.budget_wan is not None and problem.cost(projects) > phase.budget_wan + SLACK:
            yield Breach(None, Limit.PHASE_BUDGET)
        people = sum(problem.options[name].people_months for name in projects)
        if phase.people_months is not None and people > phase.people_months + SLACK:
            yield Breach(None, Limit.PEOPLE)

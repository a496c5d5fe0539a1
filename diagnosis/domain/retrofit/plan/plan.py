"""A plan, and its verification: every limit, cost, worth and score worked out anew."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from diagnosis.domain.intake.answer import Value
from diagnosis.domain.retrofit.catalogue.amounts import Money
from diagnosis.domain.retrofit.catalogue.package import PackageArea
from diagnosis.domain.retrofit.plan.problem import Problem, Unfit
from diagnosis.domain.retrofit.plan.timeline import SLACK, Step, answers_by, at_work, can_start
from diagnosis.domain.retrofit.plan.worth import Worth, worth_of
from diagnosis.domain.scoring.scores import SheetScores

Rescore = Callable[[Mapping[str, Value]], SheetScores]
"""Scores the sheet with other answers, by the scorer of the diagnosis."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Which packages when; in the order of their starts."""

    steps: tuple[Step, ...] = ()

    @property
    def packages(self) -> tuple[str, ...]:
        """Return the packages in the order of their starts."""
        return tuple(step.package for step in self.steps)


class Criterion(StrEnum):
    """What a plan is best at: its value and the bound on all plans are measured in this."""

    COST = "cost-wan"
    WORTH = "worth"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What a solver proposes: a plan (None: there is none), its value, a bound on every plan.

    Both are in the unit of `criterion`: the cost (万元) of reaching the level, or the worth, of
    which `first` comes before all weighing (`Worth.first`). `bound` is None where none was proven;
    `repaired` says that the best set of packages did not fit in time and was cut back;
    `is_cut_short` that the search would have gone on. `spine_short` counts the first steps of the
    spine that the limits leave no room for.
    """

    plan: Plan | None
    criterion: Criterion
    value: float
    bound: float | None
    first: float = 0.0
    repaired: bool = False
    is_cut_short: bool = False
    spine_short: int = 0

    @property
    def gap(self) -> float | None:
        """Return how far the plan may be from the best, as a share (0–1); None: not known.

        Of a worth it is the share of what is weighed: beside what comes first it would be nothing.
        """
        if self.plan is None or self.bound is None:
            return None
        high, low = self.bound - self.first, self.value - self.first
        if self.criterion is Criterion.COST:
            high, low = self.value, self.bound
        return 0.0 if high <= SLACK else max(0.0, (high - low) / high)


class Limit(StrEnum):
    """What a plan has to keep to."""

    UNKNOWN_PACKAGE = "unknown-package"
    TWICE = "twice"
    GRADES = "grades"
    WANTED = "wanted"
    OUTSIDE_PLAN = "outside-plan"
    TOO_SHORT = "too-short"
    NEEDS_NOT_MET = "needs-not-met"
    BUDGET = "budget"
    PHASE_BUDGET = "phase-budget"
    PEOPLE = "people"
    AT_ONCE = "at-once"
    PACE = "pace"
    IN_ALL = "in-all"
    BEFORE_SPINE = "before-spine"


@dataclass(frozen=True, slots=True)
class Breach:
    """A limit that a plan breaks, by which package; None where no one package breaks it.

    A package that is not up for choice breaks the very reason why it is not.
    """

    package: str | None
    limit: Limit | Unfit


class BrokenPlan(Exception):
    """A plan breaks limits; carries every breach. The solver that proposed it is at fault."""

    def __init__(self, breaches: tuple[Breach, ...]) -> None:
        self.breaches = breaches
        super().__init__("; ".join(f"{breach.package}: {breach.limit}" for breach in breaches))


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseOutcome:
    """A phase: the steps that start in it, and where every standard stands when it ends."""

    steps: tuple[Step, ...]
    answers: Mapping[str, Value]
    scores: SheetScores


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanOutcome:
    """What a plan is worth, worked out from the plan alone.

    `build` is 万元, `run` 万元 a year once everything runs; `phases` has every phase, those in
    which nothing starts too.
    """

    plan: Plan
    before: SheetScores
    phases: tuple[PhaseOutcome, ...]
    build: Money
    run: Money
    people_months: float
    worth: Worth

    @property
    def after(self) -> SheetScores:
        """Return where every standard stands at the end."""
        return self.phases[-1].scores


def verify(problem: Problem, plan: Plan, rescore: Rescore) -> PlanOutcome:
    """Return what a plan is worth, whatever its solver claimed.

    Raises
    ------
    BrokenPlan
        With every limit that the plan breaks.

    """
    breaches = tuple(find_breaches(problem, plan))
    if breaches:
        raise BrokenPlan(breaches)
    build = run = Money()
    for step in plan.steps:
        build = build.plus(problem.options[step.package].build)
        run = run.plus(problem.options[step.package].run)
    return PlanOutcome(
        plan=plan,
        before=rescore(problem.answers_at(0.0)),
        phases=tuple(_phases(problem, plan, rescore)),
        build=build,
        run=run,
        people_months=sum(problem.options[name].people_months for name in plan.packages),
        worth=worth_of(problem, plan.packages),
    )


def _phases(problem: Problem, plan: Plan, rescore: Rescore) -> Iterator[PhaseOutcome]:
    for phase in problem.phases:
        answers = answers_by(problem, plan.steps, phase.end)
        steps = tuple(step for step in plan.steps if phase.start <= step.start < phase.end)
        yield PhaseOutcome(steps=steps, answers=answers, scores=rescore(answers))


def find_breaches(problem: Problem, plan: Plan) -> Iterator[Breach]:
    """Yield every limit that a plan breaks."""
    seen: set[str] = set()
    for step in plan.steps:
        option = problem.options.get(step.package)
        if option is None:
            yield Breach(step.package, problem.unfit.get(step.package, Limit.UNKNOWN_PACKAGE))
            continue
        if step.package in seen:
            yield Breach(step.package, Limit.TWICE)
        elif seen.intersection(problem.grades[step.package]):
            yield Breach(step.package, Limit.GRADES)
        seen.add(step.package)
    for name in sorted(problem.wishes.wanted - seen):
        yield Breach(name, Limit.WANTED)
    known = Plan(tuple(step for step in plan.steps if step.package in problem.options))
    yield from _timing(problem, known)
    yield from _before_spine(problem, known)
    yield from _capacity(problem, known)
    yield from _money(problem, known)


def _timing(problem: Problem, plan: Plan) -> Iterator[Breach]:
    for step in plan.steps:
        option = problem.options[step.package]
        if step.start < -SLACK or step.end > problem.horizon_months + SLACK:
            yield Breach(step.package, Limit.OUTSIDE_PLAN)
        if step.end - step.start < option.months - SLACK:
            yield Breach(step.package, Limit.TOO_SHORT)
        others = [other for other in plan.steps if other is not step]
        if not can_start(problem, option, others, step.start):
            yield Breach(step.package, Limit.NEEDS_NOT_MET)


def _before_spine(problem: Problem, plan: Plan) -> Iterator[Breach]:
    """Yield what starts before the first steps of the spine that the plan has have begun.

    What they need themselves, what serves a wish, what the firm wants by name, what names the
    people who do it all, and what these need may.
    """
    starts = {step.package: step.start for step in plan.steps}
    firsts = [name for name in problem.first_steps if name in starts]
    begun = max((starts[name] for name in firsts), default=0.0)
    ahead = needed_by(problem, [*firsts, *at_once_of(problem, starts)], starts)
    for step in plan.steps:
        if step.package not in ahead and step.start < begun - SLACK:
            yield Breach(step.package, Limit.BEFORE_SPINE)


def goes_at_once(problem: Problem, name: str) -> bool:
    """Return whether a package need not wait for the spine: a wish, or the start of it all."""
    option = problem.options[name]
    is_start = option.package.area is PackageArea.START
    return is_start or bool(option.serves) or name in problem.wishes.wanted


def at_once_of(problem: Problem, chosen: Iterable[str]) -> list[str]:
    """Return the packages of a choice that need not wait for the spine."""
    return [name for name in chosen if goes_at_once(problem, name)]


def takes_hands(problem: Problem, name: str) -> bool:
    """Return whether a package counts among those at once: naming who does it all does not."""
    return problem.packages[name].area is not PackageArea.START


def in_hand_at(problem: Problem, month: float) -> int:
    """Return how many packages that were begun before the plan take hands at a month still."""
    running = problem.wishes.running.items()
    return sum(end > month + SLACK and takes_hands(problem, name) for name, end in running)


def needed_by(problem: Problem, firsts: list[str], chosen: Mapping[str, object]) -> set[str]:
    """Return packages with everything in a choice that they need, directly or not."""
    ahead: set[str] = set()
    waiting = list(firsts)
    while waiting:
        name = waiting.pop()
        if name in ahead:
            continue
        ahead.add(name)
        option = problem.options[name]
        waiting += [need for group in option.needs for need in group if need in chosen]
        waiting += [
            giver
            for need in option.item_needs
            for giver in chosen
            if any(r.mark == need.item for r in problem.options[giver].raises)
        ]
    return ahead


def _capacity(problem: Problem, plan: Plan) -> Iterator[Breach]:
    capacity, names = problem.capacity, plan.packages
    if len(names) > capacity.in_all:
        yield Breach(None, Limit.IN_ALL)
    handled = [step for step in plan.steps if takes_hands(problem, step.package)]
    for step in handled:
        running = at_work(handled, step.start) + in_hand_at(problem, step.start)
        if running > capacity.at_once:
            yield Breach(step.package, Limit.AT_ONCE)
        earlier = [step.start - other.start for other in handled]
        for months, most in capacity.pace:
            if sum(-SLACK <= before < months - SLACK for before in earlier) > most:
                yield Breach(step.package, Limit.PACE)
    people = sum(problem.options[name].people_months for name in names)
    if people > capacity.people_months_per_month * problem.horizon_months + SLACK:
        yield Breach(None, Limit.PEOPLE)


def _money(problem: Problem, plan: Plan) -> Iterator[Breach]:
    budget = problem.budget_wan
    if budget is not None and problem.cost(plan.packages) > budget + SLACK:
        yield Breach(None, Limit.BUDGET)
    for phase in problem.phases:
        names = [s.package for s in plan.steps if phase.start <= s.start < phase.end]
        money = sum(problem.build_price(name) for name in names)
        if phase.budget_wan is not None and money > phase.budget_wan + SLACK:
            yield Breach(None, Limit.PHASE_BUDGET)
        people = sum(problem.options[name].people_months for name in names)
        if phase.people_months is not None and people > phase.people_months + SLACK:
            yield Breach(None, Limit.PEOPLE)

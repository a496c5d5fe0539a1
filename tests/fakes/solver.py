"""A solver that tries every set of a few projects, and schedules each as early as it can."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, combinations, product
from math import inf

from diagnosis.domain.retrofit.plan.effort import SearchEffort
from diagnosis.domain.retrofit.plan.plan import Criterion, Plan, Proposal, Step, find_breaches
from diagnosis.domain.retrofit.plan.problem import Objective, Phase, Problem

MOST = 12
"""Projects beyond which trying every set takes too long."""
SAME = 1e-9
Places = Sequence[tuple[int, Phase]]
"""Phases that a project may lie in, each with its number."""


class FakeSolver:
    """Finds the best plan of a small problem by trying them all."""

    def plan(
        self, problem: Problem, *, bounded: bool = True, effort: SearchEffort | None = None
    ) -> Proposal:
        """Return the best plan there is: its own worth is the bound on all."""
        plans = list(_plans(problem))
        reaching = [plan for plan in plans if _reaches(problem, plan)]
        reach = problem.objective is Objective.REACH
        if reach and reaching:
            best = min(reaching, key=lambda plan: (_cost(problem, plan), plan.projects))
            worth = bound = _cost(problem, best)
            return _proposal(best, Criterion.COST, worth, bound if bounded else None)
        ordered = sorted(
            plans,
            key=lambda plan: (
                -round(_worth(problem, plan), 9),
                _cost(problem, plan),
                plan.projects,
            ),
        )
        if not ordered:
            return _proposal(None, Criterion.COST if reach else Criterion.RISE, 0.0, None)
        if reach and problem.budget_wan is None:
            worth, bound = _cost(problem, ordered[0]), inf
            return _proposal(ordered[0], Criterion.COST, worth, bound if bounded else None)
        worth = bound = _worth(problem, ordered[0])
        criterion = Criterion.PROGRESS if reach else Criterion.RISE
        return _proposal(ordered[0], criterion, worth, bound if bounded else None)

    def exact(
        self, problem: Problem, *, seconds: float, effort: SearchEffort | None = None
    ) -> Proposal:
        """Return the best plan there is, in no time."""
        return self.plan(problem)

    def frontier(
        self, problem: Problem, *, effort: SearchEffort | None = None
    ) -> tuple[Plan, ...]:
        """Return every plan that is worth more than all cheaper ones."""
        efficient: list[Plan] = []
        best = -1.0
        for plan in sorted(
            _plans(problem),
            key=lambda plan: (_cost(problem, plan), -_worth(problem, plan), plan.projects),
        ):
            if _worth(problem, plan) > best + SAME:
                best = _worth(problem, plan)
                efficient.append(plan)
        return tuple(efficient)


def _proposal(
    plan: Plan | None, criterion: Criterion, worth: float, bound: float | None
) -> Proposal:
    return Proposal(
        plan=plan, criterion=criterion, worth=worth, bound=bound, method="fake", finished=True
    )


def _cost(problem: Problem, plan: Plan) -> float:
    return problem.cost(sorted(plan.projects))


def _reaches(problem: Problem, plan: Plan) -> bool:
    level = problem.yardstick.level_after(problem.reached(plan.projects))
    return level >= (problem.level or 0)


def _worth(problem: Problem, plan: Plan) -> float:
    """Return what is to be as large as possible: the rise, or the progress towards the level."""
    if problem.objective is Objective.GAIN:
        return problem.value(plan.projects)
    if problem.objective is Objective.EXPECTED:
        return problem.expected(plan.projects)
    reached = problem.reached(plan.projects)
    needed = problem.yardstick.requirements_up_to(problem.level or 0)
    short = [need for need in needed if need.missing({}) > 0]
    closed = [1 - need.missing(reached) / need.missing({}) for need in short]
    return sum(closed) / len(closed) if closed else 1.0


def _plans(problem: Problem) -> Iterator[Plan]:
    """Yield a plan of every set of projects that can be put in order, in time and in budget."""
    for chosen in _subsets(sorted(problem.options)):
        for plan in _schedules(problem, chosen):
            if not any(find_breaches(problem, plan)):
                yield plan
                break


def _subsets(names: list[str]) -> chain[tuple[str, ...]]:
    assert len(names) <= MOST, "the fake solver is for a few projects"
    return chain.from_iterable(combinations(names, size) for size in range(len(names) + 1))


def _schedules(problem: Problem, chosen: tuple[str, ...]) -> Iterator[Plan]:
    """Yield the earliest schedule; where phases have limits, every spread over them as well."""
    phases: Places = list(enumerate(problem.phases))
    earliest = _schedule(problem, dict.fromkeys(chosen, phases))
    if earliest is None:
        return
    yield earliest
    limits = [limit for _, phase in phases for limit in (phase.budget_wan, phase.people_months)]
    if any(limit is not None for limit in limits):
        for spread in product(phases, repeat=len(chosen)):
            places = {name: [phase] for name, phase in zip(chosen, spread, strict=True)}
            plan = _schedule(problem, places)
            if plan is not None:
                yield plan


def _schedule(problem: Problem, places: Mapping[str, Places]) -> Plan | None:
    """Return each project in its place as early as it can start, the first to end first."""
    steps: list[Step] = []
    waiting = set(places)
    while waiting:
        ready = [_place(problem, name, places[name], steps) for name in sorted(waiting)]
        ends = [step for step in ready if step is not None]
        if not ends:
            return None
        steps.append(min(ends, key=lambda step: (step.end, step.project)))
        waiting.remove(steps[-1].project)
    return Plan(tuple(sorted(steps, key=lambda step: (step.start, step.project))))


def _place(problem: Problem, name: str, places: Places, steps: list[Step]) -> Step | None:
    months = problem.options[name].months
    for number, phase in places:
        for start in sorted({phase.start, *(step.end for step in steps)}):
            if start < phase.start or start + months > phase.end:
                continue
            step = Step(name, number, start, start + months)
            breaches = find_breaches(problem, Plan((*steps, step)))
            if not any(
                breach.project == name and breach.limit == "needs-not-met" for breach in breaches
            ):
                return step
    return None

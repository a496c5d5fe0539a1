"""A solver that tries every set of a few projects, and schedules each as early as it can."""

from itertools import chain, combinations

from diagnosis.domain.retrofit.plan.plan import Criterion, Plan, Proposal, Step, find_breaches
from diagnosis.domain.retrofit.plan.problem import Objective, Problem

MOST = 12
"""Projects beyond which trying every set takes too long."""


class FakeSolver:
    """Finds the best plan of a small problem by trying them all."""

    def plan(self, problem: Problem, *, bounded: bool = True) -> Proposal:
        best: tuple[float, Plan] | None = None
        for chosen in _subsets(sorted(problem.options)):
            plan = _schedule(problem, chosen)
            if plan is None or any(find_breaches(problem, plan)):
                continue
            worth = self._worth(problem, plan)
            if best is None or worth > best[0] + 1e-9:
                best = (worth, plan)
        if best is None:
            return self._proposal(problem, None, 0.0, None)
        worth, plan = best
        if problem.objective is Objective.REACH:
            worth = problem.cost(plan.projects)
        bound = worth if bounded else None
        return self._proposal(problem, plan, worth, bound)

    def exact(self, problem: Problem, *, seconds: float) -> Proposal:
        return self.plan(problem)

    def frontier(self, problem: Problem) -> tuple[Plan, ...]:
        return (self.plan(problem).plan or Plan(),)

    @staticmethod
    def _proposal(
        problem: Problem, plan: Plan | None, worth: float, bound: float | None
    ) -> Proposal:
        cheapest = problem.objective is Objective.REACH
        return Proposal(
            plan=plan,
            criterion=Criterion.COST if cheapest else Criterion.RISE,
            worth=worth,
            bound=bound,
            method="fake",
            finished=True,
        )

    @staticmethod
    def _worth(problem: Problem, plan: Plan) -> float:
        """Return what is to be as large as possible."""
        chosen = plan.projects
        if problem.objective is Objective.GAIN:
            return problem.value(chosen)
        if problem.objective is Objective.REACH:
            level = problem.yardstick.level_after(problem.reached(chosen))
            reached = level >= (problem.level or 0)
            return 1e6 - problem.cost(chosen) if reached else problem.value(chosen)
        return problem.expected(chosen)


def _subsets(names: list[str]) -> chain[tuple[str, ...]]:
    assert len(names) <= MOST, "the fake solver is for a few projects"
    return chain.from_iterable(combinations(names, size) for size in range(len(names) + 1))


def _schedule(problem: Problem, chosen: tuple[str, ...]) -> Plan | None:
    """Return the projects one after another, each in the first phase that holds it whole."""
    steps: list[Step] = []
    waiting = list(chosen)
    while waiting:
        for name in waiting:
            step = _place(problem, name, steps)
            if step is not None:
                steps.append(step)
                waiting.remove(name)
                break
        else:
            return None
    return Plan(tuple(sorted(steps, key=lambda step: step.start)))


def _place(problem: Problem, name: str, steps: list[Step]) -> Step | None:
    months = problem.options[name].months
    for number, phase in enumerate(problem.phases):
        for start in sorted({phase.start, *(step.end for step in steps)}):
            if start < phase.start or start + months > phase.end:
                continue
            step = Step(name, number, start, start + months)
            trial = Plan((*steps, step))
            limits = {one.limit for one in find_breaches(problem, trial) if one.project == name}
            if not limits & {"needs-not-met", "outside-phase", "too-short"}:
                return step
    return None

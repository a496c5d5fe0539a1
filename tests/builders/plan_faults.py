"""A check of plans that shares no code with what makes and verifies them."""

from collections.abc import Iterator, Mapping

from diagnosis.domain.retrofit.plan.plan import Plan, Step
from diagnosis.domain.retrofit.plan.problem import Problem

SLACK = 1e-6


def faults_of(problem: Problem, plan: Plan) -> list[str]:
    """Return what is wrong with a plan, by a reading of the problem of its own."""
    steps = {step.project: step for step in plan.steps}
    faults = [] if len(steps) == len(plan.steps) else ["a project twice"]
    faults += _faults_of_money(problem, steps)
    for name in steps:
        faults += _faults_of_time(problem, steps, name)
        faults += _unmet_needs(problem, steps, name)
        excludes = problem.options[name].project.excludes
        faults += [f"{name} excludes {other}" for other in excludes if other in steps]
    faults += _faults_of_phases(problem, steps)
    return faults


def _faults_of_money(problem: Problem, steps: Mapping[str, Step]) -> Iterator[str]:
    costs = [problem.options[name].cost for name in steps if name in problem.options]
    spent = sum((cost.low * cost.high) ** 0.5 for cost in costs)
    if problem.budget_wan is not None and spent > problem.budget_wan + SLACK:
        yield f"spends {spent} of {problem.budget_wan}"


def _faults_of_time(problem: Problem, steps: Mapping[str, Step], name: str) -> Iterator[str]:
    step = steps[name]
    phase = problem.phases[step.phase]
    if step.start < phase.start - SLACK or step.end > phase.end + SLACK:
        yield f"{name} outside its phase"
    if step.end - step.start < problem.options[name].months - SLACK:
        yield f"{name} too short"


def _unmet_needs(problem: Problem, steps: Mapping[str, Step], name: str) -> Iterator[str]:
    begins, needs = steps[name].start + SLACK, problem.options[name].project.needs
    ended = [other for other, step in steps.items() if step.end <= begins and other != name]
    at: dict[str, float] = dict(problem.positions)
    for other in ended:
        for effect in problem.options[other].project.effects:
            at[effect.item] = max(at.get(effect.item, 0.0), effect.to)
    for need in needs.items:
        if at.get(need.item, 0.0) < need.at_least:
            yield f"{name} lacks {need.item}"
    for needed in needs.projects:
        met = any(
            project.id in ended
            or project.id in problem.wishes.done
            or all(at.get(effect.item, 0.0) >= effect.to for effect in project.effects)
            for project in problem.projects.values()
            if project.id == needed or needed in project.stands_in_for
        )
        if not met:
            yield f"{name} lacks {needed}"


def _faults_of_phases(problem: Problem, steps: Mapping[str, Step]) -> Iterator[str]:
    for number, phase in enumerate(problem.phases):
        options = [problem.options[name] for name, step in steps.items() if step.phase == number]
        money = sum(option.cost.mid for option in options)
        people = sum(option.people_months for option in options)
        if phase.budget_wan is not None and money > phase.budget_wan + SLACK:
            yield f"phase {number} spends {money}"
        if phase.people_months is not None and people > phase.people_months + SLACK:
            yield f"phase {number} takes {people} people-months"

"""A check of plans that shares no code with what makes and verifies them."""

from collections.abc import Iterator, Mapping

from diagnosis.domain.retrofit.plan.plan import Plan
from diagnosis.domain.retrofit.plan.problem import BudgetCovers, Problem
from diagnosis.domain.retrofit.plan.timeline import Step

SLACK = 1e-6


def faults_of(problem: Problem, plan: Plan) -> list[str]:
    """Return what is wrong with a plan, by a reading of the problem of its own."""
    steps = {step.package: step for step in plan.steps}
    faults = [] if len(steps) == len(plan.steps) else ["a package twice"]
    faults += [f"{name} is no option" for name in steps if name not in problem.options]
    faults += [f"{name} is wanted" for name in problem.wishes.wanted if name not in steps]
    families = [problem.packages[name].family or name for name in steps]
    faults += [] if len(set(families)) == len(families) else ["two grades of a family"]
    for name, step in steps.items():
        if step.start < -SLACK or step.end > problem.phases[-1].end + SLACK:
            faults.append(f"{name} is outside the plan")
        if abs(step.end - step.start - problem.options[name].months) > SLACK:
            faults.append(f"{name} takes {step.end - step.start} months")
        faults += _unmet_needs(problem, steps, name)
    faults += _faults_of_money(problem, steps)
    faults += _faults_of_hands(problem, steps)
    faults += _faults_of_order(problem, steps)
    return faults


def _faults_of_money(problem: Problem, steps: Mapping[str, Step]) -> Iterator[str]:
    years = 3 if problem.covers is BudgetCovers.TOTAL else 0
    end = problem.binding.value
    options = [problem.options[name] for name in steps]
    spent = sum(getattr(o.build, end) + years * getattr(o.run, end) for o in options)
    if problem.budget_wan is not None and spent > problem.budget_wan + SLACK:
        yield f"spends {spent} of {problem.budget_wan}"
    for number, phase in enumerate(problem.phases):
        inside = [
            problem.options[name]
            for name, step in steps.items()
            if phase.start <= step.start < phase.end
        ]
        money = sum(getattr(option.build, end) for option in inside)
        people = sum(option.people_months for option in inside)
        if phase.budget_wan is not None and money > phase.budget_wan + SLACK:
            yield f"phase {number} spends {money}"
        if phase.people_months is not None and people > phase.people_months + SLACK:
            yield f"phase {number} takes {people} people-months"


def _unmet_needs(problem: Problem, steps: Mapping[str, Step], name: str) -> Iterator[str]:
    option, begins = problem.options[name], steps[name].start + SLACK
    ended = {other for other, step in steps.items() if step.end <= begins and other != name}
    for group in option.needs:
        if not ended & set(group):
            yield f"{name} lacks one of {group}"
    for need in option.item_needs:
        value = problem.answers.get(need.item)
        comes = [value if isinstance(value, float) else 0.0]
        comes += [
            float(each.to)
            for other in ended
            for each in problem.options[other].raises
            if each.mark == need.item and steps[other].end + each.months <= begins
        ]
        if max(comes) < need.at_least:
            yield f"{name} lacks {need.item}"


def _faults_of_hands(problem: Problem, steps: Mapping[str, Step]) -> Iterator[str]:
    capacity = problem.capacity
    if len(steps) > capacity.in_all:
        yield f"{len(steps)} packages"
    people = sum(problem.options[name].people_months for name in steps)
    if people > capacity.people_months_per_month * problem.phases[-1].end + SLACK:
        yield f"{people} people-months"
    hands = [s for name, s in steps.items() if problem.packages[name].area != "start"]
    starts = sorted(step.start for step in hands)
    for now in starts:
        here = [s for s in hands if s.start <= now + SLACK < s.end]
        if len(here) > capacity.at_once:
            yield f"{len(here)} at once in month {now}"
        for months, most in ((6, -(-capacity.a_year // 2)), (12, capacity.a_year)):
            inside = [start for start in starts if now <= start < now + months - SLACK]
            if len(inside) > most:
                yield f"{len(inside)} begin in {months} months from {now} on"


def _faults_of_order(problem: Problem, steps: Mapping[str, Step]) -> Iterator[str]:
    """Yield what begins before the first steps of the spine though neither asked nor needed."""
    firsts = [name for group in problem.spine for name in group if name in steps]
    free = [
        name
        for name in steps
        if problem.options[name].serves
        or problem.options[name].package.area == "start"
        or name in problem.wishes.wanted
    ]
    needed, waiting = {*firsts, *free}, [*firsts, *free]
    while waiting:
        option = problem.options[waiting.pop()]
        marks = {need.item for need in option.item_needs}
        before = {name for group in option.needs for name in group}
        before |= {n for n in steps if marks & {r.mark for r in problem.options[n].raises}}
        waiting += [name for name in sorted(before & steps.keys()) if name not in needed]
        needed |= before
    last = max((steps[name].start for name in firsts), default=0.0)
    for name, step in steps.items():
        if name not in needed and step.start < last - SLACK:
            yield f"{name} begins before the spine"

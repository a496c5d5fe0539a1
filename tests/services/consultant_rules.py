"""The consultant's test: what a plan must keep to before anybody would sign it.

Each rule returns what it objects to, empty where it is content.
"""

from dataclasses import dataclass

from diagnosis.domain.intake.enterprise import SizeClass
from diagnosis.domain.retrofit.catalogue.package import PackageArea
from diagnosis.domain.retrofit.plan.aims import level_cap
from diagnosis.domain.retrofit.plan.capacity import MONTHS_A_YEAR
from diagnosis.domain.retrofit.plan.plan import (
    Plan,
    PlanOutcome,
    find_breaches,
    needed_by,
    takes_hands,
)
from diagnosis.domain.retrofit.plan.problem import Problem
from diagnosis.domain.retrofit.plan.reasons import with_needs
from diagnosis.domain.retrofit.plan.timeline import SLACK, can_start, positions_by

SMALL_CHANGE = 0.1
"""A plan of less than this share of what a firm usually spends need not raise the SME index."""
TOP_OF_SMALL_FIRMS = 3


@dataclass(frozen=True, slots=True)
class Case:
    """A plan to judge: what it was planned for, and what it comes to."""

    name: str
    size: SizeClass
    problem: Problem
    plan: Plan
    outcome: PlanOutcome


def spine_first(case: Case) -> list[str]:
    """While core areas stand below 2 the spine has half of the first money, and goes first."""
    problem, plan = case.problem, case.plan
    objections = [
        f"{breach.package} before the spine"
        for breach in find_breaches(problem, plan)
        if str(breach.limit) == "before-spine"
    ]
    if not problem.spine or not problem.spine_first:
        return objections
    chosen = dict.fromkeys(plan.packages)
    on_spine = needed_by(problem, [n for n in chosen if n in problem.spine_all], chosen)
    phase = problem.phases[0]
    first = [step.package for step in plan.steps if phase.start <= step.start < phase.end]
    apart = {n for n in first if problem.packages[n].area is PackageArea.START}
    apart |= set(problem.pain_step) - on_spine
    others = [n for n in first if n not in apart]
    money = sum(problem.build_price(name) for name in others)
    spine = sum(problem.build_price(name) for name in others if name in on_spine)
    if on_spine and 2 * spine < money - SLACK:
        objections.append(f"spine {spine:.1f} of {money:.1f} 万元 in the first phase")
    costs = [
        problem.cost(with_needs(problem, name, set()))
        for group in problem.spine
        for name in group
        if name in problem.ground
    ]
    if not costs:
        return objections
    affords = problem.budget_wan is None or problem.budget_wan >= min(costs)
    if affords and not set(problem.ground) & set(chosen):
        objections.append("no step of the spine, which the budget affords")
    return objections


def carried_and_promised(case: Case) -> list[str]:
    """Caps of size and of promise hold; nothing is planned before what it stands on works."""
    problem, measure = case.problem, case.problem.yardstick
    objections = [f"{b.package}: {b.limit}" for b in find_breaches(problem, case.plan)]
    grades = [problem.options[name].package.grade for name in problem.options]
    cap = level_cap(case.size, measure.level, measure.top, grades)
    aimed = [aim.level for aim in problem.aims]
    return objections + [f"aims at {level} above {cap}" for level in aimed if level > cap]


def pain_served(case: Case) -> list[str]:
    """A pain is served in the first phase, and by half of the first 12 months, where it can be.

    Where fewer do, what does not serve is the spine's first steps or what these need.
    """
    problem, plan = case.problem, case.plan
    serving = {name for name, option in problem.options.items() if option.serves}
    if not problem.wishes.serve or not serving or not plan.steps:
        return []
    if problem.budget_wan is not None:
        affordable = min(problem.price(name) for name in serving)
        if problem.budget_wan < 2 * affordable + sum(
            min((problem.price(n) for n in group), default=0.0) for group in problem.spine
        ):
            return []
    objections = []
    if not serving & set(plan.packages):
        objections.append("nothing serves the pain")
    year = [
        step.package
        for step in plan.steps
        if step.start < MONTHS_A_YEAR and takes_hands(problem, step.package)
    ]
    chosen = dict.fromkeys(plan.packages)
    firsts = [name for group in problem.spine for name in group if name in chosen]
    served_later = [name for name in chosen if name in serving]
    free = needed_by(problem, [*firsts, *served_later], chosen)
    served = [name for name in year if name in serving]
    if 2 * len(served) >= len(year):
        return objections
    for step in plan.steps:
        is_spine_money = step.package in problem.spine_all and step.start < problem.phases[0].end
        if step.package not in year or step.package in free or is_spine_money:
            continue
        later = [
            name
            for name in served_later
            if name not in year
            and can_start(problem, problem.options[name], plan.steps, step.start)
        ]
        objections += [f"{step.package} before {name}, which serves the pain" for name in later]
    return objections


def rises(case: Case) -> list[str]:
    """The SME index rises with every plan of a firm below its level 3."""
    before, after = case.outcome.before.points, case.outcome.after.points
    spent = case.problem.cost(case.plan.packages)
    if spent < SMALL_CHANGE * case.problem.usual_wan:
        return []
    if not before.is_scored or before.level[0] >= TOP_OF_SMALL_FIRMS:
        return []
    sums = before.points[0] + sum(before.scenes), after.points[0] + sum(after.scenes)
    return [] if sums[1] > sums[0] else [f"the SME index stays at {before.points[0]}"]


def ai_in_its_time(case: Case) -> list[str]:
    """An AI package never comes before its data and security items hold."""
    problem, objections = case.problem, []
    for step in case.plan.steps:
        package = problem.packages[step.package]
        if package.is_ai:
            others = [other for other in case.plan.steps if other is not step]
            there = positions_by(problem, others, step.start)
            lacking = [need.item for need in package.needs.items if not need.is_met(there)]
            objections += [f"{step.package} before {item}" for item in lacking]
    return objections


RULES = (spine_first, carried_and_promised, pain_served, rises, ai_in_its_time)

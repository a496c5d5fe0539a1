"""The first AI step of a plan: a package with its month, or what is lacking before it is worth it.

An AI package never comes before its data and security items hold.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from diagnosis.domain.retrofit.plan.plan import Plan
from diagnosis.domain.retrofit.plan.problem import Problem
from diagnosis.domain.retrofit.plan.timeline import Step, positions_by

SHOWN = 3
"""So many things that are lacking are named, at most."""


@dataclass(frozen=True, slots=True)
class LackingItem:
    """A position (1–5) that an AI package needs, and what the firm has (None: not answered)."""

    item: str
    has: float | None
    needs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstAi:
    """The first AI step: the package; where the plan has it, the month in which it starts.

    Else `lacking_packages` are what has to work first (any grade of each will do), and
    `lacking_items` the answers that show it; both are empty where nothing but money or hands is
    lacking.
    """

    package: str
    start_month: float | None = None
    lacking_packages: tuple[str, ...] = ()
    lacking_items: tuple[LackingItem, ...] = ()


def first_ai(problem: Problem, plan: Plan, uses: Sequence[str]) -> FirstAi | None:
    """Return the first AI step of a plan; None where no AI package is made for the firm.

    Parameters
    ----------
    uses
        The AI packages that firms of the trade use, the usual ones first. Where the plan has no AI
        package, it is one of these: one that waits for no other AI before others, then one that
        serves a pain, then the usual one. Other AI packages count only where none of these is made
        for the firm.

    """
    planned = [s for s in plan.steps if problem.options[s.package].package.is_ai]
    if planned:
        first = min(planned, key=lambda step: step.start)
        return FirstAi(package=first.package, start_month=first.start)
    others = [name for name, option in problem.options.items() if option.package.is_ai]
    for names in (dict.fromkeys(uses), others):
        known = [name for name in names if _is_meant(problem, name)]
        if known:
            name = min(
                known, key=lambda each: (_needs_ai(problem, each), not _eases(problem, each))
            )
            return _lacking(problem, plan.steps, name)
    return None


def _is_meant(problem: Problem, name: str) -> bool:
    """Return whether an AI package is for the firm, if only what it needs were there."""
    return name in problem.options or str(problem.unfit.get(name)) == "prerequisite"


def _needs_ai(problem: Problem, name: str) -> bool:
    return any(problem.packages[other].is_ai for other in problem.packages[name].needs.packages)


def _eases(problem: Problem, name: str) -> bool:
    return bool(set(problem.packages[name].pains).intersection(problem.wishes.serve))


def _lacking(problem: Problem, steps: Sequence[Step], name: str) -> FirstAi:
    package, option = problem.packages[name], problem.options.get(name)
    done = {step.package for step in steps}
    groups = (
        option.needs
        if option is not None
        else tuple(problem.grades[needed] for needed in package.needs.packages)
    )
    positions = positions_by(problem, steps, problem.horizon_months)
    now = positions_by(problem, (), 0.0)
    waits = package.needs.items if option is None else option.item_needs
    items = [need for need in waits if not need.is_met(positions)]
    packages = [group[0] for group in groups if group and not done.intersection(group)]
    for need in items:
        givers = [
            other.id
            for other in problem.options.values()
            if other.id != name
            and any(each.mark == need.item and each.to >= need.at_least for each in other.raises)
        ]
        if givers and not set(packages).intersection(givers):
            packages.append(min(givers, key=problem.price))
    lacking = (LackingItem(need.item, now.get(need.item), need.at_least) for need in items)
    return FirstAi(
        package=name,
        lacking_packages=tuple(packages[:SHOWN]),
        lacking_items=tuple(lacking)[:SHOWN],
    )

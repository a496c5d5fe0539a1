"""Why a package is in a plan, why others are not, and which were nearly chosen."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from diagnosis.domain.retrofit.catalogue.effect import LadderEffect
from diagnosis.domain.retrofit.plan.marginal import Added, added_by
from diagnosis.domain.retrofit.plan.plan import Plan
from diagnosis.domain.retrofit.plan.problem import PackageOption, Problem
from diagnosis.domain.retrofit.plan.timeline import SLACK
from diagnosis.domain.retrofit.plan.worth import reached_by_options, worth_of
from diagnosis.domain.scoring.condition import LevelCondition

NEARLY = 3
"""So many packages that were nearly chosen are named."""


@dataclass(frozen=True, slots=True)
class RaisedItem:
    """An answer that a package raises: from where it stands before the package to where it comes.

    `item` is the mark (`domain.scoring.raising.raises`): of other answers than ladders it has the
    option, or `to` is the place of the option or the per cent, and `has` is None. `records` are
    the months of records that the position asks for after the package ends.
    """

    item: str
    has: float | None
    to: int
    records: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenPackage:
    """Why a package is in the plan.

    `raises` and `conditions` (of the levels aimed at) are what it adds in its place, beside the
    packages that are done before it; `comes_to` is where it would bring ladders by itself, by
    item. `spine_step` is its place among the first open steps of the trade's spine, from 1;
    `serves` wished pains and goals; `enables` packages of the plan that wait for it.
    """

    raises: tuple[RaisedItem, ...] = ()
    comes_to: Mapping[str, int] = field(default_factory=dict)
    spine_step: int | None = None
    conditions: tuple[LevelCondition, ...] = ()
    serves: tuple[str, ...] = ()
    enables: tuple[str, ...] = ()
    wanted: bool = False


class LeftOutReason(StrEnum):
    """Why a package is left out."""

    DONE = "done"
    RUNNING = "running"
    REFUSED = "refused"
    IN_PLACE = "in-place"
    TRADE = "not-for-trade"
    SIZE = "not-for-size"
    BUSINESS = "not-for-business"
    NOT_APPLICABLE = "not-applicable"
    PREREQUISITE = "prerequisite"
    OTHER_GRADE = "other-grade"
    BUDGET = "budget"
    CAPACITY = "capacity"
    LESS_WORTH = "less-worth"


@dataclass(frozen=True, slots=True, kw_only=True)
class NearlyChosen:
    """A package that just missed: what it costs with what it still needs, 万元, and why not."""

    package: str
    with_needs: tuple[str, ...]
    cost_wan: float
    reason: LeftOutReason


def reasons_for(problem: Problem, plan: Plan) -> dict[str, ChosenPackage]:
    """Return why each package of a plan is in it, in its place there, by id."""
    added = added_by(problem, plan)
    return {name: _chosen(problem, plan, name, added[name]) for name in plan.packages}


def _chosen(problem: Problem, plan: Plan, name: str, added: Added) -> ChosenPackage:
    option = problem.options[name]
    raises = tuple(_raised(problem, added))
    step = next((n for n, group in enumerate(problem.spine, 1) if name in group), None)
    return ChosenPackage(
        raises=raises,
        comes_to=_alone(option),
        spine_step=step,
        conditions=tuple(sorted(added.conditions, key=lambda each: each.level)),
        serves=tuple(wish for wish in problem.wishes.serve if wish in option.serves),
        enables=_enabled(problem, plan, option, raises),
        wanted=name in problem.wishes.wanted,
    )


def _alone(option: PackageOption) -> dict[str, int]:
    """Return where a package brings ladders by itself, by item."""
    ladders = {e.item for e in option.package.effects if isinstance(e, LadderEffect)}
    return {mark: to for mark, to in reached_by_options([option]).items() if mark in ladders}


def _raised(problem: Problem, added: Added) -> Iterator[RaisedItem]:
    """Yield what a package raises; steps of a mark that follow one another are one rise."""
    rows: list[RaisedItem] = []
    for rise in added.rises:
        last = max((n for n, row in enumerate(rows) if row.item == rise.mark), default=None)
        if last is not None and rows[last].to == rise.has:
            rows[last] = replace(rows[last], to=rise.to, records=rise.records)
        else:
            has = None if rise.has is None else float(rise.has)
            rows.append(RaisedItem(rise.mark, has, rise.to, rise.records))
    for row in rows:
        now = problem.answers.get(row.item)
        yield replace(row, has=row.has or now) if isinstance(now, float) else row


def _enabled(
    problem: Problem, plan: Plan, option: PackageOption, raises: Iterable[RaisedItem]
) -> tuple[str, ...]:
    """Return the packages of the plan that start after an option and wait for what it adds."""
    end = next(step.end for step in plan.steps if step.package == option.id)
    rises = tuple(raises)
    enabled = []
    for step in plan.steps:
        other = problem.options[step.package]
        waits = any(option.id in group for group in other.needs) or any(
            rise.item == need.item and (rise.has or 0) < need.at_least <= rise.to
            for rise in rises
            for need in other.item_needs
        )
        if waits and step.start >= end - SLACK:
            enabled.append(step.package)
    return tuple(enabled)


def left_out(problem: Problem, plan: Plan) -> dict[LeftOutReason, tuple[str, ...]]:
    """Return the packages that are not in the plan by the reason, each list by id."""
    reasons: dict[LeftOutReason, list[str]] = {}
    inside = set(plan.packages)
    for name in sorted(problem.packages.keys() - inside):
        reasons.setdefault(_why_not(problem, inside, name), []).append(name)
    return {reason: tuple(names) for reason, names in reasons.items()}


def _why_not(problem: Problem, inside: set[str], name: str) -> LeftOutReason:
    unfit = problem.unfit.get(name)
    if unfit is not None:
        return LeftOutReason(str(unfit))
    if inside.intersection(problem.grades[name]):
        return LeftOutReason.OTHER_GRADE
    return _limit(problem, inside, with_needs(problem, name, inside))


def _limit(problem: Problem, inside: set[str], added: Iterable[str]) -> LeftOutReason:
    """Return what keeps packages out that a firm could have: money, hands, or little worth."""
    names = {*inside, *added}
    if problem.budget_wan is not None and problem.cost(names) > problem.budget_wan + SLACK:
        return LeftOutReason.BUDGET
    if len(names) > problem.capacity.in_all:
        return LeftOutReason.CAPACITY
    return LeftOutReason.LESS_WORTH


def with_needs(problem: Problem, name: str, inside: set[str]) -> tuple[str, ...]:
    """Return a package and what it still needs, each need by the cheapest package, needs first."""
    added: dict[str, None] = {}
    waiting = [name]
    while waiting:
        each = waiting.pop()
        if each in added or each in inside:
            continue
        added[each] = None
        option = problem.options[each]
        for group in option.needs:
            if not group or inside.intersection(group) or added.keys() & set(group):
                continue
            waiting.append(min(group, key=problem.price))
        for need in option.item_needs:
            givers = [
                giver
                for giver, other in problem.options.items()
                if giver != each
                and any(r.mark == need.item and r.to >= need.at_least for r in other.raises)
            ]
            if givers and not {*added, *inside}.intersection(givers):
                waiting.append(min(givers, key=problem.price))
    return tuple(reversed(added))


def nearly_chosen(problem: Problem, plan: Plan) -> tuple[NearlyChosen, ...]:
    """Return the packages that would add the most worth beside the plan, the most first."""
    inside = set(plan.packages)
    now = worth_of(problem, plan.packages).value
    gains: list[tuple[float, NearlyChosen]] = []
    for name in problem.options:
        if name in inside or inside.intersection(problem.grades[name]):
            continue
        added = with_needs(problem, name, inside)
        gain = worth_of(problem, (*plan.packages, *added)).value - now
        near = NearlyChosen(
            package=name,
            with_needs=added[:-1] if added[-1] == name else tuple(a for a in added if a != name),
            cost_wan=problem.cost(added),
            reason=_limit(problem, inside, added),
        )
        gains.append((gain / len(added), near))
    gains.sort(key=lambda each: (-each[0], each[1].package))
    return tuple(near for _, near in gains[:NEARLY])


def counted(reasons: Mapping[LeftOutReason, tuple[str, ...]]) -> dict[LeftOutReason, int]:
    """Return how many packages are left out by each reason."""
    return {reason: len(names) for reason, names in reasons.items()}

"""Why a package is in a plan, why others are not, and which were nearly chosen."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from math import inf

from diagnosis.domain.retrofit.catalogue.effect import LadderEffect
from diagnosis.domain.retrofit.plan.marginal import Added, added_by
from diagnosis.domain.retrofit.plan.plan import Plan
from diagnosis.domain.retrofit.plan.problem import Objective, PackageOption, Problem
from diagnosis.domain.retrofit.plan.timeline import SLACK
from diagnosis.domain.retrofit.plan.worth import reached_by_options, worth_of
from diagnosis.domain.scoring.condition import LevelCondition
from diagnosis.domain.scoring.raising.raises import RaisedItem

NEARLY = 3
"""So many packages that were nearly chosen are named."""
NEAR_BUDGET = 0.5
"""What takes more than this share of the budget above it was not nearly chosen (ours)."""
MUCH_LEFT = 0.2
"""From this share of the budget on it is said why it is left (ours)."""


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
    IN_ALL = "in-all"
    PHASE_LIMITS = "phase-limits"
    NOT_NEEDED = "not-needed"
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
    is_ground = name in problem.ground
    step = next(
        (n for n, group in enumerate(problem.spine, 1) if is_ground and name in group), None
    )
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
    beside = _Beside(problem, plan)
    reasons: dict[LeftOutReason, list[str]] = {}
    for name in sorted(problem.packages.keys() - beside.inside):
        reasons.setdefault(beside.why_not(name), []).append(name)
    return {reason: tuple(names) for reason, names in reasons.items()}


class _Beside:
    """What further packages would cost and add beside a plan."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self.inside = frozenset(plan.packages)
        self._problem = problem
        self._cost = problem.cost(plan.packages)
        worth = worth_of(problem, plan.packages)
        self._worth = worth.total
        is_settled = bool(worth.reached) or not problem.aims_in_reach
        self._is_cheapest = problem.objective is Objective.LEVEL and is_settled
        self._has_limits = any(phase.has_limit for phase in problem.phases)
        self._gains: dict[tuple[str, ...], float] = {}

    def useful(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield each package that would add something, with what it needs beside the plan."""
        for name in self._problem.options:
            if self.inside.isdisjoint(self._problem.grades[name]):
                added = with_needs(self._problem, name, self.inside)
                if self.gain(added) > SLACK:
                    yield name, added

    def is_full(self) -> bool:
        """Return whether the plan has as many packages as the firm carries."""
        return len(self.inside) >= self._problem.capacity.in_all

    def why_not(self, name: str) -> LeftOutReason:
        """Return why a package is not in the plan."""
        unfit = self._problem.unfit.get(name)
        if unfit is not None:
            return LeftOutReason(str(unfit))
        if self.inside.intersection(self._problem.grades[name]):
            return LeftOutReason.OTHER_GRADE
        return self.limit(with_needs(self._problem, name, self.inside))

    def limit(self, added: tuple[str, ...]) -> LeftOutReason:
        """Return what keeps packages out that a firm could have: money, hands, little worth.

        The cheapest plan to a level needs none of them, nor does a level that is there or out of
        reach.
        """
        if self._is_cheapest:
            return LeftOutReason.NOT_NEEDED
        if self.missing_wan(added) > SLACK:
            return LeftOutReason.IN_ALL if self.is_full() else LeftOutReason.BUDGET
        if self.gain(added) <= SLACK:
            return LeftOutReason.LESS_WORTH
        if len(self.inside) + len(added) > self._problem.capacity.in_all:
            return LeftOutReason.IN_ALL
        return LeftOutReason.PHASE_LIMITS if self._has_limits else LeftOutReason.CAPACITY

    def gain(self, added: tuple[str, ...]) -> float:
        """Return the worth that packages add, each on the average."""
        if added not in self._gains:
            both = (*self.inside, *added)
            gain = (worth_of(self._problem, both).total - self._worth) / len(added)
            self._gains[added] = gain
        return self._gains[added]

    def missing_wan(self, added: Collection[str]) -> float:
        """Return how much more money they take than is left, 万元; 0 and less: it is enough."""
        budget = self._problem.budget_wan
        return -inf if budget is None else self._cost + self._problem.cost(added) - budget


def with_needs(problem: Problem, name: str, inside: Collection[str]) -> tuple[str, ...]:
    """Return a package and what it still needs, each need by the cheapest package, needs first."""
    there = frozenset(inside)
    added: dict[str, None] = {}
    waiting = [name]
    while waiting:
        each = waiting.pop()
        if each in added or each in there:
            continue
        added[each] = None
        option = problem.options[each]
        for group in option.needs:
            if not group or there.intersection(group) or added.keys() & set(group):
                continue
            waiting.append(min(group, key=problem.price))
        for need in option.item_needs:
            givers = [
                giver
                for giver, other in problem.options.items()
                if giver != each
                and any(r.mark == need.item and r.to >= need.at_least for r in other.raises)
            ]
            if givers and not {*added, *there}.intersection(givers):
                waiting.append(min(givers, key=problem.price))
    return tuple(reversed(added))


def money_left(problem: Problem, plan: Plan) -> tuple[float, LeftOutReason] | None:
    """Return how much of the budget stays unspent, 万元, and why nothing more is bought for it.

    `BUDGET` where all that would add something costs more, `LESS_WORTH` where nothing would;
    None without a budget, and where less than `MUCH_LEFT` of it is left.
    """
    beside = _Beside(problem, plan)
    left = -beside.missing_wan(())
    if problem.budget_wan is None or left < MUCH_LEFT * problem.budget_wan:
        return None
    reasons = {beside.limit(added) for _, added in beside.useful()}
    if beside.is_full() and wishes_still_open(problem, plan):
        reasons.add(LeftOutReason.IN_ALL)
    order = (
        LeftOutReason.IN_ALL,
        LeftOutReason.PHASE_LIMITS,
        LeftOutReason.CAPACITY,
        LeftOutReason.BUDGET,
    )
    return left, next((each for each in order if each in reasons), LeftOutReason.LESS_WORTH)


def wishes_still_open(problem: Problem, plan: Plan) -> tuple[str, ...]:
    """Return the pains and goals for which something more could be had for the money left."""
    beside = _Beside(problem, plan)
    names = [
        name
        for name, option in problem.options.items()
        if option.serves
        and beside.inside.isdisjoint(problem.grades[name])
        and beside.missing_wan(with_needs(problem, name, beside.inside)) <= SLACK
    ]
    return tuple(
        wish
        for wish in problem.wishes.serve
        if any(wish in problem.options[name].serves for name in names)
    )


def nearly_chosen(problem: Problem, plan: Plan) -> tuple[NearlyChosen, ...]:
    """Return what just missed a plan, at most `NEARLY`: what adds the most worth comes first.

    What the money left and `NEAR_BUDGET` of the budget more would not buy was not near, nor was
    what adds nothing, nor anything where a level is sought that takes no package.
    """
    if problem.objective is Objective.LEVEL and not plan.steps:
        return ()
    beside = _Beside(problem, plan)
    gains: list[tuple[float, NearlyChosen]] = []
    for name, added in beside.useful():
        if beside.missing_wan(added) > NEAR_BUDGET * (problem.budget_wan or 0.0):
            continue
        near = NearlyChosen(
            package=name,
            with_needs=tuple(each for each in added if each != name),
            cost_wan=problem.cost(added),
            reason=beside.limit(added),
        )
        gains.append((beside.gain(added), near))
    gains.sort(key=lambda each: (-each[0], each[1].package))
    return tuple(near for _, near in gains[:NEARLY])

"""Where a plan starts: the answers with what was done since, and with what is in hand still.

A package that is done counts as its `done_when` is met: with everything that it promises, records
of months in it. What the answers show already is never raised twice.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from diagnosis.domain.intake.answer import Value
from diagnosis.domain.intake.item import Item
from diagnosis.domain.retrofit.catalogue.applied import apply_effects, works
from diagnosis.domain.retrofit.catalogue.effect import PackageEffect
from diagnosis.domain.retrofit.catalogue.package import Package
from diagnosis.domain.retrofit.plan.problem import Stage, Wishes
from diagnosis.domain.scoring.verdict import positions_in


@dataclass(frozen=True, slots=True)
class StartingPoint:
    """The answers once everything in hand is done, and what they are before that, in order."""

    answers: Mapping[str, Value]
    stages: tuple[Stage, ...] = ()


def starting_point(
    bank: Mapping[str, Item],
    packages: Mapping[str, Package],
    answers: Mapping[str, Value],
    wishes: Wishes,
    horizon_months: float,
) -> StartingPoint:
    """Return where the firm stands with what it has done and has in hand, beside its answers.

    What is in hand for longer than the plan brings nothing within it.
    """
    running = {name: end for name, end in wishes.running.items() if end <= horizon_months}

    def at(month: float) -> Mapping[str, Value]:
        ended = [name for name, end in sorted(running.items()) if end <= month]
        names = [*sorted(wishes.done - wishes.shown), *ended]
        return apply_effects(bank, answers, _effects(packages, names)) if names else answers

    ends = sorted({0.0, *running.values()})
    stages = (Stage(until, at(month)) for month, until in pairwise(ends))
    return StartingPoint(at(ends[-1]), tuple(stages))


def _effects(packages: Mapping[str, Package], names: Iterable[str]) -> Iterable[PackageEffect]:
    return (effect for name in names for effect in packages[name].effects)


def works_from(
    bank: Mapping[str, Item],
    package: Package,
    needed: Sequence[Sequence[Package]],
    start: StartingPoint,
    wishes: Wishes,
) -> float:
    """Return the month from which everything works that a package needs of those in hand.

    `needed` has the grades of each package that it needs; 0 where it waits for nothing in hand.
    """
    month = 0.0
    after = positions_in(start.answers)
    for stage in start.stages:
        now = positions_in(stage.answers)
        if any(need.is_met(after) and not need.is_met(now) for need in package.needs.items):
            month = stage.until
    today = start.stages[0].answers if start.stages else start.answers
    for grades in needed:
        if not any(each.id in wishes.done or works(bank, each, today) for each in grades):
            ends = (wishes.running[each.id] for each in grades if each.id in wishes.running)
            month = max(month, min(ends, default=0.0))
    return month

"""A plan in time: what has come about by a month, and what may start then."""

from collections.abc import Iterable
from dataclasses import dataclass

from diagnosis.domain.intake.answer import Value
from diagnosis.domain.intake.item import Positions
from diagnosis.domain.retrofit.catalogue.applied import apply_effects
from diagnosis.domain.retrofit.catalogue.effect import LadderEffect, PackageEffect
from diagnosis.domain.retrofit.plan.problem import PackageOption, Problem
from diagnosis.domain.scoring.verdict import positions_in

SLACK = 1e-6
"""Tolerance for sums of money, months and people-months."""


@dataclass(frozen=True, slots=True)
class Step:
    """A package of a plan and its months from the plan's start."""

    package: str
    start: float
    end: float


def at_work(steps: Iterable[Step], month: float) -> int:
    """Return how many packages are worked on at a month."""
    return sum(step.start <= month + SLACK and step.end > month + SLACK for step in steps)


def answers_by(problem: Problem, steps: Iterable[Step], month: float) -> dict[str, Value]:
    """Return the firm's answers at a month: what has ended by then, with its records."""
    effects: list[PackageEffect] = []
    for step in steps:
        if step.end <= month + SLACK:
            effects += _effects_by(problem.options[step.package], month - step.end)
    return apply_effects(problem.bank, problem.answers_at(month + SLACK), effects)


def _effects_by(option: PackageOption, since: float) -> list[PackageEffect]:
    """Return the effects of a package so many months after its end."""
    come = {
        each.mark: each.to
        for each in option.raises  # of a mark the steps stand in order
        if each.months <= since + SLACK
    }
    effects: list[PackageEffect] = []
    for effect in option.package.effects:
        if not isinstance(effect, LadderEffect):
            effects.append(effect)
        elif effect.item in come:
            effects.append(LadderEffect(effect.item, come[effect.item]))
    return effects


def positions_by(problem: Problem, steps: Iterable[Step], month: float) -> Positions:
    """Return the positions that needs are met by at a month: blanks count once they are raised."""
    after = positions_in(problem.answers_at(month + SLACK))
    for step in steps:
        if step.end <= month + SLACK:
            for each in problem.options[step.package].raises:
                if each.months <= month - step.end + SLACK:
                    after[each.mark] = max(after.get(each.mark, 0.0), float(each.to))
    return after


def can_start(problem: Problem, option: PackageOption, steps: Iterable[Step], at: float) -> bool:
    """Return whether everything that a package needs works at a month."""
    if at < option.not_before - SLACK:
        return False
    done = tuple(steps)
    ended = {step.package for step in done if step.end <= at + SLACK}
    if not all(ended.intersection(group) for group in option.needs):
        return False
    if not option.item_needs:
        return True
    positions = positions_by(problem, done, at)
    return all(need.is_met(positions) for need in option.item_needs)

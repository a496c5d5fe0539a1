"""A roadmap problem as arrays: what each option gives, costs and needs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import floor, inf

import numpy as np

from diagnosis.domain.retrofit.plan.plan import SLACK
from diagnosis.domain.retrofit.plan.prerequisites import prerequisites_of
from diagnosis.domain.retrofit.plan.problem import Objective, Problem, ProjectOption
from diagnosis.domain.scoring.scale import HALF_STEP, TOP
from diagnosis.domain.scoring.yardstick import Gains

LEAST_TERM_GAIN = 1e-12
"""What adds no more to the objective adds nothing; terms are shares, so finer than a mean."""
SAME = 1e-9
"""Money, months, people and worth that differ by no more are the same."""


def has_limits(problem: Problem) -> bool:
    """Return whether some phase has a limit of its own on money or people."""
    return any(
        limit is not None
        for phase in problem.phases
        for limit in (phase.budget_wan, phase.people_months)
    )


def total_limit(limits: Iterable[float | None]) -> float:
    """Return the sum of the phases' limits, ∞ where a phase has none."""
    return sum((inf if limit is None else limit for limit in limits), 0.0)


def fits_a_phase(problem: Problem, option: ProjectOption) -> bool:
    """Return whether some phase alone has the months, the money and the people for an option."""
    cost = option.binding(problem.binding)
    return any(
        option.months <= phase.end - phase.start + SLACK
        and (phase.budget_wan is None or cost <= phase.budget_wan + SLACK)
        and (phase.people_months is None or option.people_months <= phase.people_months + SLACK)
        for phase in problem.phases
    )


@dataclass(frozen=True, slots=True)
class ObjectiveTerm:
    """One thing that the objective adds up: gains by item and step, a cap on them, a weight."""

    gains: Gains
    cap: float
    weight: float


def objective_terms(problem: Problem) -> tuple[ObjectiveTerm, ...]:
    """Return what the objective adds up: the mean, or the missing part of each requirement."""
    if problem.objective is not Objective.REACH:
        return (ObjectiveTerm(problem.yardstick.gains, inf, 1.0),)
    requirements = problem.yardstick.requirements_up_to(problem.level or 0)
    missing = [(requirement, requirement.missing({})) for requirement in requirements]
    short = [(requirement, gap) for requirement, gap in missing if gap > 0]
    return tuple(
        ObjectiveTerm(requirement.gains, gap, 1 / (gap * len(short))) for requirement, gap in short
    )


EffectEntry = tuple[str, int, list[float]]
"""What an option gives an item: the item, the position, and the gain per objective term."""


class Instance:
    """The relevant options of a problem as arrays.

    `names` (n,) are sorted by id; an effect entry is (owner, item, to, gains per term), entries
    sorted by owner. An option is relevant if it gains something or may be needed by one that does.
    `most_money` and `most_people` are what all phases together allow, ∞ where one has no limit.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.prerequisites = prerequisites_of(problem)
        self.terms = objective_terms(problem)
        entries = {
            name: self._entries(option)
            for name, option in problem.options.items()
            if self.prerequisites.earliest_end[name] < inf and fits_a_phase(problem, option)
        }
        self.gainers = tuple(
            sorted(
                name
                for name, effects in entries.items()
                if any(max(gains, default=0.0) > LEAST_TERM_GAIN for _, _, gains in effects)
            )
        )
        wanted = problem.wishes.wanted & entries.keys()
        self.names = tuple(sorted(self._needed({*self.gainers, *wanted}) & entries.keys()))
        self.place = {name: place for place, name in enumerate(self.names)}
        self.options = [problem.options[name] for name in self.names]
        # Whole numbers of the catalogue alone would make an array of integers.
        self.cost = np.array(
            [option.binding(problem.binding) for option in self.options], dtype=np.float64
        )
        self.people_months = np.array(
            [option.people_months for option in self.options], dtype=np.float64
        )
        self.most_money = total_limit(phase.budget_wan for phase in problem.phases)
        self.most_people = total_limit(phase.people_months for phase in problem.phases)
        self._compile([entries[name] for name in self.names])

    def _entries(self, option: ProjectOption) -> list[EffectEntry]:
        factor = option.prior if self.problem.objective is Objective.EXPECTED else 1.0
        none = (0.0,) * (TOP + 1)
        return [
            (
                effect.item,
                effect.to,
                [factor * term.gains.get(effect.item, none)[effect.to] for term in self.terms],
            )
            for effect in option.project.effects
            if effect.item not in self.problem.not_applicable
        ]

    def _needed(self, start: Iterable[str]) -> set[str]:
        """Return options with all that may be needed for them, directly or not."""
        needed: set[str] = set()
        waiting = list(start)
        while waiting:
            name = waiting.pop()
            if name not in needed:
                needed.add(name)
                for group in self.prerequisites.necessary_groups[name]:
                    waiting += group
        return needed

    def _compile(self, entries: Sequence[Sequence[EffectEntry]]) -> None:
        items = sorted(
            {item for effects in entries for item, _, _ in effects}
            | {need.item for option in self.options for need in option.project.needs.items}
        )
        self.item_place = {item: place for place, item in enumerate(items)}
        positions = self.problem.positions
        self.level = np.array([floor(positions.get(item, 0.0)) for item in items], dtype=np.int64)
        flat = [
            (owner, self.item_place[item], to, gains)
            for owner, effects in enumerate(entries)
            for item, to, gains in effects
        ]
        self.owner = np.array([owner for owner, _, _, _ in flat], dtype=np.int64)
        self.item = np.array([item for _, item, _, _ in flat], dtype=np.int64)
        self.to = np.array([to for _, _, to, _ in flat], dtype=np.int64)
        self.gain = np.array([gains for *_, gains in flat]).reshape(len(flat), len(self.terms))
        self.cap = np.array([term.cap for term in self.terms])
        self.weight = np.array([term.weight for term in self.terms])
        size = len(self.names)
        self.excludes = np.zeros((size, size))
        for place, option in enumerate(self.options):
            for other in option.project.excludes:
                if other in self.place:
                    self.excludes[place, self.place[other]] = 1.0

    def __len__(self) -> int:
        return len(self.names)

    def worth(self, chosen: Iterable[str]) -> float:
        """Return the objective of a set: gain, or the share of what is missing that it closes."""
        inside = np.zeros(len(self.names), dtype=bool)
        inside[[self.place[name] for name in chosen if name in self.place]] = True
        best = np.zeros((len(self.item_place), len(self.terms)))
        entries = inside[self.owner]
        np.maximum.at(best, self.item[entries], self.gain[entries])
        return float(np.minimum(best.sum(axis=0), self.cap) @ self.weight)

    def worth_without(self, chosen: Sequence[str]) -> dict[str, float]:
        """Return, for each option of a set, the most that the set is worth without it.

        It is what the others are worth, but for rounding, and but for options with two effects on
        one item. What holds of a set holds of each smaller one.
        """
        places = [self.place[name] for name in chosen]
        inside = np.zeros(len(self.names), dtype=bool)
        inside[places] = True
        entries = inside[self.owner]
        items, gain = self.item[entries], self.gain[entries]
        best = np.zeros((len(self.item_place), len(self.terms)))
        second, count = np.zeros_like(best), np.zeros_like(best)
        np.maximum.at(best, items, gain)
        is_best = gain == best[items]
        np.add.at(count, items, is_best)
        np.maximum.at(second, items, np.where(is_best, 0.0, gain))
        alone = is_best & (count[items] == 1)
        lost = np.zeros((len(self.names), len(self.terms)))
        np.add.at(lost, self.owner[entries], np.where(alone, gain - second[items], 0.0))
        left = np.minimum(best.sum(axis=0) - lost[places], self.cap) @ self.weight
        return dict(zip(chosen, left.tolist(), strict=True))

    def is_full(self, chosen: Iterable[str]) -> bool:
        """Return whether a set closes everything that is missing."""
        return not self.terms or self.worth(chosen) >= 1.0 - HALF_STEP

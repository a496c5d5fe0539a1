"""Sets of options with what growing them needs: the labels of label setting."""

from dataclasses import dataclass

import numpy as np

from diagnosis.domain.retrofit.plan.prerequisites import with_prerequisites
from diagnosis.domain.retrofit.plan.problem import Objective
from diagnosis.domain.scoring.encode import Bools, Floats, Ints
from diagnosis.optimiser.instance import Instance


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A set of options: its cost and worth, and the arrays that growing it needs.

    n options, m items, r terms of the objective. `inside` (n,) is the set, `satisfied` (n,) what
    is inside or in place through it, `level` (m,) the positions after it, `current` (m, r) the
    gain that each item has, `added` (r,) their sums.
    """

    inside: Bools
    satisfied: Bools
    level: Ints
    current: Floats
    added: Floats
    cost: float
    worth: float


class LabelMaker:
    """Makes the labels of an instance."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self._starts = np.searchsorted(instance.owner, np.arange(len(instance)))
        not_applicable = instance.problem.not_applicable
        self._placeable = np.array(
            [
                not any(effect.item in not_applicable for effect in option.project.effects)
                for option in instance.options
            ],
            dtype=bool,
        )

    def start(self) -> Label | None:
        """Return what is wanted, with what it needs; None where that is impossible."""
        instance = self.instance
        wanted = sorted(instance.problem.wishes.wanted)
        members = with_prerequisites(instance.prerequisites, wanted)
        if members is None or any(name not in instance.place for name in members):
            return None
        inside = np.zeros(len(instance), dtype=bool)
        inside[[instance.place[name] for name in members]] = True
        level = instance.level.copy()
        current = np.zeros((len(instance.item_place), len(instance.terms)))
        entries = inside[instance.owner]
        np.maximum.at(level, instance.item[entries], instance.to[entries])
        np.maximum.at(current, instance.item[entries], instance.gain[entries])
        return self.label(inside, level, current, float(instance.cost[inside].sum()))

    def label(self, inside: Bools, level: Ints, current: Floats, cost: float) -> Label:
        """Return the label of a set."""
        instance = self.instance
        added = current.sum(axis=0)
        worth = 0.0
        if instance.terms:
            worth = float(np.minimum(added, instance.cap) @ instance.weight)
        return Label(
            inside=inside,
            satisfied=self._satisfied(inside, level),
            level=level,
            current=current,
            added=added,
            cost=cost,
            worth=worth,
        )

    def _satisfied(self, inside: Bools, level: Ints) -> Bools:
        """Return which options are in the set or have all their effects in place through it."""
        instance = self.instance
        if not len(instance.owner) or instance.problem.objective is Objective.EXPECTED:
            # Discounted, even an item in place gains by a project that is likelier done.
            return inside
        reached = level[instance.item] >= instance.to
        in_place: Bools = np.logical_and.reduceat(reached, self._starts)
        satisfied: Bools = (in_place & self._placeable) | inside
        return satisfied

"""How sets grow: what each bundle brings a label to, and the label after it."""

from dataclasses import dataclass
from math import inf

import numpy as np

from diagnosis.domain.retrofit.plan.plan import SLACK
from diagnosis.domain.scoring.encode import Bools, Floats
from diagnosis.optimiser.bundles import Bundles
from diagnosis.optimiser.instance import LEAST_TERM_GAIN
from diagnosis.optimiser.labels import Label, LabelMaker

GROWING = 12
"""Units of effort for growing a label, beside those for its gains."""
GAINS_A_UNIT = 1500
"""How many gains, one an effect entry and term, take a unit of effort."""


@dataclass(frozen=True, slots=True)
class Extensions:
    """What a label can grow into: cost and worth per bundle; worth −1 where it cannot."""

    label: Label
    cost: Floats
    worth: Floats


class Growth:
    """Grows labels by bundles; compiled once for an instance.

    `units` are what growing a label takes of an effort.
    """

    def __init__(self, labels: LabelMaker, bundles: Bundles) -> None:
        instance = labels.instance
        self.instance = instance
        self._labels = labels
        self._bundles = bundles
        self._single = len(instance.terms) == 1
        self._excluding = bool(instance.excludes.any())
        self._entry_item = instance.item[bundles.entry]
        self._entry_gain = instance.gain[bundles.entry]
        self._entry_flat = self._entry_gain[:, :1].sum(axis=1)
        self._member_cost = instance.cost[bundles.members]
        self._limited = min(instance.most_money, instance.most_people) < inf
        self.units = GROWING + len(bundles.entry) * max(1, len(instance.terms)) // GAINS_A_UNIT
        self._all = np.ones(len(bundles.option), dtype=bool)
        self._compile_needs()

    def _compile_needs(self) -> None:
        """Flatten the unmet needs of bundles that stand alone: groups of places of options."""
        instance, bundles = self.instance, self._bundles
        items: list[tuple[int, int, int]] = []
        groups: list[tuple[int, list[int]]] = []
        for bundle in np.flatnonzero(bundles.alone).tolist():
            name = instance.names[int(bundles.option[bundle])]
            for need in instance.problem.options[name].project.needs.items:
                items.append((bundle, instance.item_place[need.item], need.at_least))
            for group in instance.prerequisites.project_groups[name]:
                members = [instance.place[other] for other in group if other in instance.place]
                groups.append((bundle, members))
        self._need_owner = np.array([owner for owner, _, _ in items], dtype=np.int64)
        self._need_item = np.array([item for _, item, _ in items], dtype=np.int64)
        self._need_level = np.array([level for _, _, level in items], dtype=np.int64)
        self._group_owner = np.array([owner for owner, _ in groups], dtype=np.int64)
        self._group_matrix = np.zeros((len(groups), len(instance)))
        for row, (_, members) in enumerate(groups):
            self._group_matrix[row, members] = 1.0

    def extensions(self, label: Label) -> Extensions:
        """Return what a label can grow into."""
        bundles = self._bundles
        missing = ~label.satisfied[bundles.members]
        cost = np.add.reduceat(self._member_cost * missing, bundles.starts)
        cost += label.cost
        worth = self._worth(label)
        able = worth > label.worth + LEAST_TERM_GAIN
        able &= ~label.inside[bundles.option]
        able &= self._startable(label)
        if self._limited:
            able &= self._within_phases(label, cost, missing)
        if self._excluding:
            excluded = (label.inside @ self.instance.excludes) > 0
            bad = np.logical_or.reduceat(excluded[bundles.members] & missing, bundles.starts)
            able &= ~bad
        worth[~able] = -1.0
        return Extensions(label, cost, worth)

    def _within_phases(self, label: Label, cost: Floats, missing: Bools) -> Bools:
        """Return which bundles leave a label within what all phases together allow."""
        instance, bundles = self.instance, self._bundles
        more = instance.people_months[bundles.members] * missing
        people = np.add.reduceat(more, bundles.starts) + label.inside @ instance.people_months
        within: Bools = people <= instance.most_people + SLACK
        within &= cost <= instance.most_money + SLACK
        return within

    def _worth(self, label: Label) -> Floats:
        """Return what each bundle brings a label to; one term of the objective goes faster."""
        instance, bundles = self.instance, self._bundles
        if self._single:
            more = self._entry_flat - label.current[:, 0][self._entry_item]
            np.maximum(more, 0.0, out=more)
            added = np.add.reduceat(more, bundles.entry_starts)
            added += label.added[0]
            worth: Floats = np.minimum(added, instance.cap[0]) * instance.weight[0]
            return worth
        rows = self._entry_gain - label.current[self._entry_item]
        np.maximum(rows, 0.0, out=rows)
        sums = label.added + np.add.reduceat(rows, bundles.entry_starts, axis=0)
        worth = np.minimum(sums, instance.cap) @ instance.weight
        return worth

    def _startable(self, label: Label) -> Bools:
        """Return which bundles need nothing that a label lacks."""
        able = self._all.copy()
        able[self._need_owner[label.level[self._need_item] < self._need_level]] = False
        if len(self._group_owner):
            unmet = (self._group_matrix @ label.satisfied) == 0
            able[self._group_owner[unmet]] = False
        return able

    def grow(self, label: Label, bundle: int) -> Label:
        """Return a label with a bundle added, without what is in place already."""
        instance, bundles = self.instance, self._bundles
        members = bundles.lists[bundle]
        members = members[~label.satisfied[members]]
        inside = label.inside.copy()
        inside[members] = True
        level, current = label.level.copy(), label.current.copy()
        items, to = bundles.raised[bundle], bundles.raised_to[bundle]
        level[items] = np.maximum(level[items], to)
        entries = bundles.entries[bundle]
        items = instance.item[entries]
        current[items] = np.maximum(current[items], instance.gain[entries])
        cost = label.cost + float(instance.cost[members].sum())
        return self._labels.label(inside, level, current, cost)

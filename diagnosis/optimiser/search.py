"""The best plans that the family of an instance holds."""

from collections.abc import Iterator, Sequence
from math import inf

import numpy as np

from diagnosis.domain.retrofit.plan.effort import SearchEffort
from diagnosis.domain.retrofit.plan.plan import Criterion, Plan
from diagnosis.domain.retrofit.plan.problem import Objective
from diagnosis.domain.scoring.encode import Floats
from diagnosis.optimiser.frontier import Frontier
from diagnosis.optimiser.growth import Extensions
from diagnosis.optimiser.instance import SAME, Instance
from diagnosis.optimiser.labels import Label
from diagnosis.optimiser.schedule import schedule, what_fits
from diagnosis.optimiser.start_order import startable_order, starts_in_order

SURELY_LESS = 1e-6
"""A worth that is estimated to be less by so much is less, however its sums were rounded."""
TIES = 8
"""How many sets of the same worth are compared, the cheapest of them."""
FULL_TRIED = 10
"""How many sets that close everything are compared, the cheapest of them."""
POINTS = 60
"""How many plans over all budgets are returned at most."""
GROWING_PART = 0.5
"""The part of an effort that growing the family may take; the rest is for trying its sets."""
TRYING = 5
"""Units of effort for each option of a set that is pruned, beside those for its schedule."""
RANKING = 10
"""Units of effort for finding the sets that are worth most, beside those for each set."""
WORTHS_A_UNIT = 10_000
"""How many sets that are looked through for it take a unit of effort."""

OptionIds = tuple[str, ...]


class Search:
    """Chooses from the family of one instance, as long as an effort lasts."""

    def __init__(self, instance: Instance, effort: SearchEffort | None = None) -> None:
        self.instance = instance
        self.effort = effort or SearchEffort()
        self.problem = instance.problem
        self.frontier = Frontier(instance)
        self._reach = self.problem.objective is Objective.REACH

    def best(self) -> Plan | None:
        """Return the best affordable plan; None where not even what is wanted can be afforded."""
        budget = inf if self.problem.budget_wan is None else self.problem.budget_wan
        start = self.frontier.start
        if start is None or start.cost > budget + SAME:
            return None
        growing = self.effort.share(GROWING_PART)
        if self._reach:
            family = self.frontier.family(enough=1.0, effort=growing)
            full = self._cheapest(family, start)
            if full is not None and self.problem.cost(full.projects) <= budget + SAME:
                return full
        else:
            family = self.frontier.family(budget, effort=growing)
        return self._best_of(self._ranked(family, start, budget), start)

    def _best_of(self, ranked: Iterator[tuple[float, OptionIds]], start: Label) -> Plan | None:
        """Return the plan of the first set that has one, or of what fits of a set before it.

        Where the effort ends before there is either, the plan of what every plan holds.
        """
        part: Plan | None = None
        least = -inf
        for worth, chosen in ranked:
            if worth <= least + SAME:
                break
            if not self.effort.spend(TRYING * len(chosen)):
                return part or schedule(self.problem, self._names(start))
            pruned = self.prune(chosen)
            plan = self.scheduled(pruned)
            if plan is not None:
                return plan
            fitting = self._what_fits(pruned)
            if fitting is not None and (worth := self.instance.worth(fitting.projects)) > least:
                part, least = fitting, worth
        return part

    def _what_fits(self, chosen: OptionIds) -> Plan | None:
        """Return a plan of what fits of a set, None where it lacks a project that is wanted."""
        plan = what_fits(self.problem, chosen)
        if not self.problem.wishes.wanted <= set(plan.projects):
            return None
        return self.scheduled(self.prune(plan.projects)) or plan

    def criterion(self, plan: Plan | None) -> Criterion:
        """Return what a plan is measured in: its cost where it reaches the level."""
        if not self._reach:
            return Criterion.RISE
        full = plan is not None and self.instance.is_full(plan.projects)
        return Criterion.COST if full or self.problem.budget_wan is None else Criterion.PROGRESS

    def worth(self, plan: Plan | None, criterion: Criterion) -> float:
        """Return a plan's worth in a criterion, or its cost."""
        chosen = () if plan is None else plan.projects
        if criterion is Criterion.COST:
            return self.problem.cost(chosen)
        return self.instance.worth(chosen)

    def scheduled(self, chosen: OptionIds) -> Plan | None:
        """Return the plan of a set."""
        return schedule(self.problem, chosen, self.effort)

    def _names(self, label: Label) -> OptionIds:
        inside = np.flatnonzero(label.inside).tolist()
        return tuple(self.instance.names[place] for place in inside)

    def _grown(self, family: Sequence[Extensions], label: int, bundle: int) -> OptionIds:
        return self._names(self.frontier.grow(family[label].label, bundle))

    def _ranked(
        self, family: Sequence[Extensions], start: Label, budget: float
    ) -> Iterator[tuple[float, OptionIds]]:
        """Yield affordable sets, the most worth first, each with the most that it may be worth.

        Ties go by level, goals, cost and ids.
        """
        if family:
            cost = np.stack([extensions.cost for extensions in family])
            worth = np.stack([extensions.worth for extensions in family])
            worth[cost > budget + SAME] = -1.0
            units = RANKING + worth.size // WORTHS_A_UNIT
            while (top := float(worth.max())) > start.worth + SAME:
                self.effort.spend(units)
                tied = np.argwhere(worth >= top - SAME)
                order = np.argsort(cost[tied[:, 0], tied[:, 1]], kind="stable")[:TIES]
                sets = {self._grown(family, *tied[place].tolist()) for place in order}
                yield from ((top, chosen) for chosen in sorted(sets, key=self.rank))
                worth[tied[:, 0], tied[:, 1]] = -1.0
        yield start.worth, self._names(start)

    def rank(self, chosen: OptionIds) -> tuple[object, ...]:
        """Return the key by which sets of equal worth are ordered, the best first."""
        problem = self.problem
        level = problem.yardstick.level_after(problem.reached(chosen))
        served = sum(problem.wishes.served(problem.options[name].project) for name in chosen)
        return (-level, -served, round(problem.cost(chosen), 9), chosen)

    def _cheapest(self, family: Sequence[Extensions], start: Label) -> Plan | None:
        """Return the cheapest plan that closes everything that is missing."""
        if not self.instance.terms:
            return self.scheduled(self._names(start))
        full: list[tuple[float, int, int]] = []
        for number, extensions in enumerate(family):
            bundles = np.flatnonzero(extensions.worth >= 1.0 - SAME).tolist()
            full += [(float(extensions.cost[place]), number, place) for place in bundles]
        sets = {
            self.prune(self._grown(family, number, bundle))
            for _, number, bundle in sorted(full)[:FULL_TRIED]
        }
        ordered = sorted(
            sets, key=lambda chosen: (round(self.problem.cost(chosen), 9), self.rank(chosen))
        )
        return next((plan for chosen in ordered if (plan := self.scheduled(chosen))), None)

    def prune(self, chosen: OptionIds) -> OptionIds:
        """Return a set without what adds nothing and is needed by nothing, dearest first."""
        problem, instance = self.problem, self.instance
        kept = startable_order(problem, chosen)
        if kept is None:
            return chosen
        worth = instance.worth(kept)
        at_most = instance.worth_without(kept)
        for name in sorted(chosen, key=lambda name: (-problem.cost([name]), name)):
            if name in problem.wishes.wanted or at_most[name] < worth - SURELY_LESS:
                continue
            place = kept.index(name)
            rest = kept[:place] + kept[place + 1 :]
            users = instance.prerequisites.users[name].intersection(rest[place:])
            if (
                starts_in_order(problem, rest, users)
                and instance.worth(rest) >= worth - SAME
                and self._same_ties(kept, rest)
            ):
                kept = rest
        return tuple(sorted(kept))

    def _same_ties(self, kept: list[str], rest: list[str]) -> bool:
        if self._reach:
            return True
        return self.rank(tuple(rest))[:2] <= self.rank(tuple(kept))[:2]

    def better(self, plan: Plan, other: Plan | None) -> Plan:
        """Return the better of two plans."""
        if other is None:
            return plan
        return min((plan, other), key=lambda plan: self._key(tuple(sorted(plan.projects))))

    def _key(self, chosen: OptionIds) -> tuple[object, ...]:
        worth = round(self.instance.worth(chosen), 9)
        cost = round(self.problem.cost(chosen), 9)
        return (-worth, cost if self._reach else 0.0, self.rank(chosen))

    def efficient(self) -> tuple[Plan, ...]:
        """Return at most `POINTS` plans over all budgets, each worth more than cheaper ones."""
        start = self.frontier.start
        if start is None:
            return ()
        family = self.frontier.family(effort=self.effort.share(GROWING_PART))
        first = self.scheduled(self._names(start))
        plans = [] if first is None else [first]
        if not family:
            return tuple(plans)
        cost = np.stack([extensions.cost for extensions in family]).ravel()
        worth = np.stack([extensions.worth for extensions in family]).ravel()
        order = np.lexsort((-worth, cost))
        best = np.maximum.accumulate(np.concatenate(([start.worth], worth[order])))
        rising = np.flatnonzero(worth[order] > best[:-1] + SAME)
        width = family[0].cost.size
        for place in _spread(rising.tolist(), cost[order]):
            number, bundle = divmod(int(order[place]), width)
            chosen = self._grown(family, number, bundle)
            if not self.effort.spend(TRYING * len(chosen)):
                break
            plan = self.scheduled(self.prune(chosen))
            if plan is not None:
                plans.append(plan)
        return tuple(plans)


def _spread(places: list[int], cost: Floats) -> list[int]:
    """Return at most `POINTS` places, evenly spread over the logarithm of cost, last included."""
    if len(places) <= POINTS:
        return places
    low, high = np.log(max(cost[places[0]], 1e-9)), np.log(cost[places[-1]])
    marks = np.exp(np.linspace(low, high, POINTS))
    ordered = cost[places]
    ranks = {int(np.searchsorted(ordered, mark * (1 + 1e-12), side="right")) - 1 for mark in marks}
    return [places[max(0, rank)] for rank in sorted(ranks | {len(places) - 1})]

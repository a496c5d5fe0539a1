"""Whether the options of a set can start one after the other, without regard to time."""

from collections.abc import Collection, Sequence

from diagnosis.domain.retrofit.plan.problem import Problem


class _PlanState:
    """What is in place after some options, without regard to time."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._positions = dict(problem.positions)
        self._done = set(problem.wishes.done)

    def can_start(self, name: str) -> bool:
        needs, positions = self._problem.options[name].project.needs, self._positions
        for need in needs.items:
            if positions.get(need.item, 0.0) < need.at_least:
                return False
        return all(self._stands(needed) for needed in needs.projects)

    def _stands(self, needed: str) -> bool:
        for name in self._problem.alternatives[needed]:
            if name in self._done or self._problem.projects[name].is_in_place(self._positions):
                return True
        return False

    def add(self, name: str) -> None:
        positions = self._positions
        self._done.add(name)
        for effect in self._problem.options[name].project.effects:
            item = effect.item
            if effect.to > positions.get(item, 0.0) and item not in self._problem.not_applicable:
                positions[item] = effect.to


def starts_in_order(problem: Problem, order: Sequence[str], doubtful: Collection[str]) -> bool:
    """Return whether every doubtful option may start once those before it are done.

    The others are known to start.
    """
    if doubtful:
        state = _PlanState(problem)
        for name in order:
            if name in doubtful and not state.can_start(name):
                return False
            state.add(name)
    return True


def startable_order(problem: Problem, chosen: Collection[str]) -> list[str] | None:
    """Return a set in an order in which each option may start; None where there is none."""
    state = _PlanState(problem)
    order: list[str] = []
    waiting = sorted(chosen)
    while waiting:
        later = []
        for name in waiting:
            if state.can_start(name):
                state.add(name)
                order.append(name)
            else:
                later.append(name)
        if len(later) == len(waiting):
            return None
        waiting = later
    return order

"""Whether a level is surely out of a budget's reach, told without solving anything."""

from diagnosis.domain.retrofit.plan.problem import Problem
from diagnosis.domain.scoring.yardstick import Requirement

_SLACK = 1e-6
"""What is short by no more may be the noise of sums."""


def is_out_of_reach(problem: Problem, level: int) -> bool:
    """Return whether no plan within the budget reaches a level; False does not say that one does.

    Each requirement of the level is looked at alone, with the money buying its best bargains:
    parts of projects too, every gain of each, nothing that they need. No plan gets more for it.
    """
    if problem.yardstick.level_after(problem.reached(problem.options)) < level:
        return True
    if problem.budget_wan is None:
        return False
    return any(
        missing > _most(problem, requirement, problem.budget_wan) + _SLACK
        for requirement in problem.yardstick.requirements_up_to(level)
        if (missing := requirement.missing({})) > 0
    )


def _most(problem: Problem, requirement: Requirement, budget_wan: float) -> float:
    """Return a bound on what the budget adds to a requirement: a knapsack that takes parts."""
    gains, bargains = requirement.gains, []
    for option in problem.options.values():
        gain = sum(
            gains[effect.item][effect.to]
            for effect in option.project.effects
            if effect.item in gains
        )
        if gain > 0:
            cost = option.binding(problem.binding)
            bargains.append((cost / gain, cost, gain))
    left, most = budget_wan, 0.0
    for _, cost, gain in sorted(bargains):
        if cost > left:
            return most + gain * left / cost
        left -= cost
        most += gain
    return most

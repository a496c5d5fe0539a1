"""Packages spread over phases that have limits of their own: in which phase each begins."""

from collections.abc import Mapping

from diagnosis.domain.retrofit.plan.problem import Phase, Problem
from diagnosis.domain.retrofit.plan.timeline import SLACK
from diagnosis.domain.retrofit.plan.waits import Waits
from diagnosis.optimiser.rows import Rows


def spread_over_phases(
    rows: Rows,
    problem: Problem,
    bought: Mapping[str, int],
    waits: Waits,
    ends: Mapping[str, float],
) -> None:
    """Add a column for each package and phase in which it may begin, and the limits of phases.

    A package begins in no earlier phase than what it waits for. `ends` are the months in which
    packages can end at the earliest.
    """
    phases = problem.phases
    begins: dict[str, dict[int, int]] = {}
    for name, column in bought.items():
        begins[name] = {
            number: rows.column(whole=True)
            for number, phase in enumerate(phases)
            if ends[name] - problem.options[name].months < phase.end
            and _holds(problem, name, phase)
        }
        rows.row([(column, -1.0), *((each, 1.0) for each in begins[name].values())], low=0, high=0)
    for number, phase in enumerate(phases):
        inside = [(name, at[number]) for name, at in begins.items() if number in at]
        if phase.budget_wan is not None:
            money = ((column, problem.build_price(name)) for name, column in inside)
            rows.row(money, high=phase.budget_wan)
        if phase.people_months is not None:
            people = ((column, problem.options[name].people_months) for name, column in inside)
            rows.row(people, high=phase.people_months)
    for name, groups in waits.items():
        for group in groups:
            for last in range(len(phases) - 1):
                before = [
                    (column, -1.0)
                    for other, _ in group
                    for number, column in begins[other].items()
                    if number <= last
                ]
                mine = [(column, 1.0) for at, column in begins[name].items() if at <= last]
                if mine:
                    rows.row([*mine, *before], high=0.0)


def _holds(problem: Problem, name: str, phase: Phase) -> bool:
    """Return whether a package could begin in a phase, were it alone there."""
    option = problem.options[name]
    money, people = phase.budget_wan, phase.people_months
    return (
        phase.start + option.months <= problem.horizon_months + SLACK
        and (money is None or problem.build_price(name) <= money + SLACK)
        and (people is None or option.people_months <= people + SLACK)
    )

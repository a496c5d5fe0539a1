"""What comes first, in its order: cures of pains and the base; AI that no pain asks for after."""

from collections.abc import Mapping, Sequence

from diagnosis.domain.retrofit.plan.problem import Problem
from diagnosis.domain.retrofit.plan.ranks import (
    CURE_WORTH,
    FIRST_GRADE_WORTH,
    FOREMOST_WORTH,
    FURTHER_IN_ORDER_WORTH,
)
from diagnosis.domain.retrofit.plan.worth import is_pain
from diagnosis.optimiser.rows import Rows


def add_order(rows: Rows, problem: Problem, bought: Mapping[str, int]) -> None:
    """Add what the foremost and the cures are worth, each where all before it are there.

    `bought` has the column of each package.
    """
    foremost = _in_order(rows, bought, problem.foremost, FOREMOST_WORTH)
    for name in problem.first_grades:
        rows.worth[bought[name]] += FIRST_GRADE_WORTH
    if not problem.weights.pain:
        return
    last = _in_order(rows, bought, problem.cures, FURTHER_IN_ORDER_WORTH)
    first = problem.cures[: problem.cures_before_level]
    _in_order(rows, bought, first, CURE_WORTH, after=foremost)
    _ai_after_pains(rows, problem, bought)
    if last is None or foremost is None:
        return
    for name in problem.spare_cures:  # none while one of the order is lacking
        if name not in problem.wishes.wanted:
            rows.row([(bought[name], 1.0), (foremost, 1.0), (last, -1.0)], high=1.0)


def _in_order(
    rows: Rows,
    bought: Mapping[str, int],
    groups: Sequence[tuple[str, ...]],
    worth: float,
    after: int | None = None,
) -> int | None:
    """Add what steps are worth where all before them are there; return the last one's column."""
    for group in groups:
        column = rows.column(worth)
        rows.row([(column, 1.0), *((bought[name], -1.0) for name in group)], high=0.0)
        if after is not None:
            rows.row([(column, 1.0), (after, -1.0)], high=0.0)
        after = column
    return after


def _ai_after_pains(rows: Rows, problem: Problem, bought: Mapping[str, int]) -> None:
    """Add that AI which no pain asks for waits until each pain that can be treated is."""
    idle = [
        name
        for name, option in problem.options.items()
        if option.package.is_ai and not option.serves and name not in problem.wishes.wanted
    ]
    for pain in filter(is_pain, problem.wishes.serve):
        serving = [name for name, option in problem.options.items() if pain in option.serves]
        for name in idle if serving else ():
            entries = ((bought[each], -1.0) for each in serving)
            rows.row([(bought[name], 1.0), *entries], high=0.0)

"""Plans in time: what has come about by a month, records included, and what may start then."""

import pytest

from diagnosis.domain.retrofit.catalogue.package import ItemNeed
from diagnosis.domain.retrofit.plan.problem import Problem
from diagnosis.domain.retrofit.plan.timeline import (
    Step,
    answers_by,
    can_start,
    positions_by,
)
from tests.builders import a_problem, an_option

RECORDS = {("a", 2): 1, ("a", 4): 12}
"""Months of records: position 2 of a asks for 1, position 4 for 12."""
GIVER = an_option("giver", {"a": 5}, delays=RECORDS, adds={"uses": ("see",)}, areas=("orders",))
TAKER = an_option("taker", {"b": 1}, item_needs=(ItemNeed("a", 2),))
LATE = an_option("late", {"b": 2}, item_needs=(ItemNeed("a", 4),))
STEP = (Step("giver", 0, 3),)


def problem_of(**changes: object) -> Problem:
    return a_problem([GIVER, TAKER, LATE], **changes)


@pytest.mark.parametrize(
    ("month", "position"), [(2.9, 0.0), (3, 1.0), (3.9, 1.0), (4, 3.0), (14, 3.0), (15, 5.0)]
)
def test_positions_come_with_their_records(month: float, position: float) -> None:
    problem = problem_of()
    assert answers_by(problem, STEP, month)["a"] == position
    assert positions_by(problem, STEP, month).get("a", 0.0) == position


def test_what_needs_no_records_comes_with_the_end() -> None:
    problem = problem_of()
    before, after = (answers_by(problem, STEP, month) for month in (2.9, 3.0))
    assert (before["uses"], before["systems"]) == (("none",), "none")
    assert (after["uses"], after["systems"]) == (("see",), "one")


def test_two_areas_in_systems_count_together() -> None:
    other = an_option("other", areas=("orders", "stock"))
    problem = a_problem([GIVER, other])
    steps = (*STEP, Step("other", 3, 6))
    assert answers_by(problem, steps, 6)["systems"] == "several"


def test_a_blank_meets_needs_once_it_is_raised_but_stays_a_blank() -> None:
    problem = problem_of(positions={"b": 0.0})
    assert "a" not in answers_by(problem, STEP, 36)
    assert positions_by(problem, STEP, 36)["a"] == 5.0
    assert can_start(problem, TAKER, STEP, 4.0)


@pytest.mark.parametrize(("month", "may"), [(3.0, False), (3.9, False), (4.0, True)])
def test_a_package_waits_for_the_records_of_what_it_needs(month: float, may: bool) -> None:
    assert can_start(problem_of(), TAKER, STEP, month) is may


def test_one_of_a_group_is_enough_once_it_has_ended() -> None:
    taker = an_option("taker", {"b": 1}, needs=(("light", "full"), ("other",)))
    options = [an_option(name, {name: 1}) for name in ("light", "full", "other")]
    problem = a_problem([*options, taker])
    steps = (Step("full", 0, 3), Step("other", 0, 3))
    assert can_start(problem, taker, steps, 3.0)
    assert not can_start(problem, taker, steps, 2.5)
    assert not can_start(problem, taker, steps[:1], 3.0)

"""SearchEffort is counted in units; parts are spent of the whole, and a clock stands behind."""

from math import inf

import pytest

from diagnosis.domain.retrofit.plan.effort import SearchEffort


class Hands:
    """A clock whose hands are moved by the test."""

    def __init__(self) -> None:
        self.at = 100.0

    def __call__(self) -> float:
        """Return the second that the hands stand at."""
        return self.at


def test_units_are_spent_until_none_are_left() -> None:
    effort = SearchEffort(5)
    assert [effort.spend(3) for _ in range(3)] == [True, True, False]
    assert effort.is_cut_short and effort.units_left == 0


def test_what_ends_with_its_last_unit_was_not_cut_short() -> None:
    effort = SearchEffort(3)
    assert effort.spend(3)
    assert not effort.is_cut_short


def test_a_part_ends_alone_and_says_so_to_the_whole() -> None:
    whole = SearchEffort(100)
    part = whole.share(0.25)
    assert part.units_left == 25
    assert part.spend(25) and not part.spend(1)
    assert (whole.units_left, whole.is_cut_short) == (75, True)
    assert whole.spend(1)


def test_a_part_of_a_part_is_spent_of_all_three() -> None:
    whole = SearchEffort(100)
    part = whole.share(0.5).share(0.5)
    part.spend(10)
    assert (part.units_left, whole.units_left) == (15, 90)


def test_the_clock_ends_what_has_units_left() -> None:
    hands = Hands()
    effort = SearchEffort(100, seconds=2.0, clock=hands)
    part = effort.share(0.5)
    assert (effort.seconds_left, part.seconds_left) == (2.0, 1.0)
    hands.at += 1.5
    assert effort.spend(1) and not part.spend(1)
    hands.at += 1.0
    assert not effort.spend(1) and effort.seconds_left == 0


def test_time_that_the_clock_did_not_see_is_counted_too() -> None:
    whole = SearchEffort(seconds=2.0, clock=Hands())
    whole.share(0.5).let_pass(1.5)
    assert whole.seconds_left == 0.5


@pytest.mark.parametrize("effort", [SearchEffort(), SearchEffort().share(0.5)])
def test_without_limits_there_is_no_end(effort: SearchEffort) -> None:
    assert effort.spend(1e12) and effort.seconds_left == inf
    assert not effort.is_cut_short

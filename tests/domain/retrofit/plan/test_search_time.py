"""The time of searches: what has passed in one is missing in the next."""

from itertools import count
from math import inf

from diagnosis.domain.retrofit.plan.search_time import SearchTime


def test_searches_share_their_seconds() -> None:
    ticks = count(100.0, 0.75)
    time = SearchTime(2.0, clock=lambda: next(ticks))
    seen = []
    for _ in range(4):
        with time.searching() as left:
            seen.append(left)
    assert seen == [2.0, 1.25, 0.5, 0.0]


def test_without_a_clock_there_is_no_end() -> None:
    time = SearchTime()
    for _ in range(3):
        with time.searching() as left:
            assert left == inf


def test_a_search_that_fails_has_taken_its_time_too() -> None:
    ticks = count(0.0, 1.0)
    time = SearchTime(5.0, clock=lambda: next(ticks))
    try:
        with time.searching():
            raise ValueError
    except ValueError:
        pass
    with time.searching() as left:
        assert left == 4.0


def test_that_it_was_cut_short_is_remembered() -> None:
    time = SearchTime(1.0)
    assert not time.is_cut_short
    time.cut_short()
    assert time.is_cut_short

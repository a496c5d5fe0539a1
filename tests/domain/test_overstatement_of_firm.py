"""What the checks of one firm say of its overstatement, shrunk to what is known of all firms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnosis.domain.overstatement import Overstatement, OverstatementSource

OF_ALL = Overstatement(value=0.25, low=0.0, high=0.6, visits=7)
steps = st.sampled_from([-5.0, -1.0, -0.5, 0.0, 0.2, 0.5, 1.0, 2.5, 5.0])
gaps = st.lists(steps, min_size=1, max_size=12)


def test_without_a_check_it_is_that_of_all_firms() -> None:
    assert OF_ALL.of_firm(()) is OF_ALL


def test_the_mean_gap_is_shrunk_by_two_checks() -> None:
    of_firm = OF_ALL.of_firm((1.0, 1.0, 2.0))
    assert of_firm.value == pytest.approx((4.0 + 2 * 0.25) / 5)
    assert (of_firm.source, of_firm.checks, of_firm.visits) == (OverstatementSource.CHECKS, 3, 7)


def test_many_checks_narrow_its_range() -> None:
    few, many = OF_ALL.of_firm((1.0,) * 3), OF_ALL.of_firm((1.0,) * 30)
    assert many.high - many.low < (few.high - few.low) / 2
    assert many.value == pytest.approx(1.0, abs=0.06)


@given(gaps, st.data())
def test_a_higher_verified_answer_never_makes_it_larger(
    found: list[float], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(found) - 1))
    higher = [*found]
    higher[place] -= data.draw(st.floats(0, 5))
    before, after = OF_ALL.of_firm(found), OF_ALL.of_firm(higher)
    assert 0 <= after.low <= after.value <= after.high <= 5
    assert (after.value, after.low, after.high) <= (before.value, before.low, before.high)
    assert after.low <= before.low and after.high <= before.high

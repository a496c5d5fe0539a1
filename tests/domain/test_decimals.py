"""Half up, of numbers as they are written: an oracle of whole decimals, and ties by hand."""

from decimal import ROUND_HALF_UP, Decimal
from math import copysign

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnosis.domain.decimals import half_up

DIGITS = st.sampled_from([0, 1, 2, 3, 9])
ANY = st.one_of(st.floats(-1e9, 1e9), st.floats(-1e15, 1e15))
SHORT = st.builds(
    lambda whole, places: whole / 10**places, st.integers(-(10**9), 10**9), st.integers(0, 10)
)


@pytest.mark.parametrize(
    ("value", "digits", "rounded"),
    [
        (0.125, 2, 0.13),
        (2.675, 2, 2.68),  # binary: 2.67499999999999982236431605997495353221893310546875
        (1.005, 2, 1.01),
        (0.285, 2, 0.29),
        (-0.125, 2, -0.13),
        (2.5, 0, 3.0),
        (3.5, 0, 4.0),
        (0.0500500005, 9, 0.050050001),
        (17.0000800885, 9, 17.000080089),
        (0.050050000000000004, 9, 0.05005),
        (0.1 + 0.2, 9, 0.3),
        (2.6749999999999994, 2, 2.67),
        (1e8, 2, 1e8),
        (123456789.125, 2, 123456789.13),
        (8, 9, 8.0),
        (1e300, 9, 1e300),
        (-(2.0**60), 2, -(2.0**60)),
    ],
)
def test_ties_are_those_of_the_decimals(value: float, digits: int, rounded: float) -> None:
    assert half_up(value, digits) == rounded
    assert type(half_up(value, digits)) is float


@given(st.one_of(ANY, SHORT), DIGITS)
def test_it_is_what_decimals_make_of_it(value: float, digits: int) -> None:
    unit = Decimal(1).scaleb(-digits)
    assert half_up(value, digits) == float(Decimal(repr(value)).quantize(unit, ROUND_HALF_UP))
    assert half_up(half_up(value, digits), digits) == half_up(value, digits)


@given(st.floats(-1e-9, 0.0), st.integers(0, 8))
def test_there_is_no_negative_zero(value: float, digits: int) -> None:
    assert copysign(1, half_up(value, digits)) == 1

from hypothesis import given
from hypothesis import strategies as st

from diagnosis.domain.retrofit.catalogue.amounts import Money, Range, total_of


def test_middle_of_a_range_is_geometric() -> None:
    assert Range(4, 9).mid == 6.0


def test_middle_of_a_range_from_nothing_is_half_its_end() -> None:
    assert Range(0, 3).mid == 1.5


@given(st.floats(0.01, 1e4), st.floats(1, 100))
def test_middle_lies_inside_the_range(low: float, factor: float) -> None:
    cost = Range(low, low * factor)
    assert cost.low <= cost.mid * (1 + 1e-12) and cost.mid <= cost.high * (1 + 1e-12)


def test_money_is_added_end_by_end() -> None:
    assert Money(1, 2, 4).plus(Money(10, 20, 30), 3) == Money(31, 62, 94)


def test_what_is_left_is_never_below_nothing() -> None:
    assert Money(1, 2, 4).less(Money(2, 2, 1)) == Money(0, 0, 3)


def test_a_total_is_what_its_rows_add_up_to_as_shown() -> None:
    # 0.125 is shown as 0.13 (half up): two rows of it are 0.26, where their sum is 0.25
    assert total_of([Money(0.125, 1, 2), Money(0.125, 1, 2)]) == Money(0.26, 2, 4)


def test_a_total_of_nothing_is_nothing() -> None:
    assert total_of([]) == Money()

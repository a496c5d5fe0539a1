"""The one reader of numbers: JSON numbers alone, in reach, told apart from text."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnosis.domain.fault import Fault
from diagnosis.domain.intake.number import (
    finite,
    read_number,
    read_whole,
    whole_of,
    written_number,
)

HUGE = 10**400


def code_of(value: Any) -> str | None:
    return value.code if isinstance(value, Fault) else None


@pytest.mark.parametrize(("raw", "whole"), [(60, 60), (60.0, 60), (0.0, 0), (-0.0, 0), (1e2, 100)])
def test_a_float_without_a_fraction_is_a_whole_number(raw: float, whole: int) -> None:
    value = read_whole(raw, "/x", 0, 100)
    assert value == whole and type(value) is int


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (60.5, "wrong-type"),
        (101.0, "out-of-range"),
        (HUGE, "out-of-range"),
        (-HUGE, "out-of-range"),
        (1e300, "out-of-range"),
        (float("nan"), "not-a-number"),
        (float("-inf"), "not-a-number"),
        (True, "wrong-type"),
        ("60", "number-as-text"),
        ("６０", "number-as-text"),
        ("60人", "wrong-type"),
        ("", "wrong-type"),
        ([60], "wrong-type"),
    ],
)
def test_what_is_no_such_whole_number_is_a_fault(raw: Any, code: str) -> None:
    assert code_of(read_whole(raw, "/x", 0, 100)) == code


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (HUGE, "out-of-range"),
        (float("inf"), "not-a-number"),
        (False, "wrong-type"),
        ("2,600.50", "number-as-text"),
        ("NaN", "wrong-type"),
        ("1e3", "wrong-type"),
    ],
)
def test_what_is_no_such_number_is_a_fault(raw: Any, code: str) -> None:
    assert code_of(read_number(raw, "/x", 0, 1e6)) == code


def test_zero_has_no_sign() -> None:
    assert str(read_number(-0.0, "/x", 0, 9)) == "0.0" == str(finite(-0.0))


def test_a_number_as_text_is_told_as_it_should_be_written() -> None:
    fault = read_number(" 2,600.50 ", "/x", 0, 9)
    assert isinstance(fault, Fault) and fault.values["number"] == "2600.50"


def test_limits_have_no_binary_tail() -> None:
    fault = read_number(1, "/x", 0.57 + 1, 120.0)
    assert isinstance(fault, Fault) and fault.values == {"low": 1.57, "high": 120}


@pytest.mark.parametrize(
    ("text", "value"),
    [("12", "12"), ("１２．５", "12.5"), ("+3", "3"), (".5", "0.5"), ("1,234,567", "1234567")],
)
def test_what_people_write_is_understood(text: str, value: str) -> None:
    assert written_number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "1_0", "1,2", "1e3", "nan", "inf", "1 2", "9" * 41, "٣"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert written_number(text) is None


@given(st.text(max_size=60))
def test_any_text_is_a_number_or_none(text: str) -> None:
    number = written_number(text)
    assert number is None or number.is_finite()
    whole = whole_of(text)
    assert whole is None or str(whole) == text.lstrip("0") or whole == 0


@given(st.one_of(st.integers(), st.floats(), st.text(), st.booleans(), st.none()))
def test_any_value_is_read_or_refused(raw: Any) -> None:
    value = read_number(raw, "/x", -5, 5)
    assert isinstance(value, Fault) or -5 <= value <= 5
    whole = read_whole(raw, "/x", -5, 5)
    assert isinstance(whole, Fault) or whole == raw

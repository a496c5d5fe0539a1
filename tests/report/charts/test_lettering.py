"""Where text wraps, and how coordinates are written."""

import pytest

from diagnosis.report.charts.lettering import wrap
from diagnosis.report.charts.svg import short


def test_chinese_wraps_between_characters_but_not_before_a_closing_mark() -> None:
    assert wrap("设备管理，好", 48) == ("设备管", "理，好")


def test_a_long_word_is_broken_and_what_is_left_over_cut() -> None:
    assert wrap("aaaaaaaa", 30) == ("aaaa", "aaaa")
    assert wrap("aaaaaaaaaaaa", 30) == ("aaaa", "aa…")


def test_blanks_are_no_lines() -> None:
    assert wrap("", 30) == ("",)
    assert wrap("  a \n b ", 30) == ("a b",)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e7])
def test_what_is_no_place_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="place"):
        short(value)

"""Lines of a terminal: numbers keep their units, brackets what they enclose, at any width."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from diagnosis.present.wrapped import wrapped

SUMMARY = (
    "8 项，建设约 17 万元（4.9–45 万），之后每年约 4.3 万，三年总账约 30 万元。"
    "照「中小企业数字化水平评测指标（2024 年版）」，从 0 级到 1 级。"
)
WIDTHS = st.integers(16, 120)


@given(WIDTHS)
def test_no_number_leaves_its_unit(width: int) -> None:
    lines = wrapped(SUMMARY, width).split("\n")
    assert "".join(lines).replace(" ", "") == SUMMARY.replace(" ", "")
    assert all(cell_len(line) <= width for line in lines)
    for line in lines:
        assert line[0] not in "万元级项，。）」" and not line[-1].isdigit(), lines
        assert line[-1] not in "「（"


@given(WIDTHS)
def test_english_breaks_between_words(width: int) -> None:
    text = "8 packages: about 17 万元 (4.9–45) to build, then about 4.3 a year, 30 over 3 years."
    lines = wrapped(text, width).split("\n")
    assert " ".join(lines) == text
    assert not any(line.startswith("万") for line in lines)


@given(WIDTHS)
def test_no_date_is_broken(width: int) -> None:
    text = "要在 2026-12-31 前做完，计划里对得上它的，最早 2027-01-11 才做完，这笔钱没有算。"
    lines = wrapped(text, width).split("\n")
    assert all(any(day in line for line in lines) for day in ("2026-12-31", "2027-01-11"))


@pytest.mark.parametrize(("indent", "lines"), [("", 1), ("  ", 2)])
def test_an_indent_counts(indent: str, lines: int) -> None:
    shown = wrapped("要 3.9 万元，钱不够。", 21, indent=indent).split("\n")
    assert len(shown) == lines and all(line.startswith(indent) for line in shown)


def test_what_is_wider_than_a_line_has_one_to_itself() -> None:
    assert wrapped("see https://example.org/page now", 12) == "see\nhttps://example.org/page\nnow"

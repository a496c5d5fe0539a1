"""Money by years: heights to scale, support below the line, values apart."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.report.charts.yearly_bars import MOST_YEARS, YearlyMoney, draw_yearly_bars
from tests.report.charts.drawings import (
    EN,
    ZH,
    assert_no_text_covers_another,
    described,
    elements,
    numbers,
    texts,
)
from tests.report.charts.strategies import AMOUNTS


def test_parts_are_to_scale_and_support_hangs_below_zero() -> None:
    # 150 up and 20 down share 170 units: one for each 万元, zero at 28 + 150.
    drawing = draw_yearly_bars([YearlyMoney("第 1 年", 100, 50, 20)], ZH)
    bars = [each for each in elements(drawing, "rect") if "x" in each.attrib]
    assert [numbers(bar, "y", "height") for bar in bars] == [(78, 100), (28, 50), (178, 20)]
    assert [bar.get("fill") for bar in bars] == ["#0b5cad", "#d9e6f2", "url(#c-hatch)"]
    assert {"100", "50", "−20", "净 130"} <= {box.text for box in texts(drawing)}


def test_a_part_that_is_nothing_is_not_drawn() -> None:
    drawing = draw_yearly_bars([YearlyMoney("Year 1", 0, 0, 0)], EN)
    assert [each for each in elements(drawing, "rect") if "x" in each.attrib] == []
    assert "Net 0" in drawing


def test_the_description_has_every_amount() -> None:
    years = [YearlyMoney("Year 1", 120.5, 8, 30), YearlyMoney("Year 2", 0, 1.25, 45)]
    assert described(draw_yearly_bars(years, EN)) == (
        "Year 1: building 120.5, running 8, support 30, net 98.5 (万元); "
        "Year 2: building 0, running 1.25, support 45, net −43.75 (万元)."
    )


@pytest.mark.parametrize(
    "years",
    [
        [],
        [YearlyMoney("a", 1, 1, 1)] * (MOST_YEARS + 1),
        [YearlyMoney("a", -1, 1, 1)],
        [YearlyMoney("a", 1, float("nan"), 1)],
    ],
)
def test_what_is_no_account_is_refused(years: list[YearlyMoney]) -> None:
    with pytest.raises(ValueError):
        draw_yearly_bars(years, EN)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.builds(YearlyMoney, st.just("第 1 年"), AMOUNTS, AMOUNTS, AMOUNTS),
        min_size=1,
        max_size=MOST_YEARS,
    )
)
def test_values_never_cover_one_another(years: list[YearlyMoney]) -> None:
    assert_no_text_covers_another(draw_yearly_bars(years, ZH))

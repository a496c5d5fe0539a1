"""Worth against effort: places, quadrants, and that no number covers another."""

from math import dist

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.report.charts.worth_effort import MOST_DOTS, Dot, draw_worth_effort
from tests.report.charts.drawings import EN, ZH, described, elements, numbers
from tests.report.charts.strategies import AMOUNTS


def draw(*dots: Dot) -> str:
    return draw_worth_effort(dots, "worth", "effort", EN)


def places(drawing: str) -> list[tuple[float, ...]]:
    circles = elements(drawing, "circle")
    return [numbers(each, "cx", "cy") for each in circles if each.get("r") == "10"]


def test_the_median_is_in_the_middle_and_the_most_at_the_end() -> None:
    # Centres lie within 16–344 by 52–268; 1 of a median of 2 is a quarter of the way.
    drawing = draw(Dot("a", 1, 1), Dot("b", 2, 2), Dot("c", 3, 30))
    assert places(drawing) == [(98, 214), (180, 160), (344, 52)]


def test_equal_dots_are_moved_apart_and_tied_to_their_place() -> None:
    drawing = draw(Dot("a", 1, 1), Dot("b", 1, 1), Dot("c", 9, 9))
    first, second, _ = places(drawing)
    assert dist(first, second) >= 22 - 0.02
    (tie,) = elements(drawing, "line")
    assert numbers(tie, "x1", "y1", "x2", "y2") == (*second, *first)


def test_dots_of_no_worth_and_no_effort_lie_in_the_corner() -> None:
    assert places(draw(Dot("a", 0, 0))) == [(16, 268)]


def test_names_are_numbered_below_and_described_with_their_quadrant() -> None:
    drawing = draw_worth_effort(
        [Dot("报工", 9, 2), Dot("排产", 8, 40.5), Dot("看板", 1, 1)], "价值", "投入（万元）", ZH
    )
    assert described(drawing) == (
        "↑ 价值：中线 8，最高 9；投入（万元）：中线 2，最高 40.5 →。"
        "1 报工：值得多、花得少（价值 9，投入（万元） 2）；"
        "2 排产：值得多、花得多（价值 8，投入（万元） 40.5）；"
        "3 看板：值得少、花得少（价值 1，投入（万元） 1）。"
    )
    written = [each.text for each in elements(drawing, "text")]
    assert written[-6:] == ["1", "报工", "2", "排产", "3", "看板"]


@pytest.mark.parametrize(
    "dots",
    [[], [Dot("a", 1, 1)] * (MOST_DOTS + 1), [Dot("a", -1, 1)], [Dot("a", 1, float("inf"))]],
)
def test_what_cannot_be_placed_is_refused(dots: list[Dot]) -> None:
    with pytest.raises(ValueError):
        draw(*dots)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.builds(Dot, st.just("a"), st.just(1.0) | AMOUNTS, st.just(1.0) | AMOUNTS),
        min_size=1,
        max_size=MOST_DOTS,
    )
)
def test_no_number_ever_covers_another(dots: list[Dot]) -> None:
    at = places(draw(*dots))
    assert len(at) == len(dots)
    assert all(16 <= x <= 344 and 52 <= y <= 268 for x, y in at)
    assert all(dist(a, b) >= 22 - 0.02 for n, a in enumerate(at) for b in at[n + 1 :])

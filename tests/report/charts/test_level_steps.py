"""The stairs of a standard: heights, marks, words."""

import pytest

from diagnosis.report.charts.level_steps import Stairs, draw_level_steps
from tests.report.charts.drawings import EN, ZH, described, elements, numbers, texts

NAMES = ["规划级", "规范级", "集成级"]


def test_steps_rise_to_the_right() -> None:
    rects = elements(draw_level_steps(Stairs(NAMES, 1), ZH), "rect")
    assert [numbers(rect, "x", "y", "width") for rect in rects] == [
        (4, 64, 352),
        (69, 34, 287),
        (134, 4, 222),
    ]


def test_what_is_reached_is_dark_and_the_next_is_dashed() -> None:
    rects = elements(draw_level_steps(Stairs([*NAMES, "优化级"], 1), ZH), "rect")
    assert [rect.get("fill") for rect in rects] == ["#0b5cad", "#0b5cad", "#ffffff", "#d9e6f2"]
    assert ["stroke-dasharray" in rect.attrib for rect in rects] == [False, False, True, False]


def test_here_and_next_stand_on_their_steps() -> None:
    boxes = {box.text: box for box in texts(draw_level_steps(Stairs(NAMES, 0), ZH))}
    assert boxes["贵厂在此"].top == boxes["规划级"].top
    assert boxes["下一级"].top == boxes["规范级"].top


def test_it_says_where_the_firm_stands_and_what_is_missing() -> None:
    stairs = Stairs(["Planned", "Standardised"], 0, "Three scenes to go.")
    assert described(draw_level_steps(stairs, EN)) == (
        "From low to high: Planned, Standardised. Your plant now: Planned. Next: Standardised. "
        "Three scenes to go."
    )
    assert described(draw_level_steps(Stairs(NAMES, 2), ZH)) == (
        "由低到高：规划级、规范级、集成级。贵厂现在是：集成级。这是最高一级。"
    )


def test_a_firm_without_a_level_is_said_to_have_none() -> None:
    drawing = draw_level_steps(Stairs(NAMES, None), ZH)
    assert "贵厂在此" not in drawing
    assert described(drawing).endswith("贵厂还没有级别。下一级：规划级。")


@pytest.mark.parametrize("stairs", [Stairs([], None), Stairs(NAMES, 3), Stairs(NAMES, -1)])
def test_a_level_that_is_none_is_refused(stairs: Stairs) -> None:
    with pytest.raises(ValueError):
        draw_level_steps(stairs, ZH)

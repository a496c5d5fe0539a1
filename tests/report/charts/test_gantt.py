"""The calendar of a plan: bars where their months are, names of phases, words."""

import pytest

from diagnosis.report.charts.gantt import GanttBar, GanttPhase, draw_gantt
from tests.report.charts.drawings import EN, ZH, described, elements, numbers, texts

ROWS = [GanttBar("报工", 0, 6, "12 万元"), GanttBar("排产", 6, 3, "30 万元")]


def bars(drawing: str) -> list[tuple[float, ...]]:
    rects = elements(drawing, "rect")
    return [numbers(each, "x", "width") for each in rects if each.get("fill") == "#0b5cad"]


def test_bars_lie_over_their_months() -> None:
    # 9 months are drawn as 10, a line every two; 352 units from 4 on.
    drawing = draw_gantt(ROWS, ZH)
    assert bars(drawing) == [(4, 211.2), (215.2, 105.6)]
    assert [box.text for box in texts(drawing)][:6] == ["月", "2", "4", "6", "8", "10"]


def test_what_takes_no_time_is_a_stroke_within_the_frame() -> None:
    assert bars(draw_gantt([GanttBar("a", 6, 0, "")], EN)) == [(354, 2)]
    assert bars(draw_gantt([GanttBar("a", 0, 0, "")], EN)) == [(4, 2)]


def test_phases_are_bands_with_their_names() -> None:
    phases = [GanttPhase("打基础", 0, 6), GanttPhase("连起来", 6, 12)]
    drawing = draw_gantt(ROWS, ZH, phases)
    assert [numbers(each, "x", "width") for each in elements(drawing, "rect")][:2] == [
        (4, 176),
        (180, 176),
    ]
    assert {"打基础", "连起来"} <= {box.text for box in texts(drawing)}


def test_names_too_wide_for_their_bands_stand_below_with_numbers() -> None:
    phases = [GanttPhase("先打好最要紧的基础", 0, 2), GanttPhase("连起来", 2, 12)]
    written = [box.text for box in texts(draw_gantt(ROWS, ZH, phases))]
    assert written.count("1") == 2 and written.count("先打好最要紧的基础") == 1


def test_the_description_has_every_row_and_phase() -> None:
    drawing = draw_gantt(ROWS[:1], EN, [GanttPhase("Basics", 0, 6.5)])
    assert described(drawing) == (
        "Basics: months 0 to 6.5; 报工: begins after 0 months, takes 6 months, 12 万元."
    )
    assert described(draw_gantt(ROWS[1:], ZH)) == "排产：6 个月后开始，做 3 个月，30 万元。"


@pytest.mark.parametrize(
    ("rows", "phases"),
    [
        ([], []),
        ([GanttBar("a", -1, 2, "")], []),
        ([GanttBar("a", 1, -2, "")], []),
        ([GanttBar("a", 1, float("nan"), "")], []),
        (ROWS, [GanttPhase("a", 3, 1)]),
    ],
)
def test_what_is_no_calendar_is_refused(rows: list[GanttBar], phases: list[GanttPhase]) -> None:
    with pytest.raises(ValueError):
        draw_gantt(rows, EN, phases)

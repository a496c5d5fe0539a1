"""Counts: bars to scale, what may not be told hatched with its word."""

import pytest

from diagnosis.report.charts.histogram import CountedBin, draw_histogram
from tests.report.charts.drawings import EN, ZH, described, elements, numbers, texts

BINS = [CountedBin("规划级", 50), CountedBin("规范级", 100), CountedBin("集成级", 0)]
HIDDEN = "少于 5 家"


def test_bars_are_to_scale() -> None:
    rects = elements(draw_histogram(BINS, HIDDEN, ZH), "rect")
    half, whole, none = (numbers(rect, "width")[0] for rect in rects)
    assert half == pytest.approx(whole / 2, abs=0.01) and none == 0
    assert {"50", "100", "0"} <= {box.text for box in texts(draw_histogram(BINS, HIDDEN, ZH))}


def test_a_hidden_count_is_hatched_alike_whatever_it_is_and_says_its_word() -> None:
    drawing = draw_histogram([*BINS, CountedBin("优化级", None)], HIDDEN, ZH)
    (hatched,) = [
        each for each in elements(drawing, "rect") if each.get("fill") == "url(#c-hatch)"
    ]
    assert numbers(hatched, "width") == (28,)
    assert [box.text for box in texts(drawing)].count(HIDDEN) == 1
    assert described(drawing) == "规划级：50；规范级：100；集成级：0；优化级：少于 5 家。"


def test_all_may_be_hidden() -> None:
    drawing = draw_histogram([CountedBin("a", None)] * 2, "hidden", EN)
    assert described(drawing) == "a: hidden; a: hidden."


@pytest.mark.parametrize("bins", [[], [CountedBin("a", -1)]])
def test_what_is_no_histogram_is_refused(bins: list[CountedBin]) -> None:
    with pytest.raises(ValueError):
        draw_histogram(bins, "hidden", EN)

"""What holds for all charts: well formed, strict, described, nothing cut off, equal bytes."""

import ast
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.domain.text import Language
from diagnosis.report import charts
from diagnosis.report.charts.caption import Caption
from diagnosis.report.charts.gantt import GanttBar, GanttPhase, draw_gantt
from diagnosis.report.charts.histogram import CountedBin, draw_histogram
from diagnosis.report.charts.level_steps import Stairs, draw_level_steps
from diagnosis.report.charts.radar import draw_radar
from diagnosis.report.charts.radar_axes import Peers, RadarAxis
from diagnosis.report.charts.worth_effort import MOST_DOTS, Dot, draw_worth_effort
from diagnosis.report.charts.yearly_bars import MOST_YEARS, YearlyMoney, draw_yearly_bars
from tests.report.charts.drawings import EN, ZH, assert_nothing_is_cut_off, described, elements
from tests.report.charts.strategies import AMOUNTS, LABELS, SCORES

Draw = Callable[[Caption], str]
NASTY = 'R&D <b> "x"\x00 {name}'
MODULE_LINES = 60


def radar(caption: Caption) -> str:
    axes = [RadarAxis(NASTY, 1.5, Peers(1, 2, 3), 4), RadarAxis("b", None), RadarAxis("c", 5)]
    return draw_radar(axes, caption)


def stairs(caption: Caption) -> str:
    return draw_level_steps(Stairs([NASTY, "b", "c"], 0, NASTY), caption)


def worth_effort(caption: Caption) -> str:
    return draw_worth_effort([Dot(NASTY, 3, 4), Dot("b", 1, 2)], "worth", "effort", caption)


def gantt(caption: Caption) -> str:
    return draw_gantt([GanttBar(NASTY, 0, 3, "12 万元")], caption, [GanttPhase(NASTY, 0, 3)])


def yearly_bars(caption: Caption) -> str:
    return draw_yearly_bars([YearlyMoney(NASTY, 10, 2, 3)], caption)


def histogram(caption: Caption) -> str:
    return draw_histogram([CountedBin(NASTY, 3), CountedBin("b", None)], "hidden", caption)


ALL: list[Draw] = [radar, stairs, worth_effort, gantt, yearly_bars, histogram]


@pytest.mark.parametrize("draw", ALL)
def test_it_is_an_image_with_a_title_and_a_description(draw: Draw) -> None:
    caption = Caption("level-1", "Where <you> stand", Language.EN)
    root = ElementTree.fromstring(draw(caption))
    title, desc = root[0], root[1]
    assert (
        root.get("role") == "img" and root.get("width") == "100%" and "height" not in root.attrib
    )
    assert (title.text, title.get("id")) == ("Where <you> stand", "level-1-title")
    assert desc.get("id") == "level-1-desc" and desc.text
    assert root.get("aria-labelledby") == "level-1-title level-1-desc"
    assert root.get("viewBox", "").startswith("0 0 360 ")


@pytest.mark.parametrize("draw", ALL)
def test_every_id_begins_with_the_prefix_and_every_reference_has_its_id(draw: Draw) -> None:
    drawing = draw(replace(ZH, prefix="p7"))
    ids = re.findall(r' id="([^"]*)"', drawing)
    assert len(ids) == len(set(ids)) and all(each.startswith("p7-") for each in ids)
    assert set(re.findall(r"url\(#([^)]*)\)", drawing)) <= set(ids)


@pytest.mark.parametrize("draw", ALL)
def test_there_is_nothing_that_a_strict_policy_forbids(draw: Draw) -> None:
    for node in ElementTree.fromstring(draw(EN)).iter():
        assert not {"style", "class", "font-family"} & node.attrib.keys()
        assert not [name for name in node.attrib if name.startswith("on")]
        assert node.tag.rpartition("}")[2] not in {"style", "script", "image", "foreignObject"}


@pytest.mark.parametrize("draw", ALL)
def test_labels_are_escaped_and_said_whole_in_the_description(draw: Draw) -> None:
    drawing = draw(ZH)
    assert "<b>" not in drawing and "&lt;b&gt;" in drawing
    assert 'R&D <b> "x" {name}' in described(drawing)


@pytest.mark.parametrize("draw", ALL)
def test_text_is_at_least_twelve_units_high_and_dark_enough(draw: Draw) -> None:
    drawing = draw(EN)
    assert ElementTree.fromstring(drawing).get("font-size") == "12"
    for text in elements(drawing, "text"):
        assert "font-size" not in text.attrib
        assert text.get("fill", "#1a1a1a") in {"#1a1a1a", "#ffffff"}


@pytest.mark.parametrize("draw", ALL)
def test_equal_values_give_equal_bytes_and_languages_differ(draw: Draw) -> None:
    assert draw(ZH) == draw(ZH)
    assert described(draw(ZH)) != described(draw(EN))


@pytest.mark.parametrize("prefix", ["", "1a", "a b", 'a"', "图", "a\n"])
def test_a_prefix_that_is_no_id_is_refused(prefix: str) -> None:
    with pytest.raises(ValueError, match="prefix"):
        replace(ZH, prefix=prefix)


@pytest.mark.parametrize(
    "module", ["radar", "level_steps", "worth_effort", "gantt", "yearly_bars", "histogram"]
)
def test_no_chart_takes_more_than_sixty_lines_to_draw(module: str) -> None:
    text = (Path(charts.__file__).parent / f"{module}.py").read_text(encoding="utf-8")
    lines: set[int] = set()
    for function in ast.parse(text).body:
        if isinstance(function, ast.FunctionDef):
            body = function.body[1:] if ast.get_docstring(function) else function.body
            lines |= set(range(function.lineno, function.body[0].lineno))
            lines |= set(range(body[0].lineno, (function.end_lineno or 0) + 1))
    code = [line for n, line in enumerate(text.splitlines(), 1) if n in lines and line.strip()]
    assert len(code) <= MODULE_LINES


@st.composite
def peers(draw: st.DrawFn) -> Peers:
    return Peers(*sorted(draw(st.tuples(SCORES, SCORES, SCORES))))


RADAR_AXES = st.builds(
    RadarAxis,
    LABELS,
    st.none() | SCORES,
    st.none() | peers(),
    st.none() | SCORES,
)
DRAWN = st.one_of(
    st.lists(RADAR_AXES, min_size=3, max_size=24).map(lambda axes: draw_radar(axes, EN)),
    st.builds(
        lambda names, missing: draw_level_steps(Stairs(names, len(names) // 2, missing), EN),
        st.lists(LABELS, min_size=1, max_size=8),
        LABELS,
    ),
    st.lists(st.builds(Dot, LABELS, AMOUNTS, AMOUNTS), min_size=1, max_size=MOST_DOTS).map(
        lambda dots: draw_worth_effort(dots, "价值", "投入（万元）", ZH)
    ),
    st.builds(
        lambda rows, name, end: draw_gantt(rows, ZH, [GanttPhase(name, 0, end)]),
        st.lists(
            st.builds(GanttBar, LABELS, st.floats(0, 60), st.floats(0, 60), LABELS),
            min_size=1,
            max_size=15,
        ),
        LABELS,
        st.floats(0, 100),
    ),
    st.lists(
        st.builds(YearlyMoney, LABELS, AMOUNTS, AMOUNTS, AMOUNTS), min_size=1, max_size=MOST_YEARS
    ).map(lambda years: draw_yearly_bars(years, ZH)),
    st.builds(
        lambda bins, hidden: draw_histogram(bins, hidden, EN),
        st.lists(
            st.builds(CountedBin, LABELS, st.none() | st.integers(0, 10**7)),
            min_size=1,
            max_size=12,
        ),
        LABELS,
    ),
)


@settings(max_examples=300, deadline=None)
@given(DRAWN)
def test_nothing_is_ever_cut_off(drawing: str) -> None:
    assert_nothing_is_cut_off(drawing)

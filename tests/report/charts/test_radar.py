"""The radar: points where they belong, labels of the standard whole and apart."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.domain.text import Language
from diagnosis.report.charts.caption import Caption
from diagnosis.report.charts.radar import draw_radar
from diagnosis.report.charts.radar_axes import Peers, RadarAxis
from diagnosis.services.ports.content import Content
from tests.report.charts.drawings import (
    EN,
    ZH,
    assert_no_text_covers_another,
    assert_nothing_is_cut_off,
    described,
    elements,
    numbers,
)
from tests.report.charts.strategies import SHORT_LABELS


def test_values_lie_on_their_axes() -> None:
    values = [5, 0, 2.5, 5]
    drawing = draw_radar([RadarAxis("axis", value) for value in values], EN)
    circles = [numbers(each, "cx", "cy", "r") for each in elements(drawing, "circle")]
    rings, dots = circles[:5], circles[5:]
    x, y, radius = rings[4]
    assert x == 180
    assert [r for *_, r in rings] == pytest.approx(
        [radius * n / 5 for n in (1, 2, 3, 4, 5)], abs=0.01
    )
    places = [(x, y - radius), (x, y), (x, y + radius / 2), (x - radius, y)]
    assert [pytest.approx(place, abs=0.02) for place in places] == [dot[:2] for dot in dots]


def test_the_rings_are_numbered() -> None:
    drawing = draw_radar([RadarAxis("轴", 1)] * 5, ZH)
    written = [each.text for each in elements(drawing, "text")]
    assert [text for text in written if text in "12345"] == ["1", "2", "3", "4", "5"]


def test_peers_are_a_bar_from_quarter_to_quarter() -> None:
    axes = [RadarAxis("a", 1, Peers(1, 2, 3.5)), RadarAxis("b", 1), RadarAxis("c", 1)]
    drawing = draw_radar(axes, EN)
    y, radius = numbers(elements(drawing, "circle")[4], "cy", "r")
    bar = elements(drawing, "g")[0][0]
    assert numbers(bar, "y", "height") == pytest.approx((y - radius * 0.7, radius * 0.5), abs=0.02)


def test_what_has_no_value_leaves_a_gap_and_says_so() -> None:
    axes = [RadarAxis("a", 1), RadarAxis("b", None), RadarAxis("c", 2), RadarAxis("d", 3)]
    drawing = draw_radar(axes, EN)
    line = elements(drawing, "path")[1].attrib["d"]
    assert (line.count("M"), line.count("L")) == (1, 2)  # c, d, a: nothing to or from b
    assert len(elements(drawing, "circle")) == 5 + 3
    assert described(drawing) == "Each from 0 to 5. a: 1; b: no value; c: 2; d: 3."


def test_a_radar_of_nothing_known_has_no_line() -> None:
    drawing = draw_radar([RadarAxis("a", None)] * 3, EN)
    assert elements(drawing, "path")[1].attrib["d"] == ""


def test_the_description_has_every_value() -> None:
    axes = [
        RadarAxis("数据", 1.25, Peers(0.5, 1.5, 2.675), 3),
        RadarAxis("集成", 0),
        RadarAxis("装备", 5),
    ]
    assert described(draw_radar(axes, ZH)) == (
        "每项 0–5。数据：1.25（同行 0.5–2.68，中位 1.5）（目标 3）；集成：0；装备：5。"
    )


def test_the_legend_names_what_is_drawn() -> None:
    plain = draw_radar([RadarAxis("a", 1)] * 3, EN)
    assert "Your plant" in plain and "peers" not in plain and "Target" not in plain
    full = draw_radar([RadarAxis("a", 1, Peers(1, 2, 3), 4)] * 3, EN)
    assert "Middle half of peers" in full and "Median of peers" in full and "Target" in full


@pytest.mark.parametrize(
    "axes",
    [
        [],
        [RadarAxis("a", 1)] * 2,
        [RadarAxis("a", 5.1)] * 3,
        [RadarAxis("a", float("nan"))] * 3,
        [RadarAxis("a", 1, target=-1)] * 3,
        [RadarAxis("a", 1, Peers(3, 2, 1))] * 3,
    ],
)
def test_what_is_no_radar_is_refused(axes: list[RadarAxis]) -> None:
    with pytest.raises(ValueError):
        draw_radar(axes, EN)


@pytest.mark.parametrize("language", Language)
def test_the_twenty_sub_domains_are_whole_and_apart(content: Content, language: Language) -> None:
    names = [each.name.say(language) for each in content.standards.staged.subdomains]
    assert len(names) == 20
    drawing = draw_radar([RadarAxis(name, 2) for name in names], Caption("r", "", language))
    assert_nothing_is_cut_off(drawing)
    assert_no_text_covers_another(drawing)
    assert "…" not in drawing


@settings(max_examples=100, deadline=None)
@given(st.lists(SHORT_LABELS, min_size=3, max_size=24))
def test_labels_never_cover_one_another(names: list[str]) -> None:
    drawing = draw_radar([RadarAxis(name, 1) for name in names], EN)
    assert_nothing_is_cut_off(drawing)
    assert_no_text_covers_another(drawing)

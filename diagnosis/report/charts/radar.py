"""The radar: a firm's values on about twenty axes, beside those of its peers and a target."""

from collections.abc import Sequence

from diagnosis.domain.text import Text
from diagnosis.present.say import SEMICOLON, joined
from diagnosis.report.charts.caption import Caption
from diagnosis.report.charts.legend import Key, box_mark, draw_legend
from diagnosis.report.charts.radar_axes import Peers, RadarAxis, check_axes
from diagnosis.report.charts.radar_layout import RadarLayout, draw_grid, draw_numbers, layout_of
from diagnosis.report.charts.svg import ACCENT, EDGE, GREY, INK, PALE, element, path, short

_ALL = Text("每项 0–5。{axes}。", "Each from 0 to 5. {axes}.")
_FIRM, _AIM = Text("贵厂", "Your plant"), Text("目标", "Target")
_BAND, _MEDIAN = Text("中间一半同行", "Middle half of peers"), Text("同行中位", "Median of peers")
_BAND_WIDTH = 5.0
_FIRM_LINE = {"stroke": ACCENT, "stroke_width": "2", "fill": "none"}
_AIM_LINE = {"stroke": INK, "stroke_dasharray": "4 3", "fill": "none"}
_MEDIAN_LINE = {"stroke": INK, "stroke_width": "2"}


def draw_radar(axes: Sequence[RadarAxis], caption: Caption) -> str:
    """Return the radar as SVG. What has no value leaves a gap in the firm's line.

    Raises
    ------
    ValueError
        For fewer than three axes, and for a value that is not within 0–5.
    """
    check_axes(axes)
    layout = layout_of(tuple(axis.name for axis in axes))
    legend, height = draw_legend(_keys(axes, caption), layout.height + EDGE)
    peers = [_peers(layout, n, axis.peers) for n, axis in enumerate(axes) if axis.peers]
    values = [axis.value for axis in axes]
    aims = _outline(layout, [axis.target for axis in axes])
    return caption.frame(
        height,
        _ALL.fill(axes=joined([axis.described() for axis in axes], SEMICOLON)),
        [
            draw_grid(layout),
            *peers,
            *([element("path", d=aims, **_AIM_LINE)] if aims else []),
            element("path", d=_outline(layout, values), **_FIRM_LINE),
            *(_dot(layout, n, value) for n, value in enumerate(values) if value is not None),
            draw_numbers(layout),
            *(label.draw() for label in layout.labels),
            legend,
        ],
    )


def _keys(axes: Sequence[RadarAxis], caption: Caption) -> list[Key]:
    keys = [Key(element("path", d="M0 5H20", **_FIRM_LINE), caption.say(_FIRM))]
    if any(axis.peers for axis in axes):
        keys.append(Key(box_mark(PALE), caption.say(_BAND)))
        keys.append(Key(element("path", d="M10 0V10", **_MEDIAN_LINE), caption.say(_MEDIAN)))
    if any(axis.target is not None for axis in axes):
        keys.append(Key(element("path", d="M0 5H20", **_AIM_LINE), caption.say(_AIM)))
    return keys


def _peers(layout: RadarLayout, axis: int, peers: Peers) -> str:
    """Return the band of an axis as a bar along it, the median across."""
    x, y = layout.place(0, 0)
    low, median, high = (
        y - layout.place(0, value)[1] for value in (peers.low, peers.median, peers.high)
    )
    line = path([(x - _BAND_WIDTH, y - median), (x + _BAND_WIDTH, y - median)])
    return element(
        "g",
        element(
            "rect",
            x=x - _BAND_WIDTH / 2,
            y=y - high,
            width=_BAND_WIDTH,
            height=high - low,
            fill=PALE,
            stroke=GREY,
        ),
        element("path", d=line, **_MEDIAN_LINE),
        transform=f"rotate({short(360 * axis / len(layout.labels))} {short(x)} {short(y)})",
    )


def _outline(layout: RadarLayout, values: list[float | None]) -> str:
    runs: list[list[tuple[float, float]]] = [[]]
    for axis, value in [*enumerate(values), (0, values[0])]:
        if value is None:
            runs.append([])
        else:
            runs[-1].append(layout.place(axis, value))
    return "".join(path(run) for run in runs if len(run) > 1)


def _dot(layout: RadarLayout, axis: int, value: float) -> str:
    x, y = layout.place(axis, value)
    return element("circle", cx=x, cy=y, r=2.5, fill=ACCENT)

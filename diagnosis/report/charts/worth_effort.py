"""Worth against effort: much or little of either; the order is that of the plan."""

from collections.abc import Sequence
from dataclasses import dataclass

from diagnosis.domain.text import Text
from diagnosis.present.numbers import amount
from diagnosis.present.say import SEMICOLON, joined
from diagnosis.report.charts.caption import Caption
from diagnosis.report.charts.legend import draw_numbered
from diagnosis.report.charts.lettering import LEADING, Lines, wrap, write
from diagnosis.report.charts.scatter import Ground, Scale, scale_of
from diagnosis.report.charts.svg import ACCENT, EDGE, FRAME_WIDTH, GREY, INK, PALE, PAPER, element

MOST_DOTS = 30
_DOT_RADIUS, _DISTANCE = 10.0, 22.0
_PLOT_TOP, _PLOT_WIDTH, _PLOT_HEIGHT = 40.0, FRAME_WIDTH - 2 * EDGE, 240.0
_PLOT_BOTTOM = _PLOT_TOP + _PLOT_HEIGHT
_UP_AT, _RIGHT_AT = EDGE + LEADING / 2, (EDGE + _PLOT_WIDTH, _PLOT_BOTTOM + 1.5 * LEADING + 4)
_QUADRANTS = (
    (
        Text("值得多、花得少", "Worth much, takes little"),
        Text("值得多、花得多", "Worth and takes much"),
    ),
    (
        Text("值得少、花得少", "Worth and takes little"),
        Text("值得少、花得多", "Worth little, takes much"),
    ),
)
"""By worth, high or low, and then by effort, low or high."""
_UP = Text("↑ {name}：中线 {middle}，最高 {most}", "↑ {name}: middle {middle}, most {most}")
_RIGHT = Text("{name}：中线 {middle}，最高 {most} →", "{name}: middle {middle}, most {most} →")
_DOT = Text(
    "{number} {name}：{quadrant}（{worth} {high}，{effort} {far}）",
    "{number} {name}: {quadrant} ({worth} {high}, {effort} {far})",
)
_ALL = Text("{up}；{right}。{dots}。", "{up}; {right}. {dots}.")


@dataclass(frozen=True, slots=True)
class Dot:
    """Something that may be done: its name, what it is worth, what it takes; neither below 0."""

    name: str
    worth: float
    effort: float


def draw_worth_effort(
    dots: Sequence[Dot], worth_name: str, effort_name: str, caption: Caption
) -> str:
    """Return the dots in four quadrants as SVG, numbered in their order, with their names below.

    The lines between quadrants are the medians. Dots that would lie over one another are moved
    aside, with a line to where they belong.

    Raises
    ------
    ValueError
        For no dots or more than thirty, and for a value below 0.
    """
    if not 0 < len(dots) <= MOST_DOTS:
        raise ValueError(f"1 to {MOST_DOTS} dots can be drawn, not {len(dots)}")
    worth = scale_of(worth_name, [dot.worth for dot in dots])
    effort = scale_of(effort_name, [dot.effort for dot in dots])
    inset = _DOT_RADIUS + 2
    area = Ground(
        EDGE + inset, _PLOT_TOP + inset, EDGE + _PLOT_WIDTH - inset, _PLOT_BOTTOM - inset
    )
    aims = [area.at(effort.share(dot.effort), worth.share(dot.worth)) for dot in dots]
    places = area.spread(aims, _DISTANCE)
    names, bottom = draw_numbered([dot.name for dot in dots], _PLOT_BOTTOM + 2 * LEADING + 10)
    up, right = _axis(_UP, worth), _axis(_RIGHT, effort)
    described = [_described(number, dot, worth, effort) for number, dot in enumerate(dots, 1)]
    return caption.frame(
        bottom,
        _ALL.fill(up=up, right=right, dots=joined(described, SEMICOLON)),
        [
            _quadrants(caption),
            Lines(wrap(caption.say(up), _PLOT_WIDTH, 1), EDGE, _UP_AT).draw(),
            Lines(wrap(caption.say(right), _PLOT_WIDTH, 1), *_RIGHT_AT, "end").draw(),
            *map(_draw_dot, range(1, len(dots) + 1), aims, places),
            names,
        ],
    )


def _axis(text: Text, scale: Scale) -> Text:
    return text.fill(name=scale.name, middle=amount(scale.middle), most=amount(scale.most))


def _quadrants(caption: Caption) -> str:
    drawn = ""
    for row, pair in enumerate(_QUADRANTS):
        beside = (_PLOT_TOP - LEADING / 2, _PLOT_BOTTOM + LEADING / 2 + 2)[row]
        for column, name in enumerate(pair):
            x, y = EDGE + column * _PLOT_WIDTH / 2, _PLOT_TOP + row * _PLOT_HEIGHT / 2
            box = {"width": _PLOT_WIDTH / 2, "height": _PLOT_HEIGHT / 2}
            fill = PALE if row == column == 0 else PAPER
            drawn += element("rect", x=x, y=y, fill=fill, stroke=GREY, **box)
            drawn += write(caption.say(name), x + _PLOT_WIDTH / 4, beside, "middle", weight="bold")
    return drawn


def _draw_dot(number: int, aim: tuple[float, float], place: tuple[float, float]) -> str:
    (x, y), (aim_x, aim_y) = place, aim
    tie = ""
    if place != aim:
        tie = element("line", x1=x, y1=y, x2=aim_x, y2=aim_y, stroke=INK)
        tie += element("circle", cx=aim_x, cy=aim_y, r=2, fill=INK)
    dot = element("circle", cx=x, cy=y, r=_DOT_RADIUS, fill=ACCENT, stroke=PAPER)
    return tie + dot + write(str(number), x, y, "middle", fill=PAPER)


def _described(number: int, dot: Dot, worth: Scale, effort: Scale) -> Text:
    quadrant = _QUADRANTS[dot.worth < worth.middle][dot.effort > effort.middle]
    return _DOT.fill(
        number=number,
        name=dot.name,
        quadrant=quadrant,
        worth=worth.name,
        high=amount(dot.worth),
        effort=effort.name,
        far=amount(dot.effort),
    )

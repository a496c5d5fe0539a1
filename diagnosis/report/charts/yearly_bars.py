"""Money by years: what is built and what it costs to run, and below zero what support pays."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from diagnosis.domain.text import Text
from diagnosis.present.numbers import amount
from diagnosis.present.say import SEMICOLON, joined
from diagnosis.report.charts.caption import Caption
from diagnosis.report.charts.legend import Key, box_mark, draw_legend
from diagnosis.report.charts.lettering import LEADING, Lines, wrap
from diagnosis.report.charts.svg import ACCENT, EDGE, FRAME_WIDTH, INK, PALE, element

MOST_YEARS = 5
_PLOT_HEIGHT, _BESIDE = 170.0, 4.0
_BAR_SHARE = 0.36
"""How much of its year's width a bar takes; its values stand in what is left."""
_BUILD, _RUNNING = Text("建设（万元）", "Building (万元)"), Text("运行（万元）", "Running (万元)")
_SUPPORT = Text("扶持资金（万元，减）", "Support (万元, taken off)")
_NET = Text("净 {net}", "Net {net}")
_YEAR = Text(
    "{name}：建设 {build} 万元，运行 {running} 万元，扶持 {support} 万元，净支出 {net} 万元",
    "{name}: building {build}, running {running}, support {support}, net {net} (万元)",
)
_ALL = Text("{years}。", "{years}.")


@dataclass(frozen=True, slots=True)
class YearlyMoney:
    """The money of a year, 万元, none below 0: to build, to run, and what support pays of both."""

    name: str
    build: float
    running: float
    support: float

    @property
    def net(self) -> float:
        """Return what the firm pays itself, 万元; below 0 where support pays more."""
        return self.build + self.running - self.support

    def described(self) -> Text:
        """Return its values in words."""
        build, running, support = map(amount, (self.build, self.running, self.support))
        return _YEAR.fill(
            name=self.name, build=build, running=running, support=support, net=_signed(self.net)
        )


def draw_yearly_bars(years: Sequence[YearlyMoney], caption: Caption) -> str:
    """Return a stacked bar a year as SVG, what support pays below the line and hatched.

    Raises
    ------
    ValueError
        For no years or more than five, and for an amount below 0.
    """
    amounts = [value for year in years for value in (year.build, year.running, year.support)]
    if not 0 < len(years) <= MOST_YEARS or not all(0 <= value < inf for value in amounts):
        raise ValueError(f"no bars of {years}")
    highest = max(year.build + year.running for year in years)
    deepest = max(year.support for year in years)
    unit = _PLOT_HEIGHT / (highest + deepest or 1.0)
    zero = 2 * LEADING + highest * unit
    foot = zero + deepest * unit + 1.5 * LEADING
    keys = [
        Key(box_mark(ACCENT), caption.say(_BUILD)),
        Key(box_mark(PALE), caption.say(_RUNNING)),
        Key(box_mark(caption.hatch), caption.say(_SUPPORT)),
    ]
    legend, bottom = draw_legend(keys, foot + 2.5 * LEADING)
    width = (FRAME_WIDTH - 2 * EDGE) / len(years)
    columns = [_Column(EDGE + place * width, width) for place in range(len(years))]
    drawn = [
        _bar(year, column, zero, unit, caption) + _foot(year, column, foot, caption)
        for year, column in zip(years, columns, strict=True)
    ]
    line = element("line", x1=EDGE, y1=zero, x2=FRAME_WIDTH - EDGE, y2=zero, stroke=INK)
    words = _ALL.fill(years=joined([year.described() for year in years], SEMICOLON))
    return caption.frame(bottom, words, [*drawn, line, legend])


@dataclass(frozen=True, slots=True)
class _Column:
    """Where a year is drawn."""

    left: float
    width: float


def _bar(year: YearlyMoney, column: _Column, zero: float, unit: float, caption: Caption) -> str:
    bar = column.width * _BAR_SHARE
    room, x = column.width - bar - 2 * _BESIDE, column.left + bar + _BESIDE
    build, running, support = (value * unit for value in (year.build, year.running, year.support))
    # Beside thin parts the values stand apart all the same.
    low = min(zero - build / 2, zero - LEADING / 2)
    high = zero - build - running / 2
    high = min(high, low - LEADING) if year.build else min(high, zero - LEADING / 2)
    deep = max(zero + support / 2, zero + LEADING / 2)
    parts = (
        (amount(year.build), build, zero - build, low, ACCENT),
        (amount(year.running), running, zero - build - running, high, PALE),
        (f"−{amount(year.support)}", support, zero, deep, caption.hatch),
    )
    drawn = ""
    for words, height, y, middle, fill in parts:
        if height:
            box = {"x": column.left, "y": y, "width": bar, "height": height}
            drawn += element("rect", fill=fill, stroke=INK, **box)
            drawn += Lines(wrap(words, room, 1), x, middle).draw()
    return drawn


def _foot(year: YearlyMoney, column: _Column, top: float, caption: Caption) -> str:
    name = Lines(wrap(year.name, column.width - 2 * _BESIDE, 1), column.left, top)
    net = wrap(caption.say(_NET.fill(net=_signed(year.net))), column.width - _BESIDE, 1)
    return name.draw(font_weight="bold") + Lines(net, column.left, top + LEADING).draw()


def _signed(value: float) -> str:
    """Return an amount with a minus as wide as a digit where it is below 0."""
    return amount(value).replace("-", "−")

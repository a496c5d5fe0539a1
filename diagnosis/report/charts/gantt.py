"""The calendar of a plan: what runs from when to when, in which phase, for what money."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, inf

from diagnosis.domain.text import Text
from diagnosis.present.numbers import amount
from diagnosis.present.say import SEMICOLON, joined
from diagnosis.report.charts.caption import Caption
from diagnosis.report.charts.legend import draw_numbered
from diagnosis.report.charts.lettering import LEADING, Lines, width_of, wrap, write
from diagnosis.report.charts.svg import ACCENT, EDGE, FRAME_WIDTH, GREY, PALE, PAPER, element, path

_BAR, _SPACE, _PLOT = 11.0, 9.0, FRAME_WIDTH - 2 * EDGE
_HEAD, _LEAST, _BOLD = 2 * LEADING + 6, 2.0, 1.1
_STRIDES = (1, 2, 3, 6, 12, 24, 60, 120, 600)
_MOST_STRIDES = 6
_MONTH = Text("月", "Month")
_BAND = Text("{name}：第 {start} 个月末到第 {end} 个月末", "{name}: months {start} to {end}")
_ROW = Text(
    "{name}：{start} 个月后开始，做 {months} 个月，{money}",
    "{name}: begins after {start} months, takes {months} months, {money}",
)
_ALL = Text("{parts}。", "{parts}.")


@dataclass(frozen=True, slots=True)
class GanttBar:
    """A package: its name, after how many months it begins, how many it takes, its money."""

    name: str
    start: float
    months: float
    money: str

    def described(self) -> Text:
        """Return its values in words."""
        start, months = amount(self.start), amount(self.months)
        return _ROW.fill(name=self.name, start=start, months=months, money=self.money)


@dataclass(frozen=True, slots=True)
class GanttPhase:
    """A phase of the plan: its name, and the months after which it begins and ends."""

    name: str
    start: float
    end: float

    def described(self) -> Text:
        """Return its values in words."""
        return _BAND.fill(name=self.name, start=amount(self.start), end=amount(self.end))


def draw_gantt(
    rows: Sequence[GanttBar], caption: Caption, phases: Sequence[GanttPhase] = ()
) -> str:
    """Return the calendar as SVG: for each row its name and money, below them its bar.

    Raises
    ------
    ValueError
        For no rows, and for a time before the beginning or one that ends before it begins.
    """
    times = [(row.start, row.start + row.months) for row in rows]
    times += [(phase.start, phase.end) for phase in phases]
    if not rows or not all(0 <= start <= end < inf for start, end in times):
        raise ValueError(f"no calendar of {times}")
    calendar = _calendar(max(end for _, end in times))
    foot, bars = _HEAD, ""
    for row in rows:
        bar, foot = _draw_row(row, foot, calendar)
        bars += bar
    named, bottom = _phase_names(phases, foot + EDGE, calendar)
    described = [phase.described() for phase in phases] + [row.described() for row in rows]
    bands = (_band(each, number, foot, calendar) for number, each in enumerate(phases))
    words = _ALL.fill(parts=joined(described, SEMICOLON))
    return caption.frame(bottom, words, [*bands, _months(calendar, caption), named, bars])


@dataclass(frozen=True, slots=True)
class _Months:
    """Months across the drawing, from 0 to `end`, a line every `stride`."""

    stride: int
    end: int

    def x(self, month: float) -> float:
        return EDGE + _PLOT * month / self.end


def _calendar(last: float) -> _Months:
    fitting = (each for each in _STRIDES if last <= each * _MOST_STRIDES)
    stride = next(fitting, ceil(last / _MOST_STRIDES))
    return _Months(stride, max(1, ceil(last / stride)) * stride)


def _months(calendar: _Months, caption: Caption) -> str:
    """Return the number of the month at each stride; the first word says what is counted."""
    drawn = write(caption.say(_MONTH), EDGE, _HEAD - LEADING / 2)
    for month in range(calendar.stride, calendar.end + 1, calendar.stride):
        x, is_last = calendar.x(month), month == calendar.end
        drawn += write(str(month), x, _HEAD - LEADING / 2, "end" if is_last else "middle")
    return drawn


def _draw_row(row: GanttBar, top: float, calendar: _Months) -> tuple[str, float]:
    money = Lines(wrap(row.money, _PLOT / 2, 1), EDGE + _PLOT - 2, top + LEADING / 2 + 2, "end")
    names = wrap(row.name, _PLOT - money.width - 10)
    label = Lines(names, EDGE + 2, top + 2 + len(names) * LEADING / 2)
    left, right = calendar.x(row.start), calendar.x(row.start + row.months)
    y, width = top + 3 + label.height, max(right - left, _LEAST)
    bar = element(
        "rect", x=min(left, EDGE + _PLOT - width), y=y, width=width, height=_BAR, fill=ACCENT
    )
    strides = range(0, calendar.end + 1, calendar.stride)
    lines = "".join(path([(x, y - 1), (x, y + _BAR + 1)]) for x in map(calendar.x, strides))
    ticks = element("path", d=lines, stroke=GREY, stroke_width=0.5)
    return ticks + label.draw() + money.draw() + bar, y + _BAR + _SPACE


def _band(phase: GanttPhase, number: int, foot: float, calendar: _Months) -> str:
    x = calendar.x(phase.start)
    box = {"x": x, "y": 0.0, "width": calendar.x(phase.end) - x, "height": foot}
    return element("rect", fill=PAPER if number % 2 else PALE, **box)


def _phase_names(phases: Sequence[GanttPhase], top: float, calendar: _Months) -> tuple[str, float]:
    """Return names of phases above their bands, or numbers there and the names from a height."""
    rooms = [calendar.x(each.end) - calendar.x(each.start) for each in phases]
    names = [each.name for each in phases]
    fit = all(_BOLD * width_of(name) <= room for name, room in zip(names, rooms, strict=True))
    drawn = ""
    for number, (phase, room) in enumerate(zip(phases, rooms, strict=True), 1):
        middle, name = calendar.x(phase.start) + room / 2, phase.name if fit else str(number)
        drawn += write(name, middle, LEADING / 2 + 2, "middle", weight="bold")
    legend, bottom = draw_numbered([] if fit else names, top)
    return drawn + legend, bottom

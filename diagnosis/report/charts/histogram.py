"""How many there are at each level or in each bin; what may not be told is hatched and says so."""

from collections.abc import Sequence
from dataclasses import dataclass

from diagnosis.domain.text import Text
from diagnosis.present.say import SEMICOLON, joined
from diagnosis.report.charts.caption import Caption
from diagnosis.report.charts.lettering import LEADING, Lines, width_of, wrap, write
from diagnosis.report.charts.svg import ACCENT, EDGE, FRAME_WIDTH, INK, element

_NAME_MOST, _APART, _SPACE, _STUB = 130.0, 6.0, 8.0, 28.0
_BIN, _ALL = Text("{name}：{count}", "{name}: {count}"), Text("{bins}。", "{bins}.")


@dataclass(frozen=True, slots=True)
class CountedBin:
    """A level or a bin: its name, and how many there are, None where that may not be told."""

    name: str
    count: int | None


def draw_histogram(bins: Sequence[CountedBin], hidden: str, caption: Caption) -> str:
    """Return a bar a bin as SVG, in their order; `hidden` is the word beside what is not told.

    Raises
    ------
    ValueError
        For no bins, and for a count below 0.
    """
    counts = [each.count for each in bins if each.count is not None]
    if not bins or min(counts, default=0) < 0:
        raise ValueError(f"no histogram of {bins}")
    names = [wrap(each.name, _NAME_MOST) for each in bins]
    left = EDGE + _APART + max(width_of(line) for lines in names for line in lines)
    most = max(counts, default=0)
    room = FRAME_WIDTH - EDGE - _APART - left - width_of(str(most))
    unit = room / (most or 1)
    drawn, y = [], EDGE
    for each, lines in zip(bins, names, strict=True):
        label = Lines(lines, left - _APART, y + len(lines) * LEADING / 2, "end")
        middle, beside = label.y, FRAME_WIDTH - EDGE - left - _STUB - _APART
        if each.count is None:
            bar = _bar(left, middle, _STUB, caption.hatch)
            (word,) = wrap(hidden, beside, 1)
            drawn.append(bar + write(word, left + _STUB + _APART, middle))
        else:
            bar = _bar(left, middle, each.count * unit, ACCENT)
            drawn.append(bar + write(str(each.count), left + each.count * unit + _APART, middle))
        drawn.append(label.draw())
        y += label.height + _SPACE
    axis = element("line", x1=left, y1=EDGE, x2=left, y2=y - _SPACE, stroke=INK)
    counted = [
        _BIN.fill(name=each.name, count=hidden if each.count is None else each.count)
        for each in bins
    ]
    return caption.frame(y, _ALL.fill(bins=joined(counted, SEMICOLON)), [*drawn, axis])


def _bar(x: float, middle: float, width: float, fill: str) -> str:
    box = {"x": x, "y": middle - LEADING / 2, "width": width, "height": LEADING}
    return element("rect", fill=fill, stroke=INK if width else "none", **box)

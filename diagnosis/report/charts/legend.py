"""What the marks of a chart stand for, in lines below it."""

from collections.abc import Sequence
from dataclasses import dataclass

from diagnosis.report.charts.lettering import LEADING, Lines, width_of, wrap, write
from diagnosis.report.charts.svg import EDGE, FRAME_WIDTH, INK, element, short

_MARK_WIDTH, _MARK_HEIGHT, _SPACE, _APART = 20.0, 10.0, 4.0, 12.0
_NAME_LEFT = 30.0


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of a legend: a mark drawn within 20 by 10 units, and what it stands for."""

    mark: str
    meaning: str


def box_mark(fill: str) -> str:
    """Return a box of a fill."""
    return element("rect", width=_MARK_WIDTH, height=_MARK_HEIGHT, fill=fill, stroke=INK)


def draw_legend(keys: Sequence[Key], top: float) -> tuple[str, float]:
    """Return a legend from a height downwards, as many entries a line as fit, and its end."""
    x, y, drawn = EDGE, top + LEADING / 2, ""
    for key in keys:
        (meaning,) = wrap(key.meaning, FRAME_WIDTH - 2 * EDGE - _MARK_WIDTH - _SPACE, 1)
        width = _MARK_WIDTH + _SPACE + width_of(meaning)
        if x > EDGE and x + width > FRAME_WIDTH - EDGE:
            x, y = EDGE, y + LEADING + _SPACE
        place = f"translate({short(x)} {short(y - _MARK_HEIGHT / 2)})"
        drawn += element("g", key.mark, transform=place)
        drawn += Lines((meaning,), x + _MARK_WIDTH + _SPACE, y).draw()
        x += width + _APART
    return drawn, y + LEADING / 2 + EDGE if keys else top


def draw_numbered(names: Sequence[str], top: float) -> tuple[str, float]:
    """Return names with their numbers from a height downwards, and their end."""
    drawn, y = "", top
    for number, name in enumerate(names, 1):
        lines = wrap(name, FRAME_WIDTH - EDGE - _NAME_LEFT)
        drawn += write(str(number), _NAME_LEFT - 8, y + LEADING / 2, "end", weight="bold")
        drawn += Lines(lines, _NAME_LEFT, y + len(lines) * LEADING / 2).draw()
        y += len(lines) * LEADING + _SPACE
    return drawn, y

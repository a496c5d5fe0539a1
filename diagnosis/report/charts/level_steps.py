"""The levels of a standard as stairs: where the firm stands, what is next, what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass

from diagnosis.domain.text import Text
from diagnosis.present.say import SPACE, joined, plain
from diagnosis.report.charts.caption import Caption
from diagnosis.report.charts.lettering import LEADING, Lines, width_of, wrap, write
from diagnosis.report.charts.svg import ACCENT, EDGE, FRAME_WIDTH, GREY, INK, PALE, PAPER, element

_ROW, _WAY = 30.0, 130.0
"""The height of a step, and how far the highest one is set in."""
_INSET = 8.0
_NEXT_RIM = {"stroke": ACCENT, "stroke_width": "2", "stroke_dasharray": "5 3"}
_HERE, _NEXT = Text("贵厂在此", "You are here"), Text("下一级", "Next")
_LEVELS = Text("由低到高：{names}。", "From low to high: {names}.")
_STANDS = Text("贵厂现在是：{name}。", "Your plant now: {name}.")
_NO_LEVEL = Text("贵厂还没有级别。", "Your plant has no level yet.")
_TO_GO = Text("下一级：{name}。", "Next: {name}.")
_TOP = Text("这是最高一级。", "This is the highest level.")


@dataclass(frozen=True, slots=True)
class Stairs:
    """Names of levels, lowest first, the place of the firm's among them or None, what lacks."""

    names: Sequence[str]
    here: int | None
    missing: str = ""

    @property
    def next(self) -> int:
        """Return the place of the next level; beyond the names where there is none."""
        return 0 if self.here is None else self.here + 1


def draw_level_steps(stairs: Stairs, caption: Caption) -> str:
    """Return the stairs as SVG, the highest level on top.

    Raises
    ------
    ValueError
        Where there are no levels, or the firm's is none of them.
    """
    count = len(stairs.names)
    if not count or not (stairs.here is None or 0 <= stairs.here < count):
        raise ValueError(f"level {stairs.here} is none of {count}")
    steps = [_step(stairs, place, caption) for place in range(count)]
    room = FRAME_WIDTH - 2 * EDGE
    lines = wrap(stairs.missing, room, 4) if stairs.missing else ()
    foot = EDGE + count * _ROW
    below = Lines(lines, EDGE, foot + LEADING / 2 + len(lines) * LEADING / 2)
    height = foot + EDGE + (below.height + LEADING / 2 if lines else 0)
    return caption.frame(height, _described(stairs), [*steps, below.draw()])


def _step(stairs: Stairs, place: int, caption: Caption) -> str:
    count = len(stairs.names)
    x = EDGE + (_WAY * place / (count - 1) if count > 1 else 0)
    y, width = EDGE + (count - 1 - place) * _ROW, FRAME_WIDTH - EDGE - x
    is_reached = stairs.here is not None and place <= stairs.here
    fill, ink = (ACCENT, PAPER) if is_reached else (PALE, INK)
    rim = {"stroke": ACCENT if is_reached else GREY}
    note = caption.say(_HERE) if place == stairs.here else ""
    if place == stairs.next:
        fill, note, rim = PAPER, caption.say(_NEXT), _NEXT_RIM
    (name,) = wrap(stairs.names[place], width - width_of(note) - 3 * _INSET, 1)
    weight = "bold" if note else ""
    return (
        element("rect", x=x, y=y, width=width, height=_ROW - 3, fill=fill, **rim)
        + write(name, x + _INSET, y + _ROW / 2 - 1.5, fill=ink, weight=weight)
        + write(note, FRAME_WIDTH - EDGE - _INSET, y + _ROW / 2 - 1.5, "end", fill=ink)
    )


def _described(stairs: Stairs) -> Text:
    parts = [_LEVELS.fill(names=joined(map(plain, stairs.names)))]
    if stairs.here is None:
        parts.append(_NO_LEVEL)
    else:
        parts.append(_STANDS.fill(name=stairs.names[stairs.here]))
    is_highest = stairs.next == len(stairs.names)
    parts.append(_TOP if is_highest else _TO_GO.fill(name=stairs.names[stairs.next]))
    return joined([*parts, plain(stairs.missing)] if stairs.missing else parts, SPACE)

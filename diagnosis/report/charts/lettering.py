"""Text in a drawing: how wide it is, where it wraps, and how it is kept apart from other text.

A drawing does not know the reader's font. Widths are estimated to the safe side: a Chinese
character is as wide as it is high, a Latin letter about two thirds of that, as in a wide font.
"""

import re
from dataclasses import dataclass
from functools import reduce
from unicodedata import east_asian_width

from diagnosis.report.charts.svg import INK, NARROW, element, literal

LEADING = 14.0
"""From line to line."""
_BASELINE = 0.36
"""How far below the middle of a line its letters stand, as a share of their height."""
_PIECES = re.compile(
    r"\s+|[（「“《(]*(?:[\u2e80-\u9fff\uf900-\ufaff]|[^\s\u2e80-\u9fff\uf900-\ufaff（「“《]+)"
    r"[，。、；：？！）」”》)…]*|\S"
)
_CUT = "…"
_SLIM, _BROAD = "ijlftI.,:;'|!()[]/- ", "mwMW@%&"


def width_of(text: str, size: float = NARROW) -> float:
    """Return about how wide a text of a height is, in units of the drawing.

    Examples
    --------
    >>> round(width_of("计划"), 2), round(width_of("plan"), 2), round(width_of("Plan"), 2)
    (24.0, 27.36, 28.92)
    """
    return size * sum(map(_share, text))


def _share(character: str) -> float:
    """Return how wide a character is as a share of its height."""
    if east_asian_width(character) in "WFA":
        return 1.0
    if character in _SLIM:
        return 0.42
    if character in _BROAD:
        return 0.98
    return 0.75 if character.isupper() or not character.isascii() else 0.62


def wrap(text: str, width: float, lines: int = 2) -> tuple[str, ...]:
    """Return a text in at most so many lines of a width; the rest is cut with an ellipsis.

    Chinese breaks between characters, but not before a closing mark; the rest breaks at blanks,
    and within a word only where it is wider than a line.

    Examples
    --------
    >>> wrap("Planning and scheduling", 90), wrap("计划与调度", 36)
    (('Planning and', 'scheduling'), ('计划与', '调度'))
    >>> wrap("sand, clay, glue", 60, 1)
    ('sand, c…',)
    """
    made = [""]
    for piece in _PIECES.findall(" ".join(text.split())):
        joined = made[-1] + piece
        if width_of(joined.rstrip()) <= width:
            made[-1] = joined
        elif width_of(piece) <= width:
            made.append(piece.lstrip())
        else:
            for character in piece:
                is_full = width_of(made[-1] + character) > width and made[-1] != ""
                made = [*made, character] if is_full else [*made[:-1], made[-1] + character]
    kept = made if len(made) <= lines else [*made[: lines - 1], _cut(made[lines - 1 :], width)]
    return tuple(line.rstrip() for line in kept)


def _cut(rest: list[str], width: float) -> str:
    line = rest[0] + rest[1]
    while line and width_of(line + _CUT) > width:
        line = line[:-1]
    return line.rstrip() + _CUT


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of text in a drawing: their `x` by `anchor`, the `y` of their middle."""

    texts: tuple[str, ...]
    x: float
    y: float
    anchor: str = "start"

    @property
    def height(self) -> float:
        """Return how high they are together."""
        return LEADING * len(self.texts)

    @property
    def left(self) -> float:
        """Return where they begin."""
        return self.x - {"start": 0, "middle": 0.5, "end": 1}[self.anchor] * self.width

    @property
    def width(self) -> float:
        """Return how wide the widest is."""
        return max(map(width_of, self.texts), default=0.0)

    def meets(self, other: "Lines") -> bool:
        """Return whether they overlap with others."""
        apart = abs(self.y - other.y) >= (self.height + other.height) / 2
        beside = self.left >= other.left + other.width or other.left >= self.left + self.width
        return not (apart or beside)

    def clear_of(self, others: "list[Lines]", direction: int) -> "Lines":
        """Return them moved up (-1) or down (1) until they meet none of others, nearest first."""
        return reduce(
            lambda lines, other: lines._beyond(other, direction) if lines.meets(other) else lines,
            [*others, *others],
            self,
        )

    def _beyond(self, other: "Lines", direction: int) -> "Lines":
        y = other.y + direction * (self.height + other.height) / 2
        return Lines(self.texts, self.x, y, self.anchor)

    def draw(self, **attributes: str | float) -> str:
        """Return them as elements, one a line."""
        first = self.y - (len(self.texts) - 1) * LEADING / 2 + _BASELINE * NARROW
        place = {} if self.anchor == "start" else {"text_anchor": self.anchor}
        return "".join(
            element(
                "text", literal(text), x=self.x, y=first + row * LEADING, **place, **attributes
            )
            for row, text in enumerate(self.texts)
        )


def write(
    text: str, x: float, y: float, anchor: str = "start", *, fill: str = INK, weight: str = ""
) -> str:
    """Return a text on one line, its middle at a height."""
    attributes = {"font_weight": weight} if weight else {}
    if fill != INK:
        attributes["fill"] = fill
    return Lines((text,), x, y, anchor).draw(**attributes)

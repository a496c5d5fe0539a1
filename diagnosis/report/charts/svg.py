"""Elements of SVG as text: escaped, with numbers written short, in the inks of the house.

Only presentation attributes are used, since a strict content policy forbids styles.
"""

import re
from xml.sax.saxutils import escape, quoteattr

from diagnosis.domain.decimals import half_up

ACCENT, INK, PALE, PAPER, GREY = "#0b5cad", "#1a1a1a", "#d9e6f2", "#ffffff", "#667380"
"""What is the firm's; text; what is beside it; the ground; thin lines. All differ in grey."""
FRAME_WIDTH = 360
"""The width of every drawing in its units: a narrow phone's, where a unit is a pixel."""
NARROW, EDGE = 12.0, 4.0
"""The height of all text but marks, and what is kept free at each side."""

_DECIMALS = 2
_BEYOND = 1e7
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def short(value: float) -> str:
    """Return a coordinate as it is written: at most two decimals, no zeros at the end.

    Raises
    ------
    ValueError
        For what is no place in a drawing: not a number, or ten million and beyond.

    Examples
    --------
    >>> short(12.0), short(0.126), short(-0.001)
    ('12', '0.13', '0')
    """
    if not -_BEYOND < value < _BEYOND:
        raise ValueError(f"{value} is no place in a drawing")
    return f"{half_up(value, _DECIMALS):.2f}".rstrip("0").rstrip(".")


def element(name: str, *inside: str, **attributes: str | float) -> str:
    """Return an element around elements; `stroke_width=2` is written `stroke-width="2"`.

    Examples
    --------
    >>> element("g", element("rect", width=2.50), fill="none")
    '<g fill="none"><rect width="2.5"/></g>'
    """
    written = "".join(
        f" {key.replace('_', '-')}={quoteattr(value if isinstance(value, str) else short(value))}"
        for key, value in attributes.items()
    )
    return f"<{name}{written}>{''.join(inside)}</{name}>" if inside else f"<{name}{written}/>"


def literal(text: str) -> str:
    """Return a text as it stands between tags: escaped, without what XML cannot hold.

    Examples
    --------
    >>> literal('R&D <"new">')
    'R&amp;D &lt;"new"&gt;'
    """
    return escape(_NO_XML.sub("", text))


def path(points: list[tuple[float, float]], *, closed: bool = False) -> str:
    """Return the `d` of a path through points.

    Examples
    --------
    >>> path([(0, 0), (2.5, 1)], closed=True)
    'M0 0L2.5 1Z'
    """
    places = "L".join(f"{short(x)} {short(y)}" for x, y in points)
    return f"M{places}Z" if closed else f"M{places}"

"""The frame of every chart: title and description for those who cannot see it, hatching."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from diagnosis.domain.text import Language, Text
from diagnosis.report.charts.svg import FRAME_WIDTH, INK, NARROW, PAPER, element, literal

_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class Caption:
    """What a chart is called, in which language it speaks, and how its ids begin on the page.

    Raises
    ------
    ValueError
        Where the prefix is no id of HTML: Latin letters, digits, `-` and `_`, a letter first.
    """

    prefix: str
    title: str
    language: Language

    def __post_init__(self) -> None:
        if not _ID.fullmatch(self.prefix):
            raise ValueError(f"{self.prefix!r} is no prefix of ids")

    @property
    def hatch(self) -> str:
        """Return the fill of what is hatched."""
        return f"url(#{self.prefix}-hatch)"

    def say(self, text: Text) -> str:
        """Return a text in the language of the chart."""
        return text.say(self.language)

    def frame(self, height: float, description: Text, inside: Iterable[str]) -> str:
        """Return the whole chart: elements in a frame of a height, with what it says in words."""
        drawn = "".join(inside)
        title, words = f"{self.prefix}-title", f"{self.prefix}-desc"
        return element(
            "svg",
            element("title", literal(self.title), id=title),
            element("desc", literal(self.say(description)), id=words),
            self._hatching() if self.hatch in drawn else "",
            drawn,
            xmlns="http://www.w3.org/2000/svg",
            viewBox=f"0 0 {FRAME_WIDTH} {ceil(height)}",
            width="100%",
            role="img",
            aria_labelledby=f"{title} {words}",
            font_size=NARROW,
            fill=INK,
        )

    def _hatching(self) -> str:
        return element(
            "defs",
            element(
                "pattern",
                element("rect", width=6, height=6, fill=PAPER),
                element("path", d="M-1 1L1 -1M0 6L6 0M5 7L7 5", stroke=INK),
                id=f"{self.prefix}-hatch",
                width=6,
                height=6,
                patternUnits="userSpaceOnUse",
            ),
        )

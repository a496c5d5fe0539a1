"""The fonts that are shipped, and which characters they have."""

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import BytesIO

from fontTools.ttLib import TTFont

WEIGHTS = {"Regular": 400, "Bold": 700}
"""The weight of each style, as CSS counts them."""


def font_of(style: str) -> Traversable:
    """Return the file of a style: Noto Sans SC with GB 2312 and the characters of names."""
    return files("diagnosis.report") / "fonts" / f"NotoSansSC-{style}.otf"


@cache
def lettered() -> frozenset[int]:
    """Return the characters, by their numbers, that the fonts have."""
    with TTFont(BytesIO(font_of("Regular").read_bytes()), lazy=True) as font:
        return frozenset(font.getBestCmap())


def lacking(text: str) -> str:
    """Return the characters of a text that the fonts lack, each once, in order; no blanks."""
    has = lettered()
    return "".join(
        sorted(each for each in set(text) if ord(each) not in has and not each.isspace())
    )

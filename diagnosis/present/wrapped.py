"""Lines for a terminal: a number keeps its unit, a bracket what it encloses."""

import re

from rich.cells import cell_len

_ATOM = re.compile(
    r"[「『《（“(]*"
    r"(?:\d[\d.,–%-]*+(?![A-Za-z])(?: ?(?:万元|个月|[\u4e00-\u9fff]))?"
    r"|[^\s\u2e80-\uffff]+"
    r"|[\u2e80-\uffff])"
    r"[，。；：、！？」』》）”)]*\s*"
)
"""What no line ends within: a number with its unit, a word, a Chinese character; with brackets and
stops."""


def wrapped(text: str, width: int, *, indent: str = "") -> str:
    """Return a text in lines of so many cells at most, each behind an indent.

    What is wider than a line by itself has a line to itself.

    Examples
    --------
    >>> print(wrapped("三年总账约 30 万元。照标准", 14))
    三年总账约
    30 万元。照标
    准
    """
    room = width - cell_len(indent)
    lines = [""]
    for match in _ATOM.finditer(text):
        atom = match.group()
        if lines[-1] and cell_len(lines[-1] + atom.rstrip()) > room:
            lines.append("")
        lines[-1] += atom
    return "\n".join(indent + line.rstrip() for line in lines)

"""A document as Markdown: its chapters, lists and tables; a chart as what it shows in words."""

import re
from collections.abc import Iterator

from diagnosis.present.moments import day_words
from diagnosis.report.document import (
    Block,
    Cell,
    Figure,
    Framed,
    Heading,
    Manner,
    Passage,
    Points,
    ReportDocument,
    ReportTable,
    WebLink,
)
from diagnosis.report.formats.html import WORDS, description, number_text

_MARKS = re.compile(r"[\\`*_\[\]<>|#~&]")
_FIRST = re.compile(r"^([-+=]|\d+[.)](?=\s|$))")
_NOT_IN_ADDRESSES = {" ": "%20", "<": "%3C", ">": "%3E", "|": "%7C", "\\": "%5C", "\n": "%0A"}


def print_markdown(document: ReportDocument) -> str:
    """Return a document as Markdown, which shows each text as it is."""
    return "\n\n".join(_parts(document)) + "\n"


def plain(text: str) -> str:
    r"""Return a text on a line, so that Markdown shows it as it is.

    Examples
    --------
    >>> print(plain("1. <b>R&D</b>"), plain("- a_b"))
    1\. \<b\>R\&D\</b\> \- a\_b
    """
    line = _MARKS.sub(r"\\\g<0>", " ".join(text.split()))
    return _FIRST.sub(lambda start: f"{start[0][:-1]}\\{start[0][-1]}", line)


def _parts(document: ReportDocument) -> Iterator[str]:
    words = {name: text.say(document.language) for name, text in WORDS.items()}
    yield f"# {plain(document.title)}"
    if document.firm:
        yield f"**{plain(document.firm)}**"
    yield f"{words['day']} {day_words(document.day).say(document.language)}"
    yield plain(document.subtitle)
    for place, chapter in enumerate(document.chapters, 1):
        number = "" if document.is_brief else f"{place}\\. "
        yield f"## {number}{plain(chapter.title)}"
        for block in chapter.blocks:
            yield from filter(None, _block(block))
    if document.code:
        yield f"**{words['code']}** `{document.code}`"
    yield words["pins"]
    yield _listed(document.pins)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Passage(text, manner):
            yield _paragraph(plain(text), manner)
        case Heading(text):
            yield f"### {plain(text)}"
        case Points(items, is_numbered, _):
            yield _listed(items, is_numbered=is_numbered)
        case ReportTable():
            yield f"**{plain(block.title)}**"
            yield _table(block)
        case Figure(title):
            yield f"*{plain(title)}*: {plain(description(block))}"
        case Framed(title, facts, lines, links):
            yield f"#### {plain(title)}"
            yield "\n".join(f"- **{plain(name)}** {plain(text)}" for name, text in facts)
            yield from map(plain, lines)
            yield from map(_linked, links)


def _paragraph(text: str, manner: Manner) -> str:
    match manner:
        case Manner.LEAD:
            return f"**{text}**" if text else ""
        case Manner.WARNING:
            return f"> {text}"
        case Manner.PLAIN | Manner.NOTE:
            return text


def _listed(items: tuple[str, ...], *, is_numbered: bool = False) -> str:
    marks = (f"{place}." if is_numbered else "-" for place in range(1, len(items) + 1))
    return "\n".join(f"{mark} {plain(item)}" for mark, item in zip(marks, items, strict=True))


def _table(table: ReportTable) -> str:
    head = _row(tuple(map(plain, table.head)))
    rows = [_row(tuple(map(_cell, row))) for row in table.rows]
    return "\n".join([head, "|" + "---|" * len(table.head), *rows])


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(cell: Cell) -> str:
    if isinstance(cell, WebLink):
        return _linked(cell)
    if isinstance(cell, int | float):
        return number_text(cell)
    return plain(cell or "")


def _linked(link: WebLink) -> str:
    url = "".join(_NOT_IN_ADDRESSES.get(letter, letter) for letter in link.url)
    return f"[{plain(link.text)}](<{url}>)"

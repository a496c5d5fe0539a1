"""A document on a terminal, as wide as that is: a chart as what it shows in words."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from rich.cells import cell_len, chop_cells, set_cell_size
from rich.console import Console
from rich.text import Text as Line

from diagnosis.domain.text import Language
from diagnosis.present.moments import day_words
from diagnosis.present.wrapped import wrapped
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

_STYLES = {Manner.PLAIN: "", Manner.LEAD: "bold", Manner.NOTE: "dim", Manner.WARNING: "yellow"}
_BETWEEN = "  "
"""What stands between two columns."""
_NARROW = 4
"""No column is narrower: two Chinese characters."""


def print_terminal(document: ReportDocument) -> None:
    """Write a document to stdout."""
    _Page(document.language, Console(highlight=False)).show(document)


class _Page:
    """Writes blocks on a console."""

    def __init__(self, language: Language, console: Console) -> None:
        self._console = console
        self._words = {name: text.say(language) for name, text in WORDS.items()}
        self._warning = "! " if language is Language.EN else "!"

    def show(self, document: ReportDocument) -> None:
        """Write the title, what stands below it, the chapters, what they rest on."""
        day = f"{self._words['day']} {day_words(document.day).say(document.language)}"
        self._write(document.title, "bold")
        for text in filter(None, (document.firm, day)):
            self._write(text)
        self._write(document.subtitle, "dim")
        for place, chapter in enumerate(document.chapters, 1):
            self._console.print()
            number = "" if document.is_brief else f"{place}. "
            self._write(number + chapter.title, "bold cyan")
            for before, block in zip((None, *chapter.blocks), chapter.blocks, strict=False):
                if before and _is_apart(before, block):
                    self._console.print()
                self._block(block)
        self._console.print()
        if document.code:
            self._write(f"{self._words['code']} {document.code}")
        self._write(f"{self._words['pins']}: {' · '.join(document.pins)}", "dim")

    def _block(self, block: Block) -> None:
        match block:
            case Passage(text, manner):
                mark = self._warning if manner is Manner.WARNING else ""
                self._write(mark + text, _STYLES[manner])
            case Heading(text):
                self._write(text, "bold")
            case Points(items, is_numbered):
                for place, item in enumerate(items, 1):
                    self._point(item, f"{place}. " if is_numbered else "· ")
            case ReportTable():
                self._table(block)
            case Figure(title):
                self._write(f"{title}: {description(block)}", "dim")
            case Framed(title, facts, lines, links):
                self._write(title, "bold")
                for name, text in facts:
                    self._point(text, f"{name} ")
                for line in lines:
                    self._write(line, indent=_BETWEEN)
                for link in links:
                    self._write(f"{link.text} {link.url}", "dim", indent=_BETWEEN)

    def _write(self, text: str, style: str = "", *, indent: str = "") -> None:
        lines = wrapped(" ".join(text.split()), self._console.width, indent=indent)
        self._console.print(Line(lines, style=style, overflow="fold"))

    def _point(self, text: str, mark: str) -> None:
        """Write a text behind a mark, below which no line of it begins."""
        room = self._console.width - len(_BETWEEN) - cell_len(mark)
        lines = wrapped(" ".join(text.split()), room).split("\n")
        for place, line in enumerate(lines):
            before = " " * cell_len(mark) if place else mark
            self._console.print(Line(_BETWEEN + before + line, overflow="fold"))

    def _table(self, table: ReportTable) -> None:
        if table.title:
            self._write(table.title, "bold")
        rows = [tuple(map(_text, row)) for row in table.rows]
        numeric = [
            all(isinstance(cell, int | float) for cell in column if cell is not None)
            for column in zip_longest(*table.rows)
        ]
        widths = column_widths([table.head, *rows], self._console.width - len(_BETWEEN))
        for place, row in enumerate((table.head, *rows)):
            for line in _lines(row, widths, numeric):
                self._console.print(
                    Line(_BETWEEN + line, style="" if place else "dim", overflow="fold")
                )


def _is_apart(before: Block, block: Block) -> bool:
    """Return whether a line stays free between two blocks: before a part, and below a list."""
    return isinstance(block, Heading) or (
        isinstance(before, Points) and isinstance(block, ReportTable)
    )


def column_widths(rows: Sequence[Sequence[str]], room: int) -> list[int]:
    """Return the cells that each column takes, together no more than there is room for.

    Columns that need less than their share have all that they need; the others share the rest.

    Examples
    --------
    >>> column_widths([("ab", "a" * 30, "b" * 90)], 64)
    [4, 28, 28]
    """
    needed = [max(_NARROW, *map(cell_len, column)) for column in zip(*rows, strict=True)]
    left = room - len(_BETWEEN) * (len(needed) - 1)
    widths = [0] * len(needed)
    open_columns = sorted(range(len(needed)), key=needed.__getitem__)
    for place, column in enumerate(open_columns):
        share = left // (len(open_columns) - place)
        widths[column] = min(needed[column], max(_NARROW, share))
        left -= widths[column]
    return widths


def _lines(row: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> Iterator[str]:
    """Yield the lines of a row, each of its cells within its column."""
    cells = [list(_within(text, width)) for text, width in zip(row, widths, strict=True)]
    for parts in zip_longest(*cells, fillvalue=""):
        filled = (
            " " * (width - cell_len(part)) + part if is_number else set_cell_size(part, width)
            for part, width, is_number in zip(parts, widths, numeric, strict=True)
        )
        yield _BETWEEN.join(filled).rstrip()


def _within(text: str, width: int) -> Iterator[str]:
    """Yield the lines of a text in a column: a word that is wider than that is broken."""
    for line in wrapped(text, width).split("\n"):
        yield from chop_cells(line, width) or [""]


def _text(cell: Cell) -> str:
    if isinstance(cell, WebLink):
        return f"{cell.text} {cell.url}"
    if isinstance(cell, int | float):
        return number_text(cell)
    return " ".join((cell or "").split())

"""Tables for CSV and workbooks; text that a spreadsheet would run is defused."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO

from diagnosis.domain.characters import fit_for_xml, identifying
from diagnosis.domain.text import Language, Text
from diagnosis.present.numbers import decimals, number

Cell = str | float | int | date | None
RUNS = (
    *("=", "+", "-", "@", "\t", "\r", "\n"),
    *("＝", "＋", "－", "＠", "﹦", "﹢", "﹣", "﹫", "−"),
)
"""What a spreadsheet may take for the start of a formula, full-width and small forms too."""
_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
"""Characters without a width: what stands behind them looks as if it stood first."""
_BLANK = " \u00a0\u3000"
_MOST_DIGITS = 15


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, and the decimals that its numbers are shown with.

    Without `decimals` numbers have as many as they need.
    """

    heading: str
    decimals: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table: columns, rows of cells, and how many rows at the end are sums."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    sums: int = 0

    @property
    def headings(self) -> tuple[str, ...]:
        """Return the headings."""
        return tuple(column.heading for column in self.columns)


Heading = Text | tuple[Text, int]
"""A heading, with the decimals of its column where they are fixed."""


def make_table(
    title: Text,
    headings: Sequence[Heading],
    rows: Sequence[Sequence[Cell]],
    language: Language,
    *,
    sums: int = 0,
) -> Table:
    """Return a table in one language, its cells defused."""
    return Table(
        title.say(language),
        tuple(_column(heading, language) for heading in headings),
        tuple(tuple(defused(cell) for cell in row) for row in rows),
        sums,
    )


def _column(heading: Heading, language: Language) -> Column:
    if isinstance(heading, Text):
        return Column(heading.say(language))
    text, shown = heading
    return Column(text.say(language), shown)


def defused(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet runs, and that every workbook can hold.

    Text that could be a formula gets a quote before it; characters without a width are taken from
    its start, and what XML forbids is left out.

    Examples
    --------
    >>> defused("=1+1"), defused("MES"), defused(-3)
    ("'=1+1", 'MES', -3)
    """
    if not isinstance(cell, str):
        return cell
    text = fit_for_xml(cell)
    shown = _INVISIBLE.sub("", text).lstrip(_BLANK)
    if shown.startswith(RUNS) or identifying(shown).startswith(RUNS):
        return "'" + shown
    start = _INVISIBLE.match(text)
    return text[start.end() :] if start else text


def as_csv(table: Table) -> bytes:
    """Return a table as CSV (RFC 4180, UTF-8 with a mark so that Excel reads Chinese)."""
    body = StringIO()
    writer = csv.writer(body)
    writer.writerow(table.headings)
    for row in table.rows:
        writer.writerow(map(_written, row, table.columns))
    return body.getvalue().encode("utf-8-sig")


def _written(cell: Cell, column: Column) -> Cell:
    """Return a cell as CSV writes it: numbers in full, with the decimals of their column."""
    if not isinstance(cell, float):
        return cell
    if column.decimals is None:
        return number(cell, digits=_MOST_DIGITS)
    return decimals(cell, column.decimals)

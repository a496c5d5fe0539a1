"""Tables for CSV and workbooks; text that a spreadsheet would run is defused."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO

from diagnosis.domain.characters import fit_for_xml, identifying
from diagnosis.domain.text import Language, Text

Cell = str | float | int | None
RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet may take for the start of a formula, full-width forms too."""


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table: a row of headings and rows of cells."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def make_table(
    title: Text, headings: Sequence[Text], rows: Sequence[Sequence[Cell]], language: Language
) -> Table:
    """Return a table in one language, its cells defused."""
    return Table(
        title.say(language),
        tuple(heading.say(language) for heading in headings),
        tuple(tuple(defused(cell) for cell in row) for row in rows),
    )


def defused(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet runs, and that every workbook can hold.

    Text that could be a formula gets a quote before it, what XML forbids is left out.

    Examples
    --------
    >>> defused("=1+1"), defused("MES"), defused(-3)
    ("'=1+1", 'MES', -3)
    """
    if not isinstance(cell, str):
        return cell
    text = fit_for_xml(cell)
    is_formula = text.startswith(RUNS) or identifying(text).startswith(RUNS)
    return "'" + text if is_formula else text


def as_csv(table: Table) -> bytes:
    """Return a table as CSV (RFC 4180, UTF-8 with a mark so that Excel reads Chinese)."""
    body = StringIO()
    writer = csv.writer(body)
    writer.writerow(table.headings)
    writer.writerows(table.rows)
    return body.getvalue().encode("utf-8-sig")

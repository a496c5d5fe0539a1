"""A plan as an XLSX workbook: the plan, the levels after each phase, what was left out."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from math import ceil

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from diagnosis.files.packing import pack
from diagnosis.files.paper import (
    BAND,
    BOLD,
    FULL_WIDTH,
    WRAPPED,
    fit_height,
    print_across,
    rows_that_fit,
    text_width,
    write_cell,
)
from diagnosis.present.tables import Cell, Column, Table, defused

WIDEST, NARROWEST, SHORT = 60, 7, 14
"""The widest and the narrowest column, and what is not wrapped, in characters."""
MOST_IN_ALL = FULL_WIDTH / 0.7
"""The columns of a table together: on A4 they are printed at 70 % of their size or more."""
_NOT_IN_TITLES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_DAY = "yyyy-mm-dd"


def plan_workbook(tables: Iterable[Table]) -> bytes:
    """Return the workbook of a plan's tables, one sheet each.

    A text that a spreadsheet would run as a formula is written so that it is shown instead; days
    and numbers are such cells, not text.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    for table in tables:
        _fill(book.create_sheet(table.title.translate(_NOT_IN_TITLES)[:31]), table)
    return pack(book)


def _fill(sheet: Worksheet, table: Table) -> None:
    widths = _widths(table)
    for place, (column, width) in enumerate(zip(table.columns, widths, strict=True), start=1):
        heading = write_cell(sheet, 1, place, defused(column.heading))
        heading.font, heading.fill, heading.alignment = BOLD, BAND, WRAPPED
        sheet.column_dimensions[get_column_letter(place)].width = width
    first_sum = len(table.rows) - table.sums
    last_row = 1
    for number, row in enumerate(table.rows):
        for cells in _parted(row, widths):
            _write_row(sheet, sheet.max_row + 1, cells, table.columns)
            if number >= first_sum:
                for cell in sheet[sheet.max_row]:
                    cell.font = BOLD
        if number < first_sum:
            last_row = sheet.max_row
    for row_number in range(1, sheet.max_row + 1):
        fit_height(sheet, row_number, widths)
    sheet.freeze_panes = "A2"
    last = len(table.columns)
    if first_sum:
        sheet.auto_filter.ref = f"A1:{get_column_letter(last)}{last_row}"
    print_across(sheet, first=1, last=last, heading=1)


def _parted(row: Sequence[Cell], widths: Sequence[float]) -> Iterator[list[Cell]]:
    """Yield a row as rows that are not too tall: long texts go on below, all else stands once."""
    texts = [cell if isinstance(cell, str) else "" for cell in row]
    for number, parts in enumerate(rows_that_fit(texts, widths)):
        yield [
            part or None if isinstance(cell, str) or number else cell
            for cell, part in zip(row, parts, strict=True)
        ]


def _write_row(
    sheet: Worksheet, number: int, row: Sequence[Cell], columns: Sequence[Column]
) -> None:
    for place, (value, column) in enumerate(zip(row, columns, strict=True), start=1):
        cell = write_cell(sheet, number, place, defused(value))
        cell.alignment = WRAPPED
        if isinstance(value, date):
            cell.number_format = _DAY
        elif isinstance(value, float) and column.decimals is not None:
            cell.number_format = "#,##0." + "0" * column.decimals


def _widths(table: Table) -> list[int]:
    """Return the width of each column: what is short in full, so that the tallest row is low.

    Headings are wrapped, so half of one is room enough.
    """
    wanted = [
        max(
            NARROWEST,
            text_width(column.heading) // 2 + 2,
            *(_shown_width(row[place], column) + 2 for row in table.rows),
        )
        for place, column in enumerate(table.columns)
    ]
    short = SHORT
    while short > NARROWEST and sum(min(short, width) for width in wanted) > MOST_IN_ALL:
        short -= 1
    widths = [min(short, width) for width in wanted]
    while sum(widths) + 1 <= MOST_IN_ALL:
        lines, place = max((ceil(wanted[n] / width), -n) for n, width in enumerate(widths))
        if lines == 1 or widths[-place] >= WIDEST:
            break
        widths[-place] += 1
    return widths


def _shown_width(cell: Cell, column: Column) -> int:
    """Return the width of the longest line of a cell as it is shown."""
    if isinstance(cell, float) and column.decimals is not None:
        return len(f"{cell:,.{column.decimals}f}")
    return max(map(text_width, str("" if cell is None else cell).split("\n")))

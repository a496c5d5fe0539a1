"""How sheets of a workbook are laid out on A4 paper, so that they can be read."""

from collections.abc import Iterator, Sequence
from math import ceil

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

FULL_WIDTH = 148
"""The characters of a line on A4 across, at full size (11 points, 7 pixels a character)."""
BOLD = Font(bold=True)
BAND = PatternFill("solid", fgColor="DDE6F0")
WRAPPED = Alignment(wrap_text=True, vertical="top")
_LINE = 15.0
"""The height of a line, points."""
_TALLEST = 409.0
"""The tallest row that Excel has, points."""
_MARGINS = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.6, header=0.3, footer=0.3)


def print_across(sheet: Worksheet, *, first: int, last: int, heading: int) -> None:
    """Let a sheet be printed across A4, as wide as the page, as long as it is.

    Parameters
    ----------
    first, last
        The columns that are printed, numbered from 1.
    heading
        The row that stands on every page again.

    """
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = sheet.ORIENTATION_LANDSCAPE
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = _MARGINS
    start, end = get_column_letter(first), get_column_letter(last)
    sheet.print_area = f"{start}1:{end}{sheet.max_row}"
    sheet.print_title_rows = f"{heading}:{heading}"
    if sheet.oddFooter is not None:
        sheet.oddFooter.center.text = "&A  &P / &N"


def write_cell(sheet: Worksheet, row: int, column: int, value: object) -> Cell:
    """Write a value into a cell and return it; text stays text, whatever it starts with."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    cell.value = value  # type: ignore[assignment]
    if isinstance(value, str):
        cell.data_type = "s"
    return cell


def fit_height(sheet: Worksheet, row: int, widths: Sequence[float]) -> None:
    """Make a row as tall as its longest text, wrapped to the widths of the columns."""
    lines = [
        sum(max(1, ceil(text_width(line) / width)) for line in str(cell.value).split("\n"))
        for cell, width in zip(sheet[row], widths, strict=False)
        if cell.value is not None
    ]
    sheet.row_dimensions[row].height = min(_TALLEST, _LINE * max(lines, default=1))


def rows_that_fit(texts: Sequence[str], widths: Sequence[float]) -> Iterator[list[str]]:
    """Yield a row of texts, one a column, as rows that are no taller than a row may be.

    What does not fit stands in the rows below, in the same column.
    """
    while True:
        ends = [_fitting(text, width) for text, width in zip(texts, widths, strict=True)]
        yield [text[:end].rstrip("\n") for text, end in zip(texts, ends, strict=True)]
        texts = [text[end:] for text, end in zip(texts, ends, strict=True)]
        if not any(texts):
            return


def _fitting(text: str, width: float) -> int:
    """Return how many characters of a text fit into the tallest row of a column."""
    room, taken = int(_TALLEST / _LINE), 0
    for line in text.splitlines(keepends=True):
        lines = max(1, ceil(text_width(line.rstrip("\n")) / width))
        if lines > room:
            return taken + int(room * width / 2)  # a character takes two at most
        room -= lines
        taken += len(line)
    return taken


def text_width(text: str) -> int:
    """Return the width of a text in Latin characters; a Chinese one takes two."""
    return sum(2 if ord(character) > 255 else 1 for character in text)

"""A plan as an XLSX workbook: the plan, the levels after each phase, what was left out."""

from collections.abc import Iterable
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from diagnosis.present.tables import Table, defused

WIDEST = 60
"""The widest column, in characters."""
_NOT_IN_TITLES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def plan_workbook(tables: Iterable[Table]) -> bytes:
    """Return the workbook of a plan's tables, one sheet each.

    A text that a spreadsheet would run as a formula is written so that it is shown instead.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    for table in tables:
        _fill(book.create_sheet(table.title.translate(_NOT_IN_TITLES)[:31]), table)
    body = BytesIO()
    book.save(body)
    return body.getvalue()


def _fill(sheet: Worksheet, table: Table) -> None:
    sheet.append([defused(heading) for heading in table.headings])
    for cell in sheet[1]:
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="DDE6F0")
    for row in table.rows:
        sheet.append([defused(value) for value in row])
        for cell in sheet[sheet.max_row]:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for place in range(1, len(table.headings) + 1):
        letter = get_column_letter(place)
        texts = [str(cell.value or "") for cell in sheet[letter]]
        longest = max(map(_width, texts), default=8)
        sheet.column_dimensions[letter].width = min(WIDEST, longest + 2)
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _width(text: str) -> int:
    """Return the width of a text in Latin characters; a Chinese one takes two."""
    return sum(2 if ord(character) > 255 else 1 for character in text)

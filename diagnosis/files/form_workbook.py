"""A form as an XLSX workbook for printing and filling in without a network."""

from collections.abc import Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from diagnosis.present.intake.form_pages import FormPage, FormSection

_BAND = PatternFill("solid", fgColor="DDE6F0")


def form_workbook(pages: Sequence[FormPage]) -> bytes:
    """Return the workbook of a form's pages, one sheet each."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for page in pages:
        _fill(book.create_sheet(page.name[:31]), page)
    body = BytesIO()
    book.save(body)
    return body.getvalue()


def _fill(sheet: Worksheet, page: FormPage) -> None:
    for line in page.lines:
        sheet.append([line])
    if page.lines:
        sheet["A1"].font = Font(bold=True, size=14)
    sheet.append([heading for heading, _ in page.columns])
    top = len(page.lines) + 1
    for number, (_, width) in enumerate(page.columns, start=1):
        sheet.cell(top, number).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(number)].width = width
    for section in page.sections:
        _section(sheet, section)
    sheet.freeze_panes = f"C{top + 1}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _section(sheet: Worksheet, section: FormSection) -> None:
    if section.title:
        sheet.append([section.title])
        for cell in sheet[sheet.max_row]:
            cell.font, cell.fill = Font(bold=True), _BAND
    for row in section.rows:
        sheet.append(row)
        for cell in sheet[sheet.max_row]:
            cell.alignment = Alignment(wrap_text=True, vertical="top")

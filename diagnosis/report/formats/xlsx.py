"""The tables and cards of a document as a workbook: numbers as numbers, links as links.

A chapter has a sheet for its tables of the same columns, and one for its cards. A sheet is one
table under one row of names, so that it can be filtered and sorted.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from math import ceil
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as Place
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from diagnosis.domain.characters import fit_for_xml
from diagnosis.domain.text import Language, Text
from diagnosis.present.tables import defused
from diagnosis.report.document import Cell, Chapter, Framed, ReportDocument, ReportTable, WebLink
from diagnosis.report.formats.html import WORDS
from diagnosis.report.formats.zipped import without_times

_WIDEST, _NARROWEST = 60, 8
"""The widest and the narrowest column, in Latin characters."""
_LINE, _TALLEST = 15, 409
"""The height of a line, and the most that a row may have, in points."""
_MOST_LETTERS = 32_767
"""What a cell of a workbook can hold."""
_MOST_IN_TITLE = 31
_NOT_IN_TITLES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_BOLD, _BLUE = Font(bold=True), Font(color="0B5CAD", underline="single")
_BAND = PatternFill("solid", fgColor="D9E6F2")
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_CONTENTS = Text("目录", "Contents")
_PART = Text("表", "Table")
_CARD = Text("名称", "Name")
_MORE = Text("说明", "Notes")
_SOURCE = Text("出处 {number}", "Source {number}")


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A table under a row of names; `chapter` is the title that it stands under."""

    title: str
    chapter: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def print_xlsx(document: ReportDocument) -> bytes:
    """Return the workbook of a document; the same document gives the same bytes.

    A text that a spreadsheet would run as a formula is written so that it is shown instead.
    """
    book = Workbook()
    first = book.worksheets[0]
    sheets = list(_sheets(document))
    _contents(first, document, sheets)
    for sheet in sheets:
        _fill(book.create_sheet(sheet.title), sheet)
    about, day = book.properties, document.day
    about.title, about.creator = fit_for_xml(document.title), ""
    about.language = document.language.value
    about.created = about.modified = datetime(day.year, day.month, day.day)
    body = BytesIO()
    with ZipFile(body, "w", ZIP_DEFLATED) as archive:
        ExcelWriter(book, archive).write_data()
    return without_times(body.getvalue())


def _sheets(document: ReportDocument) -> Iterator[_Sheet]:
    for place, chapter in enumerate(document.chapters, 1):
        tables = [*_tables(chapter, document.language), *_cards(chapter, document.language)]
        for number, (head, rows) in enumerate(tables, 1):
            title = f"{place}{f'-{number}' if len(tables) > 1 else ''} {chapter.title}"
            title = fit_for_xml(title).translate(_NOT_IN_TITLES)[:_MOST_IN_TITLE].rstrip()
            yield _Sheet(title, chapter.title, head, rows)


Rows = tuple[tuple[Cell, ...], ...]


def _tables(chapter: Chapter, language: Language) -> Iterator[tuple[tuple[str, ...], Rows]]:
    """Yield the tables of a chapter, those of the same columns as one."""
    by_head: dict[tuple[str, ...], list[ReportTable]] = {}
    for block in chapter.blocks:
        if isinstance(block, ReportTable):
            by_head.setdefault(block.head, []).append(block)
    for head, tables in by_head.items():
        rows = tuple((table.title, *row) for table in tables for row in table.rows)
        yield (_PART.say(language), *head), rows


def _cards(chapter: Chapter, language: Language) -> Iterator[tuple[tuple[str, ...], Rows]]:
    """Yield the cards of a chapter as one table, a column for each name of a fact."""
    cards = [block for block in chapter.blocks if isinstance(block, Framed)]
    if not cards:
        return
    names = tuple(dict.fromkeys(name for card in cards for name, _ in card.facts))
    most = max(len(card.links) for card in cards)
    sources = tuple(_SOURCE.fill(number=each).say(language) for each in range(1, most + 1))
    has_lines = any(card.lines for card in cards)
    more = (_MORE.say(language),) if has_lines else ()
    yield (
        (_CARD.say(language), *names, *more, *sources),
        tuple(
            (
                card.title,
                *(dict(card.facts).get(name) for name in names),
                *(("\n".join(card.lines) or None,) if has_lines else ()),
                *card.links,
                *(None for _ in range(most - len(card.links))),
            )
            for card in cards
        ),
    )


def _contents(sheet: Worksheet, document: ReportDocument, sheets: Sequence[_Sheet]) -> None:
    """Write what the workbook is, which sheets it has, and by which versions it was made."""
    sheet.title = _CONTENTS.say(document.language)
    words = {name: text.say(document.language) for name, text in WORDS.items()}
    row = 0
    for text in (document.title, document.firm, document.subtitle):
        if text:
            row += 1
            _write(sheet, row, 1, text)
    sheet.cell(1, 1).font = _BOLD
    row += 1
    _write(sheet, row, 1, words["day"])
    _write(sheet, row, 2, document.day.isoformat())
    row += 1
    for each in sheets:
        row += 1
        place = _write(sheet, row, 1, each.title)
        place.hyperlink = Hyperlink(ref=place.coordinate, location=f"'{each.title}'!A1")
        place.font = _BLUE
        _write(sheet, row, 2, each.chapter)
    row += 1
    if document.code:
        row += 1
        _write(sheet, row, 1, words["code"])
        _write(sheet, row, 2, document.code)
    row += 1
    _write(sheet, row, 1, words["pins"])
    for pin in document.pins:
        row += 1
        _write(sheet, row, 1, pin)
    sheet.column_dimensions["A"].width = sheet.column_dimensions["B"].width = _WIDEST


def _fill(sheet: Worksheet, table: _Sheet) -> None:
    for place, name in enumerate(table.head, 1):
        cell = _write(sheet, 1, place, name)
        cell.font, cell.fill = _BOLD, _BAND
    for number, row in enumerate(table.rows, 2):
        for place, value in enumerate(row, 1):
            _write(sheet, number, place, value)
    columns = list(zip(table.head, *table.rows, strict=True))
    widths = [min(_WIDEST, max(_NARROWEST, max(map(_width, each)) + 2)) for each in columns]
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    for number, row in enumerate((table.head, *table.rows), 1):
        lines = max(_lines(value, width) for value, width in zip(row, widths, strict=True))
        sheet.row_dimensions[number].height = min(_TALLEST, lines * _LINE)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions
    _set_up_for_print(sheet)


def _lines(value: Cell, width: int) -> int:
    """Return how many lines a value takes in a column of a width."""
    text = value.text if isinstance(value, WebLink) else value
    parts = text.splitlines() if isinstance(text, str) else []
    return sum(max(1, ceil(_width(part) / width)) for part in parts) or 1


def _set_up_for_print(sheet: Worksheet) -> None:
    """Have all columns on one page across, A4 on its side, with the head on each page."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"


def _write(sheet: Worksheet, row: int, column: int, value: Cell) -> Place:
    """Write a value into a cell and return it; text stays text, whatever it starts with."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Place)
    cell.alignment = _WRAPPED
    if isinstance(value, int | float):
        cell.value = value
        cell.number_format = "#,##0" if float(value).is_integer() else "#,##0.00"
        return cell
    text = value.text if isinstance(value, WebLink) else value
    if text:
        cell.value = str(defused(text))[:_MOST_LETTERS]
        cell.data_type = "s"
    if isinstance(value, WebLink):
        cell.hyperlink = value.url
        cell.font = _BLUE
    return cell


def _width(cell: Cell) -> int:
    """Return the width of the longest line of a cell; a Chinese character takes two."""
    text = cell.text if isinstance(cell, WebLink) else "" if cell is None else str(cell)
    return max(sum(2 if ord(letter) > 255 else 1 for letter in line) for line in text.split("\n"))

"""A form as an XLSX workbook for printing and filling in without a network.

Answers are chosen from lists in the language of the form. A hidden sheet holds, for each item, the
labels and the ids that a sheet writes for them, so that a filled-in workbook can be read back; for
a scene of a grid, its choices.
"""

from collections.abc import Mapping, Sequence
from typing import Literal

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from diagnosis.files.packing import pack
from diagnosis.files.paper import (
    BAND,
    BOLD,
    WRAPPED,
    fit_height,
    print_across,
    rows_that_fit,
    write_cell,
)
from diagnosis.present.intake.form_answers import AnswerCell, AnswerKind, Choice
from diagnosis.present.intake.form_book import FormBook, FormPage, FormSection

CHOICES = "choices"
"""The hidden sheet: the form and its language in the first row, then item, id and label."""
_TEXT, _WHOLE, _NUMBER, _GENERAL = "@", "0", "#,##0.00", "General"
_FORMATS = {AnswerKind.WHOLE: _WHOLE, AnswerKind.NUMBER: _NUMBER}
_CHECKED: Mapping[AnswerKind, Literal["whole", "decimal"]] = {
    AnswerKind.WHOLE: "whole",
    AnswerKind.NUMBER: "decimal",
}
_TITLE = 22.0
"""The height of the title, points."""
_LONGEST_HINT = 250
"""The most characters that Excel shows beside a cell."""


def form_workbook(form: FormBook) -> bytes:
    """Return the workbook of a form: a sheet for each page, and the hidden one of choices."""
    book = Workbook()
    book.remove(book.worksheets[0])
    sheets = [book.create_sheet(page.name[:31]) for page in form.pages]
    choices = _ChoiceSheet(book.create_sheet(CHOICES), form)
    for sheet, page in zip(sheets, form.pages, strict=True):
        _PageWriter(sheet, page, choices).fill()
    return pack(book)


class _ChoiceSheet:
    """The hidden sheet of labels and ids."""

    def __init__(self, sheet: Worksheet, form: FormBook) -> None:
        self._sheet = sheet
        self._next = 1
        sheet.sheet_state = "hidden"
        self._write((form.form, form.language))

    def add(self, item: str, choices: Sequence[Choice]) -> str:
        """Write the choices of an item; return the range of their labels."""
        first = self._next
        for choice in choices:
            self._write((item, choice.id, choice.label))
        return f"'{CHOICES}'!$C${first}:$C${self._next - 1}"

    def _write(self, values: Sequence[str | float]) -> None:
        for place, value in enumerate(values, start=1):
            cell = write_cell(self._sheet, self._next, place, value)
            cell.number_format = _TEXT if isinstance(value, str) else _GENERAL
        self._next += 1


class _PageWriter:
    """Writes one page of a form."""

    def __init__(self, sheet: Worksheet, page: FormPage, choices: _ChoiceSheet) -> None:
        self._sheet = sheet
        self._page = page
        self._choices = choices
        self._widths = [width for _, width in page.columns]
        self._next = 1

    def fill(self) -> None:
        """Write the page, from its head to its last row."""
        sheet, page = self._sheet, self._page
        self._head()
        heading = self._next - 1
        for section in page.sections:
            self._section(section)
        sheet.column_dimensions["A"].hidden = True
        sheet.freeze_panes = f"C{heading + 1}"
        print_across(sheet, first=2, last=page.printed, heading=heading)

    def _head(self) -> None:
        """Write the lines above, as wide as what is printed, and the headings."""
        sheet = self._sheet
        for line in self._page.lines:
            self._across(line)
        if self._page.lines:
            sheet["B1"].font = Font(bold=True, size=14)
            sheet.row_dimensions[1].height = _TITLE
        self._write([heading for heading, _ in self._page.columns])
        for place, width in enumerate(self._widths, start=1):
            cell = sheet.cell(self._next - 1, place)
            cell.font, cell.fill = BOLD, BAND
            sheet.column_dimensions[get_column_letter(place)].width = width

    def _across(self, line: str) -> None:
        """Write a line as wide as what is printed."""
        sheet, last = self._sheet, self._page.printed
        write_cell(sheet, self._next, 2, line).alignment = WRAPPED
        fit_height(sheet, self._next, [self._widths[0], sum(self._widths[1:last])])
        sheet.merge_cells(
            start_row=self._next, end_row=self._next, start_column=2, end_column=last
        )
        self._next += 1

    def _section(self, section: FormSection) -> None:
        if section.title:
            write_cell(self._sheet, self._next, 2, section.title)
            for place in range(1, len(self._widths) + 1):
                cell = self._sheet.cell(self._next, place)
                cell.font, cell.fill = BOLD, BAND
            self._next += 1
        if section.about:
            self._across(section.about)
        for row in section.rows:
            number = self._next
            self._write(row.texts)
            for place, answer in enumerate(row.answers):
                self._answer(row.id, answer, self._sheet.cell(number, self._page.answers + place))

    def _write(self, texts: Sequence[str]) -> None:
        for parts in rows_that_fit(texts, self._widths):
            for place, text in enumerate(parts, start=1):
                write_cell(self._sheet, self._next, place, text or None).alignment = WRAPPED
            fit_height(self._sheet, self._next, self._widths)
            self._next += 1

    def _answer(self, identity: str, answer: AnswerCell, cell: Cell | MergedCell) -> None:
        """Set up the cell of an answer of an item, a fact or a scene."""
        cell.number_format = _format(answer)
        labels = self._choices.add(identity, answer.choices) if answer.choices else None
        check = _validation(answer, labels)
        if check is not None:
            check.add(cell.coordinate)
            self._sheet.add_data_validation(check)


def _format(answer: AnswerCell) -> str:
    """Return how what is typed is kept: as a number where it is one, else as the text it is."""
    if any(isinstance(choice.label, float) for choice in answer.choices):
        return _GENERAL
    return _FORMATS.get(answer.kind, _TEXT)


def _validation(answer: AnswerCell, labels: str | None) -> DataValidation | None:
    """Return what a cell takes, and the words beside it; None where it takes any text."""
    if answer.kind in (AnswerKind.CHOICE, AnswerKind.SUGGESTED):
        check = DataValidation(type="list", formula1=labels)
    elif answer.ends is not None:
        low, high = (format(end, ".15g") for end in answer.ends)
        check = DataValidation(
            type=_CHECKED.get(answer.kind, "textLength"),
            operator="between",
            formula1=low,
            formula2=high,
        )
    elif answer.hint:
        check = DataValidation()
    else:
        return None
    check.allow_blank = True
    check.showErrorMessage = bool(answer.refusal)
    check.error = answer.refusal or None
    check.showInputMessage = bool(answer.hint)
    check.prompt = answer.hint[:_LONGEST_HINT] or None
    return check

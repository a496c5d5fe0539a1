"""A form as a workbook: answers that cannot be spoiled, lists in words, ids behind them, A4."""

from collections.abc import Mapping
from io import BytesIO
from math import ceil
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from diagnosis.domain.intake.answer import positions_of
from diagnosis.domain.intake.form import Entry, Layout
from diagnosis.domain.intake.item import ItemType
from diagnosis.domain.intake.limits import PAINS, PROFILE_LIMITS
from diagnosis.domain.text import Language
from diagnosis.files.form_workbook import CHOICES, form_workbook
from diagnosis.files.paper import text_width
from diagnosis.present.intake.form_pages import form_book
from diagnosis.services.ports.content import Content

FORMS = ("full", "ai-readiness", "miit-sme-2024", "screening")
FIRM = -2
"""The page of the firm's profile stands before the hidden one of choices."""
NOT_KNOWN = {Language.ZH: "不清楚", Language.EN: "Not known"}


@pytest.fixture(scope="module", params=FORMS)
def form(request: pytest.FixtureRequest) -> str:
    """Return the id of a form."""
    return str(request.param)


@pytest.fixture(scope="module", params=list(Language))
def language(request: pytest.FixtureRequest) -> Language:
    """Return a language."""
    return Language(request.param)


@pytest.fixture(scope="module")
def book(content: Content, form: str, language: Language) -> Workbook:
    """Return the workbook of a form in a language, as it is read back."""
    known = content.forms[form]["2.0.0"]
    return load_workbook(BytesIO(form_workbook(form_book(content, known, language))))


def answers_of(book: Workbook, page: int, column: int) -> dict[str, Any]:
    """Return the cells of the answers of a page by the ids in its hidden column."""
    sheet = book.worksheets[page]
    rows = [row for row in sheet.iter_rows() if row[0].value and not row[0].font.bold]
    return {row[0].value: row[column - 1] for row in rows}


def checks_of(book: Workbook, page: int) -> Mapping[str, DataValidation]:
    """Return what is checked in each cell of a page that is checked."""
    checks = book.worksheets[page].data_validations.dataValidation
    return {str(part): check for check in checks for part in check.sqref.ranges}


def labels_of(book: Workbook, check: DataValidation) -> dict[Any, str]:
    """Return the labels that a list offers, each with the id that stands behind it."""
    sheet, _, place = str(check.formula1).partition("!")
    assert sheet.strip("'") == CHOICES
    _, first, _, last = range_boundaries(place.replace("$", ""))
    rows = book[CHOICES].iter_rows(min_row=first, max_row=last, values_only=True)
    return {label: str(identity) for _, identity, label in rows}


def asked_in_rows(content: Content, form: str) -> dict[str, Entry]:
    """Return the entries of a form that stand in rows, so not those of a grid, by item."""
    return {
        entry.item: entry
        for section in content.forms[form]["2.0.0"].sections
        if section.layout is Layout.QUESTIONS
        for entry in section.entries
    }


def test_every_item_is_answered_by_a_list_of_its_labels(
    content: Content, book: Workbook, form: str, language: Language
) -> None:
    entries = asked_in_rows(content, form)
    cells, checks = answers_of(book, 0, 5), checks_of(book, 0)
    assert list(cells) == list(entries)
    for name, entry in entries.items():
        item, check = content.bank[name], checks[cells[name].coordinate]
        assert cells[name].value is None
        is_ladder = item.type is ItemType.LADDER
        assert cells[name].number_format == ("General" if is_ladder else "@") and check.prompt
        if item.type in (ItemType.SHARE, ItemType.MULTIPLE):
            continue
        labels = labels_of(book, check)
        assert check.type == "list" and check.showErrorMessage and not check.showDropDown
        assert labels[NOT_KNOWN[language]] == "not_known"
        for reason in item.reasons:
            assert f"not_applicable:{reason.id}" in labels.values()
        if is_ladder:
            assert [label for label in labels if not isinstance(label, str)] == list(
                positions_of(entry)
            )
        else:
            for option in item.options:
                assert labels[option.text.say(language)] == option.id


def test_options_of_several_are_chosen_by_the_numbers_before_them(
    content: Content, book: Workbook, form: str
) -> None:
    rows = {(row[0].value, row[2].value): row[1].value for row in book[CHOICES].iter_rows()}
    texts = {row[0].value: row[2].value for row in book.worksheets[0].iter_rows()}
    for name in asked_in_rows(content, form):
        item = content.bank[name]
        if item.type is ItemType.MULTIPLE:
            for place, option in enumerate(item.options, start=1):
                assert rows[name, str(place)] == option.id
                assert f"{place}. " in texts[name]


def test_scenes_stand_in_a_table_of_boxes(content: Content, book: Workbook, form: str) -> None:
    """A row for each scene, three boxes that take a tick alone, under its eight links."""
    if form not in ("full", "ai-readiness"):
        assert len(book.worksheets) == 3
        return
    rows = [row for row in book.worksheets[1].iter_rows() if row[0].value in content.scenes]
    checks = checks_of(book, 1)
    assert [row[0].value for row in rows] == list(content.scenes)
    for row in rows:
        assert row[1].value and row[2].value and len(row) == 6
        for box, choice in zip(row[3:], ("none", "use", "model"), strict=True):
            assert box.value is None and checks[box.coordinate].showErrorMessage
            assert labels_of(book, checks[box.coordinate]) == {"√": choice}
    bands = [row[1].value for row in book.worksheets[1].iter_rows() if row[1].font.bold]
    assert len(bands) == 2 + len(content.scene_links)  # with the title and the headings


def test_codes_stay_text_and_numbers_are_checked(book: Workbook, content: Content) -> None:
    """More than a quarter of real codes are all digits and would lose the last three."""
    cells, checks = answers_of(book, FIRM, 4), checks_of(book, FIRM)
    assert set(cells) == set(PROFILE_LIMITS)
    formats = {name: cell.number_format for name, cell in cells.items()}
    text = {"name", "credit_code", "site", "industry", "city", "chain", "park", "reference"}
    text |= {"production_type", "pains", "goals"}
    text |= {name for name in PROFILE_LIMITS if name.startswith("traits.")}
    assert {name for name, how in formats.items() if how == "@"} == text
    assert (formats["employees"], formats["period"]) == ("0", "0")
    assert formats["revenue_wan"] == "#,##0.00"
    people = checks[cells["employees"].coordinate]
    assert (people.type, people.formula1, people.formula2) == ("whole", "0", "5000000")
    places = checks[cells["city"].coordinate]
    assert set(labels_of(book, places).values()) == set(content.codes.places)
    assert not places.showErrorMessage
    kinds = labels_of(book, checks[cells["production_type"].coordinate])
    assert sorted(kinds.values()) == ["discrete", "process"]


def test_pains_and_goals_are_chosen_by_the_numbers_before_them(
    content: Content, book: Workbook, language: Language
) -> None:
    rows = {(row[0].value, row[2].value): row[1].value for row in book[CHOICES].iter_rows()}
    page = book.worksheets[FIRM]
    for fact in content.profile:
        if fact.id not in ("pains", "goals"):
            continue
        printed = "\n".join(_below(page, fact.id))
        for place, choice in enumerate(fact.choices, start=1):
            assert rows[fact.id, str(place)] == choice.id
            assert f"{place}. {choice.text.say(language)}" in printed
    pains = checks_of(book, FIRM)[answers_of(book, FIRM, 4)["pains"].coordinate]
    assert str(PAINS.most) in pains.prompt


def _below(page: Worksheet, name: str) -> list[str]:
    """Return the formats of a fact: a long one goes on in rows that have no id."""
    texts: list[str] = []
    is_there = False
    for row in page.iter_rows(min_row=2):
        is_there = row[0].value == name or (is_there and not row[0].value)
        if is_there:
            texts.append(str(row[2].value or ""))
    return texts


def test_traits_are_chosen_from_lists(book: Workbook, language: Language) -> None:
    cells, checks = answers_of(book, FIRM, 4), checks_of(book, FIRM)
    yes = "是" if language is Language.ZH else "Yes"
    assert labels_of(book, checks[cells["traits.exports"].coordinate])[yes] == "true"
    sells = labels_of(book, checks[cells["traits.sells"].coordinate])
    assert sorted(sells.values()) == ["both", "contract-work", "own-brand"]
    share = checks[cells["cost_percent.energy"].coordinate]
    assert (share.type, share.formula1, share.formula2) == ("decimal", "0", "100")


def test_ids_are_hidden_and_the_form_is_named(book: Workbook, form: str, language: str) -> None:
    assert book[CHOICES].sheet_state == "hidden" and book.worksheets[-1].title == CHOICES
    named = [cell.value for cell in book[CHOICES][1]][:2]
    assert named == [f"{form}@2.0.0", str(language)]
    for sheet in book.worksheets[:-1]:
        assert sheet.column_dimensions["A"].hidden


def test_a_form_is_printed_on_a4_at_full_size(book: Workbook) -> None:
    """A line of A4 across holds 148 characters at 11 points; the columns printed have no more."""
    for sheet in book.worksheets[:-1]:
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        heading = int(sheet.print_title_rows.strip("$").partition(":")[0])
        assert sheet.cell(heading, 2).font.bold
        area = str(sheet.print_area).rpartition("!")[2].replace("$", "")
        first, _, last, bottom = range_boundaries(area)
        assert (first, bottom) == (2, sheet.max_row)
        letters = [sheet.cell(heading, place).column_letter for place in range(first, last + 1)]
        assert sum(sheet.column_dimensions[letter].width for letter in letters) <= 148
        heights = [dimension.height for dimension in sheet.row_dimensions.values()]
        assert all(height is None or height <= 409 for height in heights)


def test_no_row_is_shorter_than_its_texts(book: Workbook) -> None:
    for sheet in book.worksheets[:-1]:
        heading = int(sheet.print_title_rows.strip("$").partition(":")[0])
        for row in sheet.iter_rows(min_row=heading + 1):
            if row[1].font.bold:
                continue  # the title of a section goes on to the right
            height = sheet.row_dimensions[row[0].row].height
            for cell in row[1:]:
                width = sheet.column_dimensions[cell.column_letter].width
                lines = str(cell.value or "").split("\n")
                needed = sum(max(1, ceil(text_width(line) / width)) for line in lines)
                assert needed * 15 <= height + 0.5, (cell.coordinate, needed)


def test_no_cell_is_a_formula(book: Workbook) -> None:
    for sheet in book.worksheets:
        assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]

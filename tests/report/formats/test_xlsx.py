"""A document as a workbook: read back, with numbers, links and texts as what they are."""

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook

from diagnosis.report.document import Passage, ReportTable, WebLink
from diagnosis.report.formats.xlsx import print_xlsx
from tests.report.documents import DAY, FORMULA, SOURCE, a_document


@pytest.fixture(scope="module")
def book() -> Workbook:
    return load_workbook(BytesIO(print_xlsx(a_document())))


def test_tables_of_the_same_columns_share_a_sheet_and_cards_have_theirs(book: Workbook) -> None:
    assert book.sheetnames == ["目录", "1-1 一页结论", "1-2 一页结论"]
    rows = list(book["1-1 一页结论"].iter_rows(values_only=True))
    assert rows == [
        ("表", "年", "万元", "出处"),
        ("每年花多少", "第 1 年", 12.5, "工信部"),
        ("每年花多少", "第 2 年", 3, None),
        ("每年花多少", f"'{FORMULA}", None, "'-3 万"),
        ("再一张", "第 3 年", 1000, "'@sum"),
    ]
    assert list(book["1-2 一页结论"].iter_rows(values_only=True)) == [
        ("名称", "多少钱", "第一步", "说明", "出处 1"),
        ("一料一号", "约 0.5 万元", "'+数料", "'=做完", "工信部"),
        ("扫码仓库", "约 2.7 万元", None, None, None),
    ]


def test_no_text_is_a_formula_and_links_lead_on(book: Workbook) -> None:
    cells = [cell for sheet in book for row in sheet for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    targets = {cell.hyperlink.target for cell in cells if cell.hyperlink}
    assert targets == {None, SOURCE.url}  # those of the contents lead to a sheet
    places = [cell.hyperlink.location for cell in cells if cell.hyperlink]
    assert "'1-2 一页结论'!A1" in places


def test_sheets_are_made_to_be_read(book: Workbook) -> None:
    sheet = book["1-1 一页结论"]
    assert sheet.freeze_panes == "B2" and sheet.auto_filter.ref == "A1:D5"
    assert all(8 <= sheet.column_dimensions[letter].width <= 60 for letter in "ABCD")
    assert all(cell.alignment.wrap_text for row in sheet for cell in row)
    first = [cell.value for cell in book["目录"]["A"] if cell.value]
    assert first[:3] == ["诊断报告", "东莞模具厂", "不是官方评定。"]
    assert first[-3:] == ["本报告所用版本", "code 0.1.0", "content abc"]


def test_sheets_are_made_to_be_printed_and_rows_are_as_high_as_their_text() -> None:
    """A text of 200 Chinese characters takes seven lines of 60 Latin ones, of 15 points."""
    table = ReportTable("表", ("题", "回答"), (("短", "长" * 200), ("短", "一行")))
    sheet = load_workbook(BytesIO(print_xlsx(a_document(table)))).worksheets[1]
    assert [sheet.row_dimensions[row].height for row in (1, 2, 3)] == [15, 105, 15]
    assert sheet.page_setup.orientation == "landscape"
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$1:$1"


def test_equal_documents_give_equal_bytes_of_their_day() -> None:
    content = print_xlsx(a_document())
    assert content == print_xlsx(a_document())
    with ZipFile(BytesIO(content)) as archive:
        assert {entry.date_time[:3] for entry in archive.infolist()} == {(1980, 1, 1)}
    about = load_workbook(BytesIO(content)).properties
    assert about.created.date() == about.modified.date() == DAY


def test_hostile_texts_and_long_titles_fit() -> None:
    table = ReportTable(
        "\x01a",
        ("x" * 40,),
        (("\ufffe\x00b" + "y" * 40_000,), (WebLink("\x02", "https://e.org"),)),
    )
    document = a_document(table, Passage("no table"))
    chapter = document.chapters[0]
    long = replace(chapter, title="[a]:b*c?d/e\\f'g" + "长" * 40)
    hostile = replace(document, chapters=(long,))
    (_, title) = load_workbook(BytesIO(print_xlsx(hostile))).sheetnames
    assert title == "1  a  b c d e f g" + "长" * 14


def test_a_document_without_tables_is_its_contents_alone() -> None:
    assert load_workbook(BytesIO(print_xlsx(a_document(Passage("x"))))).sheetnames == ["目录"]

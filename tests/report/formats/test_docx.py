"""A document as a text document: read back by python-docx, with headings, tables and alt texts."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document as read_docx
from docx.document import Document as TextDocument
from docx.oxml.ns import qn
from PIL import Image

from diagnosis.report.document import Framed, Heading, Passage, Points, ReportTable
from diagnosis.report.formats.html import description
from tests.report.documents import DAY, SCRIPT, SOURCE, a_document, a_figure, in_brief

pytestmark = pytest.mark.usefixtures("pango")


def printed(*blocks: object, **facts: object) -> bytes:
    from diagnosis.report.formats.docx import print_docx  # after Pango is there

    return print_docx(a_document(*blocks, **facts))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def content(pango: None) -> bytes:
    return printed()


@pytest.fixture(scope="module")
def file(content: bytes) -> TextDocument:
    return read_docx(BytesIO(content))


def texts(file: TextDocument, style: str) -> list[str]:
    return [line.text for line in file.paragraphs if line.style and line.style.name == style]


def test_chapters_and_parts_are_headings(file: TextDocument) -> None:
    assert texts(file, "Title") == ["诊断报告"] and texts(file, "Subtitle") == ["东莞模具厂"]
    assert texts(file, "Heading 1") == ["第 1 章  一页结论", "第 2 章  企业：与说明"]
    assert texts(file, "Heading 2") == ["先做什么"]
    assert texts(file, "Heading 3") == ["一料一号", "扫码仓库"]
    assert texts(file, "Report Lead") == ["中小企业数字化二级还差 3 个场景。"]
    assert texts(file, "Report Warning") == ["照官方系统为准。"]
    assert texts(file, "Report Card")[:2] == ["多少钱  约 0.5 万元", "第一步  +数料"]


def test_contents_are_a_field_that_leads_to_the_chapters(file: TextDocument) -> None:
    body = file.element.body
    fields = [each.text.strip() for each in body.iter(qn("w:instrText"))]
    assert fields == [r'TOC \o "1-1" \h \z \u']
    kinds = [each.get(qn("w:fldCharType")) for each in body.iter(qn("w:fldChar"))]
    assert kinds == ["begin", "separate", "end"]
    marks = {each.get(qn("w:name")) for each in body.iter(qn("w:bookmarkStart"))}
    places = {each.get(qn("w:anchor")) for each in body.iter(qn("w:hyperlink"))} - {None}
    assert places == marks == {"chapter-in-brief", "chapter-firm"}


def test_tables_repeat_their_head_and_say_what_they_are(file: TextDocument) -> None:
    money, again = file.tables
    assert [[cell.text for cell in row.cells] for row in money.rows][:2] == [
        ["年", "万元", "出处"], ["第 1 年", "12.5", "工信部"],
    ]  # fmt: skip
    assert [len(table.rows) for table in (money, again)] == [4, 2]
    for table in (money, again):
        heads = [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in table.rows]
        assert heads == [True] + [False] * (len(table.rows) - 1)
    captions = [each.get(qn("w:val")) for each in file.element.body.iter(qn("w:tblCaption"))]
    assert captions == ["每年花多少", "再一张"]
    links = [each.target_ref for each in file.part.rels.values() if each.is_external]
    assert set(links) == {SOURCE.url}


def test_numbered_lists_count_from_one_each(file: TextDocument) -> None:
    numbers = [
        line._p.pPr.numPr.numId.val
        for line in file.paragraphs
        if line.style and line.style.name == "List Number"
    ]
    first, second, third, fourth = numbers
    assert first == second != third == fourth


def test_charts_are_pictures_with_words(file: TextDocument) -> None:
    (shape,) = file.inline_shapes
    about = shape._inline.docPr
    assert about.get("descr") == description(a_figure()) and about.get("title") == "各块的成熟度"
    (picture,) = [each for each in file.part.package.iter_parts() if "media" in each.partname]
    with Image.open(BytesIO(picture.blob)) as opened:
        assert opened.format == "PNG" and opened.width == 3 * 360
        assert len(opened.convert("RGB").getcolors(1 << 24) or []) > 10


def test_fonts_and_language_are_those_of_offices(file: TextDocument) -> None:
    for style in ("Normal", "Heading 1", "Report Table"):
        fonts = file.styles[style].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) == "Microsoft YaHei"
        assert not [name for name in fonts.attrib if "heme" in name]
    (spoken,) = file.styles.element.iter(qn("w:lang"))
    assert spoken.get(qn("w:eastAsia")) == "zh-CN"


def test_pages_are_framed_and_dated(file: TextDocument) -> None:
    (section,) = file.sections
    assert section.header.paragraphs[0].text == "东莞模具厂 · 诊断报告"
    fields = [each.text.strip() for each in section.footer._element.iter(qn("w:instrText"))]
    assert fields == ["PAGE", "NUMPAGES"]
    about = file.core_properties
    assert about.created and about.modified and about.title == "诊断报告"
    assert about.created.date() == about.modified.date() == DAY


def test_equal_documents_give_equal_bytes(content: bytes) -> None:
    assert printed() == content
    with ZipFile(BytesIO(content)) as archive:
        assert {entry.date_time[:3] for entry in archive.infolist()} == {(1980, 1, 1)}


def test_hostile_texts_are_texts() -> None:
    bad = "\x01\ufffe" + SCRIPT
    file = read_docx(
        BytesIO(
            printed(
                Passage(bad), Heading(bad), Points((bad,)), Framed(bad, ((bad, bad),), (bad,)),
                ReportTable(bad, (bad,), ((bad,), (None,))), firm=bad,
            )
        )
    )  # fmt: skip
    assert texts(file, "Heading 2") == [SCRIPT] and texts(file, "Subtitle") == [SCRIPT]
    assert file.tables[0].rows[1].cells[0].text == SCRIPT


def test_the_page_in_brief_has_no_contents() -> None:
    from diagnosis.report.formats.docx import print_docx

    file = read_docx(BytesIO(print_docx(in_brief(a_document(Passage("x"))))))
    assert texts(file, "Heading 1") == ["一页结论"] and texts(file, "TOC Heading") == []
    assert file.sections[0].different_first_page_header_footer is False

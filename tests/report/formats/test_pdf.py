"""A document as a PDF, printed in the child as the service prints it, and read by pikepdf."""

import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path
from typing import ClassVar

import pikepdf
import pytest
from pypdfium2 import PdfDocument

from diagnosis.domain.text import Language
from diagnosis.report.document import Figure, Passage
from diagnosis.report.file_format import FileFormat
from diagnosis.report.formats.html import description
from diagnosis.report.printer import ChildPrinter
from tests.report.documents import SCRIPT, SOURCE, a_document, a_figure, in_brief

pytestmark = pytest.mark.usefixtures("pango")
SHIPPED = {"Report": True, "Report-Bold": True}
"""Each font that is shipped, as WeasyPrint names it, and that it is in the file."""
RARE, MISSING = "喆堃淼犇垚鑫龘晟珺玥璟翀赟昉骉", "\U00020000あ𠀋"


@pytest.fixture(scope="module")
def content(pango: None, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    from diagnosis.files.turns import MachineTurns
    from diagnosis.services.errors import ReportsBusy

    turns = MachineTurns([tmp_path_factory.mktemp("turns") / "turn"], ReportsBusy, wait_seconds=0)
    return ChildPrinter(turns)(a_document(), [FileFormat.PDF])[FileFormat.PDF]


@pytest.fixture(scope="module")
def pdf(content: bytes) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(BytesIO(content)) as opened:
        yield opened


def in_process(*blocks: object, **facts: object) -> bytes:
    from diagnosis.report.formats.pdf import print_pdf  # after Pango is there

    return print_pdf(a_document(*blocks, **facts))  # type: ignore[arg-type]


def text_of(content: bytes) -> str:
    with PdfDocument(content) as opened:
        return "".join(page.get_textpage().get_text_bounded() for page in opened)


def fonts_of(content: bytes) -> dict[str, bool]:
    """Return the fonts of a PDF by name, each with whether it is in the file."""
    fonts = {}
    with pikepdf.open(BytesIO(content)) as opened:
        for each in opened.objects:
            if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/FontDescriptor":
                name = re.sub(r"^/?[A-Z]{6}\+", "", str(each.FontName)).lstrip("/")
                fonts[name] = any(key in each for key in ("/FontFile2", "/FontFile3"))
    return fonts


def test_it_is_tagged_named_and_spoken_in_a_language(pdf: pikepdf.Pdf) -> None:
    assert pdf.Root.MarkInfo.Marked and "/StructTreeRoot" in pdf.Root
    assert str(pdf.Root.Lang) == "zh-Hans" and str(pdf.docinfo.Title) == "诊断报告"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    with pdf.open_metadata() as about:
        assert about["pdfuaid:part"] == "1"


def test_chapters_and_parts_are_bookmarks(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        titles = [each.title for each in outline.root]
        (chapter,) = [each for each in outline.root if "一页结论" in each.title]
        assert titles[-1].endswith("企业：与说明")
        assert [each.title for each in chapter.children] == ["先做什么"]


def test_every_page_has_tags_tables_and_words_for_charts(pdf: pikepdf.Pdf) -> None:
    kinds: dict[str, int] = {}
    words = []
    for each in pdf.objects:
        if isinstance(each, pikepdf.Dictionary) and "/S" in each and "/P" in each:
            kinds[str(each.S)] = kinds.get(str(each.S), 0) + 1
            words += [str(each.Alt)] if each.S == "/Figure" and "/Alt" in each else []
    assert kinds["/Table"] == 2 and kinds["/TH"] >= 6 and kinds["/H1"] >= 2
    assert words == [description(a_figure())]
    assert all("/StructParents" in page for page in pdf.pages)


def test_links_lead_to_sources(pdf: pikepdf.Pdf) -> None:
    uris = {
        str(note.A.URI)
        for page in pdf.pages
        for note in page.get("/Annots", [])
        if "/A" in note and "/URI" in note.A
    }
    assert uris == {SOURCE.url}


def test_the_fonts_that_are_shipped_are_all_it_uses(content: bytes) -> None:
    assert fonts_of(content) == SHIPPED


def test_all_of_gb_2312_and_rare_names_need_no_other_font() -> None:
    letters = "".join(
        bytes((high, low)).decode("gb2312", errors="ignore")
        for high in range(0xB0, 0xF8)
        for low in range(0xA1, 0xFF)
    )
    assert len(letters) == 6763
    content = in_process(Passage(letters + RARE))
    assert fonts_of(content) == SHIPPED
    assert "这些字不在" not in text_of(content)


def test_what_the_fonts_lack_is_told_at_the_end() -> None:
    text = text_of(in_process(Passage(f"甲{MISSING}")))
    assert "这些字不在本报告的字体里" in re.sub(r"\s", "", text)


def test_equal_documents_give_equal_bytes(content: bytes, print_files: ChildPrinter) -> None:
    again = print_files(a_document(), [FileFormat.PDF, FileFormat.HTML, FileFormat.DOCX])
    assert again[FileFormat.PDF] == content
    assert again[FileFormat.DOCX].startswith(b"PK") and b"<html" in again[FileFormat.HTML]


def test_texts_are_texts() -> None:
    assert SCRIPT in text_of(in_process(Passage("x"), firm=SCRIPT))


def test_the_page_in_brief_is_one_page() -> None:
    from diagnosis.report.formats.pdf import print_pdf

    with pikepdf.open(
        BytesIO(print_pdf(in_brief(a_document(Passage("x"), language=Language.EN))))
    ) as opened:
        assert len(opened.pages) == 1 and str(opened.Root.Lang) == "en"


class _Noting(BaseHTTPRequestHandler):
    """Notes which addresses are asked for."""

    seen: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.seen.append(self.path)
        self.send_error(404)


@pytest.fixture
def listening() -> Iterator[HTTPServer]:
    _Noting.seen.clear()
    with HTTPServer(("127.0.0.1", 0), _Noting) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_a_chart_reaches_for_nothing(listening: HTTPServer, tmp_path: Path) -> None:
    host = f"http://127.0.0.1:{listening.server_port}"
    secret = tmp_path / "secret.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg"><text y="9">SECRET</text></svg>')
    addresses = (
        f"{host}/a.png", f"{host}/a.svg", secret.as_uri(), str(secret), "../secret.svg",
        "data:image/svg+xml,%3Csvg/%3E",
    )  # fmt: skip
    images = "".join(f'<image href="{each}" width="9" height="9"/>' for each in addresses)
    drawn = _chart(
        f"<style>text {{ fill: url({host}/b.svg#c) }}</style>{images}"
        f'<use href="{host}/c.svg#d"/><text y="20">HERE</text>'
    )
    left_out = _chart(f'<style>@import url({host}/a.css)</style><text y="20">NOWHERE</text>')
    text = text_of(in_process(drawn, left_out))
    assert "HERE" in text and "SECRET" not in text and "NOWHERE" not in text
    assert _Noting.seen == []


def _chart(inside: str) -> Figure:
    return Figure(
        "x", f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 90">{inside}</svg>'
    )


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/", "https://example.org/", "ftp://example.org/", "file:///etc/passwd",
        "/etc/passwd", "../pins.css", "data:text/css,*{}", "font:../../wire.py", "font:Light",
        "figure:2", "",
    ],
)  # fmt: skip
def test_nothing_else_is_fetched(address: str) -> None:
    from diagnosis.report.formats.typesetting import ReportParts

    parts = ReportParts()
    assert parts.add(a_figure()) == "figure:1"
    assert parts.fetch("figure:1").read().startswith(b"<svg ")
    with pytest.raises(ValueError, match="nothing is fetched"):
        parts.fetch(address)

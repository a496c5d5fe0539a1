"""A PDF is kept as a new file of its pages, unless it acts, hides files or is encrypted."""

from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from diagnosis.files.evidence import documents
from diagnosis.files.evidence.documents import clean_document
from diagnosis.services.ports.evidence import FileKind, FileRefused
from tests.evidence_files import (
    PAGES,
    a_pdf,
    a_pdf_of,
    action,
    shows_its_page,
    with_entry,
)

CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"
OPENS = b"<</Type/Catalog/Pages 2 0 R/OpenAction 5 0 R>>"


def refusal(content: bytes) -> tuple[str, Any]:
    """Return why a PDF is refused."""
    with pytest.raises(FileRefused) as refused:
        clean_document(content)
    return refused.value.code, refused.value.values.get("what")


def test_a_scan_is_kept_page_by_page() -> None:
    written = BytesIO()
    scans = [Image.new("RGB", (60, 80), colour) for colour in ("red", "blue")]
    scans[0].save(written, "PDF", save_all=True, append_images=scans[1:], author="A Maker")
    clean = clean_document(written.getvalue())
    assert clean.kind is FileKind.PDF and clean.content.startswith(b"%PDF-")
    pages = PdfReader(BytesIO(clean.content)).pages
    assert [image.image.getpixel((30, 40))[0] > 200 for p in pages for image in p.images] == [
        True,
        False,
    ]
    assert b"A Maker" not in clean.content
    assert clean_document(written.getvalue()) == clean


def test_what_no_page_leads_to_is_not_kept() -> None:
    hidden = [CATALOGUE, *PAGES, b"(a word that is nowhere)"]
    clean = clean_document(a_pdf_of(hidden) + b"\n% a word that is nowhere")
    assert b"nowhere" not in clean.content


def test_to_be_opened_at_a_page_is_no_action() -> None:
    assert clean_document(a_pdf(shows_its_page)).kind is FileKind.PDF
    plain = with_entry("/OpenAction", DictionaryObject({NameObject("/S"): NameObject("/GoTo")}))
    assert clean_document(a_pdf(plain)).kind is FileKind.PDF


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (with_entry("/Names", DictionaryObject({NameObject("/JavaScript"): DictionaryObject()})),
         "JavaScript"),
        (with_entry("/OpenAction", action("/Launch")), "OpenAction"),
        (with_entry("/OpenAction", action("/URI")), "OpenAction"),
        (with_entry("/A", action("/Launch")), "Launch"),
        (with_entry("/A", action("/SubmitForm")), "SubmitForm"),
        (with_entry("/A", action("/GoToR")), "GoToR"),
        (with_entry("/AA", DictionaryObject()), "AA"),
        (with_entry("/AcroForm", DictionaryObject({NameObject("/XFA"): TextStringObject("x")})),
         "XFA"),
        (with_entry("/X", DictionaryObject({NameObject("/Subtype"): NameObject("/RichMedia")})),
         "RichMedia"),
        (lambda writer: writer.add_attachment("a.exe", b"MZ"), None),
    ],
)  # fmt: skip
def test_what_acts_is_refused(change: Any, what: str | None) -> None:
    code, told = refusal(a_pdf(change))
    assert code == "active-content"
    assert told == what or (what is None and told in ("EF", "EmbeddedFile", "EmbeddedFiles"))


def test_what_acts_is_refused_inside_a_packed_stream_and_under_an_escaped_name() -> None:
    script = b"<</S/JavaScript/JS(app.alert\\(1\\))>>"
    assert refusal(a_pdf_of([OPENS, *PAGES], script))[0] == "active-content"
    assert refusal(a_pdf_of([CATALOGUE, *PAGES], script)) == ("active-content", "JavaScript")
    escaped = b"<</X[<</J#53(app.alert\\(1\\))>>]>>"
    assert refusal(a_pdf_of([CATALOGUE, *PAGES], escaped)) == ("active-content", "JS")


@pytest.mark.parametrize("password", ["a", ""])
def test_what_is_encrypted_is_refused(password: str) -> None:
    assert refusal(a_pdf(lambda writer: writer.encrypt(password)))[0] == "encrypted-file"


def test_so_many_pages_and_objects_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "MOST_PAGES", 2)
    assert clean_document(a_pdf(pages=2)).kind is FileKind.PDF
    assert refusal(a_pdf(pages=3))[0] == "too-many-pages"
    monkeypatch.setattr(documents, "MOST_OBJECTS", 20)
    assert (
        refusal(a_pdf_of([CATALOGUE, *PAGES, b"[" + b"1 " * 30 + b"]"]))[0] == "too-complex-file"
    )


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.4 and nothing else",
        a_pdf()[:300],
        a_pdf_of([CATALOGUE, b"<</Type/Pages/Kids[]/Count 0>>"]),
        a_pdf_of([CATALOGUE, b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 99999999>>"]),
        a_pdf_of([b"[]", *PAGES]),
    ],
    ids=["none", "cut", "no page", "a page tree in a circle", "no catalogue"],
)
def test_what_cannot_be_read_is_refused(content: bytes) -> None:
    assert refusal(content)[0] == "broken-file"

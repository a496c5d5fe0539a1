"""Pictures and PDF for tests, honest and hostile; all are made here."""

import struct
import zlib
from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

GPS_WORDS = b"113.746262"
"""What the camera of `a_photo` says of where it was."""


def a_picture(kind: str = "PNG", size: tuple[int, int] = (16, 12), colour: str = "red") -> bytes:
    """Return a picture of one colour."""
    written = BytesIO()
    Image.new("RGB", size, colour).save(written, kind)
    return written.getvalue()


def a_photo(kind: str = "JPEG") -> bytes:
    """Return a picture, 40 wide and 20 high, taken lying: its top left quarter is red, upright.

    It tells camera, place and a comment in every way that its kind has.
    """
    picture = Image.new("RGB", (40, 20), "white")
    picture.paste("red", (0, 10, 20, 20))  # turned by 90° to the right it is top left
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "A Maker"
    exif.get_ifd(0x8825)[0x1D] = GPS_WORDS.decode()
    extra: dict[str, Any] = {"comment": GPS_WORDS} if kind == "JPEG" else {}
    written = BytesIO()
    picture.save(written, kind, exif=exif, xmp=b"<x:xmpmeta>" + GPS_WORDS, quality=95, **extra)
    return written.getvalue()


def a_png_that_unpacks_to(side: int) -> bytes:
    """Return a small PNG of a square that is as wide as it says, all of it black."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        checked = kind + content
        return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    packed = zlib.compress(b"\0" * 1_000_000, 9)
    parts = (chunk(b"IHDR", head), chunk(b"IDAT", packed), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def a_pdf(change: Callable[[PdfWriter], None] | None = None, *, pages: int = 1) -> bytes:
    """Return a PDF of blank pages, changed before it is written."""
    writer, written = PdfWriter(), BytesIO()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    if change is not None:
        change(writer)
    writer.write(written)
    return written.getvalue()


def with_entry(name: str, value: Any) -> Callable[[PdfWriter], None]:
    """Return a change that puts an entry into the catalogue of a PDF."""

    def change(writer: PdfWriter) -> None:
        writer.root_object[NameObject(name)] = value

    return change


def action(kind: str) -> DictionaryObject:
    """Return an action of a kind."""
    return DictionaryObject(
        {NameObject("/S"): NameObject(kind), NameObject("/F"): TextStringObject("calc.exe")}
    )


def shows_its_page(writer: PdfWriter) -> None:
    """Have a PDF show its first page when it is opened, as offices write it."""
    page = writer.pages[0].indirect_reference
    writer.root_object[NameObject("/OpenAction")] = ArrayObject([page, NameObject("/Fit")])


def a_pdf_of(objects: Sequence[bytes], packed: bytes = b"null") -> bytes:
    """Return a PDF of the bodies of objects 1, 2, …; the first is its catalogue.

    `packed` is the body of one more, in a compressed stream of objects.
    """
    written, entries = b"%PDF-1.5\n", [b"\0" * 6]
    stream = zlib.compress(b"%d 0 " % (len(objects) + 2) + packed)
    head = b"<</Type/ObjStm/N 1/First %d/Length %d/Filter/FlateDecode>>stream\n" % (
        len(b"%d 0 " % (len(objects) + 2)), len(stream),
    )  # fmt: skip
    bodies = [*objects, head + stream + b"\nendstream"]
    for number, body in enumerate(bodies, 1):
        entries.append(b"\1" + len(written).to_bytes(4, "big") + b"\0")
        written += b"%d 0 obj" % number + body + b"endobj\n"
    entries.append(b"\2" + len(bodies).to_bytes(4, "big") + b"\0")
    place = len(written)
    entries.append(b"\1" + place.to_bytes(4, "big") + b"\0")
    table = b"".join(entries)
    written += b"%d 0 obj<</Type/XRef/Size %d/W[1 4 1]/Root 1 0 R/Length %d>>stream\n" % (
        len(entries) - 1, len(entries), len(table),
    )  # fmt: skip
    return written + table + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF" % place


PAGES = (b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>")
"""Objects 2 and 3 of a PDF with one page."""


def a_zip() -> bytes:
    """Return an archive."""
    written = BytesIO()
    with ZipFile(written, "w") as archive:
        archive.writestr("a.class", b"\xca\xfe\xba\xbe")
    return written.getvalue()


AN_UPLOAD: dict[str, Any] = {
    "data": a_picture("PNG"),
    "content_type": "image/png",
    "query_string": {"item": "ai-plan"},
}
"""What a client sends to add a file to an answer."""

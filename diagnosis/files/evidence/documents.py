"""PDF: refused where it acts, hides files or is encrypted; kept as a new file of its pages alone.

So nothing is kept that another reader might find between what this one has read. Imported in the
child process alone.
"""

from collections.abc import Iterator
from io import BytesIO

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject

from diagnosis.services.ports.evidence import CleanFile, FileKind, FileRefused

MOST_PAGES = 200
MOST_OBJECTS = 100_000
ACTS = frozenset(
    ("/JS", "/JavaScript", "/AA", "/EmbeddedFiles", "/EF", "/XFA", "/RichMediaContent",
     "/RichMediaSettings", "/AF")
)  # fmt: skip
"""Names of entries that run, hide or embed something."""
KINDS = frozenset(
    ("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition",
     "/Movie", "/Sound", "/GoTo3DView", "/RichMediaExecute", "/RichMedia", "/FileAttachment",
     "/3D", "/Screen", "/EmbeddedFile")
)  # fmt: skip
"""Kinds of actions, annotations and streams that do."""
_BREAKS = (
    *(PyPdfError, OSError, ValueError, TypeError, KeyError, IndexError, AttributeError),
    *(AssertionError, NotImplementedError, ArithmeticError),
)


def clean_document(content: bytes) -> CleanFile:
    """Return a PDF made of the pages of another.

    Raises
    ------
    FileRefused
        When it acts, embeds files, is encrypted, broken, or has too many pages or objects.

    """
    try:
        reader = PdfReader(BytesIO(content))
        if "/Encrypt" in reader.trailer:
            raise FileRefused("encrypted-file")
        _check(reader)
        if len(reader.pages) > MOST_PAGES:
            raise FileRefused("too-many-pages", most=MOST_PAGES)
        if not len(reader.pages):
            raise FileRefused("broken-file")
        writer, written = PdfWriter(), BytesIO()
        for page in reader.pages:
            writer.add_page(page)
        writer.write(written)
        _check(PdfReader(BytesIO(written.getvalue())))
    except _BREAKS as error:
        raise FileRefused("broken-file") from error
    return CleanFile(FileKind.PDF, written.getvalue())


def _check(reader: PdfReader) -> None:
    """Look at every object, whether a page leads there or not.

    Raises
    ------
    FileRefused
        When one acts, or there are too many.

    """
    seen = 0
    for number, generation in _numbers(reader):
        stack: list[PdfObject | None] = [
            reader.get_object(IndirectObject(number, generation, reader))
        ]
        while stack:
            seen += 1
            if seen > MOST_OBJECTS:
                raise FileRefused("too-complex-file")
            stack += _parts(reader, stack.pop())
    for part in _parts(reader, reader.trailer):
        list(_parts(reader, part))


def _numbers(reader: PdfReader) -> Iterator[tuple[int, int]]:
    for generation, offsets in reader.xref.items():
        for number in offsets:
            yield number, generation
    for number in reader.xref_objStm:
        yield number, 0


def _parts(reader: PdfReader, value: PdfObject | None) -> Iterator[PdfObject]:
    """Yield what is in a value itself, not what it refers to.

    Raises
    ------
    FileRefused
        When the value is something that acts.

    """
    if isinstance(value, ArrayObject):
        yield from value
    if not isinstance(value, DictionaryObject):
        return
    for name, part in value.items():
        if name in ACTS:
            raise FileRefused("active-content", what=str(name)[1:])
        if name in ("/S", "/Subtype", "/Type") and _plain(reader, part) in KINDS:
            raise FileRefused("active-content", what=str(_plain(reader, part))[1:])
        if name == "/OpenAction" and not _only_shows(reader, part):
            raise FileRefused("active-content", what="OpenAction")
        yield part


def _only_shows(reader: PdfReader, action: PdfObject) -> bool:
    """Return whether what happens when it is opened is that some page of it is shown."""
    resolved = _plain(reader, action)
    if isinstance(resolved, DictionaryObject):
        return _plain(reader, resolved.get("/S")) == "/GoTo" and "/Next" not in resolved
    return isinstance(resolved, ArrayObject) or resolved is None


def _plain(reader: PdfReader, value: object) -> object:
    return reader.get_object(value) if isinstance(value, IndirectObject) else value

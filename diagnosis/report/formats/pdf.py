"""A document as a PDF: tagged for readers of screens (PDF/UA-1), with bookmarks, fonts in it."""

from diagnosis.report.document import ReportDocument
from diagnosis.report.formats.html import fill
from diagnosis.report.formats.lettering import lacking
from diagnosis.report.formats.typesetting import ReportParts, typeset


def print_pdf(document: ReportDocument) -> bytes:
    """Return the PDF of a document; the same document gives the same bytes.

    Its end tells which of its characters the fonts that are shipped lack.
    """
    parts = ReportParts()
    page = fill(document, parts.add)
    missing = lacking(page + parts.lettering())
    if missing:
        parts = ReportParts()
        page = fill(document, parts.add, missing)
    return typeset(page, parts, "pdf/ua-1")

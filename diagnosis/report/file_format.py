"""The formats in which a report is printed."""

from enum import StrEnum


class FileFormat(StrEnum):
    """A format; its value is the ending of a file's name."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    HTML = "html"
    MARKDOWN = "md"

    @property
    def media_type(self) -> str:
        """Return the media type of such a file."""
        return _MEDIA_TYPES[self]


_OFFICE = "application/vnd.openxmlformats-officedocument"
_MEDIA_TYPES = {
    FileFormat.PDF: "application/pdf",
    FileFormat.DOCX: f"{_OFFICE}.wordprocessingml.document",
    FileFormat.XLSX: f"{_OFFICE}.spreadsheetml.sheet",
    FileFormat.HTML: "text/html; charset=utf-8",
    FileFormat.MARKDOWN: "text/markdown; charset=utf-8",
}

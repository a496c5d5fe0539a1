"""The formats in which a report is printed."""

from enum import StrEnum


class FileFormat(StrEnum):
    """A format; its value is the ending of a file's name."""

    PDF = "pdf"
    HTML = "html"

    @property
    def media_type(self) -> str:
        """Return the media type of such a file."""
        return _MEDIA_TYPES[self]


_MEDIA_TYPES = {
    FileFormat.PDF: "application/pdf",
    FileFormat.HTML: "text/html; charset=utf-8",
}

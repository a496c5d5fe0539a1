"""A printer of reports that takes no time: a line for each file."""

from collections.abc import Sequence

from diagnosis.report.document import ReportDocument
from diagnosis.report.file_format import FileFormat


class QuickPrinter:
    """Prints title, language and check code of a document; raises what it is told to."""

    def __init__(self) -> None:
        self.raises: Exception | None = None

    def __call__(
        self, document: ReportDocument, formats: Sequence[FileFormat]
    ) -> dict[FileFormat, bytes]:
        if self.raises is not None:
            raise self.raises
        line = f"{document.title} {document.language} {document.code}"
        return {each: f"{each} {line}".encode() for each in formats}

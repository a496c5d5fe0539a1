"""Reports of facts as files: put together here, printed in the child process."""

from collections.abc import Callable, Mapping, Sequence

from diagnosis.report.chapters.whole import ReportKind, report_of
from diagnosis.report.document import ReportDocument
from diagnosis.report.file_format import FileFormat
from diagnosis.services.promotion.kept_reports import PrintedReport, ReportWish
from diagnosis.services.promotion.report_facts import ReportFacts

FORMATS = tuple(each for each in FileFormat if each is not FileFormat.HTML)
"""What is kept: not the page that the others are printed from."""
Printer = Callable[[ReportDocument, Sequence[FileFormat]], Mapping[FileFormat, bytes]]


class Press:
    """Prints the reports of sheets, by a printer of documents."""

    kinds = tuple(kind.value for kind in ReportKind)
    formats = tuple(each.value for each in FORMATS)

    def __init__(self, printer: Printer) -> None:
        self._printer = printer

    def __call__(self, facts: ReportFacts, wish: ReportWish, code: str) -> PrintedReport:
        """Return the report of some facts, with its check code.

        Raises
        ------
        ReportsBusy, PrinterMissing
            As the printer does.

        """
        document = report_of(facts, wish.language, ReportKind(wish.kind), code)
        files = self._printer(document, [FileFormat(name) for name in wish.formats])
        return PrintedReport(document.pins, {each.value: files[each] for each in files})

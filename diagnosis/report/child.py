"""The process in which a report is printed: `python -m diagnosis.report.child FORMAT…`.

It reads a document at its input, as `report.wire` writes it, and writes a line of JSON with the
length of each file, then the files. It may use little time and memory, and can start no process.
"""

import gc
import json
import resource
import sys
from collections.abc import Callable
from contextlib import redirect_stdout

from diagnosis.report.document import ReportDocument
from diagnosis.report.file_format import FileFormat
from diagnosis.report.wire import read

PRINTING_SECONDS = 60
PRINTING_BYTES = 1536 << 20
"""Of its address space, of which the libraries alone take some 600 MB; of memory it holds 220."""
FILE_BYTES = 32 << 20
"""The fonts that are shipped are written into a folder of temporary files, for Pango to read."""
MISSING = "missing"
"""What the line of JSON has in place of lengths where a library of the system is not there."""
_OPEN_FILES = 256
LIMITS = {
    resource.RLIMIT_CPU: PRINTING_SECONDS,
    resource.RLIMIT_AS: PRINTING_BYTES,
    resource.RLIMIT_FSIZE: FILE_BYTES,
    resource.RLIMIT_CORE: 0,
    resource.RLIMIT_NOFILE: _OPEN_FILES,
    resource.RLIMIT_NPROC: 0,
}


def printer_of(file_format: FileFormat) -> Callable[[ReportDocument], bytes]:
    """Return what prints a document in a format; what it needs is imported here.

    Raises
    ------
    OSError
        Where a library of the system is not there.

    """
    match file_format:
        case FileFormat.PDF:
            from diagnosis.report.formats.pdf import print_pdf

            return print_pdf
        case FileFormat.DOCX:
            from diagnosis.report.formats.docx import print_docx

            return print_docx
        case FileFormat.XLSX:
            from diagnosis.report.formats.xlsx import print_xlsx

            return print_xlsx
        case FileFormat.HTML:
            from diagnosis.report.formats.html import print_html

            return lambda document: print_html(document).encode()
        case FileFormat.MARKDOWN:
            from diagnosis.report.formats.markdown import print_markdown

            return lambda document: print_markdown(document).encode()


def limit_itself() -> None:
    """Limit this process for good."""
    for kind, most in LIMITS.items():
        resource.setrlimit(kind, (most, most))


def main() -> None:
    """Read a document, write it in the formats that the arguments name."""
    document = read(sys.stdin.buffer.read())
    try:
        with redirect_stdout(sys.stderr):  # WeasyPrint tells there which library is missing
            printers = {name: printer_of(FileFormat(name)) for name in sys.argv[1:]}
    except OSError as error:
        sys.stdout.buffer.write(json.dumps({MISSING: str(error)}).encode() + b"\n")
        return
    limit_itself()
    gc.disable()  # this process ends soon: it saves a seventh of the time for 9 MB
    files = {name: printed(document) for name, printed in printers.items()}
    lengths = {name: len(content) for name, content in files.items()}
    sys.stdout.buffer.write(json.dumps(lengths).encode() + b"\n" + b"".join(files.values()))
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()

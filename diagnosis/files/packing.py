"""How a workbook becomes bytes: in memory alone."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter


def pack(book: Workbook) -> bytes:
    """Return the bytes of a workbook; no file is made on the way.

    openpyxl writes each sheet into a temporary file first, and a folder of temporary files that
    is full, cleaned away or read-only would cost the workbook.
    """
    body = BytesIO()
    with ZipFile(body, "w", ZIP_DEFLATED) as archive:
        _MemoryWriter(book, archive).write_data()
    return body.getvalue()


class _MemoryWriter(ExcelWriter):
    """Writes the parts of a workbook as openpyxl does, its sheets by way of memory."""

    def write_worksheet(self, ws: Worksheet) -> None:
        """Write a sheet that has neither charts nor images."""
        part = BytesIO()
        ws._drawing = SpreadsheetDrawing()  # type: ignore[attr-defined]
        writer = WorksheetWriter(ws, part)
        writer.write()
        ws._rels = writer._rels  # type: ignore[attr-defined]
        self._archive.writestr(ws.path[1:], part.getvalue())  # type: ignore[attr-defined]
        self.manifest.append(ws)

"""A workbook is made in memory: what openpyxl itself would write, without a file."""

import tempfile
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook

from diagnosis.files.packing import pack


def parts(body: bytes) -> dict[str, bytes]:
    """Return the parts of a workbook by name; not that with the moment it was made."""
    with ZipFile(BytesIO(body)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if "core.xml" not in name}


def a_book() -> Workbook:
    book = Workbook()
    book.active.append(["甲", 1, 2.5])  # type: ignore[union-attr]
    sheet = book.create_sheet("second")
    sheet.append(["=1+1", None, True])
    sheet.merge_cells("A1:B1")
    return book


def test_it_is_what_openpyxl_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = BytesIO()
    a_book().save(usual)

    def refuse(*_: Any, **__: Any) -> None:
        raise OSError("no room for a temporary file")

    for name in ("NamedTemporaryFile", "TemporaryFile", "mkstemp"):
        monkeypatch.setattr(tempfile, name, refuse)
    monkeypatch.setattr("openpyxl.worksheet._writer.NamedTemporaryFile", refuse)
    assert parts(pack(a_book())) == parts(usual.getvalue())

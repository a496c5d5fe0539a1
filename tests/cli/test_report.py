"""The `report` command: a sheet as a file, in the format that its ending names."""

from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from diagnosis.cli.main import main
from tests.report.pango import NoPango, let_pango_be_there

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "zhongshan-lamp-maker.json"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DIAGNOSIS_DATA_DIR", str(tmp_path / "instance"))
    return tmp_path


def report(runner: CliRunner, out: Path, *arguments: str) -> Result:
    return runner.invoke(
        main, ["report", str(EXAMPLE), "--date", "2026-11-28", "--out", str(out), *arguments]
    )


def test_the_ending_names_the_format(runner: CliRunner, folder: Path) -> None:
    text, book, page = folder / "r.md", folder / "r.xlsx", folder / "r.HTML"
    for out in (text, book, page):
        assert report(runner, out).exit_code == 0
    assert "## 1\\. 一页结论" in text.read_text(encoding="utf-8")
    assert (
        "15 照填表：中小企业数字化水平评测" in load_workbook(BytesIO(book.read_bytes())).sheetnames
    )
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_pdf_and_a_text_document_in_english(runner: CliRunner, folder: Path) -> None:
    try:
        let_pango_be_there()
    except NoPango as missing:
        pytest.skip(str(missing))
    for name, start in (("r.pdf", b"%PDF-"), ("r.docx", b"PK")):
        out = folder / name
        assert report(runner, out, "--language", "en", "--brief").exit_code == 0
        assert out.read_bytes().startswith(start)


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("r.odt", "the ending is none of pdf, docx"),
        ("r", "the ending is"),
        ("no/r.md", "no folder"),
    ],
)
def test_what_cannot_be_written_is_refused(
    runner: CliRunner, folder: Path, name: str, fault: str
) -> None:
    refused = report(runner, folder / name)
    assert refused.exit_code == 2 and fault in " ".join(refused.stderr.split())

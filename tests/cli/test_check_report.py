"""`report --check` tells a genuine file from another, from a withdrawn and from an unknown one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from diagnosis import bootstrap
from diagnosis.cli.main import main
from diagnosis.services.ports.scope import Principal
from tests.ports.records import CONTENTS, NOW, a_report, add_firm


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Yield the data folder of the commands of a test."""
    monkeypatch.setenv("DIAGNOSIS_DATA_DIR", str(tmp_path))
    bootstrap.container.cache_clear()
    yield tmp_path
    bootstrap.container.cache_clear()


def test_a_file_is_genuine_altered_withdrawn_or_unknown(runner: CliRunner, folder: Path) -> None:
    running, owner = bootstrap.container(), Principal("local", "boss")
    running.store.migrate()
    code = running.code_mint.report_code("5" * 32)
    with running.store.begin(owner) as work:
        _, sheet = add_firm(work)
        report = a_report(sheet, digest=code.digest)
        work.add_report(report, CONTENTS)
    genuine, other = folder / "report.pdf", folder / "other.pdf"
    genuine.write_bytes(CONTENTS["pdf"])
    other.write_bytes(b"other")

    def told(file: Path, *more: str) -> tuple[int, str]:
        ran = runner.invoke(main, ["report", "--check", str(file), "--language", "en", *more])
        return ran.exit_code, ran.output.strip()

    with_code = ("--code", code.text.lower())
    assert told(genuine) == told(genuine, *with_code) == (0, "genuine, of 23 Nov 2026")
    altered = "altered: not the file that was made on 23 Nov 2026"
    assert told(other, *with_code) == (1, altered)
    unknown = (1, "unknown: there is no such report")
    assert told(other) == told(genuine, "--code", "0000-0000-0000-0000") == unknown
    status, words = told(genuine, "--code", "x")
    assert status == 2 and "bad-check-code" in words
    with running.store.begin(owner) as work:
        work.withdraw_report(report.id, NOW)
    assert told(genuine) == (1, "withdrawn: the report was of 23 Nov 2026")


def test_a_report_needs_a_sheet_and_a_file(runner: CliRunner) -> None:
    ran = runner.invoke(main, ["report"])
    assert ran.exit_code == 2 and "--check FILE" in ran.output

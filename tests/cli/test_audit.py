"""`audit`: the head is printed, the chain verified, a broken one told by its first entry."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from diagnosis import bootstrap
from diagnosis.cli.main import main


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Yield the data folder of the commands of a test."""
    monkeypatch.setenv("DIAGNOSIS_DATA_DIR", str(tmp_path))
    bootstrap.container.cache_clear()
    yield tmp_path
    bootstrap.container.cache_clear()


def ran(runner: CliRunner, *arguments: str, status: int = 0) -> Any:
    result = runner.invoke(main, list(arguments))
    assert result.exit_code == status, result.output
    return result


def a_key(runner: CliRunner) -> None:
    wish = ("--organisation", "local", "--role", "enterprise", "--actor", "the ERP")
    ran(runner, "keys", "issue", *wish)


def test_a_chain_is_verified_from_a_head_that_was_kept(runner: CliRunner, folder: Path) -> None:
    for _ in range(3):
        a_key(runner)
    kept = ran(runner, "audit", "head").stdout.strip()
    assert kept.startswith("3:")
    a_key(runner)
    assert "Whole up to entry 4" in ran(runner, "audit", "verify", "--head", kept).stdout
    with closing(sqlite3.connect(folder / "diagnosis.db")) as file, file:
        for name in ("audit_is_only_added_to", "audit_is_kept"):
            file.execute(f"DROP TRIGGER {name}")
        file.execute("DELETE FROM audit_entry WHERE number > 2")
    assert "Whole up to entry 2" in ran(runner, "audit", "verify").stdout
    broken = ran(runner, "audit", "verify", "--head", kept, status=1)
    assert broken.stderr == "Entry 3 and all up to 3 were cut off at the end.\n"
    with closing(sqlite3.connect(folder / "diagnosis.db")) as file, file:
        file.execute("UPDATE audit_entry SET about = 'x' WHERE number = 2")
    broken = ran(runner, "audit", "verify", status=1)
    assert broken.stderr.startswith("Entry 2 was changed or put in")


def test_what_is_no_head_is_refused(runner: CliRunner) -> None:
    assert "audit head" in ran(runner, "audit", "verify", "--head", "x", status=2).stderr


def test_no_database_is_told(runner: CliRunner) -> None:
    assert "cannot be used" in ran(runner, "audit", "verify", status=2).stderr

"""`codes`: nameless sheets that nobody came to, listed and deleted on the command line."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from diagnosis import bootstrap
from diagnosis.cli.main import main
from diagnosis.services.intake.nameless import open_sheet
from diagnosis.services.ports.scope import Principal


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Yield the data folder of the commands of a test."""
    monkeypatch.setenv("DIAGNOSIS_DATA_DIR", str(tmp_path))
    bootstrap.container.cache_clear()
    yield tmp_path
    bootstrap.container.cache_clear()


def ran(runner: CliRunner, *arguments: str) -> str:
    result = runner.invoke(main, ["codes", *arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_sheets_left_alone_are_listed_and_deleted(runner: CliRunner) -> None:
    running = bootstrap.container()
    bootstrap.prepare_store(running)
    nobody = running.caller(Principal("operator", "nobody"))
    long_ago = replace(nobody, now=nobody.now - timedelta(days=92))
    old, young = (
        open_sheet(running.content, who, running.code_mint, {"form": "screening"})
        for who in (long_ago, nobody)
    )
    (listed,) = json.loads(ran(runner, "list"))
    assert listed["id"] == old.draft.id and old.text not in json.dumps(listed)
    assert json.loads(ran(runner, "list", "--days", "100")) == []
    assert "Deleted: 1 nameless" in ran(runner, "expire")
    assert "Deleted: 0 nameless" in ran(runner, "expire")
    assert running.store.code_of(running.code_mint.digest(old.text)) is None
    assert running.store.code_of(running.code_mint.digest(young.text)) == young.code

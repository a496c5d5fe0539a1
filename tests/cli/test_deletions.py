"""`deletions`: the list is printed, and applied to a database that was restored."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from diagnosis import bootstrap
from diagnosis.cli.main import main
from diagnosis.services.ports.scope import Principal
from tests.ports.records import add_firm

OWNER = Principal("local", "boss")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Yield the data folder of the commands of a test."""
    monkeypatch.setenv("DIAGNOSIS_DATA_DIR", str(tmp_path))
    bootstrap.container.cache_clear()
    yield tmp_path
    bootstrap.container.cache_clear()


def test_a_list_is_printed_and_applied(runner: CliRunner, folder: Path) -> None:
    store = bootstrap.container().store
    store.migrate()
    with store.begin(OWNER) as work:
        firm, _ = add_firm(work, site="暗号")
    backup = folder / "backup.db"
    assert runner.invoke(main, ["backup", str(backup)]).exit_code == 0
    with store.begin(OWNER) as work:
        work.remove_enterprise(firm, datetime.now(UTC))
    listed = runner.invoke(main, ["deletions", "list"])
    assert json.loads(listed.stdout)["id"] == firm.id and "暗号" not in listed.stdout
    kept = folder / "deleted.txt"
    kept.write_text(listed.stdout + "\n")
    restored = runner.invoke(main, ["restore", str(backup)])
    assert "1 firms that were deleted since are deleted again" in restored.stdout
    bootstrap.container.cache_clear()
    applied = runner.invoke(main, ["deletions", "apply", str(kept)])
    assert applied.stdout.startswith("1 firms are on the list, 0 of them"), applied.output


@pytest.mark.parametrize("line", ["x", "{}", '{"id": "1", "organisation": "a"}', "[1]"])
def test_what_is_no_list_is_refused(runner: CliRunner, folder: Path, line: str) -> None:
    kept = folder / "deleted.txt"
    kept.write_text(line)
    refused = runner.invoke(main, ["deletions", "apply", str(kept)])
    assert (refused.exit_code, "Line 1" in refused.stderr) == (2, True)

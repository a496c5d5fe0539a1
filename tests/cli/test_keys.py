"""`keys`: issued, listed, rotated and revoked on the command line."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from diagnosis import bootstrap
from diagnosis.cli.main import main

ISSUE = ("issue", "--organisation", "local", "--role", "enterprise", "--actor", "the ERP")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Yield the data folder of the commands of a test."""
    monkeypatch.setenv("DIAGNOSIS_DATA_DIR", str(tmp_path))
    bootstrap.container.cache_clear()
    yield tmp_path
    bootstrap.container.cache_clear()


def keys(runner: CliRunner, *arguments: str, status: int = 0) -> Any:
    """Return what `keys` did with some arguments."""
    result = runner.invoke(main, ["keys", *arguments])
    assert result.exit_code == status, result.output
    return result


def test_a_key_is_printed_as_it_is_issued_and_never_again(runner: CliRunner, folder: Path) -> None:
    issued = keys(runner, *ISSUE)
    text = issued.stdout.strip()
    assert text.startswith("dk_") and "this time only" in issued.stderr
    listed = keys(runner, "list")
    assert text[:15] in listed.stdout and text not in listed.stdout
    assert not any(text[16:].encode() in file.read_bytes() for file in folder.iterdir())
    (shown,) = json.loads(keys(runner, "list", "--json").stdout)
    assert (shown["prefix"], shown["actor"], shown["state"]) == (text[:15], "the ERP", "active")
    assert (shown["issued_by"], shown["scopes"]) == ("command line", ["read", "write"])


def test_a_key_is_rotated_and_revoked(runner: CliRunner) -> None:
    old = json.loads(keys(runner, *ISSUE, "--scope", "read", "--json").stdout)
    rotated = keys(runner, "rotate", old["id"], "--overlap-hours", "0", "--json").stdout
    fresh = json.loads(rotated)
    assert fresh["key"] != old["key"] and fresh["scopes"] == ["read"]
    assert "Revoked" in keys(runner, "revoke", fresh["id"]).stdout
    listed = json.loads(keys(runner, "list", "--json").stdout)
    assert {each["id"]: each["state"] for each in listed} == {
        old["id"]: "expired", fresh["id"]: "revoked",
    }  # fmt: skip
    for ended in (old, fresh):
        assert "expired or was revoked" in keys(runner, "rotate", ended["id"], status=2).stderr


def test_so_many_keys_count_at_once(runner: CliRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIAGNOSIS_KEYS_PER_ORGANISATION", "2")
    for _ in range(2):
        keys(runner, *ISSUE)
    assert "DIAGNOSIS_KEYS_PER_ORGANISATION" in keys(runner, *ISSUE, status=2).stderr


def test_what_is_wrong_is_named(runner: CliRunner) -> None:
    assert "no key of this id" in keys(runner, "revoke", "x", status=2).stderr
    bad = (*ISSUE[:-1], "x" * 101)
    assert "/actor" in keys(runner, *bad, status=2).stderr
    assert (
        "/organisation"
        in keys(
            runner, "issue", "--role", "admin", "--actor", "x", "--organisation", "local", status=2
        ).stderr
    )

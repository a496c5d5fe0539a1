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


def other_process(monkeypatch: pytest.MonkeyPatch, pepper: str) -> None:
    """Let the next command be one of a process with another pepper."""
    monkeypatch.setenv("DIAGNOSIS_KEY_PEPPER", pepper)
    bootstrap.container.cache_clear()


def test_another_pepper_than_that_of_the_keys_is_refused(
    runner: CliRunner, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys(runner, *ISSUE)
    other_process(monkeypatch, "p" * 32)
    for arguments in (ISSUE, ("list",), ("revoke", "x")):
        (line,) = keys(runner, *arguments, status=2).stderr.splitlines()
        assert line.startswith("The pepper of keys") and "not the one" in line
    other_process(monkeypatch, (folder / "key-pepper").read_text())
    assert len(keys(runner, "list").stdout.splitlines()) == 1


def test_a_pepper_that_is_gone_is_not_made_anew_where_there_are_keys(
    runner: CliRunner, folder: Path
) -> None:
    keys(runner, *ISSUE)
    pepper = folder / "key-pepper"
    kept = pepper.read_text()
    pepper.unlink()
    bootstrap.container.cache_clear()
    (line,) = keys(runner, *ISSUE, status=2).stderr.splitlines()
    assert "key-pepper: No such file" in line and not pepper.exists()
    pepper.write_text(kept)
    bootstrap.container.cache_clear()
    assert len(keys(runner, "list").stdout.splitlines()) == 1


def test_where_the_pepper_is_lost_all_keys_are_abandoned(
    runner: CliRunner, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        keys(runner, *ISSUE)
    other_process(monkeypatch, "p" * 32)
    assert "--yes" in keys(runner, "abandon", status=2).stderr
    assert "2 keys" in keys(runner, "abandon", "--yes").stdout
    keys(runner, *ISSUE)
    states = [key["state"] for key in json.loads(keys(runner, "list", "--json").stdout)]
    assert states == ["active", "revoked", "revoked"]


def test_of_two_processes_with_peppers_of_their_own_the_second_issues_none(
    runner: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert keys(runner, "list").stdout == ""
    early = bootstrap.container()
    assert early.key_mint.check
    other_process(monkeypatch, "p" * 32)
    keys(runner, *ISSUE)
    monkeypatch.setattr("diagnosis.cli.keys.container", lambda: early)
    (line,) = keys(runner, *ISSUE, status=2).stderr.splitlines()
    assert "not the one" in line

"""`visits`: what models may learn from, as a file."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from diagnosis import bootstrap
from diagnosis.cli.main import main
from diagnosis.web.app import create_app
from tests.keys import KEY, PEPPER, add_key
from tests.web.access.visiting import ANY, FIRM, OFFICE, Visiting, seen
from tests.web.service import KeyedClient, Ticking


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """Yield the application over the data folder that the command reads too."""
    monkeypatch.setenv("DIAGNOSIS_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("DIAGNOSIS_KEY_PEPPER", PEPPER)
    bootstrap.container.cache_clear()
    running = replace(bootstrap.container(), clock=Ticking())
    running.store.migrate()
    add_key(running.store, KEY)
    app = create_app(running)
    app.test_client_class = KeyedClient
    yield app
    bootstrap.container.cache_clear()


def test_signed_visits_of_firms_that_agree_are_written(
    app: Flask, runner: CliRunner, tmp_path: Path
) -> None:
    visiting, file = Visiting(app), tmp_path / "visits.jsonl"
    path = visiting.begin(OFFICE)
    assert visiting.save(path, ai_plan=seen(0, reason="没看到")).status_code == 200
    assert visiting.ask("post", f"{path}/signature", headers=ANY).status_code == 201
    write = ["visits", "--standard", "gbt-39116-2020", str(file)]
    assert runner.invoke(main, write).exit_code == 0 and file.read_bytes() == b""
    body = {"use": "model-learning", "consent": "given", "text_version": 1}
    place = f"/v1/enterprises/{visiting.enterprise_id}/consents"
    assert visiting.ask("post", place, FIRM, json=body).status_code == 201
    result = runner.invoke(main, write)
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (0, f"{file}: 1 visits")
    assert path[-36:].encode() in file.read_bytes()


def test_an_unknown_standard_is_refused(runner: CliRunner, tmp_path: Path) -> None:
    file = tmp_path / "visits.jsonl"
    result = runner.invoke(main, ["visits", "--standard", "nobody", str(file)])
    assert result.exit_code != 0 and "no standard nobody" in result.stderr
    assert not file.exists()

"""A server that is stopped leaves everything in one file."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import requests

from tests.builders import a_submission
from tests.journeys.server import Server, serving


def submit(server: Server, reference: str) -> str:
    """Submit a sheet; return the id of its diagnosis."""
    sheet = a_submission(answers={"ai-plan": 1}, reference=reference)
    answer = requests.post(f"{server.url}/v1/diagnoses", json=sheet, timeout=60)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def test_after_a_clean_stop_the_file_alone_is_everything(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        ids = {submit(server, str(number)) for number in range(10)}
    data = tmp_path / "data"
    assert {path.name for path in data.iterdir()} == {
        "diagnosis.db", "diagnosis.db.lock", "diagnosis.db.serving"
    }  # fmt: skip
    copy = shutil.copy(data / "diagnosis.db", tmp_path / "copy.db")
    with closing(sqlite3.connect(copy)) as connection:
        assert {row[0] for row in connection.execute("SELECT id FROM diagnosis")} == ids

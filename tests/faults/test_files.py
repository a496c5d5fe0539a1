"""The file of the database is moved, replaced, removed or copied over while it is served."""

import shutil
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from diagnosis.storage.backups.backup import back_up
from diagnosis.storage.backups.restore import restore
from tests import asking as requests
from tests.builders import a_submission
from tests.journeys.server import Server, free_port, serving, start

pytestmark = pytest.mark.usefixtures("unmeasured_servers")

MANY = 12
"""Requests that reach both workers."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """Yield a server with two workers."""
    with serving(tmp_path) as started:
        yield started


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return the file of its database."""
    return tmp_path / "data" / "diagnosis.db"


def send(server: Server, number: int) -> requests.Response:
    """Submit a sheet."""
    sheet = a_submission(answers={"ai-plan": 1}, reference=str(number))
    return requests.post(f"{server.url}/v1/diagnoses", json=sheet, timeout=60)


def submit(server: Server, references: range) -> list[requests.Response]:
    """Submit a sheet for each number, several at once."""
    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(partial(send, server), references))


def statuses(answers: list[requests.Response]) -> set[int]:
    return {answer.status_code for answer in answers}


def listed(server: Server) -> set[int]:
    """Return the numbers of the sheets that are stored."""
    page = requests.get(f"{server.url}/v1/diagnoses?limit=200", timeout=60).json()
    return {int(row["reference"]) for row in page["items"]}


def health(server: Server) -> tuple[int, int]:
    """Return the statuses of both health checks."""
    answers = [
        requests.get(f"{server.url}/health/{name}", timeout=60) for name in ("live", "ready")
    ]
    return answers[0].status_code, answers[1].status_code


def gone(server: Server) -> None:
    """See that nothing is acknowledged and nothing read."""
    answers = submit(server, range(900, 900 + MANY))
    assert statuses(answers) == {503}
    assert all(answer.headers["Retry-After"] for answer in answers)
    assert "removed" in server.log.read_text()
    for _ in range(MANY):
        assert requests.get(f"{server.url}/v1/diagnoses", timeout=60).status_code == 503
        assert health(server) == (200, 503)


@pytest.mark.parametrize("command", ["rm {0}", "rm {0}*", "mv {0} {0}.elsewhere"])
def test_a_file_that_is_gone(server: Server, path: Path, tmp_path: Path, command: str) -> None:
    assert statuses(submit(server, range(MANY))) == {201}
    back_up(path, tmp_path / "backup.db")
    assert statuses(submit(server, range(100, 100 + MANY))) == {201}
    subprocess.run(command.format(path), shell=True, check=True)
    gone(server)
    assert not path.exists()
    shutil.copy(tmp_path / "backup.db", path)
    assert statuses(submit(server, range(200, 200 + MANY))) == {201}
    assert listed(server) == {*range(MANY), *range(200, 200 + MANY)}
    assert health(server) == (200, 200)


def test_a_backup_that_is_moved_over_the_file(server: Server, path: Path, tmp_path: Path) -> None:
    assert statuses(submit(server, range(MANY))) == {201}
    backup = back_up(path, tmp_path / "backup.db").path
    assert statuses(submit(server, range(100, 100 + MANY))) == {201}
    backup.replace(path)
    assert statuses(submit(server, range(200, 200 + MANY))) == {201}
    expected = {*range(MANY), *range(200, 200 + MANY)}
    assert listed(server) == expected
    server.stop()
    server = start(tmp_path, port=free_port())
    try:
        assert listed(server) == expected
    finally:
        server.stop()


def test_a_backup_that_is_copied_over_the_file(server: Server, path: Path, tmp_path: Path) -> None:
    """The log still holds changes of before: no answer is true until the backup is restored."""
    assert statuses(submit(server, range(MANY))) == {201}
    backup = back_up(path, tmp_path / "backup.db").path
    assert statuses(submit(server, range(100, 100 + MANY))) == {201}
    shutil.copyfile(backup, path)
    assert statuses(submit(server, range(900, 900 + MANY))) == {503}
    assert health(server) == (200, 503)
    assert "restore a backup" in server.log.read_text()
    server.stop()
    restore(backup, path)
    server = start(tmp_path, port=free_port())
    try:
        assert statuses(submit(server, range(200, 200 + MANY))) == {201}
        assert listed(server) == {*range(MANY), *range(200, 200 + MANY)}
    finally:
        server.stop()


def test_a_file_that_is_moved_during_submissions(
    server: Server, path: Path, tmp_path: Path
) -> None:
    """What was acknowledged is in the file that was moved: it comes back with it."""
    away = tmp_path / "away.db"
    with ThreadPoolExecutor(4) as pool:
        sending = [pool.submit(send, server, number) for number in range(200)]
        sending[9].result()
        path.rename(away)
        answers = [each.result() for each in sending]
    assert statuses(answers) <= {201, 503}
    acknowledged = {n for n, answer in enumerate(answers) if answer.status_code == 201}
    assert 0 < len(acknowledged) < 200
    away.rename(path)
    assert statuses(submit(server, range(900, 900 + MANY))) == {201}
    assert listed(server) >= acknowledged

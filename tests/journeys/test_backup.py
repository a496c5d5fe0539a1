"""A backup is made while sheets come in, and brings back every one acknowledged before it."""

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import psycopg
import pytest
from sqlalchemy import make_url

from tests import asking as requests
from tests.builders import a_submission, an_enterprise
from tests.databases import fresh_database, postgres_programs, url_as
from tests.journeys.server import ROOT, Server, free_port, serving, start


def command(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `python -m diagnosis`."""
    return subprocess.run(
        [sys.executable, "-m", "diagnosis", *arguments],
        cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=False,
        timeout=120,
    )  # fmt: skip


def submit(server: Server, reference: str) -> str:
    """Submit a sheet; return the id of its diagnosis."""
    sheet = a_submission(answers={"ai-plan": 1}, reference=reference)
    answer = requests.post(f"{server.url}/v1/diagnoses", json=sheet, timeout=60)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def read(server: Server, diagnosis: str) -> dict[str, object]:
    """Return a diagnosis and its trace."""
    path = f"{server.url}/v1/diagnoses/{diagnosis}"
    answers = [requests.get(path + more, timeout=60) for more in ("", "/trace")]
    assert [answer.status_code for answer in answers] == [200, 200]
    return {"diagnosis": answers[0].json(), "trace": answers[1].json()}


def submit_until(server: Server, enough: Event, sender: int) -> None:
    number = 0
    while not enough.is_set():
        number += 1
        submit(server, f"{sender}-{number}")


def listed(server: Server) -> set[str]:
    """Return the ids of the stored diagnoses."""
    ids: set[str] = set()
    following: str | None = "/v1/diagnoses?limit=200"
    while following:
        page = requests.get(server.url + following, timeout=60).json()
        ids |= {row["id"] for row in page["items"]}
        following = page["next"]
    return ids


def test_a_backup_made_while_sheets_come_in_is_restored(tmp_path: Path) -> None:
    data, backup = tmp_path / "data", tmp_path / "backup.db"
    environment = {"DIAGNOSIS_DATA_DIR": str(data)}
    enough = Event()
    with serving(tmp_path) as server, ThreadPoolExecutor(4) as pool:
        sending = [pool.submit(submit_until, server, enough, sender) for sender in range(4)]
        try:
            acknowledged = {submit(server, f"before-{n}") for n in range(5)}
            shown = {diagnosis: read(server, diagnosis) for diagnosis in acknowledged}
            made = command("backup", backup, **environment)
            assert (made.returncode, made.stderr) == (0, "")
            assert re.fullmatch(rf"{backup}: \d+ bytes, migration \d+, checked\n", made.stdout)
            later = submit(server, "after")
        finally:
            enough.set()
        for sent in sending:
            sent.result()
        again = command("backup", backup, **environment)
        assert (again.returncode, "exists already" in again.stderr) == (2, True)
        served = command("restore", backup, **environment)
        assert (served.returncode, "stop it" in served.stderr) == (2, True)
    restored = command("restore", backup, **environment)
    assert restored.returncode == 0, restored.stderr
    assert str(data / "diagnosis.db.before-restore") in restored.stdout
    server = start(tmp_path, port=free_port())
    try:
        stored = listed(server)
        assert acknowledged <= stored and later not in stored
        assert {diagnosis: read(server, diagnosis) for diagnosis in acknowledged} == shown
        assert submit(server, "new") in listed(server)
    finally:
        server.stop()


@pytest.mark.parametrize("roles", [1, 2])
def test_postgresql_is_backed_up_and_restored_by_the_lines_we_print(
    roles: int, postgres: str, tmp_path: Path
) -> None:
    """The procedure of docs/operations.md, with one role and with two."""
    tools = postgres_programs()
    if tools is None or not (tools / "pg_dump").exists():
        pytest.skip("no pg_dump here")
    url, backup = owned_by_a_role(fresh_database(postgres)), tmp_path / "backup.dump"
    environment = {"PATH": f"{tools}:{os.environ['PATH']}", "DIAGNOSIS_DATABASE_URL": url}
    if roles == 2:
        owner, url = url, served_by_a_role(url, postgres)
        environment |= {"DIAGNOSIS_DATABASE_URL": url, "DIAGNOSIS_DATABASE_OWNER_URL": owner}
        assert command("migrate", **environment).returncode == 0
    with serving(tmp_path, url=url) as server:
        ids = {submit(server, str(number)) for number in range(3)}
        shown = {diagnosis: read(server, diagnosis) for diagnosis in ids}
        gone = f"/v1/enterprises/{registered(server)}"
        run_lines(command("backup", backup, **environment), environment)
        lost = submit(server, "lost")
        tag = {"If-Match": "*"}
        answer = requests.request("DELETE", server.url + gone, headers=tag, timeout=60)
        assert answer.status_code == 204, answer.text
    run_lines(command("restore", backup, **environment), environment)
    server = start(tmp_path, port=free_port(), url=url)
    try:
        assert {diagnosis: read(server, diagnosis) for diagnosis in ids} == shown
        assert lost not in listed(server)
        assert requests.get(server.url + gone, timeout=60).status_code == 404
    finally:
        server.stop()


def registered(server: Server) -> str:
    """Register a firm of its own; return its id."""
    firm = an_enterprise(site="deleted after the backup")
    answer = requests.post(f"{server.url}/v1/enterprises", json=firm, timeout=60)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def owned_by_a_role(url: str) -> str:
    """Return the URL of a database for its owner, who may make databases and nothing more."""
    name = str(make_url(url).database)
    role = f"role_of_{name}"
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(f"CREATE ROLE {role} LOGIN CREATEDB NOSUPERUSER NOBYPASSRLS")
        admin.execute(f"ALTER DATABASE {name} OWNER TO {role}")
    return make_url(url).set(username=role).render_as_string(hide_password=False)


def served_by_a_role(url: str, superuser: str) -> str:
    """Return the URL of a database for a new role without any right."""
    role = f"service_of_{make_url(url).database}"
    with psycopg.connect(superuser, autocommit=True) as admin:
        admin.execute(f"CREATE ROLE {role} LOGIN NOSUPERUSER NOBYPASSRLS")
    return url_as(role, url)


def run_lines(refused: subprocess.CompletedProcess[str], environment: dict[str, str]) -> None:
    """Run the lines for a shell that a command names."""
    assert refused.returncode == 2
    lines = [line for line in refused.stderr.splitlines() if line.startswith("  ")]
    assert lines
    for line in lines:
        subprocess.run(line, shell=True, env={**os.environ, **environment}, check=True)

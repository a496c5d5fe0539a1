"""Health is answered while every thread waits, and while the database is gone."""

import os
import signal
import socket
import sqlite3
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest

from tests import asking as requests
from tests.builders import a_submission
from tests.databases import a_postgres, fresh_database, postmaster
from tests.journeys.server import Server, serving

pytestmark = pytest.mark.usefixtures("unmeasured_servers")

THREADS = 4
WAITING = 16
"""Requests that wait: more than the worker has threads."""
SHORT = 30
"""Seconds within which a health check answers on a busy machine, though others wait longer."""
PATIENT = {"DIAGNOSIS_LOCK_TIMEOUT_MS": "60000", "DIAGNOSIS_STATEMENT_TIMEOUT_MS": "60000"}


def health(server: Server, name: str) -> requests.Response:
    return requests.get(f"{server.url}/health/{name}", timeout=SHORT)


@contextmanager
def waiting(server: Server, method: str) -> Iterator[list[Future[requests.Response]]]:
    """Yield requests that are under way, more than there are threads; they are answered after."""
    body = a_submission(answers={"ai-plan": 1}) if method == "POST" else None

    def send(_: int) -> requests.Response:
        return requests.request(method, f"{server.url}/v1/diagnoses", json=body, timeout=120)

    with ThreadPoolExecutor(WAITING) as pool:
        yield [pool.submit(send, number) for number in range(WAITING)]


def test_health_while_every_thread_waits_for_a_table(postgres: str, tmp_path: Path) -> None:
    url = fresh_database(postgres)
    with serving(tmp_path, url=url, workers=1, settings=PATIENT) as server:
        with psycopg.connect(url) as admin:
            admin.execute("LOCK TABLE diagnosis")
            with waiting(server, "GET") as answers:
                while _waiting_for_locks(admin) < THREADS:
                    pass
                assert [health(server, "live").status_code for _ in range(8)] == [200] * 8
                ready = health(server, "ready")
                assert (ready.status_code, ready.json()["checks"]["tables"]) == (503, False)
                assert not any(answer.done() for answer in answers)
                admin.rollback()
        assert {answer.result().status_code for answer in answers} == {200}
        assert health(server, "ready").status_code == 200


def _waiting_for_locks(admin: psycopg.Connection) -> int:
    admin.execute("SELECT pg_stat_clear_snapshot()")
    query = "SELECT count(*) FROM pg_locks WHERE NOT granted"
    return int(admin.execute(query).fetchone()[0])  # type: ignore[index]


def test_health_while_every_thread_waits_to_write_a_file(tmp_path: Path) -> None:
    with serving(tmp_path, workers=1, settings=PATIENT) as server:
        path = tmp_path / "data" / "diagnosis.db"
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with waiting(server, "POST") as answers:
                while not _is_locked(path):
                    pass
                assert [health(server, "live").status_code for _ in range(8)] == [200] * 8
                assert [health(server, "ready").status_code for _ in range(4)] == [200] * 4
                assert not any(answer.done() for answer in answers)
                other.execute("ROLLBACK")
        assert {answer.result().status_code for answer in answers} == {201}


def _is_locked(path: Path) -> bool:
    """Return whether a writer has its turn, by what it marks in the lock file."""
    return path.with_name("diagnosis.db.lock").read_bytes()[:1] == b"-"


def test_a_file_that_stays_locked_is_503_at_the_deadline(tmp_path: Path) -> None:
    with serving(tmp_path, settings={"DIAGNOSIS_LOCK_TIMEOUT_MS": "200"}) as server:
        path = tmp_path / "data" / "diagnosis.db"
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with waiting(server, "POST") as answers:
                pass
            refused = [answer.result() for answer in answers]
            assert {answer.status_code for answer in refused} == {503}
            assert all(answer.headers["Retry-After"] for answer in refused)
            other.execute("ROLLBACK")
        sheet = a_submission(answers={"ai-plan": 1})
        made = requests.post(f"{server.url}/v1/diagnoses", json=sheet, timeout=60)
        assert made.status_code == 201
        listed = requests.get(f"{server.url}/v1/diagnoses", timeout=60).json()["items"]
        assert len(listed) == 1


def test_health_with_silent_connections(tmp_path: Path) -> None:
    """Sockets that send nothing, or half a health check, take no thread of the checks."""
    with serving(tmp_path, workers=1) as server:
        sockets = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(WAITING)]
        try:
            for line in sockets[:4]:
                line.sendall(b"GET /health/live HTTP/1.1\r\nHost")
            assert [health(server, "live").status_code for _ in range(4)] == [200] * 4
            for line in sockets[:4]:
                line.sendall(b": x\r\n\r\n")
            assert all(line.recv(100).startswith(b"HTTP/1.1 200") for line in sockets[:4])
            assert server.stop() == 0
        finally:
            for line in sockets:
                line.close()


@pytest.mark.parametrize("strike", [signal.SIGQUIT, signal.SIGSTOP])
def test_health_while_postgresql_is_stopped(tmp_path: Path, strike: signal.Signals) -> None:
    with a_postgres() as url, serving(tmp_path, url=fresh_database(url)) as server:
        assert health(server, "ready").status_code == 200
        process = postmaster(url)
        os.kill(process, strike)
        try:
            for _ in range(4):
                answers = [health(server, name) for name in ("live", "ready")]
                while answers[1].status_code == 200:  # it may take a moment to stop
                    answers[1] = health(server, "ready")
                assert [answer.status_code for answer in answers] == [200, 503]
                assert answers[1].json()["checks"]["database"] is False
        finally:
            if strike is signal.SIGSTOP:
                os.kill(process, signal.SIGCONT)

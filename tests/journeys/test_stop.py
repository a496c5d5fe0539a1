"""A server that is stopped answers what it took, refuses the rest, leaves one file."""

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.builders import a_submission
from tests.journeys.server import START_SECONDS, Server, free_port, serving
from tests.keys import LINE


def test_after_a_clean_stop_the_file_alone_is_everything(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        ids = {server.submit(str(number)) for number in range(10)}
    data = tmp_path / "data"
    turns = data / "planning"
    assert {path.name for path in data.iterdir()} == {
        "diagnosis.db", "diagnosis.db.lock", "diagnosis.db.serving", turns.name
    }  # fmt: skip
    assert [path.stat().st_size for path in turns.iterdir()] == [0], "a lock alone"
    copy = shutil.copy(data / "diagnosis.db", tmp_path / "copy.db")
    with closing(sqlite3.connect(copy)) as connection:
        assert {row[0] for row in connection.execute("SELECT id FROM diagnosis")} == ids


@pytest.mark.parametrize("started", [1, 2])
def test_a_worker_that_starts_while_the_server_is_stopped_stops_too(
    tmp_path: Path, started: int
) -> None:
    """One that missed the signal would serve on until it is killed, 20 s later."""
    log = (tmp_path / "server.log").open("wb")
    command = ["-m", "diagnosis", "serve", "--port", str(free_port()), "--workers", "3"]
    for number in range(2):
        process = subprocess.Popen(
            [sys.executable, *command], stdout=log, stderr=log, start_new_session=True,
            env={**os.environ, "DIAGNOSIS_DATA_DIR": str(tmp_path / str(number))},
        )  # fmt: skip
        until = time.monotonic() + START_SECONDS
        while len(Server(process, 0, tmp_path).workers()) < started:
            assert process.poll() is None and time.monotonic() < until
        os.killpg(process.pid, signal.SIGINT)
        assert process.wait(15) == 0


def begun(server: Server, body: bytes) -> socket.socket:
    """Return a connection with a request on it whose last byte is still to come."""
    line = socket.create_connection(("127.0.0.1", server.port), timeout=30)
    head = (
        f"POST /v1/diagnoses HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n{LINE}"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    line.sendall(head.encode() + body[:-1])
    return line


def terminate(server: Server) -> None:
    """Stop a server as an operator or a container does."""
    server.process.send_signal(signal.SIGTERM)


def press_ctrl_c(server: Server) -> None:
    """Stop a server as a terminal does: every process of it gets the signal."""
    os.killpg(server.process.pid, signal.SIGINT)


@pytest.mark.parametrize("stop", [terminate, press_ctrl_c], ids=lambda stop: stop.__name__)
@pytest.mark.parametrize("workers", [1, 2])
def test_a_server_that_stops_answers_what_it_took_and_refuses_the_rest(
    tmp_path: Path, workers: int, stop: Callable[[Server], None]
) -> None:
    sheets = [a_submission(answers={"ai-plan": 1}, reference=str(number)) for number in range(4)]
    bodies = [json.dumps(sheet).encode() for sheet in sheets]
    with serving(tmp_path, workers=workers) as server:
        lines = [begun(server, body) for body in bodies]
        stop(server)
        assert server.await_refusal(15), "a server that stops still takes connections"
        for line, body in zip(lines, bodies, strict=True):
            line.sendall(body[-1:])
            answer = line.recv(65536)
            assert answer.startswith(b"HTTP/1.1 201 ")
            line.close()
        assert server.process.wait(30) == 0
    with closing(sqlite3.connect(tmp_path / "data" / "diagnosis.db")) as connection:
        assert connection.execute("SELECT count(*) FROM diagnosis").fetchone() == (4,)

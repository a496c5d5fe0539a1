"""How connections end: nobody waits for a client that stays, and no answer is torn."""

import select
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from http.client import HTTPConnection
from typing import Any

import pytest

from tests import asking as requests
from tests.journeys.server import Server, serving

STAYING = 40
"""Clients that stay connected; gunicorn alone would wait two seconds for each of them."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: Any) -> Iterator[Server]:
    """Yield a server with a single worker."""
    with serving(tmp_path_factory.mktemp("closing"), workers=1) as started:
        yield started


@pytest.mark.parametrize(
    "request_line",
    [b"GET /health/live HTTP/1.1", b"GET /nowhere HTTP/1.0", b"NONSENSE"],
    ids=["answered", "an older client", "refused"],
)
def test_clients_that_stay_connected_hold_nobody_up(server: Server, request_line: bytes) -> None:
    with ExitStack() as stack:
        for _ in range(STAYING):
            line = stack.enter_context(socket.create_connection(("127.0.0.1", server.port)))
            line.sendall(request_line + b"\r\nHost: x\r\nConnection: close\r\n\r\n")
            line.settimeout(20)
            assert line.recv(1) == b"H"
        started = time.monotonic()
        answer = requests.get(f"{server.url}/health/live", timeout=60)
        assert answer.status_code == 200
        assert time.monotonic() - started < 1.5


def test_a_client_that_stays_is_closed_after_a_while(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port)) as line:
        line.sendall(b"GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        line.settimeout(20)
        while line.recv(65_536):
            pass
        until = time.monotonic() + 20
        with pytest.raises((BrokenPipeError, ConnectionResetError)):
            while time.monotonic() < until:
                line.sendall(b"x")
                select.select([], [], [line], 0.2)


@pytest.mark.parametrize("path", ["/v1/questionnaires/full", "/v1/packages?limit=200", "/nowhere"])
@pytest.mark.parametrize("is_chunked", [False, True])
def test_an_answer_is_whole_though_a_body_was_sent_that_nobody_wanted(
    server: Server, path: str, is_chunked: bool
) -> None:
    plain = requests.get(server.url + path, timeout=60)
    for _ in range(5):
        connection = HTTPConnection("127.0.0.1", server.port, timeout=60)
        body: Any = iter([b" " * 100_000] * 30) if is_chunked else b" " * 3_000_000
        connection.request("GET", path, body, encode_chunked=is_chunked)
        answer = connection.getresponse()
        received = answer.read()  # raises where it ends early
        assert (answer.status, received) == (plain.status_code, plain.content)
        connection.close()

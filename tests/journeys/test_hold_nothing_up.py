"""Clients that are slow, or do not close their end, hold up no health check and nobody else."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from time import monotonic

import pytest

from tests import asking as requests
from tests.builders import a_submission, an_example
from tests.journeys.server import ROOT, Server, serving
from tests.keys import LINE

ASKED = 6
"""How often health is asked while clients are slow."""
PATIENCE = 20
"""Seconds: a check that is held up would take longer, or never be answered."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Yield a server with a single worker."""
    with serving(tmp_path_factory.mktemp("slow"), workers=1) as started:
        yield started


def connected(server: Server) -> socket.socket:
    return socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE)


def health(server: Server) -> list[int]:
    """Return the statuses of checks on new connections."""
    return [
        requests.get(f"{server.url}/health/{name}", timeout=PATIENCE).status_code
        for name in ("live", "ready") * (ASKED // 2)
    ]


def until_whole(line: socket.socket) -> bytes:
    """Return an answer that says how long it is; head and body may come one after the other."""
    answer = b""
    while part := line.recv(65536):
        answer += part
        head, end, body = answer.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)^content-length: *(\d+)", head, re.MULTILINE)
        if end and length and len(body) >= int(length[1]):
            break
    return answer


def until_closed(line: socket.socket) -> bytes:
    """Return all that comes over a connection."""
    parts = []
    while part := line.recv(65536):
        parts.append(part)
    return b"".join(parts)


@contextmanager
def many(server: Server, *sent: bytes) -> Iterator[list[socket.socket]]:
    """Yield connections on which the same was sent; more than there are threads."""
    with ExitStack() as stack:
        lines = [stack.enter_context(connected(server)) for _ in range(12)]
        for line in lines:
            for part in sent:
                line.sendall(part)
        yield lines


READ_AT_ONCE = 8192
"""The bytes that the server reads of a connection at once."""
POST = b"POST /v1/diagnoses HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
POST += LINE.encode()
LIVE = b"GET /health/live HTTP/1.1\r\nHost: x\r\n"
SLOW = {
    "half a line": (b"GET /v1/stan",),
    "half a head": (b"GET /v1/standards HTTP/1.1\r\nHost: x\r\n",),
    "no body": (POST + b"Content-Length: 900000\r\n\r\n",),
    "a body that stops": (POST + b"Content-Length: 900000\r\n\r\n", b"{" * 10_000),
    "a chunk that stops": (POST + b"Transfer-Encoding: chunked\r\n\r\n", b"ffff\r\n{"),
    "a check with a body to come": (LIVE + b"Content-Length: 9\r\n\r\n",),
    "a check with chunks to come": (LIVE + b"Transfer-Encoding: chunked\r\n\r\n",),
    "half a check": (LIVE,),
}


@pytest.mark.parametrize("sent", SLOW.values(), ids=SLOW)
def test_health_while_requests_arrive_slowly(server: Server, sent: tuple[bytes, ...]) -> None:
    with many(server, *sent):
        began = monotonic()
        assert health(server) == [200] * ASKED
        assert monotonic() - began < PATIENCE


def padded(head: bytes, size: int) -> bytes:
    """Return the head of a request, made so long by a header."""
    start = head + b"X-Padding: "
    return start + b"k" * (size - len(start) - 4) + b"\r\n\r\n"


def test_health_while_a_check_follows_as_the_body_of_a_request(server: Server) -> None:
    """What looks like a check on the wire is the body of a request that was read ahead."""
    check = LIVE + b"\r\n"
    post = padded(POST + b"Content-Length: 900000\r\n", READ_AT_ONCE - len(check))
    with many(server, check + post + check) as lines:
        for line in lines[:2]:
            assert line.recv(65536).startswith(b"HTTP/1.1 200 ")
        assert health(server) == [200] * ASKED


def test_health_while_nobody_takes_the_answers(server: Server) -> None:
    """Answers that a client does not take fill what there is between: the next would wait."""
    check = padded(LIVE, READ_AT_ONCE // 2)
    with socket.socket() as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        line.settimeout(1)
        line.connect(("127.0.0.1", server.port))
        with suppress(TimeoutError):  # the server reads no more of it
            for _ in range(20_000):
                line.sendall(check)
            pytest.fail("there is room for all answers: nothing was tried")
        assert health(server) == [200] * ASKED


def test_everybody_is_served_while_clients_do_not_close_their_end(server: Server) -> None:
    ask = b"GET /v1/standards/ai-readiness HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    with many(server, ask) as lines:
        answers = [until_closed(line) for line in lines]
        began = monotonic()
        assert health(server) == [200] * ASKED
        assert monotonic() - began < PATIENCE
    assert all(answer.startswith(b"HTTP/1.1 200 ") for answer in answers)
    assert len({answer.partition(b"\r\n\r\n")[2] for answer in answers}) == 1


def test_a_body_in_pieces_of_a_byte_is_refused(server: Server) -> None:
    content = json.dumps(a_submission(answers={"ai-plan": 1}, reference="pieces")).encode()

    def sent(body: bytes) -> bytes:
        pieces = b"".join(b"1\r\n%c\r\n" % byte for byte in body) + b"0\r\n\r\n"
        with connected(server) as line:
            line.sendall(POST + b"Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n")
            with suppress(OSError):  # refused before all of it was read
                line.sendall(pieces)
            return line.recv(65536)

    assert sent(content).startswith(b"HTTP/1.1 201 ")
    assert sent(content + b" " * 980_000).startswith(b"HTTP/1.1 413 ")


def test_health_while_every_thread_plans_or_reads(server: Server) -> None:
    wish = {"target": "gbt-39116-2020:4", "budgets_wan": [20, 40, 80, 160, 320]}
    plan = {"sheet": an_example("dongguan-mould-shop"), "roadmap": wish}
    hostile = b"[" + b"NaN," * 240_000 + b"0]"

    def heavy(number: int) -> int:
        if number % 2:
            answer = requests.post(f"{server.url}/v1/roadmaps/preview", json=plan, timeout=120)
        else:
            answer = requests.post(
                f"{server.url}/v1/diagnoses/preview", data=hostile, timeout=120,
                headers={"Content-Type": "application/json"},
            )  # fmt: skip
        return answer.status_code

    with ThreadPoolExecutor(12) as pool:
        statuses = [pool.submit(heavy, number) for number in range(24)]
        checks = health(server)
        assert {status.result() for status in statuses} in ({200, 422}, {200, 422, 503})
    assert checks == [200] * ASKED


def test_six_who_plan_at_once_are_answered_one_after_the_other(server: Server) -> None:
    """All of them by one process: as many of its threads may wait for their turn."""
    wish = {"sheet": an_example("zhongshan-lamp-maker"), "roadmap": {"budget_wan": 20}}

    def plan(_: int) -> int:
        url = f"{server.url}/v1/roadmaps/preview"
        return requests.post(url, json=wish, timeout=PATIENCE).status_code

    assert plan(0) == 200
    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(plan, range(6))) == [200] * 6


def test_who_asks_on_a_connection_from_before_is_told_that_the_server_stops(
    tmp_path: Path,
) -> None:
    check = b"GET /health/ready HTTP/1.1\r\nHost: x\r\n\r\n"
    body = json.dumps(a_submission(answers={"ai-plan": 1})).encode()
    with serving(tmp_path, workers=1) as server, connected(server) as balancer:
        balancer.sendall(check)
        assert until_whole(balancer).startswith(b"HTTP/1.1 200 ")
        under_way = connected(server)
        head = POST + b"Content-Length: %d\r\n\r\n" % len(body)
        under_way.sendall(head + body[:-1])
        server.process.send_signal(signal.SIGTERM)
        assert server.await_refusal(10)
        balancer.sendall(check)
        told = until_closed(balancer)
        assert told.startswith(b"HTTP/1.1 503 ") and b"Connection: close" in told
        answer = json.loads(told.partition(b"\r\n\r\n")[2])
        assert (answer["ready"], answer["stopping"]) == (False, True)
        assert all(answer["checks"].values())
        under_way.sendall(body[-1:])
        assert under_way.recv(65536).startswith(b"HTTP/1.1 201 ")
        under_way.close()
        assert server.process.wait(60) == 0


@pytest.mark.parametrize("reader", ["head -n 1", "true", "cat >/dev/full 2>/dev/null"])
def test_a_reader_of_standard_output_that_goes_costs_no_answer(
    tmp_path: Path, reader: str
) -> None:
    with serving(tmp_path, workers=1, shell=f'"$@" 2>&1 | {reader}') as server:
        assert {server.submit(str(number)) for number in range(3)}
        os.killpg(server.process.pid, signal.SIGTERM)
        assert server.await_refusal(60)


def test_standard_output_on_a_full_disk_is_said_in_a_line() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "diagnosis", "score",
             str(ROOT / "examples/dongguan-mould-shop.json"), "--json"],
            cwd=ROOT, stdout=full, stderr=subprocess.PIPE, check=False, timeout=120,
        )  # fmt: skip
    lines = done.stderr.decode().splitlines()
    assert done.returncode == 2 and len(lines) == 1 and "Traceback" not in lines[0]

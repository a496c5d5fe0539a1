"""A server's memory after requests that took much of it."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from diagnosis.web import memory
from tests import asking as requests
from tests.builders import a_sheet
from tests.fuzz.memory import held_by
from tests.journeys.server import Server, serving

pytestmark = pytest.mark.usefixtures("unmeasured_servers")

ROUND = 24


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """Yield a server with a single worker."""
    with serving(tmp_path, workers=1) as started:
        yield started


def send_large(server: Server) -> None:
    """Send bodies of a megabyte that are refused, from as many clients as there are threads."""
    fields = {f"field-{number}": number for number in range(45_000)}
    body = json.dumps(a_sheet(answers=fields)).encode()
    assert 900_000 < len(body) < 1_000_000
    headers = {"Content-Type": "application/json"}

    def send(_: int) -> Any:
        url = f"{server.url}/v1/diagnoses/preview"
        return requests.post(url, body, headers=headers, timeout=60)

    with ThreadPoolExecutor(6) as pool:
        assert {answer.status_code for answer in pool.map(send, range(ROUND))} == {422}


def test_large_bodies_leave_nothing_behind(server: Server) -> None:
    send_large(server)
    before = held_by(server)
    for _ in range(2):
        send_large(server)
    assert held_by(server).resident < before.resident * 1.1


def test_memory_is_given_back_from_time_to_time() -> None:
    trimming = memory.Trimming()
    before = trimming.__dict__["_last"]
    trimming.trim()
    assert trimming.__dict__["_last"] == before, "it was done a moment ago"
    trimming.__dict__["_last"] = before - 60
    trimming.trim()
    assert trimming.__dict__["_last"] >= before

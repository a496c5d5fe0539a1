"""The whole story over real HTTP against gunicorn, in both languages."""

import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests import asking as requests
from tests.builders import EXAMPLES, an_example
from tests.databases import migrated_database
from tests.journeys.server import ROOT, Server, serving
from tests.keys import LINE


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def server(request: pytest.FixtureRequest, tmp_path_factory: Any) -> Iterator[Server]:
    """Yield a server over an empty database of either kind."""
    folder = tmp_path_factory.mktemp("served")
    url = None
    if request.param == "postgresql":
        url = migrated_database(request.getfixturevalue("postgres"))
    with serving(folder, url=url) as started:
        yield started


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_one_call_in_a_stored_and_explained_diagnosis_out(server: Server, language: str) -> None:
    headers = {"Accept-Language": language}
    sheet = an_example("shenzhen-electronics-plant")
    preview = requests.post(
        f"{server.url}/v1/diagnoses/preview", json=sheet, headers=headers, timeout=60
    )
    made = requests.post(f"{server.url}/v1/diagnoses", json=sheet, headers=headers, timeout=60)
    assert (preview.status_code, made.status_code) == (200, 201)
    place = server.url + made.headers["Location"]
    kept = requests.get(place, headers=headers, timeout=60)
    read = kept.json()
    steps = read.pop("next_steps")
    assert [step["kind"] for step in steps][-2:] == ["plan", "plan"]
    answered = made.json()
    assert read | {"next_steps": steps} == answered
    assert kept.headers["Content-Language"] == language
    shown = preview.json()
    assert answered.pop("next_steps")[:-2] == shown["next_steps"]
    assert {
        name: shown[name] for name in shown if name != "next_steps"
    }.items() <= answered.items()
    for more in ("/trace", "/summary"):
        assert requests.get(place + more, headers=headers, timeout=60).status_code == 200
    printed = cli("score", str(EXAMPLES / "shenzhen-electronics-plant.json"), "--json",
                  "--language", language)  # fmt: skip
    assert json.loads(printed) == preview.json()


def cli(*arguments: str) -> bytes:
    return subprocess.run(
        [sys.executable, "-m", "diagnosis", *arguments], cwd=ROOT, check=True, capture_output=True
    ).stdout


def test_the_curl_it_prints_works(server: Server) -> None:
    log = server.log.read_text()
    assert f"{server.url}/docs" in log
    (command,) = re.findall(r"^ *(curl .*)$", log, re.MULTILINE)
    done = subprocess.run(command, shell=True, cwd=ROOT, capture_output=True, check=True)
    assert json.loads(done.stdout)["form"] == "full@2.0.0"


def test_the_docs_page_is_served(server: Server) -> None:
    assert requests.get(f"{server.url}/docs", timeout=60).status_code == 200


def test_parallel_requests_with_one_key_store_once(server: Server) -> None:
    sheet = an_example("zhongshan-lamp-maker") | {"reference": "parallel"}

    def send(_: int) -> requests.Response:
        headers = {"Idempotency-Key": "parallel"}
        return requests.post(f"{server.url}/v1/diagnoses", json=sheet, headers=headers, timeout=60)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, range(16)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert sum("Idempotency-Replayed" not in answer.headers for answer in answers) == 1
    listed = requests.get(f"{server.url}/v1/diagnoses?reference=parallel", timeout=60).json()
    assert len(listed["items"]) == 1


def test_a_huge_body_is_refused_without_being_read(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as line:
        line.sendall(
            b"POST /v1/diagnoses HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            + LINE.encode()
            + b"Content-Length: 50000000\r\n\r\n"
            + b" " * 10_000
        )
        head = line.recv(65536)
    assert head.startswith(b"HTTP/1.1 413 ")
    assert b"application/problem+json" in head


@pytest.mark.parametrize("chunked", [False, True])
def test_a_huge_body_that_is_sent_gets_its_answer(server: Server, chunked: bool) -> None:
    body = b"[" + b" " * 50_000_000 + b"]"
    command = ["curl", "-s", "-o", "-", "-X", "POST", "-H", "Content-Type: application/json",
               "--data-binary", "@-", f"{server.url}/v1/diagnoses/preview"]  # fmt: skip
    if chunked:
        command[4:4] = ["-H", "Transfer-Encoding: chunked"]
    done = subprocess.run(command, input=body, capture_output=True, check=False, timeout=60)
    assert json.loads(done.stdout)["status"] == 413


def test_nested_brackets_over_http(server: Server) -> None:
    body = b"[" * 100_000 + b"]" * 100_000
    answer = requests.post(
        f"{server.url}/v1/diagnoses/preview", data=body, timeout=60,
        headers={"Content-Type": "application/json"},
    )  # fmt: skip
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "too-deep")


def test_a_busy_port_is_named_with_its_cure(server: Server, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "diagnosis", "serve", "--port", str(server.port)],
        cwd=ROOT, capture_output=True, check=False, timeout=120,
        env={**os.environ, "DIAGNOSIS_DATA_DIR": str(tmp_path)},
    )  # fmt: skip
    assert done.returncode == 2
    assert f"make run PORT={server.port + 1}" in done.stderr.decode()


def test_a_database_out_of_reach_is_named(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "diagnosis", "serve", "--port", "1"],
        cwd=ROOT, capture_output=True, check=False, timeout=120,
        env={**os.environ, "DIAGNOSIS_DATA_DIR": str(tmp_path / "d"),
             "DIAGNOSIS_DATABASE_URL": "postgresql://x@/x?host=/nonexistent"},
    )  # fmt: skip
    assert done.returncode == 2
    assert "DIAGNOSIS_DATABASE_URL" in done.stderr.decode()


def test_it_stops_when_asked(tmp_path: Path) -> None:
    with serving(tmp_path, workers=1) as server:
        assert server.stop() == 0
        assert (tmp_path / "data" / "diagnosis.db").is_file()
        lines = [line for line in server.log.read_text().splitlines() if line.startswith("{")]
        assert json.loads(lines[-1])["route"] == "/health/ready"

"""Short fault rounds; the long ones run by command (see `rounds`)."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from tests import asking as requests
from tests.builders import a_sheet, a_submission
from tests.databases import fresh_database
from tests.faults.rounds import a_round
from tests.journeys.server import Server, serving

pytestmark = pytest.mark.usefixtures("unmeasured_servers")


@pytest.mark.parametrize("kind", ["server", "worker"])
@pytest.mark.parametrize("kept_in", ["sqlite", "postgresql"])
def test_what_was_acknowledged_survives_a_kill(
    kind: str, kept_in: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    url = None
    if kept_in == "postgresql":
        url = fresh_database(request.getfixturevalue("postgres"))
    outcome = a_round(kind, tmp_path, database=kept_in, url=url, seconds=1.5, seed=7)
    assert outcome.is_good, outcome


@pytest.fixture(params=["sqlite", "postgresql"])
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    """Yield a server with two workers over either kind of database."""
    url = None
    if request.param == "postgresql":
        url = fresh_database(request.getfixturevalue("postgres"))
    with serving(tmp_path, url=url) as started:
        yield started


def test_of_two_writers_of_one_draft_one_wins(server: Server) -> None:
    draft = requests.post(
        f"{server.url}/v1/assessments", json=a_sheet(form="screening"), timeout=60
    )
    path, tag = server.url + draft.headers["Location"], draft.headers["ETag"]
    for position in range(5):
        start = Barrier(4)
        before = tag

        def write(
            writer: int, before: str = before, position: int = position, start: Barrier = start
        ) -> Any:
            start.wait()
            change = {"answers": {"ai-plan": position}, "reference": str(writer)}
            return requests.patch(path, json=change, headers={"If-Match": before}, timeout=60)

        with ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(write, range(4)))
        assert sorted(answer.status_code for answer in answers) == [200, 412, 412, 412]
        (won,) = [answer for answer in answers if answer.status_code == 200]
        tag = won.headers["ETag"]
        assert requests.get(path, timeout=60).json() == won.json()


def test_a_draft_is_submitted_once(server: Server) -> None:
    draft = requests.post(
        f"{server.url}/v1/assessments", timeout=60,
        json=a_sheet(form="screening", answers={"ai-plan": 1}),
    )  # fmt: skip
    path, tag = server.url + draft.headers["Location"], draft.headers["ETag"]

    def submit(_: int) -> Any:
        accept = {"accept_incomplete": True}
        return requests.post(f"{path}/submit", json=accept, headers={"If-Match": tag}, timeout=60)

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(submit, range(6)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409, 409, 409]
    listed = requests.get(f"{server.url}/v1/diagnoses", timeout=60).json()["items"]
    assert len(listed) == 1


def test_the_same_new_firm_from_many_sides_is_registered_once(server: Server) -> None:
    def submit(n: int) -> Any:
        sheet = a_submission(answers={"ai-plan": 1}, reference=str(n))
        return requests.post(f"{server.url}/v1/diagnoses", json=sheet, timeout=60)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(submit, range(16)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["enterprise_id"] for answer in answers}) == 1
    assert len({answer.json()["id"] for answer in answers}) == 16

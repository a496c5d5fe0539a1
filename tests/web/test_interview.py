"""An interview over HTTP, question by question, in the order of the service, up to its stop."""

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from flask.testing import FlaskClient

from diagnosis.bootstrap import wire
from diagnosis.config.settings import read_settings
from diagnosis.content.versions import Versions
from tests.builders import a_submission, an_enterprise
from tests.web.service import a_service, an_app

FORM, STANDARD = "gbt-39116", "gbt-39116-2020"
COURSE = {"asked_by": "service"}
ENOUGH = 16
"""So many questions in the service's order are half of the weight."""


@pytest.fixture(scope="module")
def trained(versions: Versions, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """Yield a client of the application over the models that are shipped."""
    folder: Path = tmp_path_factory.mktemp("interview")
    service = a_service(versions, folder, estimator=wire(read_settings({})).estimator)
    yield an_app(service).test_client()
    service.store.engine.dispose()


def send(client: FlaskClient, path: str, body: dict[str, Any]) -> Any:
    answer = client.post(f"/v1/{path}", json=body, headers={"Accept-Language": "en"})
    assert answer.status_code in (200, 201), answer.json
    return answer.json


def following(client: FlaskClient, answers: dict[str, float]) -> Any:
    """Return what is asked next of a firm that was asked by the service."""
    body = {
        "enterprise": an_enterprise(name=None, credit_code=None),
        "answers": answers,
        "course": COURSE,
        "agreement": 0.9,
    }
    return send(client, f"questionnaires/{FORM}/next-question", body)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_an_honest_interview_has_an_estimate_once_enough_was_asked(
    trained: FlaskClient, seed: int
) -> None:
    firm, answers, levels = Random(seed), dict[str, float](), list[int | None]()
    while not (turn := following(trained, answers))["stop"]:
        levels.append(turn["estimate"]["level"])
        if levels[-1] is None:
            assert turn["estimate"]["probabilities"] is None and turn["agreement"] == 0
        answers[turn["item"]["id"]] = firm.choice([1, 2, 2, 2, 3])

    levels.append(turn["estimate"]["level"])
    assert ENOUGH <= len(answers) < 45 and turn["item"] is not None
    without = [number for number, level in enumerate(levels) if level is None]
    assert without == list(range(len(without))) and len(without) == ENOUGH
    assert turn["agreement"] >= 0.9
    sheet = a_submission(FORM, answers, course=COURSE)
    estimate = send(trained, "diagnoses", sheet)["estimate"][0]
    assert estimate["standard"] == STANDARD
    assert estimate["level"] == levels[-1] and estimate["level"] in estimate["set"]


def test_five_best_answers_are_picked_whoever_is_said_to_have_asked(trained: FlaskClient) -> None:
    order = []
    answers: dict[str, float] = {}
    while (turn := following(trained, answers))["item"] is not None:
        order.append(turn["item"]["id"])
        answers[order[-1]] = 1
    best = dict.fromkeys(order[-5:], 5.0)

    turn = following(trained, best)
    sheet = a_submission(FORM, best, course=COURSE)
    estimate = send(trained, "diagnoses", sheet)["estimate"][0]

    assert not turn["stop"] and turn["item"]["id"] == order[0]
    for one in (turn["estimate"], estimate):
        assert one["level"] is None and one["set"] is None and one["probabilities"] is None
        assert "it asks first" in one["why"]

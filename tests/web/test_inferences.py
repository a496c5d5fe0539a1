"""Inferred answers over HTTP: proposed, confirmed in a draft, submitted, marked where shown."""

from typing import Any

from flask.testing import FlaskClient

from tests.builders import a_sheet

PROPOSE = "/v1/questionnaires/full/inferences"
ANSWERS = {"network-coverage": 2, "security-rules": 2, "miit-network-security": ["rules"]}
EN = {"Accept-Language": "en"}


def proposals(client: FlaskClient, raw: Any) -> dict[str, Any]:
    answer = client.post(PROPOSE, json=raw, headers=EN)
    assert answer.status_code == 200
    return {each["item"]: each for each in answer.get_json()["inferences"]}


def test_a_proposal_says_what_it_rests_on_and_what_stands_there(client: FlaskClient) -> None:
    proposed = proposals(client, {"answers": ANSWERS})
    assert proposed["miit-network"] == {
        "item": "miit-network",
        "name": "Networks in use",
        "value": ["control-network"],
        "from": [{"item": "network-coverage", "name": "Network coverage"}],
        "answered": None,
        "agrees": None,
    }
    security = proposed["miit-network-security"]
    assert (security["value"], security["answered"]) == (["rules", "risk-assessment"], ["rules"])
    assert security["agrees"] is False
    agreed = ANSWERS | {"miit-network-security": ["risk-assessment", "rules"]}
    assert proposals(client, {"answers": agreed})["miit-network-security"]["agrees"] is True


def test_bad_requests_are_refused_with_every_fault(client: FlaskClient) -> None:
    assert client.post("/v1/questionnaires/nothing/inferences", json={}).status_code == 404
    assert client.post(PROPOSE, json=[1]).status_code == 422
    raw = {"answers": {"network-coverage": 7, "x": 1}, "agreement": 0.9, "period": 1}
    raw["confirmed_inferences"] = ["network-coverage"]
    answer = client.post(PROPOSE, json=raw)
    assert answer.status_code == 422
    assert {error["pointer"] for error in answer.get_json()["errors"]} == {
        "/agreement", "/period", "/answers/network-coverage", "/answers/x",
        "/confirmed_inferences/0",
    }  # fmt: skip


def test_a_confirmed_inference_is_marked_from_draft_to_trace(client: FlaskClient) -> None:
    answers = ANSWERS | {"miit-network": ["control-network"]}
    raw = a_sheet("full", answers, confirmed_inferences=["miit-network"])
    begun = client.post("/v1/assessments", json=raw).get_json()
    assert begun["sheet"]["confirmed_inferences"] == ["miit-network"]
    place = f"/v1/assessments/{begun['id']}"
    assert client.get(place).get_json()["sheet"] == begun["sheet"]
    done = client.post(
        place + "/submit", json={"accept_incomplete": True}, headers={"If-Match": "*"}
    ).get_json()
    points = next(each for each in done["standards"] if each["standard"] == "miit-sme-2024")
    assert (points["basis"], points["derived_from"]) == ("derived", ["miit-network"])
    assert points["inferred_from"] == ["miit-network"]
    others = [each for each in done["standards"] if each is not points]
    assert not any("inferred_from" in each for each in others)
    assert any("推定" in notice for notice in done["notice"])
    trace = client.get(f"/v1/diagnoses/{done['id']}/trace").get_json()
    marked = {
        answer["item"]
        for standard in trace["standards"]
        for part in standard["parts"]
        for answer in part["answers"]
        if answer.get("inferred")
    }
    assert marked == {"miit-network"}


def test_levels_alone_say_that_answers_were_inferred(client: FlaskClient) -> None:
    agreed = ANSWERS | {"miit-network-security": ["rules", "risk-assessment"]}
    raw = a_sheet("full", agreed, confirmed_inferences=["miit-network-security"])
    place = "/v1/diagnoses/preview?view=levels"
    assert "inferred" in client.post(place, json=raw).get_json()["notices"]
    del raw["confirmed_inferences"]
    assert "inferred" not in client.post(place, json=raw).get_json()["notices"]


def test_a_form_says_what_may_be_listed(client: FlaskClient) -> None:
    schema = client.get("/v1/questionnaires/full/schema").get_json()
    listed = schema["properties"]["confirmed_inferences"]["items"]["enum"]
    assert "miit-network" in listed and "network-coverage" not in listed

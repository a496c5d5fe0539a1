"""Hostile bodies around plans: each is refused by the place in it, and none goes unheeded."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.builders import an_example

EXAMPLE = "foshan-furniture-maker"
Places = dict[str, str]
DEEP = "[" * 3_000 + "]" * 3_000
WISHES = [
    ('{"budget_wan":1e308}', "/budget_wan", "out-of-range"),
    ('{"budget_wan":NaN}', "/budget_wan", "not-a-number"),
    ('{"budget_wan":[60]}', "/budget_wan", "wrong-type"),
    ('{"budget_wan":"60"}', "/budget_wan", "number-as-text"),
    ('{"budget_wan":60,"budget_wan":70}', "/budget_wan", "duplicate-key"),
    (f'{{"budgets_wan":{list(range(500))}}}', "/budgets_wan", "wrong-type"),
    ('{"budgets_wan":[20,null]}', "/budgets_wan/1", "wrong-type"),
    ('{"starts_on":"9999-12-31"}', "/starts_on", "out-of-range"),
    ('{"starts_on":""}', "/starts_on", "bad-date"),
    ('{"target":{"level":2}}', "/target/standard", "missing-field"),
    ('{"target":{"standard":["x"]}}', "/target/standard", "wrong-type"),
    (f'{{"target":{DEEP}}}', "", "too-deep"),
    ('{"objective":["level"]}', "/objective", "wrong-type"),
    ('{"objective":{}}', "/objective", "wrong-type"),
    ('{"budget_binds":1}', "/budget_binds", "unknown-value"),
    ('{"wanted":["pkg-mes",null]}', "/wanted/1", "wrong-type"),
    ('{"refused":["pkg-agv","pkg-agv"]}', "/refused/1", "stands-twice"),
    ('{"pains":["defects","defects"]}', "/pains/1", "stands-twice"),
    ('{"goals":[{}]}', "/goals/0", "wrong-type"),
    ('{"weights":{"pain":1e308}}', "/weights/pain", "out-of-range"),
    ('{"phases":[{"until_month":6},{"until_month":6}]}', "/phases/1/until_month", "out-of-range"),
    ('{"":1}', "/", "unknown-field"),
]
NOTES = [
    ("[]", "", "wrong-type"),
    ('{"projects":[]}', "/projects", "wrong-type"),
    ('{"projects":[{}]}', "/projects/0/project", "missing-field"),
    ('{"projects":[{"project":["x"],"status":"done"}]}', "/projects/0/project", "wrong-type"),
    ('{"projects":[{"project":"x","status":["done"]}]}', "/projects/0/status", "wrong-type"),
    ('{"projects":[{"project":"P","status":"done","cost_wan":1e308}]}', "/projects/0/cost_wan",
     "out-of-range"),
    ('{"projects":[{"project":"P","status":"done","on":"9999-01-01"}]}', "/projects/0/on",
     "out-of-range"),
    ('{"projects":[{"project":"P","status":"done"},{"project":"P","status":"running"}]}',
     "/projects/1/project", "stands-twice"),
    (json.dumps({"projects": [{"project": "P"}] * 5_000}), "/projects", "too-many"),
]  # fmt: skip
OPINIONS = [
    ('{"useful":"yes"}', "/useful", "wrong-type"),
    ('{"useful":false,"why":["too-expensive"]}', "/why", "wrong-type"),
    ('{"useful":false,"why":""}', "/why", "unknown-value"),
    ('{"useful":NaN}', "/useful", "not-a-number"),
]
PREVIEWS = [
    ('"facts":[]', "/facts", "wrong-type"),
    ('"facts":{"equipment_wan":1e308}', "/facts/equipment_wan", "out-of-range"),
    ('"what_if":{"answers":[]}', "/what_if/answers", "wrong-type"),
    ('"what_if":{"roadmap":{"budgets_wan":[null]}}', "/what_if/roadmap/budgets_wan/0",
     "wrong-type"),
    ('"details":"yes"', "/details", "wrong-type"),
    ('"date":"9999-01-01"', "/date", "out-of-range"),
]  # fmt: skip


@pytest.fixture
def places(client: FlaskClient) -> Places:
    """Return the addresses below which a plan of the example lives, and a package of it."""
    made = client.post("/v1/diagnoses", json=an_example(EXAMPLE)).get_json()
    plans = f"/v1/assessments/{made['assessment_id']}/roadmaps"
    plan = client.post(plans, json={"budget_wan": 60}).get_json()
    package = plan["phases"][0]["packages"][0]["id"]
    firm = f"/v1/enterprises/{made['enterprise_id']}"
    return {
        "plans": plans,
        "compare": f"/v1/roadmaps/{plan['id']}/compare",
        "progress": f"/v1/roadmaps/{plan['id']}/progress",
        "feedback": f"{firm}/projects/{package}/feedback",
        "support": f"/v1/assessments/{made['assessment_id']}/support",
        "package": package,
    }


def refused(client: FlaskClient, path: str, body: str) -> list[tuple[str, str]]:
    """Return place and code of each fault of a body that must be refused."""
    answer = client.post(path, data=body, content_type="application/json")
    assert answer.status_code in (400, 422), (path, body[:80])
    errors: Any = answer.get_json()["errors"]
    assert not any("[" in error["message"] for error in errors), "no value of the code is quoted"
    return [(error["pointer"], error["code"]) for error in errors]


def test_a_hostile_wish_is_refused_wherever_it_is_sent(
    client: FlaskClient, places: Places
) -> None:
    sheet = json.dumps(an_example(EXAMPLE))
    for wish, pointer, code in WISHES:
        assert (pointer, code) in refused(client, places["plans"], wish)
        assert (pointer, code) in refused(client, places["compare"], wish)
        below = "" if code == "too-deep" else "/roadmap" + pointer
        body = f'{{"sheet":{sheet},"roadmap":{wish}}}'
        assert (below, code) in refused(client, "/v1/roadmaps/preview", body)


def test_a_hostile_preview_is_refused(client: FlaskClient) -> None:
    sheet = json.dumps(an_example(EXAMPLE))
    for part, pointer, code in PREVIEWS:
        body = f'{{"sheet":{sheet},"roadmap":{{}},{part}}}'
        assert (pointer, code) in refused(client, "/v1/roadmaps/preview", body)


def test_hostile_notes_and_opinions_are_refused(client: FlaskClient, places: Places) -> None:
    for path, bodies in (("progress", NOTES), ("feedback", OPINIONS)):
        for body, pointer, code in bodies:
            written = body.replace('"P"', json.dumps(places["package"]))
            assert (pointer, code) in refused(client, places[path], written), body[:80]


def test_a_role_that_is_stated_and_denied_is_refused(client: FlaskClient, places: Places) -> None:
    answer = client.get(places["support"] + "?roles=ai-firm,-ai-firm")
    (error,) = answer.get_json()["errors"]
    assert (answer.status_code, error["pointer"], error["code"]) == (422, "/roles", "stands-twice")

"""A form with two versions over HTTP: lists, differences, upgrades, and a withdrawal."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from diagnosis.content.versions import Versions
from tests.builders import a_sheet, a_submission
from tests.web.service import a_service, an_app

FIRST, SECOND = "screening@2.0.0", "screening@2.1.0"
ANSWERS = {"equipment-automation": 2, "data-collection": 3, "ai-plan": 1.5}
Serve = Callable[[Versions], FlaskClient]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Return what serves some content, always over the same database."""
    services = []

    def serve(content: Versions) -> FlaskClient:
        services.append(a_service(content, tmp_path))
        return an_app(services[-1]).test_client()

    yield serve
    for service in services:
        service.store.engine.dispose()


def row(client: FlaskClient) -> dict[str, Any]:
    rows = client.get("/v1/questionnaires").json["items"]
    return next(row for row in rows if row["id"] == "screening")


def faults(answer: Any) -> list[tuple[str, str]]:
    assert answer.status_code == 422
    return [(fault["pointer"], fault["code"]) for fault in answer.json["errors"]]


def draft(client: FlaskClient, form: str) -> str:
    made = client.post("/v1/assessments", json=a_sheet(form, ANSWERS))
    assert made.status_code == 201
    return made.headers["Location"]


def test_the_list_names_every_version_and_its_status(
    serve: Serve, both_in_use: Versions, one_withdrawn: Versions
) -> None:
    for content, withdrawn in ((both_in_use, []), (one_withdrawn, ["2.0.0"])):
        client = serve(content)
        shown = row(client)
        assert (shown["form"], shown["status"]) == (SECOND, "draft")
        assert (shown["versions"], shown["withdrawn"]) == (["2.0.0", "2.1.0"], withdrawn)
        first = client.get(f"/v1/questionnaires/{FIRST}").json
        assert first["status"] == ("withdrawn" if withdrawn else "draft")
        assert client.get("/v1/questionnaires/screening").json["form"] == SECOND


def test_the_difference_of_both_in_use(serve: Serve, both_in_use: Versions) -> None:
    client = serve(both_in_use)
    shown = client.get("/v1/questionnaires/screening/diff").json
    assert (shown["old"], shown["new"]) == (FIRST, SECOND)
    assert [item for item in shown["items"] if item["change"] != "kept"] == [
        {"item": "planning-scheduling", "change": "changed", "what": ["asked_of"]},
        {"item": "hr-management", "change": "new", "what": []},
        {"item": "ai-plan", "change": "changed", "what": ["positions"]},
        {"item": "data-collection", "change": "gone", "what": []},
    ]
    named = client.get(f"/v1/questionnaires/{SECOND}/diff?since={FIRST}").json
    assert named == shown


def test_a_draft_is_upgraded_and_what_is_dropped_is_told(
    serve: Serve, both_in_use: Versions
) -> None:
    client = serve(both_in_use)
    path = draft(client, FIRST)
    headers = {"If-Match": '"v1"', "Accept-Language": "en"}
    answer = client.post(f"{path}/upgrade", json={}, headers=headers)
    assert answer.status_code == 200 and answer.headers["ETag"].startswith('"v2.')
    sheet = answer.json["assessment"]["sheet"]
    assert (sheet["form"], sheet["answers"]) == (SECOND, {"equipment-automation": 2.0})
    dropped = {drop["item"]: (drop["value"], drop["why"]) for drop in answer.json["dropped"]}
    assert dropped == {
        "data-collection": (
            3.0,
            "The form 'screening@2.1.0' does not ask this.",
        ),
        "ai-plan": (
            1.5,
            "This answer is not taken any more. "
            "Must be a position from 0 to 4: this form takes whole ones only.",
        ),
    }
    assert {"item": "hr-management", "change": "new", "what": []} in answer.json["changes"]
    assert "hr-management" in answer.json["assessment"]["progress"]["open"]


def test_a_withdrawn_version_takes_nothing_new(serve: Serve, one_withdrawn: Versions) -> None:
    client = serve(one_withdrawn)
    sheet = a_sheet(FIRST, ANSWERS)
    for path, body, place in (
        ("/v1/diagnoses", sheet, "/form"),
        ("/v1/diagnoses/preview", sheet, "/form"),
        ("/v1/assessments", sheet, "/form"),
        ("/v1/roadmaps/preview", {"sheet": sheet, "roadmap": {"budget_wan": 9}}, "/sheet/form"),
        (f"/v1/questionnaires/{FIRST}/next-question", {"answers": {}}, "/form"),
    ):
        assert faults(client.post(path, json=body)) == [(place, "form-withdrawn")], path
    for language, text in (
        ("en", "withdrawn: it takes no new sheet and no new draft. Use 'screening@2.1.0'"),
        ("zh-Hans", "已停用，不再接收新的答卷和草稿。请改用「screening@2.1.0」"),
    ):
        headers = {"Accept-Language": language}
        (fault,) = client.post("/v1/diagnoses", json=sheet, headers=headers).json["errors"]
        assert text in fault["message"]
    assert client.get("/v1/assessments").json["items"] == []


def test_a_draft_of_a_withdrawn_version_moves_on(
    serve: Serve, both_in_use: Versions, one_withdrawn: Versions
) -> None:
    path = draft(serve(both_in_use), FIRST)
    client = serve(one_withdrawn)
    assert client.get(path).json["progress"]["asked"] == 13
    saved = client.patch(path, json={"answers": {"ai-plan": 2}}, headers={"If-Match": '"v1"'})
    assert saved.json["sheet"]["answers"]["ai-plan"] == 2.0
    tag = {"If-Match": '"v2"'}
    accept = {"accept_incomplete": True}
    assert faults(client.post(f"{path}/submit", json=accept, headers=tag)) == [
        ("/form", "form-withdrawn")
    ]
    refused = client.post(f"{path}/upgrade", json={"form": FIRST}, headers=tag)
    assert faults(refused) == [("/form", "form-withdrawn")]
    moved = client.post(f"{path}/upgrade", json={}, headers=tag).json
    assert [answer["item"] for answer in moved["dropped"]] == ["data-collection"]
    made = client.post(f"{path}/submit", json=accept, headers={"If-Match": '"v3"'})
    assert (made.status_code, made.json["provenance"]["form"]) == (201, SECOND)


def test_what_is_stored_under_a_withdrawn_version_is_read_and_planned(
    serve: Serve, both_in_use: Versions, one_withdrawn: Versions
) -> None:
    client = serve(both_in_use)
    stored = client.post("/v1/diagnoses", json=a_submission(FIRST, ANSWERS)).json
    sheet = f"/v1/assessments/{stored['assessment_id']}"
    wish = {"budget_wan": 20, "starts_on": "2027-01-04"}
    plan = client.post(f"{sheet}/roadmaps", json=wish).json
    before = {
        path: client.get(path).json
        for path in (
            f"/v1/diagnoses/{stored['id']}",
            f"/v1/diagnoses/{stored['id']}/trace",
            f"/v1/roadmaps/{plan['id']}",
            f"/v1/roadmaps/{plan['id']}/progress",
            sheet,
        )
    }
    client = serve(one_withdrawn)
    assert {path: client.get(path).json for path in before} == before
    for path in (f"{sheet}/cases", f"{sheet}/support"):
        assert client.get(path).status_code == 200, path
    again = client.post(f"{sheet}/roadmaps", json=wish)
    assert again.status_code == 201
    assert again.json["phases"] == plan["phases"]
    for form, count in ((FIRST, 1), ("screening", 1), (SECOND, 0)):
        rows = client.get(f"/v1/diagnoses?form={form}").json["items"]
        assert len(rows) == count, form

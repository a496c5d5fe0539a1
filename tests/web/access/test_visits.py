"""A visit is begun, taken along as a sheet, filled in item by item, and given up."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from diagnosis.bootstrap import wire
from diagnosis.config.settings import read_settings
from diagnosis.content.versions import Versions
from tests.builders import an_example
from tests.web.access.visiting import (
    ANY,
    FIRM,
    OFFICE,
    PORTAL,
    SECOND,
    STRANGER,
    VISIT,
    Visiting,
    seen,
)
from tests.web.service import a_service, an_app


@pytest.fixture
def visiting(app: Flask) -> Visiting:
    """Return a firm that may be visited."""
    return Visiting(app)


GRANT = {"grantee": "office", "role": "consultant", "purpose": "现场诊断"}


def codes(answer: Any) -> dict[str, str]:
    """Return the faults of an answer, by pointer."""
    assert answer.status_code == 422, answer.text
    return {error["pointer"]: error["code"] for error in answer.json["errors"]}


def test_a_visit_states_who_comes_and_the_firm_sees_it_from_then_on(visiting: Visiting) -> None:
    path = visiting.begin()
    shown = visiting.ask("get", path, FIRM).json
    assert {name: shown[name] for name in VISIT} == VISIT
    assert (shown["state"], shown["visited_by"], shown["signed_at"]) == ("open", "office", None)
    assert shown["why_name"] == "抽签抽到"
    for part in ("", "/answers"):
        assert visiting.statuses(path + part) == [200, 200, 404, 404, 404]
    listed = [visiting.ask("get", "/v1/visits", key).json["items"] for key in (FIRM, OFFICE)]
    assert listed == [[shown], [shown]]
    for key in (SECOND, PORTAL, STRANGER):
        assert visiting.ask("get", "/v1/visits", key).json["items"] == []
    feed = visiting.ask("get", "/v1/changes", FIRM).json["items"][-1]
    assert (feed["kind"], feed["id"]) == ("visit-begun", shown["id"])


def test_the_same_request_begins_a_single_visit(visiting: Visiting) -> None:
    path, key = f"{visiting.diagnosis}/visits", {"Idempotency-Key": "k"}
    first, again = (visiting.ask("post", path, json=VISIT, headers=key) for _ in range(2))
    assert first.json == again.json and again.headers["Idempotency-Replayed"] == "true"
    other = visiting.ask("post", path, json=VISIT | {"why": "suspected"}, headers=key)
    assert other.status_code == 409


def test_every_fault_of_a_visit_is_named(visiting: Visiting) -> None:
    body = {
        "why": "curious", "planned_on": "2029-01-01", "visitor": " ", "vendor_ties": [" ", 3],
        "name": "x",
    }  # fmt: skip
    answer = visiting.ask("post", f"{visiting.diagnosis}/visits", json=body)
    assert codes(answer) == {
        "/name": "unknown-field", "/why": "unknown-value", "/planned_on": "out-of-range",
        "/visitor": "missing-field", "/employer": "missing-field", "/vendor_ties/0": "blank-text",
        "/vendor_ties/1": "wrong-type",
    }  # fmt: skip
    without = {name: value for name, value in VISIT.items() if name != "vendor_ties"}
    answer = visiting.ask("post", f"{visiting.diagnosis}/visits", json=without)
    assert codes(answer) == {"/vendor_ties": "missing-field"}


def test_who_may_not_visit_a_firm_begins_nothing(visiting: Visiting, app: Flask) -> None:
    path = f"{visiting.diagnosis}/visits"
    for key, status in ((FIRM, 403), (PORTAL, 403), (STRANGER, 403)):
        assert visiting.ask("post", path, key, json=VISIT).status_code == status
    sheet = an_example("zhongshan-lamp-maker")
    own = visiting.ask("post", "/v1/diagnoses", OFFICE, json=sheet).json["id"]
    answer = visiting.ask("post", f"/v1/diagnoses/{own}/visits", json=VISIT)
    assert (answer.status_code, answer.json["type"]) == (403, "urn:diagnosis:problem:of-its-owner")
    answer = visiting.ask("post", f"/v1/diagnoses/{own}/visits", SECOND, json=VISIT)
    assert answer.status_code == 404
    visiting.ask("post", f"{visiting.diagnosis}/withdrawal", FIRM, json={"reason": "填错了"})
    assert codes(visiting.ask("post", path, json=VISIT)) == {"": "diagnosis-withdrawn"}
    visiting.revoke()
    assert visiting.ask("post", path, json=VISIT).status_code == 404


def test_answers_are_saved_item_by_item(visiting: Visiting) -> None:
    path = visiting.begin()
    first = visiting.save(path, ai_plan=seen(0), equipment_automation=seen(1, reason="停着"))
    assert first.status_code == 200 and first.json["version"] == 2
    again = visiting.save(path, ai_plan={"value": 1, "note": "有文件"}, equipment_automation=None)
    assert again.json["version"] == 3
    (kept,) = visiting.ask("get", f"{path}/answers", FIRM).json["answers"]
    assert {name: kept[name] for name in ("item", "value", "grade", "reason", "note")} == {
        "item": "ai-plan", "value": 1, "grade": None, "reason": None, "note": "有文件"
    }  # fmt: skip
    body = {"answers": {"ai-plan": seen(2)}}
    statuses = []
    for tag in (first.headers["ETag"], None, again.headers["ETag"]):
        headers = {} if tag is None else {"If-Match": tag}
        answer = visiting.ask("patch", f"{path}/answers", json=body, headers=headers)
        statuses.append(answer.status_code)
    assert statuses == [412, 428, 200]


def test_every_fault_of_answers_is_named_and_nothing_saved(visiting: Visiting) -> None:
    path = visiting.begin()
    answer = visiting.save(
        path,
        ai_plan=seen(9),
        equipment_automation={"grade": "sure", "value": 1, "more": 1},
        data_quality=[],
        no_such_item=seen(1),
        none_such=None,
        network_coverage={"grade": "none"},
    )
    faults = codes(answer)
    assert faults.pop("/answers/data-quality", None) == "wrong-type"
    assert faults == {
        "/answers/ai-plan/value": "bad-position",
        "/answers/equipment-automation/grade": "unknown-value",
        "/answers/equipment-automation/more": "unknown-field",
        "/answers/no-such-item/value": "unknown-item",
        "/answers/none-such": "unknown-item",
        "/answers/network-coverage/value": "missing-field",
    }
    assert codes(visiting.save(path, ai_plan=seen("not_known"))) == {
        "/answers/ai-plan/value": "verified-not-known"
    }
    bodies: tuple[tuple[Any, str], ...] = (({}, "missing-field"), ({"answers": 3}, "wrong-type"))
    for body, code in bodies:
        sent = visiting.ask("patch", f"{path}/answers", json=body, headers=ANY)
        assert codes(sent) == {"/answers": code}
    assert visiting.ask("get", f"{path}/answers").json == {"answers": []}


@pytest.mark.parametrize("key", [FIRM, SECOND, PORTAL, STRANGER])
def test_nobody_else_writes_a_visit(visiting: Visiting, key: str) -> None:
    path = visiting.begin()
    expected = 404 if key is SECOND else 403
    assert visiting.save(path, key, ai_plan=seen(1)).status_code == expected
    answer = visiting.ask("post", f"{path}/withdrawal", key, headers=ANY)
    assert answer.status_code == expected


def test_a_grant_that_ends_stops_the_writing_and_hides_the_firm(visiting: Visiting) -> None:
    path = visiting.begin()
    assert visiting.save(path, ai_plan=seen(1)).status_code == 200
    visiting.revoke()
    answer = visiting.save(path, ai_plan=seen(2))
    assert (answer.status_code, answer.json["type"][22:]) == (409, "grant-over")
    assert visiting.ask("get", f"{path}/sheet").status_code == 404
    kept = visiting.ask("get", f"{path}/answers").json["answers"]
    assert [each["value"] for each in kept] == [1]
    given_up = visiting.ask("post", f"{path}/withdrawal", headers=ANY)
    assert given_up.json["state"] == "withdrawn"
    answer = visiting.ask("post", f"{path}/withdrawal", headers=ANY)
    assert (answer.status_code, answer.json["type"][22:]) == (409, "visit-settled")
    assert visiting.statuses(path) == [200, 200, 404, 404, 404]


def test_a_grant_that_runs_out_is_over_too(app: Flask) -> None:
    visiting = Visiting(app)
    ends_at = datetime.now(UTC) + timedelta(seconds=3)
    visiting.revoke()
    grants = f"/v1/enterprises/{visiting.enterprise_id}/grants"
    body = GRANT | {"ends_at": ends_at.isoformat()}
    assert visiting.ask("post", grants, FIRM, json=body).status_code == 201
    path = visiting.begin()
    statuses = set()
    while 409 not in statuses and datetime.now(UTC) < ends_at + timedelta(seconds=9):
        statuses.add(visiting.save(path, ai_plan=seen(1)).status_code)
    # In the very moment of its end a save finds the visit gone, as if another had changed it.
    assert 409 in statuses <= {200, 409, 412}


def test_the_sheet_begins_with_what_is_most_worth_a_look(
    versions: Versions, tmp_path: Path
) -> None:
    estimator = wire(read_settings({})).estimator
    visiting = Visiting(an_app(a_service(versions, tmp_path, estimator=estimator)))
    path = visiting.begin()
    sheet = visiting.ask("get", f"{path}/sheet").json
    lines = sheet["lines"]
    assert sheet["proposed"] >= 3 and sheet["verified"] == 0
    assert [line["why"] is not None for line in lines].index(False) == sheet["proposed"]
    rest = [line["worth"] for line in lines[sheet["proposed"] :]]
    assert rest == sorted(rest, reverse=True) and rest[0] > 0 == rest[-1]
    claimed = {line["item"]: line["claim"] for line in lines if line["claim"] is not None}
    assert claimed == visiting.claims
    first = lines[0]
    assert first["question"]["id"] == first["item"] and first["question"]["evidence"]
    body = {first["item"].replace("-", "_"): seen(first["claim"])}
    assert visiting.save(path, **body).status_code == 200
    after = visiting.ask("get", f"{path}/sheet").json
    assert after["verified"] == 1 and after["lines"][0]["item"] != first["item"]
    line = next(line for line in after["lines"] if line["item"] == first["item"])
    assert line["verified"]["grade"] == "seen-running" and line["why"] is None


def test_the_sheet_names_what_speaks_against_a_claim(app: Flask) -> None:
    visiting = Visiting(app, "foshan-furniture-maker")
    shown = visiting.ask("get", visiting.diagnosis).json["consistency"]
    sheet = visiting.ask("get", f"{visiting.begin()}/sheet").json
    told = {each["check"] for line in sheet["lines"] for each in line["contradictions"]}
    assert told == {each["id"] for each in shown}
    assert told

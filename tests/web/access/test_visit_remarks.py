"""After the signature: the firm objects, a second visit agrees or not, diagnoses show levels."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from tests.web.access.visiting import (
    ANY,
    FIRM,
    OFFICE,
    PORTAL,
    SECOND,
    STRANGER,
    Visiting,
    seen,
)

REASON = "现场没看到"
NOTE = {"item": "ai-plan", "note": "计划上周已发文"}


@pytest.fixture
def visiting(app: Flask) -> Visiting:
    """Return a firm that may be visited."""
    return Visiting(app)


def paid(visiting: Visiting, key: str = OFFICE, *, signed: bool = True, **answers: Any) -> str:
    """Return the address of a visit that somebody paid, and signed unless said otherwise."""
    path = visiting.begin(key)
    kept = answers or {"ai_plan": seen(0, reason=REASON)}
    assert visiting.save(path, key, **kept).status_code == 200
    if signed:
        answer = visiting.ask("post", f"{path}/signature", key, headers=ANY)
        assert answer.status_code == 201, answer.text
    return path


def problem(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json["type"][22:]


def test_a_firm_objects_once_an_item_and_is_answered(visiting: Visiting) -> None:
    path = paid(visiting)
    before = visiting.ask("get", f"{path}/levels", FIRM).json
    made = visiting.ask("post", f"{path}/objections", FIRM, json=NOTE)
    assert made.status_code == 201 and made.headers["Location"] == f"{path}/objections"
    again = visiting.ask("post", f"{path}/objections", FIRM, json=NOTE | {"note": "再说一次"})
    assert problem(again) == (409, "already-remarked")
    reply = {"item": "ai-plan", "note": "走访那天还没有"}
    visiting.revoke()
    assert visiting.ask("post", f"{path}/replies", json=reply).status_code == 201
    assert problem(visiting.ask("post", f"{path}/replies", json=reply)) == (
        409,
        "already-remarked",
    )
    (shown,) = visiting.ask("get", f"{path}/objections", PORTAL).json["objections"]
    assert (shown["note"], shown["reply"]["note"]) == (NOTE["note"], reply["note"])
    assert visiting.statuses(f"{path}/objections") == [200, 200, 404, 200, 404]
    assert visiting.ask("get", f"{path}/levels", FIRM).json == before
    for key in (FIRM, OFFICE):
        feed = visiting.ask("get", "/v1/changes", key).json["items"]
        kinds = [each["kind"] for each in feed if "visit" in each["kind"] or "obj" in each["kind"]]
        assert kinds == ["visit-begun", "visit-signed", "visit-objected", "objection-answered"]


def test_what_is_not_there_is_not_objected_to_or_answered(visiting: Visiting) -> None:
    path = paid(visiting, signed=False)
    for part, key in (("objections", FIRM), ("replies", OFFICE)):
        answer = visiting.ask("post", f"{path}/{part}", key, json=NOTE)
        assert problem(answer) == (409, "visit-open")
    assert visiting.ask("post", f"{path}/signature", headers=ANY).status_code == 201
    other = visiting.ask("post", f"{path}/objections", FIRM, json=NOTE | {"item": "data-quality"})
    assert other.json["errors"][0]["code"] == "item-not-verified"
    early = visiting.ask("post", f"{path}/replies", json=NOTE)
    assert early.json["errors"][0]["code"] == "nobody-objects"
    faulty = visiting.ask("post", f"{path}/objections", FIRM, json={"item": 3, "note": " "})
    assert {each["pointer"] for each in faulty.json["errors"]} == {"/item", "/note"}
    for key, status in ((OFFICE, 403), (PORTAL, 403), (STRANGER, 404)):
        answer = visiting.ask("post", f"{path}/objections", key, json=NOTE)
        assert answer.status_code == status
    assert visiting.ask("post", f"{path}/replies", SECOND, json=NOTE).status_code == 404


def test_the_time_to_object_ends(visiting: Visiting) -> None:
    path = paid(visiting)
    clock: Any = visiting.service.clock
    clock.now += timedelta(days=14, seconds=1)
    answer = visiting.ask("post", f"{path}/objections", FIRM, json=NOTE)
    assert problem(answer) == (409, "objections-over")


def test_a_second_visit_is_blind_and_its_agreement_is_told_with_n(visiting: Visiting) -> None:
    other = next(item for item, claim in visiting.claims.items() if claim == 2)
    first = {
        "ai_plan": seen(0, reason=REASON), other.replace("-", "_"): seen(2),
        "equipment_automation": seen(1, reason=REASON),
    }  # fmt: skip
    one = paid(visiting, OFFICE, **first)
    second = {"ai_plan": seen(0, reason=REASON), "equipment_automation": seen(2, reason=REASON)}
    two = paid(visiting, SECOND, **second)
    assert visiting.statuses(one)[1:3] == [200, 404] and visiting.statuses(two)[1:3] == [404, 200]
    place = f"{visiting.diagnosis}/agreement"
    (shown,) = visiting.ask("get", place, FIRM).json["agreement"]
    assert shown == {
        "first_visit": one[-36:], "second_visit": two[-36:], "other_organisation": True,
        "items": 2, "same": 1, "share": 0.5, "ladders": 2, "mean_distance": 0.5,
    }  # fmt: skip
    assert visiting.ask("get", place, PORTAL).json["agreement"] == [shown]
    for key in (OFFICE, SECOND):
        assert visiting.ask("get", place, key).json["agreement"] == []
    assert visiting.ask("get", place, STRANGER).status_code == 404

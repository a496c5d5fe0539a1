"""What holds planning within bounds: turns to plan, time of a request, size of an answer."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from time import thread_time
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from diagnosis.bootstrap import Container
from diagnosis.domain.retrofit.plan.search_time import SearchTime
from diagnosis.services.errors import Busy
from diagnosis.services.ports.limits import SEARCH_SECONDS
from tests.builders import an_example
from tests.keys import KEY, bearer, key_named

EXAMPLE = "dongguan-mould-shop"
NARROW = [{"until_month": 10 * k, "people_months": 3} for k in range(1, 13)]
POOR = [{"until_month": 10 * k, "budget_wan": 10} for k in range(1, 13)]
MOST_BYTES = 300_000
EVERYTHING: dict[str, Any] = {
    "what_if": {"enterprise": {"employees": 2000, "revenue_wan": 90000}},
    "support": True,
    "cases": True,
}


def zeros() -> dict[str, Any]:
    """Return the sheet of the example with every number at 0."""
    sheet = an_example(EXAMPLE)
    sheet["answers"] = {
        item: 0 if isinstance(value, int | float) else value
        for item, value in sheet["answers"].items()
    }
    return sheet


def running(app: Flask) -> Container:
    """Return the container of an application."""
    service: Container = app.extensions["diagnosis"]
    return service


@contextmanager
def no_turn() -> Iterator[None]:
    """Refuse a turn."""
    raise Busy
    yield


@pytest.fixture
def crowded(app: Flask) -> FlaskClient:
    """Return a client of an application in which as many plan as may."""
    service = running(app)
    service.__dict__["limits"] = replace(service.limits, turn=no_turn)
    return app.test_client()


def preview(client: FlaskClient, sheet: Any, wish: Any, **more: Any) -> Any:
    return client.post(
        "/v1/roadmaps/preview",
        json={"sheet": sheet, "roadmap": wish} | more,
        headers={"Accept-Language": "en"},
    )


def test_who_gets_no_turn_is_told_to_come_again(crowded: FlaskClient) -> None:
    made = crowded.post("/v1/diagnoses", json=an_example(EXAMPLE))
    path = f"/v1/assessments/{made.json['assessment_id']}/roadmaps"
    for answer in (
        preview(crowded, an_example(EXAMPLE), {"budget_wan": 60}),
        crowded.post(path, json={"budget_wan": 60}, headers={"Idempotency-Key": "k"}),
    ):
        assert answer.status_code == 503
        assert answer.mimetype == "application/problem+json"
        assert answer.json["type"] == "urn:diagnosis:problem:busy"
        assert answer.json["errors"] == []
        assert int(answer.headers["Retry-After"]) >= 1


def test_whoever_has_no_key_plans_by_a_turn_of_its_own(app: Flask) -> None:
    service = running(app)
    service.__dict__["limits"] = replace(service.limits, anonymous_turn=no_turn)
    client = app.test_client()
    body = {"sheet": an_example(EXAMPLE), "roadmap": {"budget_wan": 60}}
    for key, status in ((KEY, 200), ("", 503), (key_named("nobodynobody"), 503)):
        headers = bearer(key) if key else {"Authorization": ""}
        answer = client.post("/v1/roadmaps/preview", json=body, headers=headers)
        assert answer.status_code == status
    assert answer.json is not None
    assert answer.json["type"] == "urn:diagnosis:problem:busy"
    assert int(answer.headers["Retry-After"]) >= 1


def test_whoever_was_refused_a_turn_may_send_the_key_again(app: Flask) -> None:
    service, client = running(app), app.test_client()
    made = client.post("/v1/diagnoses", json=an_example(EXAMPLE))
    path = f"/v1/assessments/{made.json['assessment_id']}/roadmaps"
    request = {"json": {"budget_wan": 60}, "headers": {"Idempotency-Key": "k"}}
    limits = service.limits
    service.__dict__.pop("planning", None)
    service.__dict__["limits"] = replace(limits, turn=no_turn)
    assert client.post(path, **request).status_code == 503
    service.__dict__.pop("planning", None)
    service.__dict__["limits"] = limits
    first = client.post(path, **request)
    assert first.status_code == 201
    service.__dict__.pop("planning", None)
    service.__dict__["limits"] = replace(limits, turn=no_turn)
    again = client.post(path, **request)
    assert (again.status_code, again.json["id"]) == (201, first.json["id"])


def test_a_faulty_wish_and_health_need_no_turn(crowded: FlaskClient) -> None:
    assert preview(crowded, an_example(EXAMPLE), {"budget_wan": -1}).status_code == 422
    assert crowded.get("/health/live").status_code == 200


@pytest.mark.parametrize(
    "wish",
    [
        {"phases": NARROW},
        {"phases": POOR},
        {"phases": NARROW, "budgets_wan": [10, 20, 40, 80, 160, 320, 640, 1280]},
        {"phases": [{"until_month": 120, "people_months": 0.01}], "budgets_wan": [100]},
        {"phases": [{"until_month": k, "people_months": 1} for k in range(1, 13)]},
    ],
    ids=["people", "money", "curve", "nobody", "months"],
)
def test_a_wish_takes_no_more_time_than_a_request_may(app: Flask, wish: dict[str, Any]) -> None:
    service = running(app)
    times: list[SearchTime] = []

    def counted() -> SearchTime:
        times.append(SearchTime(SEARCH_SECONDS, clock=thread_time))
        return times[-1]

    service.__dict__["limits"] = replace(service.limits, time=counted)
    target = {"target": "gbt-39116-2020:4"}
    answer = preview(app.test_client(), zeros(), target | wish, **EVERYTHING)
    assert answer.status_code == 200
    assert len(answer.data) <= MOST_BYTES
    (time,) = times
    if time.is_cut_short:
        shown = [answer.json["roadmap"], answer.json["what_if"]]
        cut = [plan for plan in shown if plan["cut_short"]]
        assert cut and all(any(ENDED in text for text in plan["warnings"]) for plan in cut)


ENDED = "ended with its time"


def gone() -> SearchTime:
    """Return the time of a request in which a search would have gone on."""
    time = SearchTime()
    time.cut_short()
    return time


def test_a_plan_that_was_cut_short_says_so_and_is_kept_as_such(app: Flask) -> None:
    service, client = running(app), app.test_client()
    service.__dict__["limits"] = replace(service.limits, time=gone)
    made = client.post("/v1/diagnoses", json=an_example(EXAMPLE))
    path = f"/v1/assessments/{made.json['assessment_id']}/roadmaps"
    plan = client.post(path, json={"budget_wan": 60}, headers={"Accept-Language": "en"}).json
    assert plan["cut_short"] is True
    assert any(ENDED in text for text in plan["warnings"])
    kept = client.get(f"/v1/roadmaps/{plan['id']}", headers={"Accept-Language": "en"}).json
    assert kept == plan


def test_a_plan_within_the_time_of_a_request_is_not_cut_short(client: FlaskClient) -> None:
    wish = {"budget_wan": 60, "budgets_wan": [20, 120]}
    shown = preview(client, an_example(EXAMPLE), wish).json
    assert shown["roadmap"]["cut_short"] is False
    assert not any(ENDED in text for text in shown["roadmap"]["warnings"])


@pytest.mark.parametrize(
    "wish",
    [
        {"budget_wan": 100},
        {"budget_wan": 100, "target": "gbt-39116-2020:2"},
        {"target": "gbt-39116-2020:4"},
        {"budget_wan": 100, "target": "miit-sme-2024:2"},
        {"budget_wan": 100, "target": {"standard": "miit-sme-2024"}},
        {"budget_wan": 100, "wanted": ["pkg-changeover"]},
        {"budget_wan": 100, "budgets_wan": [10, 1000]},
    ],
    ids=lambda wish: json.dumps(wish),
)
def test_nothing_answered_is_neither_success_nor_a_gap(client: FlaskClient, wish: Any) -> None:
    shown = preview(client, {"form": "full", "answers": {}}, wish).json["roadmap"]
    assert shown["target"]["reached"] is None
    assert shown["target"]["promised_level"] is None
    assert any("definite answer" in text for text in shown["warnings"])
    assert not [wish for wish in shown["infeasible"] if wish["wish"] == "target"]


def test_money_that_does_not_reach_the_level_is_not_spent_in_silence(client: FlaskClient) -> None:
    wish = {"budget_wan": 20, "target": "gbt-39116-2020:4"}
    shown = preview(client, an_example(EXAMPLE), wish).json["roadmap"]
    assert shown["target"]["reached"] is False and shown["build_wan"]["mid"] > 0
    assert shown["infeasible"] and all(each["message"] for each in shown["infeasible"])
    assert {each["level"] for each in shown["infeasible"]} & {4}

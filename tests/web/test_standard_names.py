"""Standards are named in a single way by every answer, and what an answer names may be sent."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from diagnosis.bootstrap import Container
from tests.builders import an_example


def named(value: Any) -> Iterator[str]:
    """Yield what every object of an answer has as its standard."""
    if isinstance(value, dict):
        if isinstance(value.get("standard"), str):
            yield value["standard"]
        for name, below in value.items():
            if name != "wanted":  # as the caller wrote it
                yield from named(below)
    elif isinstance(value, list):
        for below in value:
            yield from named(below)


def test_every_answer_names_standards_by_their_ids(app: Flask) -> None:
    client = app.test_client()
    service: Container = app.extensions["diagnosis"]
    ids = {standard.id for standard in service.content.standards}
    made = client.post("/v1/diagnoses", json=an_example("foshan-furniture-maker"))
    sheet = made.json or {}
    wish = {"budget_wan": 20, "target": "gbt-39116-2020@1:2"}
    plans = [
        client.post(f"/v1/assessments/{sheet['assessment_id']}/roadmaps", json=wish)
        for _ in range(2)
    ]
    first, second = (plan.headers["Location"] for plan in plans)
    paths = [
        made.headers["Location"], made.headers["Location"] + "/trace", first, first + "/progress",
        f"{first}/compare?with={second.rpartition('/')[2]}", "/v1/diagnoses", "/v1/roadmaps",
        "/v1/standards", "/v1/standards/ai-readiness@1", "/v1/crosswalk", "/v1/models",
        f"/v1/assessments/{sheet['assessment_id']}/support", "/v1/support?limit=200",
    ]  # fmt: skip
    for path in paths:
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert set(named(answer.json)) <= ids, path
    assert (client.get(first).json or {})["target"]["revision"] == 1


@pytest.mark.parametrize("name", ["gbt-39116-2020", "gbt-39116-2020@1"])
def test_filters_take_an_id_with_or_without_its_revision(client: FlaskClient, name: str) -> None:
    made = client.post("/v1/diagnoses", json=an_example("foshan-furniture-maker")).json or {}
    wish = {"target": {"standard": name, "level": 2}, "budget_wan": 20}
    plan = client.post(f"/v1/assessments/{made['assessment_id']}/roadmaps", json=wish)
    assert plan.status_code == 201
    level = (plan.json or {})["target"]["promised_level"]
    for path in (f"roadmaps?standard={name}", f"roadmaps?standard={name}&promised_level={level}",
                 f"diagnoses?standard={name}"):  # fmt: skip
        page = client.get(f"/v1/{path}").json or {}
        assert len(page["items"]) == 1, path
    (row,) = (client.get(f"/v1/roadmaps?promised_level={level}").json or {})["items"]
    assert (row["promised_level"], row["target_level"]) == (level, 2) and row["name"]
    assert (client.get(f"/v1/roadmaps?promised_level={level + 1}").json or {})["items"] == []
    for wrong in (
        f"diagnoses?standard={name}&level=9",
        f"roadmaps?standard={name}&promised_level=9",
    ):
        assert client.get(f"/v1/{wrong}").status_code == 422
    other = name.partition("@")[0] + "@2"
    answer = client.get(f"/v1/diagnoses?standard={other}").json or {}
    assert [fault["code"] for fault in answer["errors"]] == ["unknown-standard"]

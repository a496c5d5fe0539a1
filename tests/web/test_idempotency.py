"""A request that is sent again: the same by what it says, not by its bytes."""

import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from diagnosis.domain.fault import FaultyInput
from diagnosis.web.idempotency import canonical
from tests.builders import a_sheet, a_submission, an_enterprise

KEY = {"Idempotency-Key": "k"}


def sent(client: FlaskClient, body: bytes, path: str = "/v1/diagnoses", **more: str) -> Any:
    return client.post(path, data=body, content_type="application/json", headers=KEY | more)


def reversed_keys(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: reversed_keys(value[key]) for key in reversed(value)}
    return [reversed_keys(below) for below in value] if isinstance(value, list) else value


def test_the_same_value_is_the_same_request_however_it_is_written(client: FlaskClient) -> None:
    sheet = a_submission(answers={"ai-plan": 1, "miit-funding": {"part": 1, "whole": 40}})
    first = sent(client, json.dumps(sheet).encode())
    assert first.status_code == 201
    for body in (
        json.dumps(sheet, indent=3),
        json.dumps(sheet, ensure_ascii=False),
        json.dumps(reversed_keys(sheet)),
        "\n " + json.dumps(sheet, separators=(",", ":")) + " \r\n",
        json.dumps(sheet).replace('"ai-plan": 1', '"ai-plan": 1.0'),
        json.dumps(sheet).replace('"employees": 60', '"employees": 60e0'),
        json.dumps(sheet).replace('"whole": 40', '"whole": 4.0e1'),
        "\ufeff" + json.dumps(sheet),
    ):
        again = sent(client, body.encode())
        assert (again.status_code, again.json["id"]) == (201, first.json["id"]), body
        assert again.headers["Idempotency-Replayed"] == "true"
    page = client.get("/v1/diagnoses").json
    assert page is not None and len(page["items"]) == 1


def test_another_value_is_another_request(client: FlaskClient) -> None:
    sheet = a_submission(answers={"ai-plan": 1})
    assert sent(client, json.dumps(sheet).encode()).status_code == 201
    for other in (
        sheet | {"reference": "R"},
        sheet | {"period": None},
        a_submission(answers={"ai-plan": 1.5}),
        sheet | {"enterprise": sheet["enterprise"] | {"employees": 61}},
    ):
        answer = sent(client, json.dumps(other).encode())
        assert (answer.status_code, answer.json["type"]) == (
            409, "urn:diagnosis:problem:key-reused"
        )  # fmt: skip
    firm = json.dumps(an_enterprise()).encode()
    assert sent(client, firm, "/v1/enterprises").status_code == 409


def test_no_body_is_an_empty_object(client: FlaskClient) -> None:
    answers = dict.fromkeys(
        ("equipment-automation", "sales-management", "planning-scheduling", "production-control",
         "quality-management", "procurement-management", "strategy-plan", "data-collection"), 1
    )  # fmt: skip
    made = client.post("/v1/assessments", json=a_sheet("screening", answers))
    path, tag = made.headers["Location"] + "/submit", {"If-Match": made.headers["ETag"]}
    first = client.post(path, headers=KEY | tag)
    assert first.status_code == 201
    for body in (b"{}", b" { } "):
        again = sent(client, body, path, **tag)
        assert again.json["id"] == (first.json or {})["id"]
        assert again.headers["Idempotency-Replayed"] == "true"


def test_a_bad_key_is_told_with_what_is_wrong_with_the_body(client: FlaskClient) -> None:
    bad = {"Idempotency-Key": "two words"}
    answer = sent(client, b'{"form": 1, "form": 2}', **bad)
    assert answer.status_code == 400
    assert [fault["code"] for fault in answer.json["errors"]] == [
        "duplicate-key", "bad-idempotency-key"
    ]  # fmt: skip
    alone = sent(client, json.dumps(a_submission()).encode(), **bad)
    assert [fault["code"] for fault in alone.json["errors"]] == ["bad-idempotency-key"]


@pytest.mark.parametrize(
    ("value", "same"),
    [
        (2, 2.0), (0, -0.0), ([1e3], [1000]), ({"a": 1, "b": 2}, {"b": 2.0, "a": 1.0}),
        (10**15, 1e15), ({"a": {"y": [], "x": None}}, {"a": {"x": None, "y": []}}),
        ([2**70, 1.0], [2**70, 1]), (["\ud800", 2.0], ["\ud800", 2]),
        ([1e300, 1.0], [1e300, 1]), (2**70, float(2**70)), ([2**80, 1.0], [float(2**80), 1]),
        ([2**63, 1.0], [2**63, 1]),
    ],
)  # fmt: skip
def test_equal_values_have_the_same_bytes(value: Any, same: Any) -> None:
    assert canonical(value) == canonical(same)


@pytest.mark.parametrize(
    ("value", "other"),
    [
        (1, True), (0, False), (1, "1"), ("1.0", "1"), (None, {}), ([], {}), ([1, 2], [2, 1]),
        (1.5, 1), ({"a": None}, {}), ("1.0,", "1,"), (2**70, 2**70 + 1), ([[1]], [1, []]),
    ],
)  # fmt: skip
def test_other_values_have_other_bytes(value: Any, other: Any) -> None:
    assert canonical(value) != canonical(other)


def test_what_is_nested_without_end_has_no_bytes() -> None:
    value: Any = []
    for _ in range(100_000):
        value = [value]
    with pytest.raises(FaultyInput) as caught:
        canonical(value)
    assert [fault.code for fault in caught.value.faults] == ["too-deep"]


@pytest.mark.parametrize("depth", [100, 250, 260, 500, 900, 5_000])
def test_a_nested_body_with_a_key_is_refused_like_any(app: Flask, depth: int) -> None:
    body = b'{"form": ' + b"[" * depth + b"1.0" + b"]" * depth + b"}"
    assert sent(app.test_client(), body).status_code in (400, 422)

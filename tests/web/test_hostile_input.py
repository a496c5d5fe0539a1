"""Bad input over HTTP: one clear 4xx problem each, nothing stored, never a 500."""

import json
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.builders import a_sheet

POSTS = ("/v1/diagnoses/preview", "/v1/diagnoses", "/v1/assessments", "/v1/enterprises")
NESTED = b"[" * 100_000 + b"]" * 100_000
SHEET = json.dumps(a_sheet(answers={"ai-plan": 1})).encode()


def post(client: FlaskClient, path: str, body: bytes, kind: str = "application/json") -> Any:
    return client.post(path, data=body, content_type=kind)


def is_problem(response: TestResponse, status: int, *codes: str) -> dict[str, Any]:
    """Fail unless an answer is a problem of a status with (at least) some fault codes."""
    assert response.status_code == status, response.get_data(as_text=True)[:600]
    assert response.mimetype == "application/problem+json"
    problem: dict[str, Any] = response.json or {}
    assert problem["status"] == status
    assert set(codes) <= {fault["code"] for fault in problem["errors"]}
    return problem


def nothing_stored(client: FlaskClient) -> None:
    for path in ("/v1/enterprises", "/v1/assessments", "/v1/diagnoses"):
        page = client.get(path).json
        assert page is not None and page["items"] == []


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 400, "bad-json"),
        (b"{", 400, "bad-json"),
        (NESTED, 400, "too-deep"),
        (b'{"a":' * 50_000, 400, "too-deep"),
        (b"\xff\xfe{}", 400, "not-utf8"),
        (b'{"form": "full", "form": "full"}', 400, "duplicate-key"),
        (b'{"form": NaN}', 422, "not-a-number"),
        (b"1" * 5000, 400, "bad-json"),
        (b"[]", 422, "wrong-type"),
        (b"null", 422, "wrong-type"),
        (b'"text"', 422, "wrong-type"),
        (b'{"\\ud800": 1}', 422, "unknown-field"),
    ],
    ids=lambda value: repr(value)[:24],
)
def test_what_is_no_sheet_is_refused(
    client: FlaskClient, path: str, body: bytes, status: int, code: str
) -> None:
    is_problem(post(client, path, body), status, code)
    nothing_stored(client)


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "", "a/b;;"])
def test_another_content_type_is_refused(client: FlaskClient, path: str, kind: str) -> None:
    is_problem(client.post(path, data=SHEET, headers={"Content-Type": kind}), 415)


@pytest.mark.parametrize("path", POSTS)
def test_a_body_beyond_the_limit_is_refused(client: FlaskClient, path: str) -> None:
    is_problem(post(client, path, b" " * 1_000_001), 413)


VALUES: list[Any] = [
    10**30, -1, 2.9, 1e308, True, [], {}, [[[[]]]], {"not_applicable": [[{}]]}, "x" * 5000,
    "\ud800", "\u0000", {"part": 10**400, "whole": 1}, {"part": 1, "whole": 0}, None, [{}],
]  # fmt: skip


@pytest.mark.parametrize("value", VALUES, ids=lambda value: repr(value)[:24])
@pytest.mark.parametrize("item", ["ai-plan", "miit-funding", "miit-network", "declared-accounts"])
def test_what_is_no_answer_is_refused(client: FlaskClient, item: str, value: Any) -> None:
    sheet = a_sheet(answers={item: value, "strategy-plan": 1})
    problem = is_problem(client.post("/v1/diagnoses", json=sheet), 422)
    assert [fault["pointer"] for fault in problem["errors"]] == [f"/answers/{item}"]
    nothing_stored(client)


@pytest.mark.parametrize("value", VALUES, ids=lambda value: repr(value)[:24])
@pytest.mark.parametrize(
    "name", ["name", "credit_code", "site", "industry", "city", "production_type", "park"]
)
def test_what_is_no_fact_is_refused(client: FlaskClient, name: str, value: Any) -> None:
    sheet = a_sheet(answers={"ai-plan": 1})
    sheet["enterprise"][name] = value
    problem = is_problem(client.post("/v1/diagnoses", json=sheet), 422)
    assert {fault["pointer"] for fault in problem["errors"]} == {f"/enterprise/{name}"}


@pytest.mark.parametrize("name", ["employees", "revenue_wan"])
@pytest.mark.parametrize("value", [10**30, -1, "1", True, [], 10**400], ids=lambda v: repr(v)[:9])
def test_what_is_no_number_of_a_firm_is_refused(
    client: FlaskClient, name: str, value: Any
) -> None:
    sheet = a_sheet(answers={"ai-plan": 1})
    sheet["enterprise"][name] = value
    problem = is_problem(client.post("/v1/diagnoses", json=sheet), 422)
    assert {fault["pointer"] for fault in problem["errors"]} == {f"/enterprise/{name}"}


@pytest.mark.parametrize("value", [10**30, 1e400, -1, "2026", 2026.5, 1999], ids=repr)
def test_what_is_no_year_is_refused(client: FlaskClient, value: Any) -> None:
    body = json.dumps(a_sheet(answers={"ai-plan": 1}, period=0)).replace(
        '"period": 0', f'"period": {"1e400" if value == 1e400 else json.dumps(value)}'
    )
    problem = is_problem(post(client, "/v1/diagnoses", body.encode()), 422)
    assert {fault["pointer"] for fault in problem["errors"]} == {"/period"}


def test_every_fault_is_named_at_once(client: FlaskClient) -> None:
    sheet = a_sheet(answers={"ai-plan": 7, "nothing": 1}, period=1, colour="red")
    sheet["enterprise"] = {"city": "110000", "employees": -1}
    problem = is_problem(client.post("/v1/diagnoses", json=sheet), 422)
    assert {(fault["pointer"], fault["code"]) for fault in problem["errors"]} == {
        ("/answers/ai-plan", "bad-position"),
        ("/answers/nothing", "unknown-item"),
        ("/period", "out-of-range"),
        ("/colour", "unknown-field"),
        ("/enterprise/city", "outside-guangdong"),
        ("/enterprise/employees", "out-of-range"),
        ("/enterprise/name", "missing-field"),
        ("/enterprise/credit_code", "missing-field"),
    }


def test_pointers_are_of_the_callers_own_keys(client: FlaskClient) -> None:
    sheet = a_sheet(answers={"a/b~c": 1, "\ud83d": 2, "题": 3})
    problem = is_problem(client.post("/v1/diagnoses/preview", json=sheet), 422)
    pointers = {fault["pointer"] for fault in problem["errors"]}
    assert pointers == {"/answers/a~1b~0c", "/answers/\\ud83d", "/answers/题"}


def test_of_many_unknown_items_few_are_looked_up(client: FlaskClient) -> None:
    """Looking up what may have been meant is slow; `benchmarks.validation` has the time."""
    sheet = a_sheet(answers={f"strategy-pla{n}": 1 for n in range(20_000)})
    problem = is_problem(client.post("/v1/diagnoses/preview", json=sheet), 422)
    assert (len(problem["errors"]), problem["more"]) == (100, 19_900)
    assert sum("strategy-plan" in fault["message"] for fault in problem["errors"]) == 20


@pytest.mark.parametrize(
    ("query", "pointer", "code"),
    [
        ("limit=0", "/limit", "out-of-range"),
        ("limit=201", "/limit", "out-of-range"),
        ("limit=ten", "/limit", "wrong-type"),
        ("limit=1&limit=2", "/limit", "duplicate-parameter"),
        ("limit=999999999999999999999999", "/limit", "wrong-type"),
        ("limit=%D9%A3", "/limit", "wrong-type"),
        ("cursor=%00", "/cursor", "bad-cursor"),
        ("cursor=" + "a" * 200, "/cursor", "bad-cursor"),
        ("colour=red", "/colour", "unknown-field"),
        ("reference=%00", "/reference", "bad-text"),
        ("reference=" + "a" * 201, "/reference", "too-long"),
        ("enterprise_id=7", "/enterprise_id", "bad-id"),
        ("period=20260", "/period", "out-of-range"),
        ("%FF=1", "/%FF", "unknown-field"),
        ("reference=%ff", "/reference", "parameter-not-utf8"),
        ("reference=a&site=%D2%BB%B3%A7", "/site", "parameter-not-utf8"),
        ("site=%E4%B8%80%00%E5%8E%82", "/site", "bad-text"),
    ],
)
def test_a_wrong_parameter_is_named(
    client: FlaskClient, query: str, pointer: str, code: str
) -> None:
    problem = is_problem(client.get(f"/v1/diagnoses?{query}"), 422)
    assert [(fault["pointer"], fault["code"]) for fault in problem["errors"]] == [(pointer, code)]


def test_operations_without_parameters_refuse_them(client: FlaskClient) -> None:
    is_problem(client.post("/v1/diagnoses/preview?x=1", data=SHEET), 422, "unknown-field")
    is_problem(client.get("/v1/crosswalk?x=1"), 422, "unknown-field")


@pytest.mark.parametrize("key", ["", "a b", "é", "a" * 201, "\t"])
def test_a_malformed_key_is_refused(client: FlaskClient, key: str) -> None:
    answer = client.post(
        "/v1/diagnoses", data=SHEET, content_type="application/json",
        headers={"Idempotency-Key": key},
    )  # fmt: skip
    is_problem(answer, 422, "bad-idempotency-key")


@pytest.mark.parametrize(
    "path",
    [
        "/v1/diagnoses/1", "/v1/diagnoses/%00", "/nowhere", "/v1/standards/none",
        "/v1/questionnaires/full@9.9.9", "/v1/questionnaires/%FF/schema", "/v1/projects/none",
        "/v1/diagnoses/01a20a7a-350a-7064-a935-00dd14f17ffe", "/v1/diagnoses/",
        "/v1/enterprises/01a20a7a-350a-7064-a935-00dd14f17ffe",
        "/v1/assessments/01a20a7a-350a-7064-a935-00dd14f17ffe",
    ],
)  # fmt: skip
def test_what_is_not_there_is_404(client: FlaskClient, path: str) -> None:
    is_problem(client.get(path), 404)


def test_another_method_is_405_with_those_allowed(client: FlaskClient) -> None:
    answer = client.delete("/v1/diagnoses")
    is_problem(answer, 405)
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}


def test_a_crash_tells_an_incident_and_nothing_else(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object) -> None:
        raise RuntimeError("secret of the firm")

    monkeypatch.setattr("diagnosis.web.api.diagnoses.diagnose_checked", crash)
    answer = app.test_client().post("/v1/diagnoses/preview", json=a_sheet(answers={"ai-plan": 1}))
    problem = is_problem(answer, 500)
    assert "secret" not in answer.get_data(as_text=True)
    assert problem["incident"] in problem["detail"]


def test_a_body_in_chunks_is_read_where_it_may_be_left_out(client: FlaskClient) -> None:
    made = client.post("/v1/assessments", json=a_sheet("screening", {"ai-plan": 1}))
    answer = client.post(
        made.headers["Location"] + "/submit",
        input_stream=BytesIO(b'{"accept_incomplete": true}'),
        content_type="application/json",
        headers={"If-Match": '"v1"', "Transfer-Encoding": "chunked"},
        environ_overrides={"wsgi.input_terminated": True},
    )
    assert answer.status_code == 201, answer.json


def test_null_accepts_nothing(client: FlaskClient) -> None:
    sheet = a_sheet("screening", {"ai-plan": 1}) | {"accept_incomplete": None}
    answer = client.post("/v1/diagnoses", json=sheet)
    is_problem(answer, 422, "too-few-answers")
    assert len(answer.json["errors"]) == 1

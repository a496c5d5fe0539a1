"""What holds for every resource: languages, pages, keys, versions, logs, health."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import structlog
from flask import Flask
from flask.testing import FlaskClient

from diagnosis.bootstrap import Container
from diagnosis.web import observe
from diagnosis.web.app import create_app
from tests.builders import a_sheet, a_submission, an_enterprise, an_example
from tests.keys import KEY, bearer


def sent(client: FlaskClient, sheet: Any, **headers: str) -> Any:
    return client.post("/v1/diagnoses", json=sheet, headers=headers)


@pytest.mark.parametrize(
    ("wanted", "answered"),
    [
        ("", "zh-Hans"), ("zh-CN", "zh-Hans"), ("zh-Hans", "zh-Hans"), ("zh-TW", "zh-Hans"),
        ("en", "en"), ("en-GB,zh;q=0.5", "en"), ("fr, en;q=0.3", "en"), ("de", "zh-Hans"),
        ("*", "zh-Hans"), ("zh;q=0.2, en;q=0.9", "en"), (";;;q=x", "zh-Hans"),
    ],
)  # fmt: skip
def test_the_language_follows_the_header(client: FlaskClient, wanted: str, answered: str) -> None:
    answer = client.get("/v1/standards", headers={"Accept-Language": wanted})
    assert answer.headers["Content-Language"] == answered
    assert "Accept-Language" in answer.headers["Vary"]


def without_steps(answer: dict[str, Any]) -> dict[str, Any]:
    """Return a diagnosis with its first three steps: the plan adds others when it is read."""
    return answer | {"next_steps": answer["next_steps"][:3]}


def test_stored_and_previewed_results_are_the_same(client: FlaskClient) -> None:
    for language in ("zh-Hans", "en"):
        headers = {"Accept-Language": language}
        sheet = an_example("foshan-furniture-maker")
        preview = client.post("/v1/diagnoses/preview", json=sheet, headers=headers).json
        made = client.post("/v1/diagnoses", json=sheet, headers=headers)
        kept = client.get(made.headers["Location"], headers=headers).json
        assert made.json == kept
        stored_only = {
            "id",
            "enterprise_id",
            "assessment_id",
            "created_at",
            "register",
            "standing",
            "withdrawn",
        }
        shared = {name: value for name, value in kept.items() if name not in stored_only}
        assert without_steps(shared) == without_steps(preview)


def test_two_submissions_are_two_diagnoses_of_one_enterprise(client: FlaskClient) -> None:
    first, second = (sent(client, a_submission(answers={"ai-plan": 1})) for _ in range(2))
    assert first.json["id"] != second.json["id"]
    assert first.json["enterprise_id"] == second.json["enterprise_id"]
    assert len(client.get("/v1/enterprises").json["items"]) == 1


def test_a_site_is_an_enterprise_of_its_own(client: FlaskClient) -> None:
    for site in (None, "二厂"):
        facts = an_enterprise(site=site)
        assert sent(client, a_submission(enterprise=facts, answers={})).status_code == 201
    firms = client.get("/v1/enterprises").json["items"]
    assert [firm["site"] for firm in firms] == ["二厂", None]


def test_the_same_key_again_gets_the_same_answer(client: FlaskClient) -> None:
    sheet = a_submission(answers={"ai-plan": 1})
    first = sent(client, sheet, **{"Idempotency-Key": "k"})
    again = sent(client, sheet, **{"Idempotency-Key": "k"})
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json == again.json
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert len(client.get("/v1/diagnoses").json["items"]) == 1


def test_the_same_key_for_something_else_is_refused(client: FlaskClient) -> None:
    sent(client, a_submission(answers={"ai-plan": 1}), **{"Idempotency-Key": "k"})
    other = sent(client, a_submission(answers={"ai-plan": 2}), **{"Idempotency-Key": "k"})
    assert (other.status_code, other.json["type"]) == (409, "urn:diagnosis:problem:key-reused")
    elsewhere = client.post(
        "/v1/enterprises", json=an_enterprise(), headers={"Idempotency-Key": "k"}
    )
    assert elsewhere.status_code == 409
    assert len(client.get("/v1/diagnoses").json["items"]) == 1


def test_a_refused_request_does_not_use_its_key_up(client: FlaskClient) -> None:
    bad = sent(client, a_submission(answers={"ai-plan": 9}), **{"Idempotency-Key": "k"})
    good = sent(client, a_submission(answers={"ai-plan": 3}), **{"Idempotency-Key": "k"})
    assert (bad.status_code, good.status_code) == (422, 201)


@pytest.mark.parametrize("path", ["/v1/enterprises", "/v1/assessments"])
def test_drafts_and_enterprises_replay_what_was_answered(client: FlaskClient, path: str) -> None:
    body = an_enterprise() if path.endswith("enterprises") else a_sheet(form="screening")
    first = client.post(path, json=body, headers={"Idempotency-Key": "k"})
    change = {"employees": 7} if path.endswith("enterprises") else {"answers": {"ai-plan": 1}}
    tag = {"If-Match": first.headers["ETag"]}
    assert client.patch(first.headers["Location"], json=change, headers=tag).status_code == 200
    again = client.post(path, json=body, headers={"Idempotency-Key": "k"})
    assert (again.json, again.headers["ETag"]) == (first.json, first.headers["ETag"])
    assert again.headers["Idempotency-Replayed"] == "true"


def test_an_enterprise_is_registered_once(client: FlaskClient) -> None:
    first = client.post("/v1/enterprises", json=an_enterprise())
    again = client.post("/v1/enterprises", json=an_enterprise())
    assert again.status_code == 409
    assert again.headers["Location"] == first.headers["Location"]


def test_who_an_enterprise_is_cannot_change(client: FlaskClient) -> None:
    made = client.post("/v1/enterprises", json=an_enterprise())
    tag = {"If-Match": made.headers["ETag"]}
    answer = client.patch(
        made.headers["Location"], json={"site": "三厂", "employees": -1}, headers=tag
    )
    assert {(fault["pointer"], fault["code"]) for fault in answer.json["errors"]} == {
        ("/site", "fixed-field"), ("/employees", "out-of-range")
    }  # fmt: skip


class Draft:
    """A draft over HTTP."""

    def __init__(self, client: FlaskClient, **body: Any) -> None:
        self.client = client
        made = client.post("/v1/assessments", json=a_sheet(**{"form": "screening"} | body))
        assert made.status_code == 201, made.json
        self.path, self.tag = made.headers["Location"], made.headers["ETag"]

    def send(
        self, method: str, more: str = "", *, tag: str | None = None, json: Any = None
    ) -> Any:
        answer = self.client.open(
            self.path + more, method=method, json=json, headers={"If-Match": tag or self.tag}
        )
        self.tag = answer.headers.get("ETag", self.tag)
        return answer


def test_a_draft_is_the_same_as_the_one_call(client: FlaskClient) -> None:
    sheet = an_example("dongguan-mould-shop")
    answers = list(sheet["answers"].items())
    draft = Draft(client, **sheet | {"answers": dict(answers[:40])})
    draft.send("PATCH", json={"answers": dict(answers[40:]) | {"strategy-plan": 5}})
    draft.send("PATCH", json={"answers": {"strategy-plan": sheet["answers"]["strategy-plan"]}})
    submitted = draft.send("POST", "/submit")
    preview = client.post("/v1/diagnoses/preview", json=sheet).json
    assert submitted.status_code == 201
    shared = {name: submitted.json[name] for name in preview}
    assert without_steps(shared) == without_steps(preview)
    kept = client.get(draft.path).json
    assert (kept["state"], kept["diagnosis_id"]) == ("submitted", submitted.json["id"])


def test_a_change_needs_the_version_that_was_read(client: FlaskClient) -> None:
    draft = Draft(client)
    first = draft.tag
    assert client.patch(draft.path, json={"answers": {}}).status_code == 428
    assert draft.send("PATCH", json={"answers": {"ai-plan": 1}}).status_code == 200
    for tag in (first, '"v99"', '"x"', '"v1", "v3"', f"W/{first}", '""'):
        answer = draft.send("PATCH", json={"answers": {"ai-plan": 2}}, tag=tag)
        assert answer.status_code == 412, tag
    assert client.get(draft.path).json["sheet"]["answers"] == {"ai-plan": 1.0}


def test_null_takes_an_answer_away(client: FlaskClient) -> None:
    draft = Draft(client, answers={"ai-plan": 1, "strategy-plan": 2})
    changed = draft.send("PATCH", json={"answers": {"ai-plan": None}, "reference": "R"}).json
    assert changed["sheet"]["answers"] == {"strategy-plan": 2.0}
    assert changed["sheet"]["reference"] == "R"
    assert changed["progress"]["answered"] == 1
    assert "ai-plan" in changed["progress"]["open"]


def test_a_faulty_change_changes_nothing(client: FlaskClient) -> None:
    draft = Draft(client, answers={"ai-plan": 1})
    answer = draft.send("PATCH", json={
        "answers": {"ai-plan": 2, "x": 1}, "form": "full", "enterprise": {"site": "b", "city": 1}
    })  # fmt: skip
    assert {fault["pointer"] for fault in answer.json["errors"]} == {
        "/form", "/enterprise/site", "/enterprise/city", "/answers/x"
    }  # fmt: skip
    assert client.get(draft.path).json["sheet"]["answers"] == {"ai-plan": 1.0}


def test_an_upgrade_carries_answers_and_says_what_changed(client: FlaskClient) -> None:
    draft = Draft(client, form="full", answers={"ai-plan": 1, "miit-funding": "not_known"})
    upgraded = draft.send("POST", "/upgrade", json={"form": "screening"}).json
    assert upgraded["assessment"]["sheet"]["form"] == "screening@2.0.0"
    assert upgraded["assessment"]["sheet"]["answers"] == {"ai-plan": 1.0}
    assert [(answer["item"], answer["value"]) for answer in upgraded["dropped"]] == [
        ("miit-funding", "not_known")
    ]
    changes = {change["change"] for change in upgraded["changes"]}
    assert changes <= {"kept", "gone", "changed", "new"}
    wrong = draft.send("POST", "/upgrade", json={"form": "none"})
    assert wrong.json["errors"][0]["pointer"] == "/form"


def test_a_submitted_assessment_takes_no_change(client: FlaskClient) -> None:
    draft = Draft(client, answers={"ai-plan": 1})
    made = draft.send("POST", "/submit", json={"accept_incomplete": True})
    for method, more in (("PATCH", ""), ("POST", "/upgrade"), ("POST", "/submit"), ("DELETE", "")):
        answer = draft.send(method, more, json={} if more != "/submit" else None)
        assert answer.status_code == 409, (method, more)
        assert answer.headers["Location"] == f"/v1/diagnoses/{made.json['id']}"


def test_a_draft_of_a_registered_enterprise(client: FlaskClient) -> None:
    firm = client.post("/v1/enterprises", json=an_enterprise()).json
    made = client.post(
        "/v1/assessments", json={"form": "screening", "enterprise_id": firm["id"]}
    ).json
    assert made["enterprise_id"] == firm["id"]
    assert made["sheet"]["enterprise"]["credit_code"] == firm["credit_code"]
    for body, code in (
        ({"enterprise_id": "x"}, "unknown-enterprise"),
        ({}, "only-one"),
        ({"enterprise_id": firm["id"], "enterprise": {}}, "only-one"),
    ):
        answer = client.post("/v1/assessments", json={"form": "screening"} | body)
        assert code in {fault["code"] for fault in answer.json["errors"]}


def test_pages_are_followed_to_the_end(client: FlaskClient) -> None:
    ids = [
        sent(client, a_submission(answers={}, reference="A" if n % 2 else "B")).json["id"]
        for n in range(7)
    ]
    seen, url = [], "/v1/diagnoses?limit=3"
    while url:
        page = client.get(url).json
        seen += [row["id"] for row in page["items"]]
        url = page["next"]
    assert seen == ids[::-1]
    chosen = client.get("/v1/diagnoses?reference=A&limit=2").json
    rest = client.get(chosen["next"]).json
    assert [row["id"] for row in chosen["items"] + rest["items"]] == ids[5::-2]


def test_content_lists_are_paged_too(client: FlaskClient) -> None:
    whole = list(client.application.extensions["diagnosis"].content.packages)
    seen, url = [], "/v1/packages?limit=50"
    while url:
        page = client.get(url).json
        seen += [row["id"] for row in page["items"]]
        url = page["next"]
    assert seen == whole
    assert client.get("/v1/packages?cursor=none").json["errors"][0]["code"] == "bad-cursor"


def test_filters_choose(client: FlaskClient) -> None:
    sent(client, an_example("dongguan-mould-shop"))
    sent(client, an_example("zhanjiang-process-plant"))
    for query in ("city=441900", "division=C35", "size_class=small", "period=2025"):
        rows = client.get(f"/v1/diagnoses?{query}&credit_code=91441900EXAMPLE11Y").json["items"]
        assert [row["credit_code"] for row in rows] == ["91441900EXAMPLE11Y"], query
    assert client.get("/v1/diagnoses?city=440300").json["items"] == []


def test_catalogue_filters_choose_and_are_checked(client: FlaskClient) -> None:
    for path, query in (
        ("cases", "industry=C39"),
        ("support", "city=440300&open=true&date=2026-05-20"),
    ):  # fmt: skip
        some = client.get(f"/v1/{path}?{query}&limit=200").json["items"]
        whole = client.get(f"/v1/{path}?limit=200").json["items"]
        assert 0 < len(some) < len(whole)
        wrong = client.get(f"/v1/{path}?size=huge")
        assert (wrong.status_code, wrong.json["errors"][0]["pointer"]) == (422, "/size")
    assert client.get("/v1/support?date=yesterday").json["errors"][0]["code"] == "bad-date"


def test_a_trace_adds_up_to_the_totals(client: FlaskClient) -> None:
    for name in ("dongguan-mould-shop", "shenzhen-electronics-plant", "zhanjiang-process-plant"):
        made = sent(client, an_example(name)).json
        trace = client.get(f"/v1/diagnoses/{made['id']}/trace").json["standards"]
        staged, points, _, gated = trace
        result = {verdict["standard"]: verdict for verdict in made["standards"]}
        level = int(result[staged["standard"]]["score"] or 0)
        share = sum(p["weight"] * p["shares"][level] for p in staged["parts"] if p["shares"])
        assert result[staged["standard"]]["score"] == pytest.approx(level + share)
        total = sum(p["score"] * p["weight"] for p in gated["parts"] if p["score"] is not None)
        assert result[gated["standard"]]["score"] == pytest.approx(total)
        scored = sum(p["score"] or 0 for p in points["parts"] if p["weight"] is not None)
        assert result[points["standard"]]["score"] == pytest.approx(scored)
        for part in gated["parts"]:
            if part["score"] is not None:
                inside = [a for a in part["answers"] if a["weight"] is not None]
                assert sum(a["weight"] * a["value"] for a in inside) == pytest.approx(
                    part["score"]
                )


def test_a_summary_is_one_page_in_either_language(client: FlaskClient) -> None:
    path = sent(client, an_example("dongguan-mould-shop")).headers["Location"] + "/summary"
    for language, title in (("zh-Hans", "# 诊断摘要"), ("en", "# Summary of the diagnosis")):
        answer = client.get(path, headers={"Accept-Language": language})
        assert answer.mimetype == "text/markdown"
        assert answer.get_data(as_text=True).startswith(title)


def test_a_callers_text_cannot_write_markdown(client: FlaskClient) -> None:
    facts = an_enterprise(name="# <b>[x](http://y)|`")
    path = (
        sent(client, a_submission(enterprise=facts, answers={})).headers["Location"] + "/summary"
    )
    assert "\\# \\<b\\>\\[x\\](http://y)\\|\\`" in client.get(path).get_data(as_text=True)


def test_answers_carry_ids_and_versions(client: FlaskClient) -> None:
    answer = client.get("/health/live", headers={"X-Request-ID": "abc-1"})
    assert answer.headers["X-Request-ID"] == "abc-1"
    assert answer.headers["Diagnosis-Version"]
    malformed = client.get("/health/live", headers={"X-Request-ID": "a b\u00e9"})
    assert len(malformed.headers["X-Request-ID"]) == 32


def test_logs_hold_no_answer_name_or_code(
    client: FlaskClient,
    capfdbinary: pytest.CaptureFixture[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(observe, "log", structlog.get_logger())
    observe.set_up_logging("info")
    try:
        sheet = an_example("dongguan-mould-shop")
        made = sent(client, sheet)
        client.get(f"/v1/diagnoses?credit_code={sheet['enterprise']['credit_code']}")
        client.post("/v1/diagnoses", json={"enterprise": sheet["enterprise"]})
    finally:
        structlog.reset_defaults()
    logged = capfdbinary.readouterr().err
    lines = [json.loads(line) for line in logged.splitlines()]
    assert [line["status"] for line in lines] == [201, 200, 422]
    assert lines[0]["request_id"] == made.headers["X-Request-ID"]
    for secret in (sheet["enterprise"]["name"], sheet["enterprise"]["credit_code"], "ai-plan"):
        assert secret.encode() not in logged


def logged_lines(level: str, capture: pytest.CaptureFixture[bytes], client: FlaskClient) -> list:
    """Return the lines of a request and of structlog itself, at a level of the log."""
    observe.set_up_logging(level)
    try:
        client.get("/health/live")
        structlog.get_logger().info("request", ms=1)
        structlog.get_logger().warning("request", ms=1)
    finally:
        structlog.reset_defaults()
    return [json.loads(line) for line in capture.readouterr().err.splitlines()]


def test_the_line_of_a_request_is_one_of_the_log(
    client: FlaskClient, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    line, usual, _ = logged_lines("info", capfdbinary, client)
    assert list(line) == ["request_id", "method", "route", "status", *usual]
    assert (line["event"], line["level"]) == (usual["event"], usual["level"])
    assert len(line["timestamp"]) == len(usual["timestamp"]) and line["timestamp"].endswith("Z")
    assert [line["level"] for line in logged_lines("warning", capfdbinary, client)] == ["warning"]


def test_ready_says_what_is_missing(app: Flask, tmp_path: Path) -> None:
    assert app.test_client().get("/health/ready").json["ready"] is True
    service: Container = app.extensions["diagnosis"]
    nowhere = replace(service.settings, database_url=f"sqlite:///{tmp_path / 'empty.db'}")
    answer = create_app(Container(nowhere, service.versions)).test_client().get("/health/ready")
    assert answer.status_code == 503 and answer.headers["Retry-After"] == "2"
    assert answer.json["checks"] == {
        "content": True, "database": True, "migrations": False, "writable": True,
        "row_security": True, "tables": False,
    }  # fmt: skip


def test_health_needs_no_connection_of_the_pool(app: Flask) -> None:
    engine, client = app.extensions["diagnosis"].store.engine, app.test_client()
    taken = [engine.connect() for _ in range(engine.pool.size() + 10)]
    assert client.get("/health/live").status_code == 200
    assert client.get("/health/ready").status_code == 200
    for connection in taken:
        connection.close()


def test_a_store_out_of_reach_is_503(app: Flask) -> None:
    service: Container = app.extensions["diagnosis"]
    away = replace(service.settings, database_url="postgresql://x@/x?host=/nonexistent")
    client = create_app(Container(away, service.versions)).test_client()
    sheet = a_submission(answers={})
    answer = client.post("/v1/diagnoses", json=sheet, headers=bearer(KEY))
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
    assert client.post("/v1/diagnoses/preview", json=a_sheet(answers={})).status_code == 200


def test_metrics_count_requests_by_route(client: FlaskClient) -> None:
    client.get("/v1/standards/none")
    shown = client.application.extensions[observe.METERS].shown().decode()
    assert 'route="/v1/standards/<standard>",status="404"' in shown


def test_the_docs_page_asks_nobody_else(client: FlaskClient) -> None:
    for language in ("zh-Hans", "en"):
        answer = client.get("/docs", headers={"Accept-Language": language})
        page = answer.get_data(as_text=True)
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert not any(mark in page for mark in ("<script", "<link", "src=", "@import", "url("))
        assert "/v1/diagnoses/preview" in page
    assert client.get("/docs/openapi.json").json["openapi"] == "3.1.0"


def test_next_years_draft_says_what_it_did_not_take_over(client: FlaskClient) -> None:
    sheet = an_example("dongguan-mould-shop") | {"period": 2025}
    before = sent(client, sheet).json["assessment_id"]
    body = {"from": before, "form": "screening"}
    made = [
        client.post("/v1/assessments", json=body, headers={"Idempotency-Key": "next"}).json
        for _ in range(2)
    ]
    assert made[0] == made[1]
    draft = made[0]
    assert (draft["prefilled_from"], draft["sheet"]["period"]) == (before, 2026)
    assert draft["progress"]["answered"] + len(draft["dropped"]) == len(sheet["answers"])
    assert all(dropped["why"] for dropped in draft["dropped"])

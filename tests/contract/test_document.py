"""The document is fresh and complete, its examples run, its answers look as declared."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from diagnosis.domain.text import Language
from diagnosis.present.faults import FAULTS
from diagnosis.web import problems
from diagnosis.web.openapi.document import as_text, document
from tests.builders import an_example
from tests.contract.errors_page import errors_page
from tests.contract.spec import hold_to_document, operations

ROOT = Path(__file__).resolve().parents[2]
SPEC = ROOT / "api_spec" / "openapi.json"
PATHS = [
    "POST /v1/diagnoses/counterfactuals",
    "GET /v1/models",
    "GET /v1/models/{model}",
    "POST /v1/questionnaires/{form}/next-question",
    "GET /v1/assessments",
    "GET /v1/assessments/{assessment_id}",
    "DELETE /v1/assessments/{assessment_id}",
    "PATCH /v1/assessments/{assessment_id}",
    "POST /v1/assessments",
    "GET /v1/assessments/{assessment_id}/cases",
    "POST /v1/assessments/{assessment_id}/roadmaps",
    "POST /v1/assessments/{assessment_id}/submit",
    "GET /v1/assessments/{assessment_id}/support",
    "POST /v1/assessments/{assessment_id}/support",
    "POST /v1/assessments/{assessment_id}/upgrade",
    "GET /v1/cases",
    "GET /v1/cases/{case}",
    "GET /v1/chains",
    "POST /v1/chains",
    "GET /v1/chains/{chain_id}",
    "PUT /v1/chains/{chain_id}",
    "DELETE /v1/chains/{chain_id}",
    "PUT /v1/chains/{chain_id}/enterprises/{enterprise_id}",
    "DELETE /v1/chains/{chain_id}/enterprises/{enterprise_id}",
    "GET /v1/parks",
    "POST /v1/parks",
    "GET /v1/parks/{park_id}",
    "PUT /v1/parks/{park_id}",
    "DELETE /v1/parks/{park_id}",
    "PUT /v1/parks/{park_id}/enterprises/{enterprise_id}",
    "DELETE /v1/parks/{park_id}/enterprises/{enterprise_id}",
    "GET /v1/changes",
    "GET /v1/crosswalk",
    "GET /v1/diagnoses",
    "POST /v1/diagnoses",
    "POST /v1/diagnoses/preview",
    "GET /v1/diagnoses/{diagnosis_id}",
    "GET /v1/diagnoses/{diagnosis_id}/summary",
    "GET /v1/diagnoses/{diagnosis_id}/trace",
    "POST /v1/diagnoses/{diagnosis_id}/withdrawal",
    "GET /v1/enterprises",
    "POST /v1/enterprises",
    "GET /v1/enterprises/{enterprise_id}",
    "PATCH /v1/enterprises/{enterprise_id}",
    "GET /v1/enterprises/{enterprise_id}/feedback",
    "POST /v1/enterprises/{enterprise_id}/projects/{project}/feedback",
    "GET /v1/measures",
    "GET /v1/measures/{measure}",
    "GET /v1/projects",
    "GET /v1/projects/{project}",
    "GET /v1/questionnaires",
    "GET /v1/questionnaires/{form}",
    "GET /v1/questionnaires/{form}/diff",
    "GET /v1/questionnaires/{form}/schema",
    "GET /v1/roadmaps",
    "POST /v1/roadmaps/preview",
    "GET /v1/roadmaps/{roadmap_id}",
    "GET /v1/roadmaps/{roadmap_id}/compare",
    "GET /v1/roadmaps/{roadmap_id}/progress",
    "POST /v1/roadmaps/{roadmap_id}/progress",
    "GET /v1/roadmaps/{roadmap_id}/table.csv",
    "GET /v1/roadmaps/{roadmap_id}/table.xlsx",
    "GET /v1/standards",
    "GET /v1/standards/{standard}",
    "GET /v1/support",
    "GET /v1/support/{instrument}",
]


def test_the_committed_document_is_fresh(app: Flask) -> None:
    cure = "run: .venv/bin/python -m diagnosis openapi --out api_spec/openapi.json"
    assert SPEC.read_bytes() == as_text(document(app)), cure


def test_the_paths_are_the_reviewed_ones(app: Flask) -> None:
    addresses = [f"{method.upper()} {path}" for path, method, _ in operations(document(app))]
    assert sorted(addresses) == sorted(PATHS)


def test_every_operation_says_what_it_does_and_what_it_refuses(app: Flask) -> None:
    ids = set()
    for path, method, operation in operations(document(app)):
        assert operation["summary"], (path, method)
        assert "422" in operation["responses"]
        assert "default" not in operation["responses"]
        ids.add(operation["operationId"])
        if "requestBody" in operation:
            media = operation["requestBody"]["content"]["application/json"]
            assert media["examples"]
            assert {"400", "413", "415"} <= operation["responses"].keys()
    assert len(ids) == len(PATHS)


def test_every_route_is_in_the_document_or_outside_v1(app: Flask) -> None:
    documented = set(document(app)["paths"])
    routes = {re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule) for rule in app.url_map.iter_rules()}
    outside = {
        "/", "/docs", "/docs/openapi.json", "/health/live", "/health/ready", "/metrics"
    }  # fmt: skip
    assert routes == documented | outside


def test_every_fault_and_problem_is_on_the_errors_page() -> None:
    page = (ROOT / "api_spec" / "errors.md").read_text(encoding="utf-8")
    assert page == errors_page(), "run: .venv/bin/python -m tests.contract.errors_page"


def test_fault_messages_have_the_same_places_in_both_languages() -> None:
    for code, text in FAULTS.items():
        places = [set(re.findall(r"{(\w+)", text.say(language))) for language in Language]
        assert places[0] == places[1], code


def test_problem_statuses_match_their_kind() -> None:
    assert {kind.status for kind in problems.KINDS.values()} == {
        400, 404, 405, 409, 412, 413, 414, 415, 417, 422, 428, 431, 500, 501, 503
    }  # fmt: skip


class Story:
    """Sends the examples of the document in an order in which each can succeed."""

    def __init__(self, app: Flask, language: str) -> None:
        self.app = app
        self.client: FlaskClient = app.test_client()
        self.language = language
        self.seen: set[tuple[str, str]] = set()
        self.spec = document(app)

    def send(self, method: str, path: str, **more: Any) -> Any:
        """Send one request, with the example of the document, and hold its answer to it."""
        names = more.pop("ids", {})
        operation = self.spec["paths"][path][method]
        body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
        if "json" not in more and body:
            (example,) = body["examples"].values()
            more["json"] = example["value"]
        headers = {"Accept-Language": self.language, **more.pop("headers", {})}
        address = path.format(**names)
        response = self.client.open(address, method=method.upper(), headers=headers, **more)
        assert response.status_code < 300, response.get_data(as_text=True)
        hold_to_document(self.app, response, path, method)
        is_content = "304" in operation["responses"]
        kept = "public, no-cache" if is_content else "no-store"
        assert response.headers["Cache-Control"] == kept, path
        if response.status_code != 204:
            assert response.headers["Content-Language"] == self.language
        self.seen.add((path, method))
        return response


def plan_and_follow_up(story: Story) -> None:
    """Send every example about plans."""
    story.send("post", "/v1/roadmaps/preview")
    made = story.send("post", "/v1/diagnoses", json=an_example("dongguan-mould-shop")).json
    assessment = {"assessment_id": made["assessment_id"]}
    path = "/v1/assessments/{assessment_id}"
    plans = [story.send("post", f"{path}/roadmaps", ids=assessment).json["id"] for _ in range(2)]
    for more in ("cases", "support"):
        story.send("get", f"{path}/{more}", ids=assessment)
    story.send("post", f"{path}/support", ids=assessment)
    plan = {"roadmap_id": plans[0]}
    path = "/v1/roadmaps/{roadmap_id}"
    story.send("post", f"{path}/progress", ids=plan)
    for more in ("", "/progress", "/table.csv", "/table.xlsx"):
        story.send("get", path + more, ids=plan)
    story.send("get", f"{path}/compare", ids=plan, query_string={"with": plans[1]})
    firm = {"enterprise_id": made["enterprise_id"], "project": "prj-agv"}
    story.send("post", "/v1/enterprises/{enterprise_id}/projects/{project}/feedback", ids=firm)
    story.send("get", "/v1/enterprises/{enterprise_id}/feedback", ids=firm)


def keep_registers(story: Story, firm: dict[str, str]) -> None:
    """Send every example about chains and parks."""
    for register in ("chain", "park"):
        made = story.send("post", f"/v1/{register}s").json["id"]
        path, ids = f"/v1/{register}s/{{{register}_id}}", {f"{register}_id": made}
        story.send("get", path, ids=ids)
        for method in ("put", "delete"):
            story.send(method, path + "/enterprises/{enterprise_id}", ids=ids | firm)
        for method in ("put", "delete"):
            story.send(method, path, ids=ids)


def levels_alone(story: Story) -> None:
    """Send what is answered with levels alone; full sheets have estimates too."""
    minimal = {"Prefer": "return=minimal"}
    sheet = an_example("foshan-furniture-maker")
    story.send("post", "/v1/diagnoses/preview", json=sheet, query_string={"view": "levels"})
    made = story.send("post", "/v1/diagnoses", json=sheet, headers=minimal)
    assert {each["basis"] for each in made.json["readings"]} == {"self", "estimated"}
    draft = story.send("post", "/v1/assessments")
    story.send(
        "post",
        "/v1/assessments/{assessment_id}/submit",
        ids={"assessment_id": draft.json["id"]},
        headers=minimal | {"If-Match": draft.headers["ETag"]},
    )


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_every_example_runs_and_every_answer_looks_as_declared(app: Flask, language: str) -> None:
    story = Story(app, language)
    firm = story.send("post", "/v1/enterprises")
    ids = {"enterprise_id": firm.json["id"]}
    story.send("get", "/v1/enterprises/{enterprise_id}", ids=ids)
    tag = {"If-Match": firm.headers["ETag"]}
    story.send("patch", "/v1/enterprises/{enterprise_id}", ids=ids, headers=tag)
    keep_registers(story, ids)
    draft = story.send("post", "/v1/assessments", headers={"Idempotency-Key": "d"})
    ids = {"assessment_id": draft.json["id"]}
    path = "/v1/assessments/{assessment_id}"
    story.send("get", path, ids=ids)
    tag = {"If-Match": draft.headers["ETag"]}
    changed = story.send("patch", path, ids=ids, headers=tag)
    tag = {"If-Match": changed.headers["ETag"]}
    upgraded = story.send("post", f"{path}/upgrade", ids=ids, headers=tag)
    tag = {"If-Match": upgraded.headers["ETag"]}
    story.send("post", f"{path}/submit", ids=ids, headers=tag)
    other = story.send("post", "/v1/assessments")
    ids = {"assessment_id": other.json["id"]}
    story.send("delete", path, ids=ids, headers={"If-Match": other.headers["ETag"]})
    story.send("post", "/v1/diagnoses/preview")
    for name in ("dongguan-mould-shop", "zhanjiang-process-plant"):
        story.send("post", "/v1/diagnoses/preview", json=an_example(name))
        made = story.send("post", "/v1/diagnoses", json=an_example(name))
        ids = {"diagnosis_id": made.json["id"]}
        for more in ("", "/trace", "/summary"):
            story.send("get", "/v1/diagnoses/{diagnosis_id}" + more, ids=ids)
        story.send("post", "/v1/diagnoses/{diagnosis_id}/withdrawal", ids=ids)
    story.send("post", "/v1/diagnoses")
    levels_alone(story)
    plan_and_follow_up(story)
    content = app.extensions["diagnosis"].content
    story.send("post", "/v1/questionnaires/{form}/next-question", ids={"form": "full"})
    story.send("post", "/v1/diagnoses/counterfactuals")
    for model in story.send("get", "/v1/models").json["items"]:
        story.send("get", "/v1/models/{model}", ids={"model": model["id"]})
    for form in content.forms:
        for more in ("", "/schema", "/diff"):
            story.send("get", "/v1/questionnaires/{form}" + more, ids={"form": form})
    for standard in content.standards:
        story.send("get", "/v1/standards/{standard}", ids={"standard": standard.id})
    for name, parameter, entries in (
        ("projects", "project", content.projects),
        ("cases", "case", content.cases),
        ("support", "instrument", content.instruments),
        ("measures", "measure", content.measures),
    ):
        for entry in entries:
            story.send("get", f"/v1/{name}/{{{parameter}}}", ids={parameter: entry})
    for path, method, _ in operations(story.spec):
        if (path, method) not in story.seen:
            assert (method, "{" in path) == ("get", False), (method, path)
            story.send("get", path)
    assert story.seen == {(path, method) for path, method, _ in operations(story.spec)}


def test_the_document_is_openapi_3_1(app: Flask) -> None:
    spec = json.loads(as_text(document(app)))
    assert spec["openapi"] == "3.1.0"
    assert {tag["name"] for tag in spec["tags"]} >= {"diagnoses", "questionnaires", "standards"}

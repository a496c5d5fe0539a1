"""The document is fresh and complete, its examples run, its answers look as declared."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from diagnosis.domain.text import Language
from diagnosis.present.faults import FAULTS
from diagnosis.services.ports.evidence import FileKind
from diagnosis.web import problem_kinds
from diagnosis.web.openapi.document import as_text, document
from tests.contract.errors_page import errors_page
from tests.contract.spec import operations
from tests.contract.story import Story, tell

ROOT = Path(__file__).resolve().parents[2]
SPEC = ROOT / "api_spec" / "openapi.json"
PATHS = [
    "POST /v1/diagnoses/counterfactuals",
    "GET /v1/models",
    "GET /v1/models/{model}",
    "POST /v1/questionnaires/{form}/next-question",
    "POST /v1/questionnaires/{form}/inferences",
    "GET /v1/assessments",
    "GET /v1/assessments/{assessment_id}",
    "DELETE /v1/assessments/{assessment_id}",
    "PATCH /v1/assessments/{assessment_id}",
    "POST /v1/assessments",
    "GET /v1/assessments/{assessment_id}/cases",
    "GET /v1/assessments/{assessment_id}/evidence",
    "POST /v1/assessments/{assessment_id}/evidence",
    "GET /v1/assessments/{assessment_id}/evidence/{evidence_id}",
    "DELETE /v1/assessments/{assessment_id}/evidence/{evidence_id}",
    "GET /v1/assessments/{assessment_id}/links",
    "POST /v1/assessments/{assessment_id}/links",
    "GET /v1/assessments/{assessment_id}/respondents",
    "DELETE /v1/assessments/{assessment_id}/links/{link_id}",
    "GET /v1/assessments/{assessment_id}/result-links",
    "POST /v1/assessments/{assessment_id}/result-links",
    "DELETE /v1/assessments/{assessment_id}/result-links/{result_link_id}",
    "GET /v1/results/{result_link_id}",
    "GET /v1/assessments/{assessment_id}/reports",
    "POST /v1/assessments/{assessment_id}/reports",
    "GET /v1/reports/{report_id}",
    "DELETE /v1/reports/{report_id}",
    "GET /v1/reports/{report_id}/files/{file_format}",
    "POST /v1/report-checks",
    "GET /v1/sections/{link_id}",
    "PATCH /v1/sections/{link_id}",
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
    "GET /v1/audit",
    "GET /v1/changes",
    "GET /v1/enterprises/{enterprise_id}/audit",
    "GET /v1/enterprises/{enterprise_id}/export",
    "GET /v1/consents/texts",
    "GET /v1/crosswalk",
    "GET /v1/diagnoses",
    "POST /v1/diagnoses",
    "POST /v1/diagnoses/preview",
    "GET /v1/diagnoses/{diagnosis_id}",
    "GET /v1/diagnoses/{diagnosis_id}/agreement",
    "GET /v1/diagnoses/{diagnosis_id}/summary",
    "GET /v1/diagnoses/{diagnosis_id}/trace",
    "POST /v1/diagnoses/{diagnosis_id}/visits",
    "POST /v1/diagnoses/{diagnosis_id}/withdrawal",
    "GET /v1/enterprises",
    "POST /v1/enterprises",
    "GET /v1/enterprises/{enterprise_id}",
    "PATCH /v1/enterprises/{enterprise_id}",
    "DELETE /v1/enterprises/{enterprise_id}",
    "GET /v1/enterprises/{enterprise_id}/feedback",
    "POST /v1/enterprises/{enterprise_id}/projects/{project}/feedback",
    "GET /v1/enterprises/{enterprise_id}/consents",
    "POST /v1/enterprises/{enterprise_id}/consents",
    "GET /v1/enterprises/{enterprise_id}/consents/history",
    "GET /v1/enterprises/{enterprise_id}/grants",
    "POST /v1/enterprises/{enterprise_id}/grants",
    "GET /v1/enterprises/{enterprise_id}/grants/{grant_id}",
    "DELETE /v1/enterprises/{enterprise_id}/grants/{grant_id}",
    "GET /v1/grants",
    "GET /v1/visits",
    "GET /v1/visits/{visit_id}",
    "GET /v1/visits/{visit_id}/answers",
    "PATCH /v1/visits/{visit_id}/answers",
    "POST /v1/visits/{visit_id}/evidence",
    "DELETE /v1/visits/{visit_id}/evidence/{evidence_id}",
    "GET /v1/visits/{visit_id}/findings",
    "GET /v1/visits/{visit_id}/levels",
    "GET /v1/visits/{visit_id}/objections",
    "POST /v1/visits/{visit_id}/objections",
    "POST /v1/visits/{visit_id}/replies",
    "GET /v1/visits/{visit_id}/sheet",
    "POST /v1/visits/{visit_id}/signature",
    "POST /v1/visits/{visit_id}/withdrawal",
    "GET /v1/session",
    "POST /v1/session",
    "DELETE /v1/session",
    "GET /v1/keys",
    "POST /v1/keys",
    "GET /v1/keys/{key_id}",
    "POST /v1/keys/{key_id}/revocation",
    "POST /v1/keys/{key_id}/rotation",
    "GET /v1/measures",
    "GET /v1/context",
    "GET /v1/measures/{measure}",
    "GET /v1/packages",
    "GET /v1/packages/{package}",
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
    "POST /v1/roadmaps/{roadmap_id}/compare",
    "GET /v1/roadmaps/{roadmap_id}/progress",
    "POST /v1/roadmaps/{roadmap_id}/progress",
    "GET /v1/roadmaps/{roadmap_id}/table.csv",
    "GET /v1/roadmaps/{roadmap_id}/table.xlsx",
    "GET /v1/scales",
    "GET /v1/scales/{scale}",
    "GET /v1/sheets",
    "POST /v1/sheets",
    "DELETE /v1/sheets/{assessment_id}",
    "POST /v1/sheets/{assessment_id}/attachment",
    "POST /v1/sheets/{assessment_id}/code",
    "GET /v1/standards",
    "GET /v1/standards/{standard}",
    "GET /v1/trades",
    "GET /v1/trades/{trade}",
    "GET /v1/typical-firms",
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
            content = operation["requestBody"]["content"]
            is_file = content.keys() == {kind.value for kind in FileKind}
            assert is_file or content["application/json"]["examples"]
            assert {"400", "413", "415"} <= operation["responses"].keys()
    assert len(ids) == len(PATHS)


def test_every_route_is_in_the_document_or_outside_v1(app: Flask) -> None:
    documented = set(document(app)["paths"])
    of_programs = [
        rule for rule in app.url_map.iter_rules() if not rule.endpoint.startswith("pages.")
    ]
    routes = {re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule) for rule in of_programs}
    outside = {
        "/v1", "/docs", "/docs/openapi.json", "/health/live", "/health/ready",
        "/login", "/login/return", "/logout",
    }  # fmt: skip
    assert routes == documented | outside
    pages = [rule for rule in app.url_map.iter_rules() if rule not in of_programs]
    assert pages and not any(rule.rule.startswith(("/v1", "/health", "/docs")) for rule in pages)


def test_every_fault_and_problem_is_on_the_errors_page() -> None:
    page = (ROOT / "api_spec" / "errors.md").read_text(encoding="utf-8")
    assert page == errors_page(), "run: .venv/bin/python -m tests.contract.errors_page"


def test_fault_messages_have_the_same_places_in_both_languages() -> None:
    for code, text in FAULTS.items():
        places = [set(re.findall(r"{(\w+)", text.say(language))) for language in Language]
        assert places[0] == places[1], code


def test_problem_statuses_match_their_kind() -> None:
    assert {kind.status for kind in problem_kinds.KINDS.values()} == {
        400, 401, 403, 404, 405, 409, 412, 413, 414, 415, 417, 422, 428, 429, 431, 500, 501, 503
    }  # fmt: skip


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_every_example_runs_and_every_answer_looks_as_declared(app: Flask, language: str) -> None:
    story = Story(app, language)
    tell(story)
    assert story.seen == {(path, method) for path, method, _ in operations(story.spec)}


class ConditionsStory(Story):
    """Sends conditions that nothing meets with every change that declares none."""

    def send(self, method: str, path: str, **more: Any) -> Any:
        """Send one request; it is answered as if it had no conditions."""
        parts = self.spec["paths"][path][method].get("parameters", [])
        if method != "get" and "If-Match" not in {part["name"] for part in parts}:
            conditions = {"If-Match": '"v99"', "If-None-Match": "*"}
            more["headers"] = conditions | more.get("headers", {})
        return super().send(method, path, **more)


def test_a_change_that_is_done_is_answered_whatever_conditions_are_sent(app: Flask) -> None:
    tell(ConditionsStory(app, "en"))


def test_a_change_declares_no_condition_that_it_does_not_check_before(app: Flask) -> None:
    for path, method, operation in operations(document(app)):
        if method != "get":
            headers = {part["name"]: part for part in operation["parameters"]}
            assert "304" not in operation["responses"], (method, path)
            assert "If-None-Match" not in headers, (method, path)
            needs = "If-Match" in headers and headers["If-Match"]["required"]
            assert needs == ("412" in operation["responses"]), (method, path)


def test_the_document_is_openapi_3_1(app: Flask) -> None:
    spec = json.loads(as_text(document(app)))
    assert spec["openapi"] == "3.1.0"
    assert {tag["name"] for tag in spec["tags"]} >= {"diagnoses", "questionnaires", "standards"}


def test_the_document_tells_of_no_option_that_is_gone(app: Flask) -> None:
    """`exact` was an option of the earlier planner."""
    description = document(app)["info"]["description"]
    assert "`cut_short: true`" in description and "exact`" not in description

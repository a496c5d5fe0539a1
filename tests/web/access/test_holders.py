"""Whoever holds a resume code at each operation: its own sheet, and what is somebody else's."""

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import pytest

from diagnosis.content.versions import Versions
from diagnosis.services.ports.scope import AccessRole
from diagnosis.web.access.policy import POLICIES
from diagnosis.web.openapi.document import document
from tests.builders import an_example
from tests.contract.spec import hold_to_document, operations
from tests.evidence_files import AN_UPLOAD
from tests.fuzz.valid_requests import OF_SUBMITTED
from tests.web.access.tenants import GRANTER, KEYS, STRANGER, Tenants, fill
from tests.web.service import a_service, an_app

NOWHERE = "01a20786-0000-7000-8000-000000000000"
OF_DRAFTS = (
    *("change_assessment", "upgrade_assessment", "submit_assessment", "list_sheets"),
    *("create_section_link", "revoke_section_link", "list_section_links"),
    "revoke_result_link",
)
SECTION = {"section": "orders", "respondent": "会计"}


@dataclass(frozen=True)
class Sheet:
    """A nameless sheet: its code, and ids by their names in addresses."""

    code: str
    ids: dict[str, str]


@pytest.fixture(scope="module")
def tenants(versions: Versions, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tenants]:
    """Yield an application with rows of several organisations."""
    service = a_service(versions, tmp_path_factory.mktemp("holders"))
    yield fill(an_app(service))
    service.store.engine.dispose()


@pytest.fixture(scope="module")
def submitted(tenants: Tenants) -> Sheet:
    """Return a nameless sheet with a diagnosis and plans."""
    return opened(tenants, is_submitted=True)


def asked(tenants: Tenants, code: str | None, method: str, path: str, **more: Any) -> Any:
    """Return the answer to a request with a code and no key."""
    headers = dict(more.pop("headers", {})) | ({"Resume-Code": code} if code else {})
    return tenants.ask(method, path, None, headers=headers, **more)


def opened(tenants: Tenants, *, is_submitted: bool = False) -> Sheet:
    sheet = an_example("dongguan-mould-shop")
    for name in ("name", "credit_code", "site"):
        sheet["enterprise"].pop(name, None)
    sheet.pop("accept_incomplete", None)
    answer = asked(tenants, None, "post", "/v1/sheets", json=sheet)
    assert answer.status_code == 201, answer.text
    draft = answer.json["assessment"]
    code, ids = answer.json["code"], {"assessment_id": draft["id"]}
    ids["enterprise_id"] = draft["enterprise_id"]
    place = f"/v1/assessments/{draft['id']}/links"
    link = asked(tenants, code, "post", place, json=SECTION)
    assert link.status_code == 201, link.text
    ids["link_id"] = link.json["id"]
    place = f"/v1/assessments/{draft['id']}/result-links"
    shows = asked(tenants, code, "post", place, json={"recipient": "bank"})
    assert shows.status_code == 201, shows.text
    ids["result_link_id"] = shows.json["id"]
    place = f"/v1/assessments/{draft['id']}/reports"
    report = asked(tenants, code, "post", place, json={})
    assert report.status_code == 201, report.text
    ids |= {"report_id": report.json["id"], "file_format": "pdf"}
    place = f"/v1/assessments/{draft['id']}/evidence"
    file = asked(tenants, code, "post", place, **AN_UPLOAD)
    assert file.status_code == 201, file.text
    ids["evidence_id"] = file.json["id"]
    if is_submitted:
        path, any_version = f"/v1/assessments/{draft['id']}", {"If-Match": "*"}
        made = asked(tenants, code, "post", f"{path}/submit", headers=any_version)
        assert made.status_code == 201, made.text
        ids["diagnosis_id"] = made.json["id"]
        plans = [
            asked(tenants, code, "post", f"{path}/roadmaps", json={"budget_wan": budget}).json
            for budget in (40, 60)
        ]
        ids |= {"roadmap_id": plans[0]["id"], "other_roadmap": plans[1]["id"]}
        ids["package"] = plans[0]["phases"][0]["packages"][0]["id"]
    return Sheet(code, ids)


def sent(
    tenants: Tenants, code: str, path: str, method: str, operation: Any, ids: dict[str, str]
) -> Any:
    """Return the answer to the example of an operation on rows of some ids."""
    varying = re.findall(r"{(\w+)}", path)
    names = dict.fromkeys(varying, NOWHERE) | {"project": "pkg-work-reporting"} | ids
    if operation["operationId"] in ("add_evidence", "add_visit_evidence"):
        return asked(tenants, code, method, path.format(**names), **AN_UPLOAD)
    media = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    (body,) = [each["value"] for each in media.get("examples", {}).values()][:1] or [None]
    body = deepcopy(body)
    if operation["operationId"] == "change_assessment":
        body = {"answers": {"ai-plan": 0.5}}
    if operation["operationId"] == "create_section_link":
        body = SECTION
    query = (
        {"with": ids.get("other_roadmap", NOWHERE)}
        if operation["operationId"] == "compare_roadmaps"
        else {}
    )
    return asked(
        tenants, code, method, path.format(**names), json=body, query_string=query,
        headers={"If-Match": "*"} if method != "get" else {},
    )  # fmt: skip


def protected(tenants: Tenants) -> Iterator[tuple[str, str, Any]]:
    for path, method, operation in operations(document(tenants.app)):
        if POLICIES[operation["operationId"]].roles:
            yield path, method, operation


def test_its_own_sheet(tenants: Tenants, submitted: Sheet) -> None:
    checked = 0
    for path, method, operation in protected(tenants):
        name = operation["operationId"]
        policy = POLICIES[name]
        if policy.changes_hands:
            continue
        sheet = submitted
        if name in OF_DRAFTS or (method == "delete") or name == "renew_code":
            sheet = opened(tenants)
        answer = sent(tenants, sheet.code, path, method, operation, sheet.ids)
        if AccessRole.HOLDER in policy.roles:
            assert answer.status_code in (200, 201, 204), (path, method, answer.text)
            checked += 1
        else:
            expected = (409, "attach-first") if policy.shared else (403, "not-allowed")
            told = answer.json["type"].rpartition(":")[2]
            assert (answer.status_code, told) == expected, (path, method, answer.text)
        hold_to_document(tenants.app, answer, path, method)
    assert checked > 18


@pytest.mark.parametrize("whose", ["local", GRANTER, STRANGER, "another code"])
def test_what_is_somebody_elses_is_not_there(
    tenants: Tenants, submitted: Sheet, whose: str
) -> None:
    checked, code = 0, opened(tenants).code
    for path, method, operation in protected(tenants):
        policy = POLICIES[operation["operationId"]]
        if AccessRole.HOLDER not in policy.roles or "_id}" not in path:
            continue
        if whose == "another code":
            ids = dict(submitted.ids)
        else:
            ids = dict(tenants.rows[whose])
            if path.endswith(OF_SUBMITTED):
                ids["assessment_id"] = ids["submitted"]
        answer = sent(tenants, code, path, method, operation, ids)
        assert answer.status_code == 404, (path, method, answer.text)
        hold_to_document(tenants.app, answer, path, method)
        checked += 1
    assert checked > 15


@pytest.mark.parametrize("role", list(KEYS))
def test_no_key_finds_a_nameless_sheet(
    tenants: Tenants, submitted: Sheet, role: AccessRole
) -> None:
    for path in (
        "/v1/enterprises/{enterprise_id}", "/v1/assessments/{assessment_id}",
        "/v1/diagnoses/{diagnosis_id}", "/v1/roadmaps/{roadmap_id}",
    ):  # fmt: skip
        answer = tenants.ask("get", path.format(**submitted.ids), KEYS[role])
        assert answer.status_code == (403 if role is AccessRole.ADMIN else 404)
    if role is not AccessRole.ADMIN:
        for name in ("enterprises", "assessments", "diagnoses", "roadmaps", "changes"):
            listed = tenants.ask("get", f"/v1/{name}?limit=200", KEYS[role]).text
            assert not any(each in listed for each in submitted.ids.values() if "-" in each[:9])


def test_its_lists_hold_its_own_plans_alone(tenants: Tenants, submitted: Sheet) -> None:
    items = asked(tenants, submitted.code, "get", "/v1/roadmaps?limit=200").json["items"]
    assert {submitted.ids["roadmap_id"], submitted.ids["other_roadmap"]} <= {
        item["id"] for item in items
    }
    assert {item["enterprise_id"] for item in items} == {submitted.ids["enterprise_id"]}
    assert asked(tenants, opened(tenants).code, "get", "/v1/roadmaps").json["items"] == []

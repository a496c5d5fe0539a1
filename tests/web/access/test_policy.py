"""Each role at each operation, on rows of its own, granted and foreign ones."""

import re
from collections.abc import Iterator
from copy import deepcopy
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from diagnosis.content.versions import Versions
from diagnosis.services.ports.scope import KEY_ROLES, AccessRole, KeyScope
from diagnosis.web.access.page_policies import PAGE_POLICIES
from diagnosis.web.access.policy import (
    CODE_SCHEME,
    OPENS,
    POLICIES,
    PUBLIC,
    SCHEMES,
    VISITS,
    ways_of,
)
from diagnosis.web.openapi.document import document
from tests.contract.spec import hold_to_document, operations
from tests.evidence_files import AN_UPLOAD
from tests.fuzz.valid_requests import OF_SUBMITTED
from tests.keys import add_key, key_named
from tests.web.access.tenants import (
    GRANTER,
    KEYS,
    OWNER_OF,
    STRANGER,
    VISITORS_KEY,
    Tenants,
    fill,
)
from tests.web.service import a_service, an_app

CATALOGUE = {
    "case": "case-x", "form": "full", "instrument": "sup-x", "measure": "mea-x", "model": "m-x",
    "package": "pkg-work-reporting", "project": "pkg-work-reporting", "scale": "scl-x",
    "standard": "gbt-39116-2020", "trade": "trade-moulds",
}  # fmt: skip
NEVER_GRANTED = ("chain_id", "park_id", "key_id", "grant_id", "visit_id")
"""What a grant of a firm opens nothing of."""
ROLES = KEY_ROLES
"""Roles of keys; `test_holders` tries that of a code."""
NUMBERS = count()


@pytest.fixture(scope="module")
def tenants(versions: Versions, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tenants]:
    """Yield an application with rows of several organisations."""
    service = a_service(versions, tmp_path_factory.mktemp("tenants"))
    yield fill(an_app(service))
    service.store.engine.dispose()


def protected(tenants: Tenants) -> Iterator[tuple[str, str, Any]]:
    """Yield path, method and operation of each that asks for a key."""
    for path, method, operation in operations(document(tenants.app)):
        policy = POLICIES[operation["operationId"]]
        if not policy.is_public and not policy.by_body:
            yield path, method, operation


def sent(
    tenants: Tenants,
    key: str | None,
    path: str,
    method: str,
    operation: Any,
    ids: Any,
    whose: str = "",
) -> Any:
    """Return the answer to the example of an operation on rows of some ids.

    A nameless sheet that changes hands is that of the code, unless ids are somebody's.
    """
    names = CATALOGUE | dict(ids)
    headers = {"If-Match": "*"} if method != "get" else {}
    if POLICIES[operation["operationId"]].changes_hands:
        code, nameless = tenants.nameless()
        headers["Resume-Code"] = code
        names["assessment_id"] = names["assessment_id"] if whose else nameless
    if path.endswith(OF_SUBMITTED):
        names["assessment_id"] = ids.get("submitted", "")
    if operation["operationId"] in ("add_evidence", "add_visit_evidence"):
        return tenants.ask(method, path.format(**names), key, headers=headers, **AN_UPLOAD)
    media = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    (body,) = [each["value"] for each in media.get("examples", {}).values()][:1] or [None]
    body = deepcopy(body)
    number = next(NUMBERS)
    if path.startswith(("/v1/chains", "/v1/parks")) and body is not None:
        body = body | {"name": f"name {number}"}
    if path == "/v1/keys" and key == KEYS[AccessRole.ADMIN] and body is not None:
        body = body | {"organisation": f"firm-{number}", "role": "enterprise"}
    if path.endswith("/attachment") and body is not None:
        body = body | {"site": f"site {number}"}
    if path == "/v1/enterprises" and body is not None:
        body = body | {"site": f"site {number}"}
    if path.endswith("/progress") and body is not None:
        body["projects"][0]["project"] = ids["package"]
    query = {"with": ids["other_roadmap"]} if (path, method) == (
        "/v1/roadmaps/{roadmap_id}/compare", "get"
    ) else {}  # fmt: skip
    return tenants.ask(
        method, path.format(**names), key, json=body, query_string=query,
        headers=headers,
    )  # fmt: skip


def test_every_route_has_a_policy_and_every_policy_a_route(app: Flask) -> None:
    ids = {str(rule.endpoint).rpartition(".")[2] for rule in app.url_map.iter_rules()}
    assert ids == set(POLICIES) | set(PAGE_POLICIES)
    assert not set(POLICIES) & set(PAGE_POLICIES)


def test_the_document_says_of_each_operation_who_may(app: Flask) -> None:
    spec = document(app)
    assert spec["security"] == [{scheme: []} for scheme in SCHEMES]
    for path, _, operation in operations(spec):
        policy = POLICIES[operation["operationId"]]
        need = "" if policy.scope is None else f":{policy.scope}"
        expected = [
            {scheme: [f"{role}{need}"]} for role in policy.roles for scheme in ways_of(role)
        ]
        if policy.changes_hands:
            expected = [each | {CODE_SCHEME: ["holder:write"]} for each in expected]
        assert operation["security"] == expected, path
        refusals = {"401", "403"} & operation["responses"].keys()
        assert refusals == (set() if policy.is_public else {"401", "403"}), path


def test_what_keeps_or_shows_rows_is_not_public(app: Flask) -> None:
    for path, method, operation in operations(document(app)):
        policy = POLICIES[operation["operationId"]]
        assert (policy is OPENS) is ((path, method) == ("/v1/sheets", "post"))
        is_public = policy is PUBLIC
        assert not (is_public and re.search(r"_id}", path)), path
        if is_public and method != "get":
            keeps_nothing = r"/(preview|counterfactuals|next-question|inferences|report-checks)$"
            assert re.search(keeps_nothing, path), path


def test_what_is_public_asks_nobody(tenants: Tenants) -> None:
    for path in ("/", "/docs", "/docs/openapi.json", "/health/live", "/health/ready"):
        assert tenants.ask("get", path, None).status_code == 200
    for path, method, operation in operations(document(tenants.app)):
        if POLICIES[operation["operationId"]].is_public:
            for key in (None, "dk_nobody", KEYS[AccessRole.ADMIN]):
                answer = sent(tenants, key, path, method, operation, {})
                assert answer.status_code in (200, 201, 301, 404, 409), (path, key, answer.text)
                assert "WWW-Authenticate" not in answer.headers


def test_whoever_says_nothing_is_asked_for_a_key(tenants: Tenants) -> None:
    for path, method, operation in protected(tenants):
        answer = sent(tenants, None, path, method, operation, tenants.rows["local"])
        assert answer.status_code == 401, path
        assert answer.headers["WWW-Authenticate"] == 'Bearer realm="diagnosis"'
        hold_to_document(tenants.app, answer, path, method)


@pytest.mark.parametrize("role", ROLES)
def test_rows_of_its_own(tenants: Tenants, role: AccessRole) -> None:
    owner, checked = OWNER_OF[role], 0
    for path, method, operation in protected(tenants):
        policy = POLICIES[operation["operationId"]]
        ids = dict(tenants.rows.get(owner, tenants.rows["local"]))
        if role not in policy.roles:
            expected = {403}
        else:
            expected = {200, 201, 204}
            if policy.scope is not KeyScope.READ:
                ids |= tenants.fresh(owner)
            if role is AccessRole.CONSULTANT and policy is VISITS:
                ids |= tenants.visits(owner)
                ids["diagnosis_id"] = tenants.rows[GRANTER]["diagnosis_id"]
                if path.endswith("/replies"):
                    tenants.sign_and_object(ids["visit_id"], GRANTER)
            if "{evidence_id}" in path:
                at_visit = ids["visit_id"] if "{visit_id}" in path else None
                ids["evidence_id"] = tenants.filed(owner, ids["assessment_id"], at_visit)
            if operation["operationId"] == "object_to_visit":
                # The diagnosis of before may be withdrawn by now.
                about = tenants.diagnosed(owner)["diagnosis_id"]
                ids["visit_id"] = tenants.visited(about, VISITORS_KEY)
                tenants.sign(ids["visit_id"], VISITORS_KEY)
        answer = sent(tenants, KEYS[role], path, method, operation, ids)
        assert answer.status_code in expected, (path, method, answer.text)
        hold_to_document(tenants.app, answer, path, method)
        checked += 1
    assert checked > 45


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("whose", [GRANTER, STRANGER])
def test_rows_of_others(tenants: Tenants, role: AccessRole, whose: str) -> None:
    may_read = whose == GRANTER and role in (AccessRole.CONSULTANT, AccessRole.PORTAL)
    ids, checked = tenants.rows[whose], 0
    for path, method, operation in protected(tenants):
        policy = POLICIES[operation["operationId"]]
        varying = re.findall(r"{(\w+_id)}", path)
        if not varying:
            continue
        expected = 404
        if role not in policy.roles:
            expected = 403
        elif role is AccessRole.ADMIN:
            expected = 403 if path.endswith("/rotation") else 200
            ids = tenants.fresh(whose)
        elif may_read and varying[0] not in NEVER_GRANTED:
            expected = 200 if policy.scope is KeyScope.READ else 403
            expected = 201 if policy is VISITS else expected
        if policy.changes_hands and role in policy.roles:
            expected = 404
        answer = sent(tenants, KEYS[role], path, method, operation, ids, whose)
        assert answer.status_code == expected, (path, method, answer.text)
        if expected == 403:
            is_granted = may_read and role in policy.roles
            why = "granted-to-read" if is_granted else "not-allowed"
            assert answer.json["type"].endswith(why), (path, method, answer.text)
        hold_to_document(tenants.app, answer, path, method)
        checked += 1
    assert checked > 25


@pytest.mark.parametrize("role", [role for role in ROLES if role is not AccessRole.ADMIN])
def test_lists_and_the_feed_hold_what_may_be_seen(tenants: Tenants, role: AccessRole) -> None:
    may_read = role in (AccessRole.CONSULTANT, AccessRole.PORTAL)
    for path, name in (
        ("diagnoses", "diagnosis_id"), ("roadmaps", "roadmap_id"),
        ("enterprises", "firm_of_diagnosis"), ("assessments", "submitted"),
        ("chains", "chain_id"), ("parks", "park_id"), ("visits", "visit_id"),
    ):  # fmt: skip
        answer = tenants.ask("get", f"/v1/{path}?limit=200", KEYS[role])
        seen = {item["id"] for item in answer.json["items"]}
        for owner, ids in tenants.rows.items():
            is_granted = owner == GRANTER and may_read and name not in NEVER_GRANTED
            assert (ids[name] in seen) is (owner == OWNER_OF[role] or is_granted), (path, owner)
    feed = tenants.ask("get", "/v1/changes?limit=200", KEYS[role]).text
    for owner, ids in tenants.rows.items():
        is_granted = owner == GRANTER and may_read
        is_seen = owner == OWNER_OF[role] or is_granted
        assert (ids["firm_of_diagnosis"] in feed) is is_seen, owner


@pytest.mark.parametrize("scope", [KeyScope.READ, KeyScope.WRITE, KeyScope.KEYS])
def test_a_key_with_scopes_may_no_more(tenants: Tenants, scope: KeyScope) -> None:
    key = key_named(f"scopedto{scope.value[:4]:a<4}")
    store = tenants.app.extensions["diagnosis"].store
    add_key(store, key, organisation=STRANGER, scopes=(scope,))
    for path, method, operation in protected(tenants):
        policy = POLICIES[operation["operationId"]]
        may = policy.scope in (scope, None) and AccessRole.ENTERPRISE in policy.roles
        answer = sent(tenants, key, path, method, operation, tenants.rows["local"])
        assert (answer.status_code == 403) is not may, (path, method, answer.text)


def test_the_change_names_its_actor(tenants: Tenants, tmp_path: Path) -> None:
    role = AccessRole.CONSULTANT
    feed: dict[str, Any] = {"after": 0, "more": True}
    while feed["more"]:
        path = f"/v1/changes?limit=200&after={feed['after']}"
        feed = tenants.ask("get", path, KEYS[role]).json
    before = feed["after"]
    tenants.ask("post", "/v1/chains", KEYS[role], json={"name": "named by its actor"})
    (item,) = tenants.ask("get", f"/v1/changes?after={before}", KEYS[role]).json["items"]
    assert (item["kind"], item["actor"]) == ("chain-registered", "a consultant")


@pytest.mark.parametrize("role", [AccessRole.CONSULTANT, AccessRole.PORTAL])
def test_each_operation_that_reads_a_granted_firm_is_entered(
    tenants: Tenants, role: AccessRole
) -> None:
    firm, ids = tenants.rows[GRANTER]["firm_of_diagnosis"], tenants.rows[GRANTER]
    key_id = tenants.app.extensions["diagnosis"].store.key_of(KEYS[role][3:15]).id
    entered = 0
    for path, method, operation in protected(tenants):
        name = operation["operationId"]
        policy = POLICIES[name]
        if role not in policy.roles or policy.scope is not KeyScope.READ or "_id}" not in path:
            continue
        if any(each in path for each in NEVER_GRANTED):
            continue
        assert sent(tenants, KEYS[role], path, method, operation, ids).status_code == 200
        (last,) = tenants.ask("get", "/v1/audit?limit=1", KEYS[AccessRole.ADMIN]).json["items"]
        assert (last["kind"], last["operation"]) == ("firm-read", name)
        assert (last["enterprise_id"], last["about"]) == (firm, GRANTER)
        assert (last["role"], last["key_id"]) == (str(role), key_id)
        entered += 1
    assert entered > 10

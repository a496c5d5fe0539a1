"""Who did what is read by an admin, and by a firm what is about it; no entry holds a value."""

from collections.abc import Iterator
from typing import Any

import pytest

from diagnosis.content.versions import Versions
from diagnosis.services.ports.scope import AccessRole
from tests.web.access.tenants import GRANTER, KEYS, STRANGER, Tenants, fill
from tests.web.service import a_service, an_app

ADMIN = KEYS[AccessRole.ADMIN]
ENTERPRISE = KEYS[AccessRole.ENTERPRISE]


@pytest.fixture(scope="module")
def tenants(versions: Versions, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tenants]:
    """Yield an application with rows of several organisations."""
    service = a_service(versions, tmp_path_factory.mktemp("tenants"))
    yield fill(an_app(service))
    service.store.engine.dispose()


def entries(tenants: Tenants, path: str = "/v1/audit", key: str = ADMIN, **query: Any) -> Any:
    """Return a page of the audit."""
    answer = tenants.ask("get", path, key, query_string=query)
    assert answer.status_code == 200, answer.text
    return answer.json["items"]


def test_what_is_refused_or_foreign_is_no_read(tenants: Tenants) -> None:
    before = entries(tenants, limit=1)[0]["number"]
    consultant = KEYS[AccessRole.CONSULTANT]
    foreign = tenants.rows[STRANGER]["firm_of_diagnosis"]
    granted = tenants.rows[GRANTER]["firm_of_diagnosis"]
    assert tenants.ask("get", f"/v1/enterprises/{foreign}", consultant).status_code == 404
    path = f"/v1/enterprises/{granted}"
    headers = {"If-Match": "*"}
    answer = tenants.ask("patch", path, consultant, json={"employees": 9}, headers=headers)
    assert answer.status_code == 403
    assert entries(tenants, limit=1)[0]["number"] == before


def test_a_firm_is_told_who_read_and_changed_it(tenants: Tenants) -> None:
    firm = tenants.diagnosed("local")["firm_of_diagnosis"]
    path, headers = f"/v1/enterprises/{firm}", {"If-Match": "*"}
    change = {"employees": 812, "name": "暗号企业"}
    answer = tenants.ask("patch", path, ENTERPRISE, json=change, headers=headers)
    assert answer.status_code == 200, answer.text
    told = entries(tenants, f"{path}/audit", ENTERPRISE)
    assert {entry["enterprise_id"] for entry in told} == {firm}
    assert told[0]["kind"] == "enterprise-changed"
    assert told[0]["changed_fields"] == ["employees", "name"]
    assert told[0]["operation"] == "change_enterprise"
    (grant,) = entries(tenants, f"{path}/audit", ENTERPRISE, kind="grant-given", limit=1)
    assert grant["enterprise_id"] == firm != grant["subject_id"]
    assert "暗号" not in tenants.ask("get", "/v1/audit?limit=200", ADMIN).text
    foreign = tenants.rows[STRANGER]["firm_of_diagnosis"]
    for other in (foreign, tenants.rows[GRANTER]["firm_of_diagnosis"]):
        answer = tenants.ask("get", f"/v1/enterprises/{other}/audit", ENTERPRISE)
        assert answer.status_code == 404


def test_an_admin_filters_and_pages(tenants: Tenants) -> None:
    whole: list[Any] = []
    query = "limit=7&organisation=office"
    while True:
        page = tenants.ask("get", f"/v1/audit?{query}", ADMIN).json
        whole += page["items"]
        if page["next"] is None:
            break
        query = page["next"].partition("?")[2]
    numbers = [entry["number"] for entry in whole]
    assert numbers == sorted(numbers, reverse=True) and len(set(numbers)) == len(numbers) > 7
    assert {entry["organisation"] for entry in whole} == {"office"}
    some = whole[0]
    same = entries(tenants, subject_id=some["subject_id"], key_id=some["key_id"])
    assert {entry["subject_id"] for entry in same} == {some["subject_id"]}
    assert entries(tenants, noted_after="2099-01-01") == []
    assert tenants.ask("get", "/v1/audit?cursor=x", ADMIN).status_code == 422


def test_what_a_key_may_not_is_entered_as_refused(tenants: Tenants) -> None:
    answer = tenants.ask("get", "/v1/enterprises", ADMIN)
    assert answer.status_code == 403
    last = entries(tenants, limit=1)[0]
    assert (last["kind"], last["outcome"]) == ("access-refused", "refused")
    assert (last["operation"], last["role"]) == ("list_enterprises", "admin")
    assert last["subject_id"] == last["key_id"] and last["enterprise_id"] is None


def test_acts_on_keys_are_entered(tenants: Tenants) -> None:
    key = tenants.made("local", "/v1/keys", {"actor": "口令人"}, ENTERPRISE)
    for act in ("rotation", "revocation"):
        tenants.ask("post", f"/v1/keys/{key['id']}/{act}", ENTERPRISE, json={})
    told = entries(tenants, subject_id=key["id"])
    assert [entry["kind"] for entry in told] == ["key-revoked", "key-ended", "key-issued"]
    assert [entry["operation"] for entry in told] == ["revoke_key", "rotate_key", "create_key"]
    assert {entry["about"] for entry in told} == {"local"}
    assert "口令人" not in str(told) and key["key"] not in str(told)

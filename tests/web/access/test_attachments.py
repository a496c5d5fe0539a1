"""A nameless sheet is attached to an organisation: all of it, once, and to the right firm."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from diagnosis.bootstrap import Container
from diagnosis.storage.audit.audit_tables import tables_of_owners
from tests.builders import an_example
from tests.keys import KEY, bearer
from tests.web.access.nameless import FULL, NAMELESS, Holder, filled, problem_of

WHO = {"name": "示例模具有限公司", "credit_code": "91441900EXAMPLE11Y"}


def attach(holder: Holder, who: Any = WHO, key: str = KEY, code: str | None = None) -> Any:
    return holder.ask("POST", f"{holder.sheet}/attachment", code, json=who, headers=bearer(key))


def read(holder: Holder, path: str) -> Any:
    """Return what the organisation reads."""
    answer: Any = holder.client.get(path, headers=bearer(KEY))
    assert answer.status_code == 200, answer.text
    return answer.json


def owners(app: Flask) -> set[str]:
    """Return all owners of rows, in every table."""
    service: Container = app.extensions["diagnosis"]
    with service.store.engine.connect() as connection:
        return {
            owner
            for table in tables_of_owners()
            for owner in connection.execute(select(table.c.owner_id)).scalars()
        }


def test_a_submitted_sheet_becomes_a_firm_of_the_organisation(app: Flask) -> None:
    holder = filled(app)
    before = read(holder, "/v1/changes?limit=200")["after"]
    found = holder.found()
    answer = attach(holder)
    assert answer.status_code == 200, answer.text
    assert WHO.items() <= answer.json["sheet"]["enterprise"].items()
    assert holder.ask("GET", "/v1/sheets").status_code == 401
    assert owners(app) == {"local"}
    firm = read(holder, f"/v1/enterprises/{found['enterprise_id']}")
    assert WHO.items() <= firm.items() and firm["version"] == 2
    diagnosis = read(holder, f"/v1/diagnoses/{found['diagnosis_id']}")
    assert WHO.items() <= diagnosis["enterprise"].items()
    (row,) = read(holder, f"/v1/diagnoses?credit_code={WHO['credit_code']}")["items"]
    assert (row["id"], row["standing"]) == (found["diagnosis_id"], "current")
    assert len(read(holder, "/v1/roadmaps")["items"]) >= 1
    kinds = [
        item["kind"] for item in read(holder, f"/v1/changes?limit=200&after={before}")["items"]
    ]
    assert kinds[:2] == ["enterprise-registered", "assessment-begun"]
    assert kinds[-1] == "enterprise-changed" and "diagnosis-stored" in kinds


def test_a_draft_goes_on_under_its_name(app: Flask) -> None:
    holder = Holder(app)
    assert attach(holder).status_code == 200
    change = {"answers": {"ai-plan": 1}, "enterprise": {"name": "示例模具东莞有限公司"}}
    headers = bearer(KEY) | {"If-Match": "*"}
    saved: Any = holder.client.patch(holder.place, json=change, headers=headers)
    assert saved.status_code == 200, saved.text
    assert saved.json["sheet"]["enterprise"]["name"] == "示例模具东莞有限公司"
    made = holder.client.post(
        f"{holder.place}/submit", json={"accept_incomplete": True}, headers=headers
    )
    assert made.status_code == 201, made.text


def test_a_known_firm_gets_a_further_sheet(app: Flask) -> None:
    client = app.test_client()
    sheet = an_example("dongguan-mould-shop")
    sheet["enterprise"] |= WHO | {"employees": 60}
    sheet["period"] = 2025
    earlier: Any = client.post("/v1/diagnoses", json=sheet).json
    later = Holder(app, FULL | {"period": 2026})
    change = {"enterprise": {"employees": 99}}
    assert later.ask("PATCH", later.place, json=change).status_code == 200
    made = later.ask("POST", f"{later.place}/submit").json
    who = WHO | {"name": f" {WHO['name']} ", "site": sheet["enterprise"].get("site")}
    attached = attach(later, {name: value for name, value in who.items() if value})
    assert attached.status_code == 200, attached.text
    assert attached.json["enterprise_id"] == earlier["enterprise_id"]
    firm = read(later, f"/v1/enterprises/{earlier['enterprise_id']}")
    assert firm["employees"] == 99
    assert len(read(later, "/v1/enterprises")["items"]) == 1
    standing = {item["id"]: item["standing"] for item in read(later, "/v1/diagnoses")["items"]}
    assert standing == {earlier["id"]: "superseded", made["id"]: "current"}
    assert owners(app) == {"local"}


def test_another_firm_under_the_code_is_said_and_nothing_changes(app: Flask) -> None:
    known: Any = app.test_client().post("/v1/enterprises", json=WHO).json
    holder = filled(app)
    answer = attach(holder, WHO | {"name": "另一家有限公司"})
    assert problem_of(answer) == (409, "other-firm")
    assert answer.headers["Location"] == f"/v1/enterprises/{known['id']}"
    assert holder.found()["state"] == "submitted"
    assert len(owners(app)) == 2
    assert attach(holder).json["enterprise_id"] == known["id"]


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        ({}, {("/name", "missing-field"), ("/credit_code", "missing-field")}),
        (WHO | {"employees": 3}, {("/employees", "unknown-field")}),
        (WHO | {"name": " "}, {("/name", "missing-field")}),
        ([], {("", "wrong-type")}),
    ],
)
def test_who_it_is_has_to_be_said(app: Flask, body: Any, faults: set[tuple[str, str]]) -> None:
    holder = Holder(app)
    answer = attach(holder, body)
    assert answer.status_code == 422
    assert {(each["pointer"], each["code"]) for each in answer.json["errors"]} == faults
    assert holder.found()["state"] == "draft"


def test_both_a_key_and_the_code_are_needed(app: Flask) -> None:
    holder, other = Holder(app), Holder(app, NAMELESS)
    path = f"{holder.sheet}/attachment"
    assert problem_of(holder.ask("POST", path, json=WHO)) == (401, "key-needed")
    keyed = holder.client.post(path, json=WHO, headers=bearer(KEY))
    assert problem_of(keyed) == (401, "code-needed")
    assert attach(holder, code=other.code).status_code == 404
    assert attach(holder, code="22").status_code == 401
    assert attach(holder).status_code == 200
    assert attach(holder).status_code == 401


@pytest.mark.parametrize("condition", [{"If-Match": '"v99"'}, {"If-None-Match": "*"}])
def test_an_attachment_that_was_done_is_answered_so(app: Flask, condition: Any) -> None:
    holder = Holder(app)
    path, headers = f"{holder.sheet}/attachment", bearer(KEY) | {"Resume-Code": holder.code}
    answer: Any = holder.client.post(path, json=WHO, headers=headers | condition)
    assert answer.status_code == 200, answer.text
    assert WHO.items() <= answer.json["sheet"]["enterprise"].items()
    assert read(holder, holder.place)["state"] == "draft"


def test_what_is_shared_is_attached_first(app: Flask) -> None:
    holder = Holder(app)
    firm = holder.found()["enterprise_id"]
    grant = {"grantee": "office", "role": "consultant", "purpose": "现场诊断"}
    consent = {"use": "statistics", "consent": "given", "text_version": 1}
    for name, body in (("grants", grant), ("consents", consent)):
        path = f"/v1/enterprises/{firm}/{name}"
        assert problem_of(holder.ask("POST", path, json=body)) == (409, "attach-first")
    attach(holder)
    answer = holder.client.post(path, json=body, headers=bearer(KEY))
    assert answer.status_code == 201, answer.text

"""`/v1/sheets`: opened by anybody, found by the code alone, gone when the holder says so."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from diagnosis.bootstrap import Container
from diagnosis.services.intake.nameless import expire_codes
from diagnosis.storage.audit.audit_tables import tables_of_owners
from diagnosis.web.app import create_app
from tests.keys import KEY, bearer
from tests.web.access.nameless import FULL, NAMELESS, Holder, filled, problem_of


@pytest.fixture
def holder(app: Flask) -> Holder:
    """Return somebody with a draft."""
    return Holder(app)


def test_a_sheet_is_opened_filled_and_submitted_without_a_name(app: Flask) -> None:
    holder = Holder(app, FULL)
    assert holder.place == f"/v1/assessments/{holder.opened['assessment']['id']}"
    assert holder.found() == {
        "id": holder.opened["assessment"]["id"],
        "enterprise_id": holder.opened["assessment"]["enterprise_id"],
        "state": "draft", "form": FULL["form"] if "@" in FULL["form"] else holder.found()["form"],
        "diagnosis_id": None, "opened_on": "2026-11-23", "visited_on": "2026-11-23",
        "kept_until": "2027-02-21",
    }  # fmt: skip
    change = {"answers": {"ai-plan": 1}, "enterprise": {"employees": 77}}
    saved = holder.ask("PATCH", holder.place, json=change)
    assert saved.status_code == 200, saved.text
    assert saved.json["sheet"]["enterprise"]["employees"] == 77
    assert not {"name", "credit_code", "site"} & saved.json["sheet"]["enterprise"].keys()
    upgraded = holder.ask("POST", f"{holder.place}/upgrade", json={})
    assert upgraded.status_code == 200, upgraded.text
    made = holder.ask("POST", f"{holder.place}/submit")
    assert made.status_code == 201, made.text
    assert not {"name", "credit_code", "site"} & made.json["enterprise"].keys()
    firm = holder.ask("GET", f"/v1/enterprises/{made.json['enterprise_id']}").json
    assert (firm["name"], firm["credit_code"], firm["site"]) == (None, None, None)
    assert firm["employees"] == 77
    assert holder.found()["diagnosis_id"] == made.json["id"]
    assert holder.ask("GET", f"/v1/diagnoses/{made.json['id']}/summary").status_code == 200
    plan = holder.ask("POST", f"{holder.place}/roadmaps", json={"budget_wan": 50})
    assert plan.status_code == 201, plan.text
    for more in ("", "/table.csv", "/table.xlsx"):
        assert holder.ask("GET", f"/v1/roadmaps/{plan.json['id']}{more}").status_code == 200


@pytest.mark.parametrize("name", ["name", "credit_code", "site"])
def test_who_the_firm_is_is_not_taken(holder: Holder, name: str) -> None:
    facts = {"industry": "C3525", name: "91441900EXAMPLE11Y"}
    opening = holder.client.post("/v1/sheets", json={"form": "screening", "enterprise": facts})
    change = holder.ask("PATCH", holder.place, json={"enterprise": {name: "x"}})
    for answer in (opening, change):
        assert answer.status_code == 422
        shown: Any = answer.json
        assert [(fault["pointer"], fault["code"]) for fault in shown["errors"]] == [
            (f"/enterprise/{name}", "told-when-attached")
        ]


def test_faults_of_an_opening_point_into_it(holder: Holder) -> None:
    body = {"form": "none", "enterprise": {"name": "x", "industry": "Z"}, "from": "x"}
    answer: Any = holder.client.post("/v1/sheets", json=body)
    assert {(fault["pointer"], fault["code"]) for fault in answer.json["errors"]} >= {
        ("/from", "unknown-field"), ("/enterprise/name", "told-when-attached")
    }  # fmt: skip
    assert holder.client.post("/v1/sheets", json={}).status_code == 422
    assert holder.client.post("/v1/sheets", json=[]).status_code == 422


def test_a_code_is_taken_as_it_is_typed_and_a_slip_is_said(holder: Holder) -> None:
    typed = f"  {holder.code.replace('-', ' ').upper()}"
    assert holder.ask("GET", "/v1/sheets", typed).status_code == 200
    letters = holder.code
    slip = ("3" if letters[0] == "2" else "2") + letters[1:]
    for text in (slip, letters[:-1], letters + "2", "x"):
        answer = holder.ask("GET", "/v1/sheets", text)
        assert problem_of(answer) == (401, "mistyped-code")
        assert answer.headers["WWW-Authenticate"] == 'Bearer realm="diagnosis"'
    strange = Holder(holder.client.application).code
    holder.ask("DELETE", holder.sheet)
    assert problem_of(holder.ask("GET", "/v1/sheets")) == (401, "code-needed")
    assert holder.ask("GET", "/v1/sheets", strange).status_code == 200


def test_a_key_and_a_code_are_not_mixed(holder: Holder) -> None:
    answer = holder.ask("GET", holder.place, headers=bearer(KEY))
    assert answer.status_code == 422
    (fault,) = answer.json["errors"]
    assert (fault["pointer"], fault["code"]) == ("/Resume-Code", "told-twice-who")
    assert holder.client.get("/v1/sheets", headers=bearer(KEY)).status_code == 403
    assert problem_of(holder.client.get("/v1/sheets")) == (401, "code-needed")


def test_another_code_takes_the_place_of_the_old_one(holder: Holder) -> None:
    renewed = holder.ask("POST", f"{holder.sheet}/code")
    assert renewed.status_code == 201, renewed.text
    assert holder.ask("GET", "/v1/sheets").status_code == 401
    assert holder.ask("POST", f"{holder.sheet}/code").status_code == 401
    old, holder.code = holder.code, renewed.json["code"]
    assert old != holder.code and holder.found()["state"] == "draft"


def test_no_answer_but_the_first_has_the_code(holder: Holder) -> None:
    for path in ("/v1/sheets", holder.place):
        text = holder.ask("GET", path).text
        assert holder.code not in text and holder.code.replace("-", "") not in text


def rows_of_all(app: Flask) -> dict[str, list[str]]:
    """Return the owners of the rows of every table that goes with its owner."""
    service: Container = app.extensions["diagnosis"]
    with service.store.engine.connect() as connection:
        return {
            table.name: list(connection.execute(select(table.c.owner_id)).scalars())
            for table in tables_of_owners()
        }


def test_the_holder_deletes_every_row_at_once(app: Flask) -> None:
    holder, other = filled(app), filled(app)
    owner = f"code:{holder.opened['assessment']['id']}"
    before = rows_of_all(app)
    assert {name for name, owners in before.items() if owner in owners} == {
        "enterprise", "assessment", "diagnosis", "reading", "roadmap", "request_key", "change",
        "resume_code",
    }  # fmt: skip
    assert holder.ask("DELETE", other.sheet).status_code == 404
    assert holder.ask("DELETE", holder.sheet).status_code == 204
    after = rows_of_all(app)
    assert not any(owner in owners for owners in after.values())
    assert {name: [each for each in owners if each != owner] for name, owners in before.items()} \
        == after  # fmt: skip
    assert holder.ask("GET", "/v1/sheets").status_code == 401
    assert other.found()["state"] == "submitted"


def test_sheets_that_nobody_comes_to_are_deleted(app: Flask) -> None:
    service: Container = app.extensions["diagnosis"]
    left, visited = filled(app), filled(app)
    service.clock.now += timedelta(days=80)  # type: ignore[attr-defined]
    assert visited.found()["visited_on"] == "2027-02-11"
    assert visited.found()["kept_until"] == "2027-05-12"
    service.clock.now += timedelta(days=10)  # type: ignore[attr-defined]
    assert expire_codes(service.store, service.clock(), service.today(), 90) == 0
    service.clock.now += timedelta(days=1)  # type: ignore[attr-defined]
    assert expire_codes(service.store, service.clock(), service.today(), 90) == 1
    assert left.ask("GET", "/v1/sheets").status_code == 401
    owner = f"code:{left.opened['assessment']['id']}"
    assert not any(owner in owners for owners in rows_of_all(app).values())
    assert visited.found()["state"] == "submitted"


@pytest.fixture
def limited(app: Flask) -> Iterator[Flask]:
    """Yield an application from which an address opens two sheets an hour."""
    service: Container = app.extensions["diagnosis"]
    settings = replace(service.settings, sheets_per_address=2, requests_per_address=50)
    yield create_app(replace(service, settings=settings))


def test_an_address_opens_so_many_sheets_an_hour(limited: Flask) -> None:
    client = limited.test_client()
    bodies: tuple[Any, ...] = (NAMELESS, {"form": "none"}, NAMELESS, {"form": "none"}, NAMELESS)
    answers = [client.post("/v1/sheets", json=body) for body in bodies]
    assert [answer.status_code for answer in answers] == [201, 422, 201, 429, 429]
    assert problem_of(answers[-1]) == (429, "too-many-sheets")
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 3600
    elsewhere = {"REMOTE_ADDR": "10.1.1.1"}
    assert client.post("/v1/sheets", json=NAMELESS, environ_overrides=elsewhere).status_code == 201


def test_guesses_count_for_their_address(limited: Flask) -> None:
    client = limited.test_client()
    code = client.post("/v1/sheets", json=NAMELESS).json["code"]  # type: ignore[index]
    known = {"Resume-Code": code}
    assert client.get("/v1/sheets", headers=known).status_code == 200
    statuses = [
        client.get("/v1/sheets", headers={"Resume-Code": "2" * 27}).status_code for _ in range(50)
    ]
    assert statuses == [401] * 49 + [429]
    assert client.get("/v1/sheets", headers={"Resume-Code": "slip"}).status_code == 429
    assert client.get("/v1/sheets", headers=known).status_code == 200


def test_codes_count_each_for_itself(app: Flask) -> None:
    service: Container = app.extensions["diagnosis"]
    settings = replace(service.settings, requests_per_organisation=2, requests_per_address=0)
    few = create_app(replace(service, settings=settings))
    first, second = Holder(few), Holder(few)
    statuses = [
        each.ask("GET", "/v1/sheets").status_code for each in (first, first, first, second)
    ]
    assert statuses == [200, 200, 429, 200]

"""A firm is deleted for good: no table, no receipt, no answer and no backup has it any more."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from diagnosis.content.versions import Versions
from diagnosis.services.ports.scope import AccessRole
from diagnosis.storage.access_tables import change
from diagnosis.storage.database import Database
from diagnosis.storage.tables import metadata
from tests.builders import an_example
from tests.databases import migrated_database
from tests.evidence_files import AN_UPLOAD
from tests.keys import add_key, bearer
from tests.web.access.visiting import (
    ANY,
    FIRM,
    OFFICE,
    PORTAL,
    SECOND,
    STRANGER,
    Visiting,
    seen,
)
from tests.web.access.whole_firm import CODE, filled_firm
from tests.web.service import a_service, an_app

OTHER = STRANGER
KEEPS_IDS = {"audit_entry", "deleted_firm", "change"}
"""Tables that may name a firm that is gone."""


@pytest.fixture(params=["sqlite", "postgresql"])
def app(request: pytest.FixtureRequest, versions: Versions, tmp_path: Path) -> Iterator[Flask]:
    """Yield the application over either database."""
    url = None
    if request.param == "postgresql":
        url = migrated_database(request.getfixturevalue("postgres"))
    service = a_service(versions, tmp_path, url)
    yield an_app(service)
    service.store.engine.dispose()


def mentions(database: Database, words: set[str]) -> dict[str, set[str]]:
    """Return which of some words stand in which table, whoever owns the row."""
    seen: dict[str, set[str]] = {}
    with database.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT set_config('diagnosis.owner', '*', true)"))
        for table in metadata.tables.values():
            for row in connection.execute(table.select()):
                shown = repr(tuple(row))
                there = {word for word in words if word in shown}
                if there:
                    seen.setdefault(table.name, set()).update(there)
    return seen


def ids_of(client: FlaskClient, firm: str) -> dict[str, str]:
    """Return the addresses of all that is of a firm."""
    places = {"firm": f"/v1/enterprises/{firm}"}
    for kind in ("assessments", "diagnoses", "roadmaps"):
        page: Any = client.get(f"/v1/{kind}?enterprise_id={firm}").json
        for number, item in enumerate(page["items"]):
            places[f"{kind}{number}"] = f"/v1/{kind}/{item['id']}"
    grants: Any = client.get(f"/v1/enterprises/{firm}/grants").json
    places["grant"] = f"/v1/enterprises/{firm}/grants/{grants['items'][0]['id']}"
    return places


def test_nothing_of_a_deleted_firm_is_left(client: FlaskClient, app: Flask) -> None:
    store = app.extensions["diagnosis"].store
    add_key(store, OTHER, organisation="stranger")
    firm = filled_firm(client)
    shown: Any = client.get(f"/v1/enterprises/{firm}").json
    places = ids_of(client, firm)
    assert len(places) >= 6
    others = client.post(
        "/v1/diagnoses", json=an_example("dongguan-mould-shop"), headers=bearer(OTHER)
    )
    ids = {place.rpartition("/")[2] for place in places.values()}
    names = {shown["name"], shown["credit_code"]}
    before = mentions(store, ids)
    assert len(before) > 12, before.keys()
    answer = client.delete(f"/v1/enterprises/{firm}", headers=ANY)
    assert answer.status_code == 204, answer.text
    for place in (*places.values(), f"{places['firm']}/export", f"{places['firm']}/consents"):
        assert client.get(place).status_code == 404, place
    for kind in ("enterprises", "assessments", "diagnoses", "roadmaps"):
        page: Any = client.get(f"/v1/{kind}").json
        assert page["items"] == []
    after = mentions(store, ids)
    assert after.keys() <= KEEPS_IDS, after
    assert after["deleted_firm"] == after["change"] == {firm}
    assert "audit_entry" in after
    # Another owner's firm of the same code is not touched.
    left = mentions(store, names)
    assert left.keys() <= {"enterprise_identity", "sheet_identity", "request_key"}
    stranger: Any = client.get("/v1/enterprises", headers=bearer(OTHER)).json
    assert [item["id"] for item in stranger["items"]] == [others.json["enterprise_id"]]
    feed: Any = client.get("/v1/changes?limit=200").json
    gone = [each for each in feed["items"] if each["kind"] == "enterprise-deleted"]
    assert [(each["id"], each["enterprise_id"]) for each in gone] == [(firm, None)]
    with store.audit(app.extensions["diagnosis"].machine_desk().principal) as rows:
        assert rows.first_break(None) is None
        told = rows.entries({"enterprise_id": firm}, None, 1).items[0]
    assert (told.kind, told.operation) == ("enterprise-deleted", "delete_enterprise")
    assert client.delete(f"/v1/enterprises/{firm}", headers=ANY).status_code == 404


def test_requests_from_before_are_not_answered_from_memory(client: FlaskClient) -> None:
    firm = filled_firm(client)
    client.delete(f"/v1/enterprises/{firm}", headers=ANY)
    sheet = an_example("dongguan-mould-shop")
    again = client.post("/v1/diagnoses", json=sheet, headers={"Idempotency-Key": "d"})
    assert again.status_code == 201 and "Idempotency-Replayed" not in again.headers
    assert again.json["enterprise_id"] != firm


def test_only_its_owner_deletes_it_and_as_it_was_last_seen(
    client: FlaskClient, app: Flask
) -> None:
    store = app.extensions["diagnosis"].store
    add_key(store, OFFICE, organisation="office", role=AccessRole.CONSULTANT)
    add_key(store, OTHER, organisation="stranger")
    firm = filled_firm(client)
    place = f"/v1/enterprises/{firm}"
    assert client.delete(place).status_code == 428
    assert client.delete(place, headers={"If-Match": '"999-0"'}).status_code == 412
    assert client.delete(place, headers=ANY | bearer(OFFICE)).status_code == 403
    assert client.delete(place, headers=ANY | bearer(OTHER)).status_code == 404
    tag = client.get(place).headers["ETag"]
    assert client.delete(place, headers={"If-Match": tag}).status_code == 204


def test_a_file_is_overwritten_where_the_firm_was(
    client: FlaskClient, app: Flask, tmp_path: Path
) -> None:
    store = app.extensions["diagnosis"].store
    if store.engine.dialect.name != "sqlite":
        pytest.skip("the server's own files")
    made: Any = client.post("/v1/enterprises", json={
        "name": "暗号模具有限公司", "credit_code": CODE, "site": "暗号厂区"}).json  # fmt: skip
    file = tmp_path / "diagnosis.db"
    store.close()
    assert "暗号".encode() in file.read_bytes()
    assert client.delete(f"/v1/enterprises/{made['id']}", headers=ANY).status_code == 204
    store.close()
    assert "暗号".encode() not in file.read_bytes()


class Busy(Visiting):
    """A firm with a draft, links, evidence and a visit that it objected to, all by names."""

    def __init__(self, app: Flask) -> None:
        super().__init__(app)
        self.ids = {self.enterprise_id, self.diagnosis_id}
        self.ids |= {grant.rpartition("/")[2] for grant in self.grants.values()}
        draft = self.made("/v1/assessments", FIRM, json=an_example("dongguan-mould-shop"))
        self.give_links(f"/v1/assessments/{draft['id']}")
        file = self.made(f"/v1/assessments/{draft['id']}/evidence", FIRM, **AN_UPLOAD)
        self.ids |= {draft["id"], file["id"]}
        self.given_up = self.give_up()
        self.visit = self.begin()
        self.save(self.visit, ai_plan=seen(0, reason="现场没看到"))
        self.made(f"{self.visit}/signature", headers=ANY)
        note = {"item": "ai-plan", "note": "计划上周已发文"}
        self.made(f"{self.visit}/objections", FIRM, json=note)
        self.made(f"{self.visit}/replies", json=note)
        second = self.begin(SECOND)
        self.made(f"{second}/withdrawal", SECOND, headers=ANY)
        self.ids |= {self.visit.rpartition("/")[2], second.rpartition("/")[2]}
        self.revoke("bureau")

    def made(self, path: str, key: str = OFFICE, **more: Any) -> Any:
        """Return what a POST of somebody answers, which has to be made."""
        answer = self.ask("post", path, key, **more)
        assert answer.status_code in (200, 201), (path, answer.text)
        return answer.json

    def give_links(self, draft: str) -> None:
        """Give two links to a draft, and revoke the second."""
        body = {"section": "money-stock", "respondent": "李会计"}
        form = self.ask("get", draft, FIRM).json["sheet"]["form"]
        section = self.ask("get", f"/v1/questionnaires/{form}", FIRM).json["sections"][0]["id"]
        for _ in range(2):
            link = self.made(f"{draft}/links", FIRM, json=body | {"section": section})
            self.ids.add(link["id"])
        for _ in range(2):
            shows = self.made(f"{draft}/result-links", FIRM, json={"recipient": "李经理"})
            self.ids.add(shows["id"])
        self.ask("delete", f"{draft}/result-links/{shows['id']}", FIRM)
        for _ in range(2):
            report = self.made(f"{draft}/reports", FIRM, json={})
            self.ids.add(report["id"])
        self.ask("delete", f"/v1/reports/{report['id']}", FIRM)
        self.ask("delete", f"{draft}/links/{link['id']}", FIRM)

    def give_up(self) -> str:
        """Return the address of a draft that is gone with its links, and not with the firm."""
        draft = self.made("/v1/assessments", FIRM, json=an_example("dongguan-mould-shop"))
        place = f"/v1/assessments/{draft['id']}"
        self.give_links(place)
        assert self.ask("delete", place, FIRM, headers=ANY).status_code == 204
        self.ids.add(draft["id"])
        return place


def feed_rows(database: Database) -> list[dict[str, Any]]:
    """Return every row of the feeds of all, in their order."""
    with database.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT set_config('diagnosis.owner', '*', true)"))
        rows = connection.execute(change.select().order_by(change.c.number))
        return [dict(row._mapping) for row in rows]


KINDS = {
    *("grant-given", "grant-revoked", "link-given", "link-revoked", "evidence-added"),
    *("result-link-given", "result-link-revoked", "report-made", "report-withdrawn"),
    *("visit-begun", "visit-signed", "visit-withdrawn", "visit-objected", "objection-answered"),
}


def test_no_feed_keeps_anything_of_a_deleted_firm_but_that_it_is_gone(app: Flask) -> None:
    busy = Busy(app)
    store = app.extensions["diagnosis"].store
    before = feed_rows(store)
    assert {row["kind"] for row in before} >= KINDS
    assert {row["owner_id"] for row in before} == {"local", "office", "second-office"}
    # All that is of the firm names it, in the feeds of consultants too.
    assert {row["enterprise_id"] for row in before} == {busy.enterprise_id}
    assert busy.ids == {row["subject_id"] for row in before} & busy.ids
    other = an_example("foshan-furniture-maker")
    kept = busy.made("/v1/diagnoses", FIRM, json=other)
    stays = feed_rows(store)[len(before) :]
    place = f"/v1/enterprises/{busy.enterprise_id}"
    assert busy.ask("delete", place, FIRM, headers=ANY).status_code == 204
    *others, gone = feed_rows(store)
    assert others == stays and {row["enterprise_id"] for row in others} == {kept["enterprise_id"]}
    assert (gone["kind"], gone["subject_id"]) == ("enterprise-deleted", busy.enterprise_id)
    assert (gone["enterprise_id"], gone["owner_id"], gone["actor"]) == (None, "local", "local")
    for key in (OFFICE, SECOND, PORTAL):
        assert busy.ask("get", "/v1/changes", key).json["items"] == []
    shown = repr(others) + repr(gone | {"subject_id": None})
    people = {"陈工", "李会计", AccessRole.CONSULTANT.value}
    assert [word for word in busy.ids | people if word in shown] == []


def test_who_else_reads_a_firm_is_told_to_nobody_who_reads_it(app: Flask) -> None:
    busy = Busy(app)
    hidden = KINDS - {"evidence-added", "report-made", "report-withdrawn"}
    shown = {
        key: {row["kind"] for row in busy.ask("get", "/v1/changes?limit=200", key).json["items"]}
        for key in (FIRM, OFFICE, SECOND, STRANGER)
    }
    assert shown[FIRM] >= KINDS
    assert shown[OFFICE] & hidden == {
        *("visit-begun", "visit-signed", "visit-objected", "objection-answered")
    }
    assert shown[SECOND] & hidden == {"visit-begun", "visit-withdrawn"}
    assert "evidence-added" in shown[OFFICE] and shown[STRANGER] == set()

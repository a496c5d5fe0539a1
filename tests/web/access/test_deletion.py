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
from diagnosis.storage.database import Database
from diagnosis.storage.tables import metadata
from tests.builders import an_example
from tests.databases import migrated_database
from tests.keys import add_key, bearer, key_named
from tests.web.access.whole_firm import CODE, filled_firm
from tests.web.service import a_service, an_app

OFFICE, OTHER = key_named("aconsultants"), key_named("fillsstrange")
ANY = {"If-Match": "*"}
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

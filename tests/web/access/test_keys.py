"""`/v1/keys`: a key that was issued lets in, one that was rotated or revoked does not."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from diagnosis.bootstrap import Container
from diagnosis.identity.key_reader import KeyReader
from diagnosis.services.ports.keys import OPERATOR
from diagnosis.services.ports.scope import AccessRole
from tests.keys import MINT, add_key, bearer, key_named

ADMIN = key_named("anadminofall")
DIAGNOSES = "/v1/diagnoses"
FIRM = {
    "organisation": "firm-a", "role": "enterprise", "actor": "a",
    "scopes": ["read", "write", "keys"],
}  # fmt: skip


@pytest.fixture
def keys(app: Flask) -> FlaskClient:
    """Return a client of an application that knows an admin, and forgets keys at once."""
    service: Container = app.extensions["diagnosis"]
    add_key(service.store, ADMIN, organisation=OPERATOR, role=AccessRole.ADMIN, actor="root")
    service.__dict__["key_reader"] = KeyReader(service.store, service.key_mint, _Hurrying())
    return app.test_client()


class _Hurrying:
    """A clock that moves on by ten seconds at each look."""

    seconds = 0.0

    def __call__(self) -> float:
        self.seconds += 10
        return self.seconds


def issued(client: FlaskClient, body: Any, key: str = ADMIN) -> Any:
    answer = client.post("/v1/keys", json=body, headers=bearer(key))
    assert answer.status_code == 201, answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    shown: Any = answer.json
    assert answer.headers["Location"] == f"/v1/keys/{shown['id']}"
    return shown


def refusal(answer: Any) -> tuple[int, str]:
    """Return the status of a problem, and its code."""
    shown: Any = answer.json
    return answer.status_code, shown["type"].rpartition(":")[2]


def status(client: FlaskClient, key: str, path: str = DIAGNOSES) -> int:
    return client.get(path, headers=bearer(key)).status_code


def test_a_key_lives_from_its_issue_to_its_end(keys: FlaskClient) -> None:
    made = issued(keys, FIRM | {"actor": "the ERP"})
    assert (made["state"], made["scopes"]) == ("active", ["read", "write", "keys"])
    assert status(keys, made["key"]) == 200
    place = f"/v1/keys/{made['id']}"
    rotated = keys.post(
        f"{place}/rotation", json={"overlap_hours": 0}, headers=bearer(made["key"])
    ).json
    assert rotated is not None
    assert (status(keys, made["key"]), status(keys, rotated["key"])) == (401, 200)
    again = keys.post(f"{place}/rotation", json={}, headers=bearer(rotated["key"]))
    assert refusal(again) == (409, "key-ended")
    ended = keys.post(f"/v1/keys/{rotated['id']}/revocation", headers=bearer(ADMIN))
    assert (ended.json or {})["state"] == "revoked"
    assert status(keys, rotated["key"]) == 401


def test_no_answer_but_the_first_has_the_key(keys: FlaskClient) -> None:
    made = issued(keys, {"organisation": "firm-a", "role": "portal", "actor": "x"})
    for path in ("/v1/keys", f"/v1/keys/{made['id']}"):
        answer = keys.get(path, headers=bearer(ADMIN)).text
        assert made["prefix"] in answer
        assert made["key"] not in answer and MINT.digest(made["key"]) not in answer


def test_each_organisation_manages_its_keys(keys: FlaskClient) -> None:
    first = issued(keys, FIRM)
    other = issued(keys, FIRM | {"organisation": "firm-b", "actor": "b"})
    second = issued(keys, {"actor": "c", "scopes": ["read"]}, first["key"])
    assert (second["organisation"], second["issued_by"]) == ("firm-a", "a")
    assert status(keys, second["key"]) == 200
    assert status(keys, second["key"], "/v1/keys") == 403
    listed = keys.get("/v1/keys", headers=bearer(first["key"])).json or {}
    assert {item["id"] for item in listed["items"]} == {first["id"], second["id"]}
    for more in ("", "/rotation", "/revocation"):
        method = "POST" if more else "GET"
        answer = keys.open(
            f"/v1/keys/{other['id']}{more}", method=method, json={}, headers=bearer(first["key"])
        )
        assert answer.status_code == 404


def test_an_admin_sees_no_firm(keys: FlaskClient) -> None:
    assert status(keys, ADMIN) == 403
    assert status(keys, ADMIN, "/v1/keys") == 200
    assert keys.get("/v1/keys?limit=1", headers=bearer(ADMIN)).status_code == 200


def test_a_wish_for_more_than_one_may_is_refused(keys: FlaskClient) -> None:
    made = issued(keys, FIRM)
    for body in ({"actor": "x", "role": "admin"}, {"actor": "x", "organisation": "firm-b"}):
        answer = keys.post("/v1/keys", json=body, headers=bearer(made["key"]))
        assert answer.status_code == 422
    answer = keys.post("/v1/keys", json={"actor": "x"}, headers=bearer(ADMIN))
    faults = {fault["pointer"] for fault in (answer.json or {})["errors"]}
    assert (answer.status_code, "/role" in faults) == (422, True)


def test_an_admin_gets_no_key_that_reads_what_others_keep(keys: FlaskClient) -> None:
    first = issued(keys, FIRM)
    refused = (409, "has-keys")
    for wish in (FIRM, FIRM | {"role": "consultant"}, FIRM | {"organisation": "local"}):
        assert refusal(keys.post("/v1/keys", json=wish, headers=bearer(ADMIN))) == refused
    place = f"/v1/keys/{first['id']}"
    rotated = keys.post(f"{place}/rotation", json={}, headers=bearer(ADMIN))
    assert refusal(rotated) == (403, "not-allowed")
    assert keys.post(f"{place}/revocation", headers=bearer(ADMIN)).status_code == 200
    assert refusal(keys.post("/v1/keys", json=FIRM, headers=bearer(ADMIN))) == refused
    assert status(keys, first["key"]) == 401


def test_what_was_issued_with_a_revoked_key_is_dead_too(keys: FlaskClient) -> None:
    first = issued(keys, FIRM)
    second = issued(keys, {"actor": "c", "days": 900}, first["key"])
    assert (second["parent_id"], second["expires_at"]) == (first["id"], first["expires_at"])
    assert (first["parent_id"], second["scopes"]) == (None, ["read", "write"])
    ended = keys.post(f"/v1/keys/{first['id']}/revocation", headers=bearer(first["key"])).json
    assert ended is not None and ended["also_revoked"] == 1
    assert [status(keys, each["key"]) for each in (first, second)] == [401, 401]


def test_a_key_without_keys_revokes_itself_and_no_other(keys: FlaskClient) -> None:
    first = issued(keys, FIRM)
    reads = issued(keys, {"actor": "c", "scopes": ["read"]}, first["key"])
    for path in (f"{first['id']}/revocation", f"{reads['id']}/rotation"):
        answer = keys.post(f"/v1/keys/{path}", json={}, headers=bearer(reads["key"]))
        assert refusal(answer) == (403, "not-allowed")
    itself = keys.post(f"/v1/keys/{reads['id']}/revocation", headers=bearer(reads["key"]))
    assert (itself.json or {})["state"] == "revoked"
    assert [status(keys, each["key"]) for each in (first, reads)] == [200, 401]


def test_keys_alone_revoke_no_stronger_key(keys: FlaskClient) -> None:
    first = issued(keys, FIRM)
    manages = issued(keys, {"actor": "c", "scopes": ["keys"]}, first["key"])
    for verb in ("rotation", "revocation"):
        answer = keys.post(
            f"/v1/keys/{first['id']}/{verb}", json={}, headers=bearer(manages["key"])
        )
        assert refusal(answer) == (403, "not-allowed")


def test_no_more_keys_count_than_may(keys: FlaskClient, app: Flask) -> None:
    service: Container = app.extensions["diagnosis"]
    few = replace(service, settings=replace(service.settings, keys_per_organisation=2))
    app.extensions["diagnosis"] = few
    first = issued(keys, FIRM)
    second = issued(keys, {"actor": "c"}, first["key"])
    refused = (409, "too-many-keys")
    more = keys.post("/v1/keys", json={"actor": "d"}, headers=bearer(first["key"]))
    assert refusal(more) == refused
    place = f"/v1/keys/{second['id']}/rotation"
    for hours, expected in ((1, 409), (0, 201)):
        answer = keys.post(place, json={"overlap_hours": hours}, headers=bearer(first["key"]))
        assert answer.status_code == expected

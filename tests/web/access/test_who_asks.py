"""Who asks: what a request may say, and what happens to whoever is not known."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from diagnosis.bootstrap import Container
from diagnosis.identity.key_reader import KeyReader
from diagnosis.services.errors import StoreUnavailable
from tests.keys import KEY, MINT, ROOT, add_key, bearer, key_named

NEXT = key_named("anotherofone")
LIST = "/v1/diagnoses"


@pytest.fixture
def service(app: Flask) -> Container:
    """Return the container of the application."""
    running: Container = app.extensions["diagnosis"]
    return running


def status(client: FlaskClient, authorization: str) -> int:
    return client.get(LIST, headers={"Authorization": authorization}).status_code


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER", "Bearer  "])
def test_the_scheme_is_read_in_any_case(client: FlaskClient, scheme: str) -> None:
    assert status(client, f"{scheme} {KEY}") == 200


@pytest.mark.parametrize("said", ["", "Basic dTpw", "Bearer", KEY, f"Token {KEY}"])
def test_who_does_not_say_who_asks_is_asked(client: FlaskClient, said: str) -> None:
    answer = client.get(LIST, headers={"Authorization": said})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith('Bearer realm="diagnosis"')
    assert answer.headers["Cache-Control"] == "no-store"


def test_wrong_expired_and_revoked_keys_are_told_alike(
    client: FlaskClient, service: Container
) -> None:
    expired, revoked = key_named("itexpiredago"), key_named("itwasrevoked")
    add_key(service.store, expired, expires_at=service.clock() - timedelta(days=1))
    add_key(service.store, revoked, revoked_at=service.clock())
    forged = KEY[:-1] + "B"
    answers = [
        client.get(LIST, headers=bearer(text))
        for text in (expired, revoked, forged, NEXT, "dk_x", "é" * 60, "x" * 4000)
    ]
    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.data for answer in answers}) == 1
    assert {answer.headers["WWW-Authenticate"] for answer in answers} == {
        'Bearer realm="diagnosis", error="invalid_token"'
    }
    assert (answers[0].json or {})["type"] == "urn:diagnosis:problem:key-needed"


def test_a_key_is_in_no_other_place(client: FlaskClient) -> None:
    nobody = {"Authorization": ""}
    assert client.get(f"{LIST}?key={KEY}", headers=nobody).status_code == 401
    assert client.get(LIST, headers=nobody | {"X-API-Key": KEY}).status_code == 401


def test_who_is_unknown_learns_nothing_of_bodies_and_ids(client: FlaskClient) -> None:
    for path, body in ((LIST, b"{"), ("/v1/roadmaps/preview/x", b"")):
        answer = client.post(path, data=body, headers={"Authorization": ""})
        assert answer.status_code == (401 if path == LIST else 404)
    nowhere = "/v1/diagnoses/019abcde-0000-7000-8000-000000000000"
    assert client.get(nowhere, headers={"Authorization": ""}).status_code == 401
    assert client.head(LIST, headers={"Authorization": ""}).status_code == 401
    assert client.options(LIST, headers={"Authorization": ""}).status_code == 200


def test_the_last_use_is_kept(client: FlaskClient, service: Container) -> None:
    add_key(service.store, NEXT, last_used_at=None)
    assert status(client, f"Bearer {NEXT}") == 200
    kept = service.store.key_of("anotherofone")
    assert kept is not None and kept.last_used_at is not None
    assert abs(kept.last_used_at - service.clock()) < timedelta(seconds=1)


def test_a_revoked_key_is_dead_once_it_is_forgotten(
    client: FlaskClient, service: Container
) -> None:
    seconds = 0.0
    service.__dict__["key_reader"] = KeyReader(service.store, MINT, lambda: seconds)
    record = add_key(service.store, NEXT)
    assert status(client, f"Bearer {NEXT}") == 200
    with service.store.keys(ROOT, writes=True) as rows:
        rows.revoke_key(record.id, service.clock())
    seconds = 5.0
    assert status(client, f"Bearer {NEXT}") == 401


def test_a_request_looks_its_key_up_at_most_a_single_time(
    client: FlaskClient, service: Container, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_up: list[str] = []
    key_of: Callable[[str], Any] = service.store.key_of

    def counted(prefix: str) -> Any:
        looked_up.append(prefix)
        return key_of(prefix)

    monkeypatch.setattr(service.store, "key_of", counted)
    for _ in range(3):
        assert client.post("/v1/chains", json={"name": f"{len(looked_up)}x"}).status_code < 500
    assert looked_up == ["testsoflocal"]


def test_a_store_that_is_away_is_503_and_content_is_served(
    client: FlaskClient, service: Container, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_prefix: str) -> Any:
        raise StoreUnavailable("away")

    monkeypatch.setattr(service.store, "key_of", away)
    answer = client.get(LIST)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
    assert client.get("/v1/standards").status_code == 200

"""The audit has who opened a session and who ended it, by ids alone."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from diagnosis.bootstrap import Container
from diagnosis.services.ports.keys import OPERATOR
from diagnosis.services.ports.scope import AccessRole
from diagnosis.services.sessions import MOST_SESSIONS
from tests.keys import KEY, PREFIX, add_key, bearer, key_named
from tests.provider.server import OpenIdProvider, running
from tests.web.access.log_in_pages import browser, sent_back

HERE = "/v1/session"
ADMIN = key_named("adminofaudit")


@pytest.fixture
def key_id(app: Flask) -> str:
    """Return the id of the key of an enterprise, after keeping one of an admin."""
    service: Container = app.extensions["diagnosis"]
    add_key(service.store, ADMIN, organisation=OPERATOR, role=AccessRole.ADMIN)
    record = service.store.key_of(PREFIX)
    assert record is not None
    return record.id


def entries(app: Flask, **query: Any) -> list[Any]:
    """Return the newest entries of the audit, newest first, as an admin reads them."""
    answer: Any = app.test_client(use_cookies=False).get(
        "/v1/audit", headers=bearer(ADMIN), query_string=query
    )
    assert answer.status_code == 200, answer.text
    return list(answer.json["items"])


def told(app: Flask, limit: int) -> list[tuple[str, str, str | None]]:
    return [
        (entry["kind"], entry["operation"], entry["key_id"]) for entry in entries(app, limit=limit)
    ]


def test_a_session_by_a_key_is_entered_from_opening_to_end(app: Flask, key_id: str) -> None:
    page = FlaskClient(app, app.response_class)
    first = page.post(HERE, json={"key": KEY}).json
    second = page.post(HERE, json={"key": KEY}).json
    assert told(app, 3) == [
        ("session-opened", "open_session", key_id),
        ("session-ended", "open_session", key_id),
        ("session-opened", "open_session", key_id),
    ]
    proof = {"X-CSRF-Token": second["csrf_token"]}
    cookie = page.get_cookie("diagnosis-session")
    assert cookie is not None
    assert page.delete(HERE, headers=proof).status_code == 204
    ended, opened, rotated, before = entries(app, limit=4)
    assert (ended["kind"], ended["operation"], ended["key_id"]) == (
        "session-ended", "end_session", key_id
    )  # fmt: skip
    assert ended["subject_id"] == opened["subject_id"] != before["subject_id"]
    assert rotated["subject_id"] == before["subject_id"]
    assert {entry["organisation"] for entry in (ended, opened)} == {"local"}
    text = str(entries(app, limit=50))
    for secret in (KEY, cookie.value, first["csrf_token"], second["csrf_token"]):
        assert secret not in text


def test_what_a_session_does_is_entered_with_its_key(app: Flask, key_id: str) -> None:
    page = FlaskClient(app, app.response_class)
    proof = page.post(HERE, json={"key": KEY}).json["csrf_token"]
    sent = {"X-CSRF-Token": proof}
    assert page.post("/v1/chains", json={"name": "模具"}, headers=sent).status_code == 201
    assert page.get("/v1/audit").status_code == 403
    assert told(app, 2) == [
        ("access-refused", "list_audit", key_id), ("chain-registered", "create_chain", key_id)
    ]  # fmt: skip


def test_the_oldest_that_has_to_go_is_entered(app: Flask, key_id: str) -> None:
    for _ in range(MOST_SESSIONS + 1):
        page = FlaskClient(app, app.response_class)
        assert page.post(HERE, json={"key": KEY}).status_code == 201
    kinds = [entry["kind"] for entry in entries(app, limit=MOST_SESSIONS + 2)]
    assert kinds.count("session-ended") == 1
    assert kinds.count("session-opened") == MOST_SESSIONS + 1


def test_a_session_by_the_provider_has_no_key(app: Flask, key_id: str) -> None:
    with running(OpenIdProvider()) as provider:
        page = browser(app, provider)
        assert page.get(sent_back(page)).status_code == 303
        (entry,) = entries(app, limit=1)
        assert (entry["kind"], entry["operation"], entry["key_id"], entry["role"]) == (
            "session-opened", "finish_log_in", None, "enterprise"
        )  # fmt: skip
        assert page.get("/v1/audit").status_code == 403
        assert told(app, 1) == [("access-refused", "list_audit", None)]
        proof = page.get(HERE).json["csrf_token"]
        assert page.post("/logout", data={"csrf_token": proof}).status_code == 303
        assert told(app, 1) == [("session-ended", "log_out", None)]


@pytest.mark.parametrize(
    ("claims", "role"),
    [
        ({"role": "admin"}, "admin"), ({"role": None}, "enterprise"), ({"sub": ""}, "enterprise"),
        ({"organisation": "nobody"}, None), ({"organisation": None}, None), ({"nonce": "x"}, None),
    ],
)  # fmt: skip
def test_who_cannot_log_in_is_entered_where_the_organisation_is_known(
    app: Flask, key_id: str, claims: Any, role: str | None
) -> None:
    with running(OpenIdProvider()) as provider:
        provider.id_claims = claims
        page = browser(app, provider)
        assert page.get(sent_back(page)).status_code == 400
    failed = entries(app, kind="login-failed")
    assert len(failed) == (0 if role is None else 1)
    for entry in failed:
        assert (entry["organisation"], entry["about"], entry["role"]) == ("local", "local", role)
        assert (entry["outcome"], entry["operation"]) == ("refused", "finish_log_in")
        assert (entry["subject_id"], entry["key_id"]) == ("local", None)

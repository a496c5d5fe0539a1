"""People log in at a real provider over HTTP, by code and PKCE, and come back with a session."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from diagnosis.bootstrap import Container
from tests.provider.server import (
    AUDIENCE,
    CLIENT,
    DISCOVERY,
    KEY_SET,
    OpenIdProvider,
    running,
)
from tests.provider.signing import rsa
from tests.web.access.log_in_pages import HERE, browser, sent_back

LIST = "/v1/diagnoses"


@pytest.fixture
def provider() -> Iterator[OpenIdProvider]:
    with running(OpenIdProvider()) as provider:
        yield provider


def refused(page: FlaskClient, path: str) -> None:
    """Fail unless a return is refused, without a session and without what was kept for it."""
    answer = page.get(path)
    assert answer.status_code == 400, answer.text
    assert answer.json["type"] == "urn:diagnosis:problem:login-failed"
    assert page.get_cookie("diagnosis-session") is None
    assert page.get_cookie("diagnosis-login") is None
    assert page.get(LIST).status_code == 401


def test_who_logs_in_gets_a_session(app: Flask, provider: OpenIdProvider) -> None:
    page = browser(app, provider)
    answer = page.get(sent_back(page))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/docs")
    assert page.get_cookie("diagnosis-login") is None
    assert page.get(LIST).status_code == 200
    shown = page.get("/v1/session").json
    assert (shown["actor"], shown["organisation"], shown["known_by"], shown["scopes"]) == (
        "ms-wu", "local", "session", ["read", "write"]
    )  # fmt: skip
    made = page.post("/v1/chains", json={"name": "模具"}, headers={
        "X-CSRF-Token": shown["csrf_token"]
    })  # fmt: skip
    assert made.status_code == 201
    assert page.post("/logout", data={"csrf_token": shown["csrf_token"]}).status_code == 303
    assert page.get(LIST).status_code == 401


def test_what_is_sent_to_the_provider(app: Flask, provider: OpenIdProvider) -> None:
    page = browser(app, provider, DIAGNOSIS_OIDC_SCOPE="openid profile")
    begun = page.get("/login?next=//evil.example")
    place, _, query = begun.headers["Location"].partition("?")
    wished = {name: values for name, (*values,) in parse_qs(query).items()}
    assert place == f"{provider.issuer}/authorize"
    assert wished["redirect_uri"] == [f"{HERE}/login/return"]
    assert wished["code_challenge_method"] == ["S256"]
    assert wished["scope"] == ["openid profile"]
    assert all(len(wished[name][0]) == 43 for name in ("state", "nonce", "code_challenge"))
    assert "HttpOnly" in begun.headers["Set-Cookie"]
    again = page.get("/login").headers["Location"]
    assert not {*wished["state"], *wished["nonce"], *wished["code_challenge"]} & {
        value for values in parse_qs(urlsplit(again).query).values() for value in values
    }
    answer = page.get(sent_back(page, "/login?next=//evil.example"))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")


def test_an_answer_counts_a_single_time_and_in_its_browser_alone(
    app: Flask, provider: OpenIdProvider
) -> None:
    page = browser(app, provider)
    kept = sent_back(page)
    refused(page.application.test_client(), kept)
    other = page.application.test_client()
    sent_back(other)
    refused(other, kept)
    assert page.get(kept).status_code == 303
    page.delete_cookie("diagnosis-session")
    refused(page, kept)


@pytest.mark.parametrize(
    "changes",
    [
        {"state": None}, {"state": "x"}, {"state": "é"}, {"code": None}, {"code": "x"},
        {"code": "x" * 2_001}, {"iss": "https://evil.example"},
        {"iss": None}, {"error": "access_denied"},
    ],
)  # fmt: skip
def test_an_answer_that_does_not_fit_is_refused(
    app: Flask, provider: OpenIdProvider, changes: Any
) -> None:
    page = browser(app, provider)
    query = parse_qs(urlsplit(sent_back(page)).query)
    answer = {name: value for name, (value,) in query.items()} | changes
    kept = {name: value for name, value in answer.items() if value is not None}
    refused(page, f"/login/return?{urlencode(kept)}")


def test_what_the_browser_kept_is_believed_signed_and_young_alone(
    app: Flask, provider: OpenIdProvider
) -> None:
    page = browser(app, provider)
    for forged in ("", "x", "e30.x", "é", "." * 3_000):
        kept = sent_back(page)
        page.set_cookie("diagnosis-login", forged)
        refused(page, kept)
    kept = sent_back(page)
    service: Container = app.extensions["diagnosis"]
    service.clock.now += timedelta(minutes=11)  # type: ignore[attr-defined]
    refused(page, kept)


@pytest.mark.parametrize(
    ("claims", "head"),
    [
        ({"aud": AUDIENCE}, {}), ({"nonce": "x"}, {}), ({"nonce": None}, {}), ({"nonce": 7}, {}),
        ({"iss": "https://evil.example"}, {}), ({"exp": 1}, {}), ({"organisation": "nobody"}, {}),
        ({"role": "admin"}, {}), ({"role": None}, {}), ({"azp": "other"}, {}),
        ({"aud": [CLIENT, "other"]}, {}), ({}, {"typ": "at+jwt"}), ({}, {"kid": "strange"}),
        ({}, {"alg": "RS512"}),
    ],
)  # fmt: skip
def test_an_id_token_that_does_not_count_lets_nobody_in(
    app: Flask, provider: OpenIdProvider, claims: Any, head: Any
) -> None:
    provider.id_claims, provider.id_head = claims, head
    page = browser(app, provider)
    refused(page, sent_back(page))


@pytest.mark.parametrize(
    ("claims", "head"), [({"aud": [CLIENT, "other"], "azp": CLIENT}, {}), ({}, {"typ": None})]
)
def test_an_id_token_may_vary(
    app: Flask, provider: OpenIdProvider, claims: Any, head: Any
) -> None:
    provider.id_claims, provider.id_head = claims, head
    page = browser(app, provider)
    assert page.get(sent_back(page)).status_code == 303


def test_keys_may_change_while_somebody_logs_in(app: Flask, provider: OpenIdProvider) -> None:
    page = browser(app, provider)
    assert page.get(sent_back(page)).status_code == 303
    provider.keys = [rsa("third")]
    assert page.get(sent_back(page)).status_code == 303


@pytest.mark.parametrize(
    ("answer", "status"), [(b"{}", 400), (b'{"id_token": 7}', 400), (b"[]", 503), (b"", 503)]
)
def test_an_answer_without_an_id_token_lets_nobody_in(
    app: Flask, provider: OpenIdProvider, answer: bytes, status: int
) -> None:
    page = browser(app, provider)
    provider.answers["/token"] = answer
    sent = page.get(sent_back(page))
    assert sent.status_code == status
    assert page.get(LIST).status_code == 401


def test_a_wrong_secret_of_the_client_lets_nobody_in(app: Flask, provider: OpenIdProvider) -> None:
    page = browser(app, provider, DIAGNOSIS_OIDC_CLIENT_SECRET="another")
    refused(page, sent_back(page))


def test_while_the_provider_is_away_nobody_logs_in(app: Flask, provider: OpenIdProvider) -> None:
    page = browser(app, provider)
    provider.statuses[DISCOVERY] = 500
    answer = page.get("/login")
    assert (answer.status_code, "Retry-After" in answer.headers) == (503, True)
    page = browser(app, provider)
    provider.statuses = {}
    kept = sent_back(page)
    provider.statuses = {"/token": 500, KEY_SET: 500}
    assert page.get(kept).status_code == 503


def test_without_a_provider_there_is_no_such_address(app: Flask, client: FlaskClient) -> None:
    for path in ("/login", "/login/return", "/login/return?code=a&state=b"):
        assert client.get(path).status_code == 404
    with running(OpenIdProvider()) as provider:
        page = browser(app, provider, DIAGNOSIS_OIDC_CLIENT_ID="")
        assert page.get("/login").status_code == 404


def test_the_way_back_ends_the_session_that_the_browser_had(
    app: Flask, provider: OpenIdProvider
) -> None:
    page = browser(app, provider)
    page.get(sent_back(page))
    before = page.get_cookie("diagnosis-session")
    assert before is not None
    page.get(sent_back(page))
    after = page.get_cookie("diagnosis-session")
    assert after is not None and after.value != before.value
    page.set_cookie("diagnosis-session", before.value)
    assert page.get(LIST).status_code == 401

"""Tokens of an identity provider over HTTP: what they may, how they count, what is told."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from diagnosis.bootstrap import Container
from diagnosis.config.settings import read_settings
from diagnosis.services.ports.keys import OPERATOR
from diagnosis.services.ports.scope import AccessRole
from diagnosis.web.app import create_app
from tests.builders import an_enterprise
from tests.keys import KEY, add_key, bearer, key_named
from tests.provider.server import KEY_SET, OpenIdProvider, running

LIST = "/v1/diagnoses"


@pytest.fixture(scope="module")
def provider() -> Iterator[OpenIdProvider]:
    with running(OpenIdProvider()) as provider:
        yield provider


def trusting(app: Flask, provider: OpenIdProvider, **changes: Any) -> FlaskClient:
    """Return a client of a service like that of an app, which trusts a provider."""
    service: Container = app.extensions["diagnosis"]
    provider.now = lambda: service.clock().timestamp()
    roles = {"DIAGNOSIS_OIDC_ROLES": "enterprise,consultant,portal,admin"}
    trusted = read_settings(provider.settings | roles).provider
    settings = replace(service.settings, provider=trusted, **changes)
    return create_app(replace(service, settings=settings)).test_client()


def test_a_person_acts_for_the_organisation_by_name(app: Flask, provider: OpenIdProvider) -> None:
    client, who = trusting(app, provider), bearer(provider.token(sub="ms-lin"))
    firm = client.post("/v1/enterprises", json=an_enterprise(), headers=who)
    assert firm.status_code == 201
    with_key = client.get(f"/v1/enterprises/{firm.json['id']}", headers=bearer(KEY))
    assert with_key.status_code == 200
    (change, *_) = client.get("/v1/changes", headers=who).json["items"]
    assert change["actor"] == "ms-lin"


def test_roles_and_scopes_hold(app: Flask, provider: OpenIdProvider) -> None:
    client = trusting(app, provider)
    add_key(app.extensions["diagnosis"].store, key_named("anoperatorin"),
            organisation=OPERATOR, role=AccessRole.ADMIN)  # fmt: skip
    for claims, path, expected in (
        ({"scope": "read"}, LIST, 200), ({"scope": "write"}, LIST, 403),
        ({}, "/v1/keys", 403), ({"scope": "keys"}, "/v1/keys", 200),
        ({"role": "portal"}, "/v1/grants", 200), ({}, "/v1/grants", 403),
        ({"role": "admin", "organisation": OPERATOR}, "/v1/keys", 200),
        ({"role": "admin", "organisation": OPERATOR}, LIST, 403),
    ):  # fmt: skip
        answer = client.get(path, headers=bearer(provider.token(**claims)))
        assert answer.status_code == expected, (claims, path)


def test_who_manages_keys_by_token_issues_them_by_name(
    app: Flask, provider: OpenIdProvider
) -> None:
    client, who = trusting(app, provider), bearer(provider.token(scope="keys read write"))
    made = client.post("/v1/keys", json={"actor": "erp"}, headers=who)
    assert made.status_code == 201
    assert (made.json["issued_by"], made.json["parent_id"]) == ("ms-wu", None)
    assert client.get(LIST, headers=bearer(made.json["key"])).status_code == 200
    revoked = client.post(f"/v1/keys/{made.json['id']}/revocation", headers=who)
    assert (revoked.status_code, revoked.json["state"]) == (200, "revoked")


def test_what_is_no_token_that_counts_is_told_as_a_bad_key_is(
    app: Flask, provider: OpenIdProvider
) -> None:
    client = trusting(app, provider)
    texts = ["dk_x", provider.token(exp=1), provider.token(organisation="nobody"), "a.b.c"]
    answers = [client.get(LIST, headers=bearer(text)) for text in texts]
    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.data for answer in answers}) == 1
    assert {answer.headers["WWW-Authenticate"] for answer in answers} == {
        'Bearer realm="diagnosis", error="invalid_token"'
    }


def test_without_a_provider_a_token_is_nobody(client: FlaskClient, provider: Any) -> None:
    assert client.get(LIST, headers=bearer(provider.token())).status_code == 401


def test_tokens_count_for_their_organisation_and_unknown_texts_for_their_address(
    app: Flask, provider: OpenIdProvider
) -> None:
    client = trusting(app, provider, requests_per_organisation=3, requests_per_address=2)
    statuses = []
    for text in (provider.token(sub="a"), provider.token(sub="b"), KEY, KEY):
        statuses.append(client.get(LIST, headers=bearer(text)).status_code)
    assert statuses == [200, 200, 200, 429]
    bad = [provider.token(exp=number) for number in (1, 2, 3)]
    assert [client.get(LIST, headers=bearer(text)).status_code for text in bad] == [401, 401, 429]


def test_while_no_key_of_the_provider_is_there_tokens_wait_and_keys_do_not(
    app: Flask,
) -> None:
    with running(OpenIdProvider()) as provider:
        provider.statuses[KEY_SET] = 500
        client, who = trusting(app, provider), bearer(provider.token())
        answer = client.get(LIST, headers=who)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
        assert answer.json["type"] == "urn:diagnosis:problem:provider-away"
        assert client.get("/v1/standards", headers=who).status_code == 200
        assert client.get(LIST, headers=bearer(KEY)).status_code == 200

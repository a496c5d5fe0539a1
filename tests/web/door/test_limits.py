"""How many requests pass in a minute, and who counts as whom."""

from dataclasses import replace
from ipaddress import ip_network
from typing import Any

import pytest
import yaml
from flask import Flask
from flask.testing import FlaskClient

from diagnosis.bootstrap import Container
from diagnosis.config.settings import ROOT, read_settings
from diagnosis.config.variables import BadSetting
from diagnosis.identity.key_reader import KeyReader
from diagnosis.services.errors import StoreUnavailable
from diagnosis.web.app import create_app
from diagnosis.web.door.limits import MinuteCounts, TooManyRequests
from tests.keys import KEY, MINT, add_key, bearer, key_named

PROXY = "10.9.8.7"


def limited(
    app: Flask, *, organisation: int = 0, address: int = 0, proxies: str = ""
) -> FlaskClient:
    service: Container = app.extensions["diagnosis"]
    proxy = read_settings({"DIAGNOSIS_TRUSTED_PROXIES": proxies}).trusted_proxies
    settings = replace(
        service.settings, requests_per_organisation=organisation,
        requests_per_address=address, trusted_proxies=proxy,
    )  # fmt: skip
    return create_app(replace(service, settings=settings)).test_client()


def test_one_request_more_than_a_minute_allows_is_refused(app: Flask) -> None:
    client = limited(app, address=3)
    paths = ("/v1/scales", "/none", "/docs", "/v1/scales")
    answers = [client.get(path) for path in paths]
    assert [answer.status_code for answer in answers] == [200, 404, 200, 429]
    refused = answers[-1]
    assert refused.json is not None
    assert refused.json["type"] == "urn:diagnosis:problem:too-many-requests"
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert refused.headers["X-Content-Type-Options"] == "nosniff"
    assert [client.get(f"/health/{path}").status_code for path in ("live", "ready")] == [200, 200]


def test_a_key_counts_apart_from_the_address_it_comes_from(app: Flask) -> None:
    client = limited(app, organisation=2, address=1)
    with_key = [client.get("/v1/diagnoses", headers=bearer(KEY)).status_code for _ in range(3)]
    assert with_key == [200, 200, 429]
    wrong = bearer(key_named("nobodynobody"))
    assert [client.get("/v1/diagnoses", headers=wrong).status_code for _ in range(2)] == [401, 429]
    assert client.get("/v1/diagnoses").status_code == 429
    elsewhere = {"REMOTE_ADDR": "10.1.1.1"}
    assert client.get("/v1/scales", environ_overrides=elsewhere).status_code == 200


def test_the_keys_of_an_organisation_count_together(app: Flask) -> None:
    client = limited(app, organisation=2)
    store = app.extensions["diagnosis"].store
    more, other = key_named("secondlocals"), key_named("keyofanother")
    add_key(store, more)
    add_key(store, other, organisation="office")
    statuses = [
        client.get("/v1/diagnoses", headers=bearer(text)).status_code
        for text in (KEY, more, KEY, more, other)
    ]
    assert statuses == [200, 200, 429, 429, 200]


def test_what_is_public_counts_for_the_organisation_of_a_key(app: Flask) -> None:
    client = limited(app, organisation=4, address=1)
    for path, method in (("/v1/scales", "GET"), ("/none", "GET"), ("/v1/diagnoses", "OPTIONS")):
        assert client.open(path, method=method, headers=bearer(KEY)).status_code != 429
    assert client.get("/v1/scales").status_code == 200
    assert client.get("/v1/scales").status_code == 429
    wrong = bearer(key_named("nobodynobody"))
    assert client.get("/v1/scales", headers=wrong).status_code == 429
    assert client.get("/v1/scales", headers=bearer(KEY)).status_code == 200
    assert client.get("/v1/scales", headers=bearer(KEY)).status_code == 429


def test_what_is_public_counts_for_the_address_with_a_key_that_is_none(app: Flask) -> None:
    client = limited(app, address=2)
    wrong = bearer(key_named("nobodynobody"))
    statuses = [client.get("/v1/scales", headers=wrong).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]


def test_whoever_guesses_is_refused_before_the_database_is_asked(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = limited(app, address=3)
    store, looked_up = client.application.extensions["diagnosis"].store, []
    key_of = store.key_of

    def counted(prefix: str) -> Any:
        looked_up.append(prefix)
        return key_of(prefix)

    monkeypatch.setattr(store, "key_of", counted)
    guesses = [key_named(f"guess{letter * 7}") for letter in "abcdefg"]
    statuses = [client.get("/v1/diagnoses", headers=bearer(text)).status_code for text in guesses]
    assert (statuses, len(looked_up)) == ([401] * 3 + [429] * 4, 3)


def test_keys_count_for_their_address_while_the_store_is_away(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = limited(app, address=3)
    service: Container = client.application.extensions["diagnosis"]
    seconds = 0.0
    service.__dict__["key_reader"] = KeyReader(service.store, MINT, lambda: seconds)
    assert client.get("/v1/diagnoses", headers=bearer(KEY)).status_code == 200

    def away(_prefix: str) -> Any:
        raise StoreUnavailable("away")

    monkeypatch.setattr(service.store, "key_of", away)
    seconds = 9.0
    statuses = [client.get("/v1/diagnoses", headers=bearer(KEY)).status_code]
    unmet = bearer(key_named("nevermetyetx"))
    for path in ("/v1/diagnoses", "/v1/scales", "/v1/diagnoses"):
        statuses.append(client.get(path, headers=unmet).status_code)
    assert statuses == [503, 503, 200, 429]


def test_without_a_limit_nothing_is_refused(app: Flask) -> None:
    client = limited(app)
    assert {client.get("/none").status_code for _ in range(400)} == {404}


@pytest.mark.parametrize(
    ("peer", "first", "second", "are_alike"),
    [
        (PROXY, "1.1.1.1", "2.2.2.2", False), (PROXY, "1.1.1.1", "1.1.1.1", True),
        (PROXY, "7.7.7.7, 1.1.1.1", "8.8.8.8, 1.1.1.1", True),
        (PROXY, f"1.1.1.1, {PROXY}", f"2.2.2.2, {PROXY}", False),
        (f"::ffff:{PROXY}", "1.1.1.1", "2.2.2.2", False),
        (PROXY, "2001:db8::1", "2001:db8::2", True),
        (PROXY, "2001:db8:0:1::1", "2001:db8:0:2::1", False),
        (PROXY, "1.1.1.1:40001", "2.2.2.2:40001", False),
        (PROXY, "1.1.1.1:40001", "1.1.1.1:40002", True), (PROXY, "1.1.1.1:40001", "1.1.1.1", True),
        (PROXY, "[2001:db8:0:1::1]:443", "[2001:db8:0:2::1]:443", False),
        (PROXY, "[2001:db8::1]", "2001:db8::2", True),
        (PROXY, "[2001:db8::1]:40001", "[2001:db8::1]:40002", True),
        (PROXY, f"1.1.1.1, {PROXY}:443", f"2.2.2.2, {PROXY}:443", False),
        (PROXY, "[1.1.1.1", "[2.2.2.2", True), (PROXY, "1.1.1.1:x", "2.2.2.2:x", True),
        (PROXY, "x", "y", True), (PROXY, "", "", True), (PROXY, "1.1.1.1, x", "2.2.2.2, y", True),
        ("10.9.8.8", "1.1.1.1", "2.2.2.2", True), ("", "1.1.1.1", "2.2.2.2", True),
    ],
)  # fmt: skip
def test_a_forwarded_address_counts_where_a_trusted_proxy_says_it(
    app: Flask, peer: str, first: str, second: str, *, are_alike: bool
) -> None:
    client = limited(app, address=1, proxies=f"{PROXY}/32,fd00::/8")
    statuses = [
        client.get(
            "/v1/scales",
            headers={"X-Forwarded-For": origin}, environ_overrides={"REMOTE_ADDR": peer},
        ).status_code
        for origin in (first, second)
    ]  # fmt: skip
    assert statuses == [200, 429 if are_alike else 200]


def test_a_minute_begins_anew_for_everybody() -> None:
    now = 119.0
    counts = MinuteCounts(lambda: now)
    counts.count("a", 1)
    with pytest.raises(TooManyRequests) as caught:
        counts.count("a", 1)
    assert caught.value.seconds == 1
    counts.count("b", 1)
    now = 120.0
    counts.count("a", 1)
    with pytest.raises(TooManyRequests) as caught:
        counts.count("a", 1)
    assert caught.value.seconds == 60


@pytest.mark.parametrize("proxies", ["proxy", "10.0.0.1/8", "300.1.1.1", "1"])
def test_what_is_no_network_is_no_setting(proxies: str) -> None:
    with pytest.raises(BadSetting, match="DIAGNOSIS_TRUSTED_PROXIES must be addresses"):
        read_settings({"DIAGNOSIS_TRUSTED_PROXIES": proxies})


def test_compose_trusts_its_own_network_alone() -> None:
    compose = yaml.safe_load((ROOT / "compose.yaml").read_text())
    (network,) = compose["networks"]["default"]["ipam"]["config"]
    environment = compose["services"]["service"]["environment"]
    trusted = read_settings(environment | {"DIAGNOSIS_DATABASE_URL": ""}).trusted_proxies
    assert trusted == (ip_network(network["subnet"]),)
    assert trusted[0].prefixlen >= 24 and trusted[0].is_private

"""Requests name a host that the service is known by, or are refused."""

from dataclasses import replace

import pytest
from flask import Flask

from diagnosis.config.settings import Settings, read_settings
from diagnosis.config.variables import BadSetting
from diagnosis.web.app import create_app
from diagnosis.web.door.hosts import hosts_of

HOSTS = ("diagnosis.example", ".inside.example", "10.0.0.5", "::1")


def settings(**values: str) -> Settings:
    return read_settings({f"DIAGNOSIS_{name}": value for name, value in values.items()})


@pytest.fixture(scope="module")
def known_app() -> Flask:
    return create_app(hosts=HOSTS)


@pytest.mark.parametrize(
    ("host", "is_known"),
    [
        ("diagnosis.example", True), ("DIAGNOSIS.example:8443", True), ("10.0.0.5:80", True),
        ("[::1]:8000", True), ("a.b.inside.example", True), ("diagnosis.example.", True),
        ("inside.example", False), ("evil.example", False), ("10.0.0.50", False),
        ("diagnosis.example.evil.example", False), ("evilinside.example", False), ("[::2]", False),
        ("", False), (":80", False), ("evil.example:diagnosis.example", False),
    ],
)  # fmt: skip
def test_a_host_is_known_or_refused(known_app: Flask, host: str, is_known: bool) -> None:
    answer = known_app.test_client().get("/v1/scales", headers={"Host": host})
    assert answer.status_code == (200 if is_known else 400)
    if not is_known:
        assert answer.json is not None
        assert answer.json["type"] == "urn:diagnosis:problem:untrusted-host"


def test_a_health_check_may_call_the_machine_by_its_number(known_app: Flask) -> None:
    client, unknown = known_app.test_client(), {"Host": "172.17.0.9:8000"}
    assert client.get("/health/live", headers=unknown).status_code == 200
    assert client.get("/none", headers=unknown).status_code == 400


def test_hosts_are_those_of_the_settings_and_of_the_public_address() -> None:
    public = settings(PUBLIC_URL="https://Diagnosis.example:8443/sme")
    assert hosts_of(settings(), "127.0.0.1") == hosts_of(settings(), "::1") == ()
    whole = ("localhost", "127.0.0.1", "::1", "localhost", "diagnosis.example")
    assert hosts_of(public, "localhost") == whole
    this_machine = ("localhost", "127.0.0.1", "::1")
    assert hosts_of(settings(), "0.0.0.0") == (*this_machine, "0.0.0.0")
    assert hosts_of(public, "10.0.0.5") == (*this_machine, "10.0.0.5", "diagnosis.example")
    listed = settings(TRUSTED_HOSTS=" A.example, .b.example,,[::1] ")
    assert listed.trusted_hosts == ("a.example", ".b.example", "::1")
    assert hosts_of(listed, "127.0.0.1") == listed.trusted_hosts
    both = replace(public, trusted_hosts=("a.example",))
    assert hosts_of(both, "127.0.0.1") == ("a.example", "diagnosis.example")


@pytest.mark.parametrize("hosts", ["a.example:80", "*", "https://a.example", "a b", "a..b", "."])
def test_what_is_no_host_is_no_setting(hosts: str) -> None:
    with pytest.raises(BadSetting, match="DIAGNOSIS_TRUSTED_HOSTS must be hosts without ports"):
        settings(TRUSTED_HOSTS=f"b.example,{hosts}")

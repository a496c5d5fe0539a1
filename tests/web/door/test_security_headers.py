"""The headers that protect who reads an answer, on every kind of answer."""

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256

import pytest
from flask import Flask
from flask.testing import FlaskClient

from diagnosis.bootstrap import Container
from diagnosis.web.app import create_app
from diagnosis.web.pages.site import POLICY
from diagnosis.web.problems import problem_of_server
from tests.builders import a_sheet

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v1/standards", 200), ("GET", "/v1/diagnoses", 200), ("GET", "/v1/none", 404),
        ("GET", "/health/live", 200), ("DELETE", "/v1/standards", 405), ("HEAD", "/v1", 200),
        ("POST", "/v1/diagnoses/preview", 415), ("OPTIONS", "/v1/standards", 200),
    ],
)  # fmt: skip
def test_every_answer_protects_who_reads_it(
    client: FlaskClient, method: str, path: str, status: int
) -> None:
    answer = client.open(path, method=method)
    assert answer.status_code == status
    assert {name: answer.headers.get_all(name) for name in ALWAYS} == {
        name: [value] for name, value in ALWAYS.items()
    }
    assert "Strict-Transport-Security" not in answer.headers


@pytest.mark.parametrize("path", ["/", "/none", "/sign-in", "/resume"])
def test_pages_protect_who_reads_them_by_two_policies_of_their_own(
    client: FlaskClient, path: str
) -> None:
    answer = client.get(path, headers={"Accept": "text/html"})
    policies = {"Content-Security-Policy": POLICY, "Referrer-Policy": "same-origin"}
    expected = {name: [value] for name, value in (ALWAYS | policies).items()}
    assert {name: answer.headers.get_all(name) for name in ALWAYS} == expected


def test_what_the_server_refuses_protects_who_reads_it() -> None:
    head = problem_of_server("bad-request").partition(b"\r\n\r\n")[0].decode()
    assert {f"{name}: {value}" for name, value in ALWAYS.items()} <= set(head.split("\r\n"))


@pytest.mark.parametrize(
    ("url", "seconds"),
    [("https://diagnosis.example", "31536000"), ("http://diagnosis.example", None), (None, None)],
)
def test_https_is_asked_for_where_there_is_https(
    app: Flask, url: str | None, seconds: str | None
) -> None:
    service: Container = app.extensions["diagnosis"]
    known = replace(service.settings, public_url=url)
    client = create_app(replace(service, settings=known)).test_client()
    for path in ("/health/live", "/none", "/docs"):
        said = client.get(path).headers.get("Strict-Transport-Security")
        assert said == (None if seconds is None else f"max-age={seconds}")


def test_the_page_may_use_the_style_it_brings_and_nothing_else(client: FlaskClient) -> None:
    first, again = client.get("/docs"), client.get("/docs")
    tag = {"If-None-Match": first.headers["ETag"]}
    not_modified = client.get("/docs", headers=tag)
    assert not_modified.status_code == 304
    for answer in (
        first,
        again,
        not_modified,
        client.get("/docs", headers={"Accept-Language": "en"}),
    ):
        policy = dict(
            part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; ")
        )
        assert {policy.pop(each) for each in ("default-src", "base-uri", "form-action")} == {
            "'none'"
        }
        assert policy.pop("frame-ancestors") == "'none'"
        assert list(policy) == ["style-src"]
        if answer.status_code == 200:
            (style,) = STYLE.findall(answer.get_data(as_text=True))
            digest = b64encode(sha256(style.encode()).digest()).decode()
            assert policy["style-src"] == f"'sha256-{digest}'"
            page = answer.get_data(as_text=True)
            assert not re.search(r"<[^>]*\s(?:style|on[a-z]+)=|<script|javascript:", page)


def test_a_preview_is_protected_like_all_else(client: FlaskClient) -> None:
    answer = client.post("/v1/diagnoses/preview", json=a_sheet())
    assert answer.status_code == 200 and ALWAYS.items() <= dict(answer.headers).items()

"""Page sessions over HTTP: cookie, proof against other sites, what ends them."""

from dataclasses import replace
from http.cookies import SimpleCookie
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from diagnosis.bootstrap import Container
from diagnosis.services.sessions import MOST_SESSIONS
from diagnosis.web.app import create_app
from tests.keys import KEY, ROOT, add_key, bearer, key_named

LIST, HERE = "/v1/diagnoses", "/v1/session"
CHAIN = {"name": "模具"}


def browser(app: Flask, **changes: Any) -> FlaskClient:
    """Return a client with a jar of cookies and no key."""
    service: Container = app.extensions["diagnosis"]
    settings = replace(service.settings, **changes)
    return create_app(replace(service, settings=settings)).test_client()


def logged_in(client: FlaskClient, key: str = KEY) -> str:
    """Log in; return what changes are sent with."""
    answer = client.post(HERE, json={"key": key})
    assert answer.status_code == 201, answer.text
    proof: str = answer.json["csrf_token"]
    return proof


@pytest.fixture
def page(app: Flask) -> FlaskClient:
    return browser(app)


def test_a_key_that_was_typed_opens_a_session(page: FlaskClient) -> None:
    assert page.get(LIST).status_code == 401
    answer = page.post(HERE, json={"key": KEY})
    assert answer.status_code == 201
    assert answer.headers["Location"] == HERE
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("diagnosis-session=") and "Secure" not in cookie
    assert "HttpOnly" in cookie and "Path=/" in cookie and "SameSite=Lax" in cookie
    assert 43_190 <= int(SimpleCookie(cookie)["diagnosis-session"]["max-age"]) <= 43_200
    assert KEY not in cookie and KEY not in answer.text
    assert page.get(LIST).status_code == 200
    shown = page.get(HERE).json
    assert shown == answer.json
    assert (shown["organisation"], shown["role"], shown["known_by"]) == (
        "local", "enterprise", "session"
    )  # fmt: skip


def test_where_browsers_come_by_https_the_cookie_is_bound_to_it(app: Flask) -> None:
    page = browser(app, public_url="https://diagnosis.example")
    headers = {"Origin": "https://diagnosis.example", "Sec-Fetch-Site": "same-origin"}
    answer = page.post(HERE, json={"key": KEY}, headers=headers)
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-diagnosis-session=")
    assert "Secure" in cookie and "Path=/" in cookie and "Domain" not in cookie
    text = cookie.partition("=")[2].partition(";")[0]
    fresh = page.application.test_client(use_cookies=False)
    for name, status in (("__Host-diagnosis-session", 200), ("diagnosis-session", 401)):
        sent = fresh.get(LIST, headers={"Cookie": f"{name}={text}"})
        assert sent.status_code == status


def test_a_form_without_a_script_is_sent_on(page: FlaskClient) -> None:
    for wished, location in (
        ("/docs?a=1", "/docs?a=1"), ("//evil.example", "/"), ("https://evil.example", "/"),
        ("/\\evil.example", "/"), ("", "/"), ("/a\r\nSet-Cookie: x", "/"), ("/%0d%0a", "/%0d%0a"),
    ):  # fmt: skip
        answer = page.post(HERE, data={"key": KEY, "next": wished})
        assert (answer.status_code, answer.data) == (303, b"")
        assert answer.headers["Location"] == location
        assert page.get(LIST).status_code == 200


def test_keys_that_do_not_count_open_nothing(page: FlaskClient, app: Flask) -> None:
    service: Container = app.extensions["diagnosis"]
    add_key(service.store, key_named("revokedagain"), revoked_at=service.clock())
    wrong = ("dk_x", key_named("nobodynobody"), key_named("revokedagain"), KEY[:-1] + "B")
    for typed in wrong:
        for body in ({"json": {"key": typed}}, {"data": {"key": typed}}):
            answer = page.post(HERE, **body)
            assert answer.status_code == 401
            assert answer.json["type"] == "urn:diagnosis:problem:key-unknown"
            assert "Set-Cookie" not in answer.headers and typed not in answer.text
    for body in ({"json": {}}, {"json": {"key": KEY, "more": 1}}, {"data": {"a": ""}}):
        assert page.post(HERE, **body).status_code == 422
    assert page.post(HERE, data=b"key", content_type="text/plain").status_code == 415
    many = "&".join(f"a{number}=1" for number in range(50))
    form = "application/x-www-form-urlencoded"
    for body in (many.encode(), b"key=\xff"):
        assert page.post(HERE, data=body, content_type=form).status_code in (400, 422)


def test_to_log_in_rotates_the_id(page: FlaskClient) -> None:
    page.set_cookie("diagnosis-session", "A" * 43)
    logged_in(page)
    first = page.get_cookie("diagnosis-session").value
    assert first != "A" * 43
    logged_in(page)
    second = page.get_cookie("diagnosis-session").value
    assert second != first
    page.set_cookie("diagnosis-session", first)
    assert page.get(LIST).status_code == 401


@pytest.mark.parametrize(
    "headers",
    [
        {}, {"X-CSRF-Token": ""}, {"X-CSRF-Token": "0" * 64}, {"X-CSRF-Token": "é"},
        {"proof": "", "Sec-Fetch-Site": "cross-site"},
        {"proof": "", "Sec-Fetch-Site": "same-site"},
        {"proof": "", "Origin": "https://evil.example"}, {"proof": "", "Origin": "null"},
        {"proof": "", "Origin": "http://localhost.evil.example"}, {"proof": "", "Origin": "http://["},
        {"proof": "", "Origin": "http://localhost:81"},
    ],
)  # fmt: skip
def test_a_change_from_another_site_is_refused(page: FlaskClient, headers: Any) -> None:
    proof = logged_in(page)
    sent = {name: value for name, value in headers.items() if name != "proof"}
    if "proof" in headers:
        sent["X-CSRF-Token"] = proof
    for method, path in (("POST", "/v1/chains"), ("DELETE", HERE)):
        answer = page.open(path, method=method, json=CHAIN, headers=sent)
        assert answer.status_code == 403
        assert answer.json["type"] == "urn:diagnosis:problem:cross-site"
    assert page.get("/v1/chains").json["items"] == []


@pytest.mark.parametrize(
    "headers",
    [
        {}, {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"},
    ],
)  # fmt: skip
def test_a_change_of_a_page_of_this_service_goes_on(page: FlaskClient, headers: Any) -> None:
    proof = {"X-CSRF-Token": logged_in(page)}
    made = page.post("/v1/chains", json=CHAIN, headers=headers | proof)
    assert made.status_code == 201


def test_the_proof_of_another_session_is_none(app: Flask, page: FlaskClient) -> None:
    other = logged_in(browser(app))
    assert other != logged_in(page)
    answer = page.post("/v1/chains", json=CHAIN, headers={"X-CSRF-Token": other})
    assert answer.status_code == 403


def test_nobody_is_logged_in_by_another_site(page: FlaskClient) -> None:
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = page.post(HERE, data={"key": KEY}, headers=headers)
        assert (answer.status_code, "Set-Cookie" in answer.headers) == (403, False)


def test_a_key_in_the_header_needs_no_proof_and_comes_before_the_cookie(
    app: Flask, page: FlaskClient
) -> None:
    logged_in(page)
    store = app.extensions["diagnosis"].store
    add_key(store, key_named("ofanotherone"), organisation="office")
    other = bearer(key_named("ofanotherone"))
    assert page.post("/v1/chains", json=CHAIN, headers=other).status_code == 201
    assert page.get(HERE, headers=other).json["organisation"] == "office"
    assert page.get(HERE, headers=other).json["csrf_token"] is None
    assert page.get(LIST, headers=bearer("dk_x")).status_code == 401
    assert page.get(LIST, headers={"Authorization": "Basic dTpw"}).status_code == 200
    for odd in ("", " ", "b%", "CDiX:-", "Digest x", KEY):
        assert page.get(LIST, headers={"Authorization": odd}).status_code == 401


def test_a_session_ends(page: FlaskClient) -> None:
    proof = logged_in(page)
    text = page.get_cookie("diagnosis-session").value
    answer = page.delete(HERE, headers={"X-CSRF-Token": proof})
    assert answer.status_code == 204
    assert page.get_cookie("diagnosis-session") is None
    page.set_cookie("diagnosis-session", text)
    ended = page.get(LIST)
    assert (ended.status_code, ended.json["type"]) == (401, "urn:diagnosis:problem:session-ended")
    assert page.get("/v1/standards").status_code == 200


def test_a_form_ends_a_session_with_its_field(page: FlaskClient) -> None:
    proof = logged_in(page)
    for field in ({}, {"csrf_token": "0" * 64}):
        assert page.post("/logout", data=field).status_code == 403
        assert page.get(LIST).status_code == 200
    answer = page.post("/logout", data={"csrf_token": proof})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert page.get(LIST).status_code == 401
    assert page.post("/logout", data={"csrf_token": proof}).status_code == 401


def test_a_revoked_key_ends_its_sessions_at_once(app: Flask, page: FlaskClient) -> None:
    store = app.extensions["diagnosis"].store
    record = add_key(store, key_named("soonisrevoke"))
    logged_in(page, key_named("soonisrevoke"))
    assert page.get(LIST).status_code == 200
    with store.keys(ROOT, writes=True) as rows:
        rows.revoke_key(record.id, record.created_at)
    assert page.get(LIST).status_code == 401


def test_the_oldest_of_too_many_sessions_ends(app: Flask) -> None:
    pages = [browser(app) for _ in range(2)]
    logged_in(pages[0])
    for _ in range(MOST_SESSIONS - 1):
        pages[1].delete_cookie("diagnosis-session")
        logged_in(pages[1])
    assert pages[0].get(LIST).status_code == 200
    pages[1].delete_cookie("diagnosis-session")
    logged_in(pages[1])
    assert [page.get(LIST).status_code for page in pages] == [401, 200]


def test_a_session_has_the_scopes_of_its_key_and_issues_below_it(
    app: Flask, page: FlaskClient
) -> None:
    record = add_key(app.extensions["diagnosis"].store, key_named("managesitkey"))
    proof = {"X-CSRF-Token": logged_in(page, key_named("managesitkey"))}
    made = page.post("/v1/keys", json={"actor": "erp"}, headers=proof)
    assert (made.status_code, made.json["parent_id"]) == (201, record.id)


def test_unknown_cookies_count_for_their_address(app: Flask) -> None:
    page = browser(app, requests_per_address=3, requests_per_organisation=100)
    logged_in(page)
    assert [page.get(LIST).status_code for _ in range(6)] == [200] * 6
    guesser = {"Cookie": "diagnosis-session=" + "B" * 43}
    other = page.application.test_client(use_cookies=False)
    assert [other.get(LIST, headers=guesser).status_code for _ in range(3)] == [401, 401, 429]

"""Keys are issued, rotated and revoked in the browser; the text of a key is shown once."""

import re

import pytest
from flask import Flask

from diagnosis.bootstrap import Container
from diagnosis.services.ports.scope import AccessRole, KeyScope
from tests.keys import KEY, add_key, bearer, key_named
from tests.web.pages.browsing import Browser

ADMIN, READER = key_named("anadminofall"), key_named("readsoflocal")
KEY_TEXT = re.compile(r"dk_[a-z2-7]{12}_[A-Za-z0-9_-]{43}")


@pytest.fixture(autouse=True)
def keys(app: Flask) -> None:
    """Keep the keys of an admin, and of somebody who may read and write alone."""
    service: Container = app.extensions["diagnosis"]
    add_key(service.store, ADMIN, organisation="operator", role=AccessRole.ADMIN, actor="admin")
    add_key(service.store, READER, scopes=(KeyScope.READ, KeyScope.WRITE))


def signed_in(app: Flask, key: str = KEY, language: str = "en") -> Browser:
    """Return a browser in which somebody has signed in."""
    return Browser(app, language).open("/sign-in").send("/sign-in", {"key": key})


def test_a_key_is_issued_and_shown_once(app: Flask) -> None:
    browser = signed_in(app)
    assert "/keys" in browser.page.links
    browser.open("/keys").send("/keys", {"actor": "ERP", "scopes": ["read"], "days": "30"})
    assert browser.status == 201
    (text,) = KEY_TEXT.findall(browser.html)
    assert app.test_client().get("/v1/enterprises", headers=bearer(text)).status_code == 200
    browser.open("/keys")
    assert "ERP" in browser.page.words and text not in browser.html
    assert browser.answer.headers["Cache-Control"] == "no-store"


def test_a_key_is_rotated_and_revoked(app: Flask) -> None:
    browser = signed_in(app).open("/keys").send("/keys", {"actor": "ERP"})
    (text,) = KEY_TEXT.findall(browser.html)
    browser.open("/keys")
    (place,) = [
        link for link in browser.page.links
        if link.startswith("/keys/") and "ERP" in browser.open(link).page.words
    ]  # fmt: skip
    browser.open(place).send("/rotation", {"overlap_hours": "many"})
    assert browser.status == 422
    assert browser.page.form("/rotation").fields["overlap_hours"] == ["many"]
    browser.send("/rotation", {"overlap_hours": "1"})
    assert browser.status == 201 and text not in KEY_TEXT.findall(browser.html)
    browser.open(place).send("/revocation")
    assert browser.path == place and "revoked" in browser.page.words
    assert not any(form.action.startswith(place) for form in browser.page.forms)


def test_whoever_revokes_the_key_it_came_with_is_signed_out(app: Flask) -> None:
    browser = signed_in(app).open("/keys")
    (place,) = [
        link for link in browser.page.links
        if link.startswith("/keys/") and "you are signed in with it" in browser.open(link).html
    ]  # fmt: skip
    browser.open(place).send("/revocation")
    assert browser.path == "/" and browser.open("/keys").path.startswith("/resume")


def test_faults_stand_at_the_fields(app: Flask) -> None:
    browser = signed_in(app, language="zh-CN").open("/keys")
    browser.send("/keys", {"actor": "", "days": "9999"})
    assert browser.status == 422
    assert "给谁用：这一项要填。" in browser.page.words
    assert "有效天数：" in browser.page.words and "days-error" in browser.page.ids
    assert browser.page.form("/keys").fields["days"] == ["9999"]


def test_whoever_manages_no_keys_has_no_page_of_them(app: Flask) -> None:
    browser = signed_in(app, READER)
    assert "/keys" not in browser.page.links
    assert browser.open("/keys").status == 403
    browser = signed_in(app)
    assert browser.post("/keys", {"actor": "x"}).status_code == 403
    assert browser.open("/keys/0190f0c2-0000-7000-8000-000000000000").status == 404


def test_an_admin_issues_the_first_key_of_an_organisation_alone(app: Flask) -> None:
    browser = signed_in(app, ADMIN).open("/keys")
    wish = {"role": "portal", "organisation": "bureau", "actor": "clerk", "scopes": None}
    browser.send("/keys", wish)
    assert browser.status == 201
    browser.open("/keys").send("/keys", wish)
    assert browser.status == 422
    assert "Id of the organisation: This organisation has keys already" in browser.page.words
    assert browser.page.form("/keys").fields["role"] == ["portal"]
    browser.send("/keys", {"organisation": "Bureau!"})
    assert browser.status == 422 and "organisation-error" in browser.page.ids

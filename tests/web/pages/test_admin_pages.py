"""An administrator reads how the service is, what it runs with, who did what; and no firm."""

import pytest
from flask import Flask

from diagnosis.bootstrap import Container
from diagnosis.services.ports.scope import AccessRole
from tests.keys import KEY, add_key, key_named
from tests.web.access.visiting import Visiting
from tests.web.pages.browsing import Browser

ADMIN = key_named("anadminofall")


@pytest.fixture
def admin(app: Flask) -> Browser:
    """Return the browser of an admin, who signed in."""
    service: Container = app.extensions["diagnosis"]
    add_key(service.store, ADMIN, organisation="operator", role=AccessRole.ADMIN, actor="admin")
    return Browser(app, "en").open("/sign-in").send("/sign-in", {"key": ADMIN})


def test_the_state_of_the_service_and_its_versions_are_shown(app: Flask, admin: Browser) -> None:
    assert {"/admin", "/admin/audit", "/keys"} <= set(admin.page.links)
    admin.open("/admin")
    words = admin.page.words
    service: Container = app.extensions["diagnosis"]
    assert admin.status == 200 and "Ready" in words and service.content.digest[:12] in words
    assert words.count("revision 1") == 4 and "No model is registered" in words
    assert "a step per answer is assumed" in words
    for terms in service.content.consents.values():
        assert terms.current.text.zh in admin.html and terms.name.en in words


def test_the_page_is_in_chinese_too(app: Flask, admin: Browser) -> None:
    admin.language = "zh-CN"
    words = admin.open("/admin").page.words
    assert "运行状态" in words and "修订 1" in words and "Health" not in words


def test_the_audit_is_searched_and_said_in_words(app: Flask, admin: Browser) -> None:
    visiting = Visiting(app)  # its clock is later than the session
    admin.open("/sign-in").send("/sign-in", {"key": ADMIN}).open("/admin/audit")
    words = admin.page.words
    assert "Let another organisation read a firm" in words and "local (enterprise)" in words
    assert "China time" in words
    admin.send("/admin/audit", {"kind": "grant-given"})
    assert "On this page: 3" in admin.page.words
    admin.open(f"/admin/audit?enterprise_id={visiting.enterprise_id}&kind=enterprise-registered")
    assert "On this page: 1" in admin.page.words
    admin.open("/admin/audit").send(
        "/admin/audit", {"enterprise_id": "firm", "kind": "visit-begun"}
    )
    assert admin.status == 422 and "Id of the firm: This is no id" in admin.page.words
    assert admin.page.form("/admin/audit").fields["enterprise_id"] == ["firm"]
    assert admin.page.form("/admin/audit").fields["kind"] == ["visit-begun"]
    assert "No entry fits" in admin.page.words
    assert admin.open("/admin/audit?cursor=x").status == 422


def test_the_audit_has_pages(app: Flask, admin: Browser) -> None:
    for _ in range(51):
        Browser(app).open("/sign-in").send("/sign-in", {"key": ADMIN})
    admin.open("/sign-in").send("/sign-in", {"key": ADMIN})  # so many sessions ended the first
    admin.open("/admin/audit?kind=session-opened")
    assert "On this page: 50, more follow" in admin.page.words
    (following,) = [link for link in admin.page.links if "cursor=" in link]
    assert "On this page: 3" in admin.open(following).page.words


def test_an_admin_sees_no_firm_and_nobody_else_these_pages(app: Flask, admin: Browser) -> None:
    for path in ("/portal", "/portal/firms/new"):
        assert admin.open(path).status == 403
    browser = Browser(app).open("/sign-in").send("/sign-in", {"key": KEY})
    for path in ("/admin", "/admin/audit"):
        assert browser.open(path).status == 403
        assert Browser(app).open(path).path.startswith("/resume")

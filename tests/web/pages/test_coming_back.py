"""Whoever comes back goes on with what is there: at the start, at the first form, afterwards."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from diagnosis.services.errors import StoreUnavailable
from tests.builders import an_example
from tests.keys import KEY
from tests.web.access.nameless import NAMELESS, Holder, filled
from tests.web.pages.browsing import Browser


def sheet_of(browser: Browser) -> str:
    """Return the id of the sheet that a page is of."""
    (sheet,) = re.findall(r"^/sheets/([0-9a-f-]{36})", browser.path)
    return str(sheet)


def facts_of(app: Flask, browser: Browser, sheet: str) -> Any:
    """Return the facts of a nameless sheet of a browser."""
    cookie = browser.client.get_cookie(f"diagnosis-sheet-{sheet}")
    assert cookie is not None
    code = {"Resume-Code": cookie.value}
    client = FlaskClient(app, app.response_class)
    answer: Any = client.get(f"/v1/assessments/{sheet}", headers=code)
    return answer.json["sheet"]["enterprise"]


def begun(app: Flask, **facts: str) -> Browser:
    """Return a browser that began a first look."""
    browser = Browser(app, "en").open("/begin/screening")
    return browser.send("/begin/screening", facts or {"employees": "60"})


def test_the_form_that_is_saved_again_goes_on_with_its_sheet(app: Flask) -> None:
    browser = Browser(app, "en").open("/begin/screening")
    fields = browser.page.form("/begin/screening").fields
    browser.send("/begin/screening", {"employees": "60"})
    first = sheet_of(browser)
    # The browser goes back to the page as it was, and sends it once more.
    again = browser.post("/begin/screening", fields | {"employees": ["61"]})
    assert again.status_code == 303 and first in again.headers["Location"]
    assert facts_of(app, browser, first)["employees"] == 61
    # The page is loaded anew: what was stated stands in it.
    browser.open("/begin/screening")
    assert browser.page.form("/begin/screening").fields["employees"] == ["61"]
    browser.send("/begin/screening", {"employees": "62"})
    assert sheet_of(browser) == first
    assert facts_of(app, browser, first)["employees"] == 62
    browser.open("/begin/screening").send("/begin/screening", {"employees": "many"})
    assert browser.status == 422
    browser.send("/begin/screening", {"employees": "63"})
    assert sheet_of(browser) == first


def test_what_stands_in_the_form_of_another_browser_is_nobody_elses(app: Flask) -> None:
    browser = Browser(app, "en").open("/begin/screening")
    fields = browser.page.form("/begin/screening").fields
    browser.send("/begin/screening", {"employees": "60"})
    other = Browser(app, "en")
    opened = other.post("/begin/screening", fields)
    assert opened.status_code == 303 and sheet_of(browser) not in opened.headers["Location"]
    for mark in ("", "0" * 32, "x", "\u00e9" * 32):
        opened = browser.post("/begin/screening", fields | {"mark": [mark]})
        assert opened.status_code == 303
        assert sheet_of(browser) not in opened.headers["Location"], mark


def test_another_form_and_a_sheet_with_answers_are_begun_anew(app: Flask) -> None:
    browser = begun(app)
    first = sheet_of(browser)
    browser.open("/begin/full")
    assert "employees" not in browser.page.form("/begin/full").fields or (
        browser.page.form("/begin/full").fields["employees"] == [""]
    )
    browser.send("/begin/full", {"employees": "70"})
    assert sheet_of(browser) != first


def test_a_sheet_that_was_deleted_is_begun_anew(app: Flask) -> None:
    browser = begun(app)
    first = sheet_of(browser)
    browser.open(f"/sheets/{first}/delete").send("/delete")
    browser.open("/begin/screening").send("/begin/screening", {"employees": "61"})
    assert sheet_of(browser) != first


def test_a_firm_that_is_signed_in_goes_on_with_its_draft(app: Flask) -> None:
    browser = Browser(app, "en").open("/sign-in").send("/sign-in", {"key": KEY})
    browser.open("/begin/screening")
    who = {"name": "示例模具有限公司", "credit_code": "91441900EXAMPLE11Y"}
    fields = browser.page.form("/begin/screening").fields
    browser.send("/begin/screening", who)
    again = browser.post("/begin/screening", fields | {name: [who[name]] for name in who})
    assert again.status_code == 303 and sheet_of(browser) in again.headers["Location"]


def test_the_start_says_how_far_the_sheets_of_this_browser_are(app: Flask) -> None:
    browser = Browser(app)
    assert "接着填上次的" not in browser.open("/").page.words
    holder = Holder(app, NAMELESS | {"answers": {"sales-management": 1, "ai-plan": 0}})
    browser.open("/resume").send("/resume", {"code": holder.code})
    words = browser.open("/").page.words
    assert "接着填上次的" in words and re.search(r"已答 2/\d+", words), words
    sent = filled(app)
    browser.open("/resume").send("/resume", {"code": sent.code})
    browser.open("/")
    assert "已提交，看结果" in browser.page.words
    assert f"/sheets/{sent.opened['assessment']['id']}/result" in browser.page.links
    for each in (holder, sent):
        each.ask("delete", each.sheet)
    assert "接着填上次的" not in browser.open("/").page.words
    assert browser.client.get_cookie(f"diagnosis-sheet-{holder.sheet[-36:]}") is None


def test_the_start_is_there_without_a_database(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    holder = Holder(app)
    browser = Browser(app)
    browser.open("/resume").send("/resume", {"code": holder.code})

    def is_away(*_: object) -> Any:
        raise StoreUnavailable

    monkeypatch.setattr(app.extensions["diagnosis"].code_reader, "read", is_away)
    browser.open("/")
    assert browser.status == 200 and "这台手机或电脑上的答卷" in browser.page.words


def test_after_sending_another_is_filled_in_with_the_same_profile(app: Flask) -> None:
    holder = filled(app)
    browser = Browser(app)
    browser.open("/resume").send("/resume", {"code": holder.code})
    sheet = holder.opened["assessment"]["id"]
    browser.open(f"/sheets/{sheet}/result")
    assert "再填一份" in browser.page.words
    browser.send("/again")
    second = sheet_of(browser)
    assert second != sheet and re.search(r"已答 0/\d+", browser.page.words)
    assert facts_of(app, browser, second) == facts_of(app, browser, sheet)
    assert browser.post(f"/sheets/{sheet}/again", {"csrf_token": "x"}).status_code == 403


def test_an_account_fills_in_another_under_its_name(app: Flask) -> None:
    client = app.test_client()
    made: Any = client.post("/v1/diagnoses", json=an_example("dongguan-mould-shop")).json
    browser = Browser(app).open("/sign-in").send("/sign-in", {"key": KEY})
    browser.open(f"/sheets/{made['assessment_id']}/result").send("/again")
    draft: Any = client.get(f"/v1/assessments/{sheet_of(browser)}").json
    assert draft["enterprise_id"] == made["enterprise_id"] and draft["sheet"]["answers"] == {}


def test_links_and_codes_have_a_button_to_copy_that_only_a_script_shows(app: Flask) -> None:
    browser = begun(app)
    sheet = sheet_of(browser)
    browser.open(f"/sheets/{sheet}/code")
    assert 'data-copy="resume-code" data-copied="Copied" aria-live="polite" hidden' in browser.html
    browser.open(f"/sheets/{sheet}/links").send(
        "/links", {"section": "money-stock", "respondent": "accountant"}
    )
    assert 'data-copy="fresh-link"' in browser.html and "fresh-link" in browser.page.ids
    browser.open(f"/sheets/{sheet}/share").send("/result-links", {"recipient": "bank"})
    assert 'data-copy="fresh-result-link"' in browser.html

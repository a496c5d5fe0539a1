"""A boss takes a report away and withdraws it; a bank checks it on a page of its own."""

import re
from gzip import compress
from io import BytesIO
from typing import Any

import pytest
from flask import Flask

from diagnosis.services.errors import ReportsBusy
from diagnosis.web.pages.check import MOST_COMPARED_BYTES
from tests.web.access.nameless import Holder, filled
from tests.web.pages.browsing import Browser

CHINESE = re.compile("[\u4e00-\u9fff]")
CODE = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}")


@pytest.fixture
def mould(app: Flask) -> Holder:
    """Return somebody with the sheet of a mould shop, submitted and planned."""
    return filled(app)


def at_result(app: Flask, holder: Holder, language: str = "zh-CN") -> Browser:
    """Return the browser of a holder on the page of a result."""
    browser = Browser(app, language)
    browser.open("/resume").send("/resume", {"code": holder.code})
    return browser.open(f"/sheets/{holder.opened['assessment']['id']}/result")


def made(browser: Browser, report: str = "whole.pdf") -> str:
    """Return the check code of a report that is made by a button."""
    browser.send("/reports", {"report": report})
    assert browser.status == 200, browser.html
    return CODE.findall(browser.page.words)[0]


def checked(browser: Browser, code: str, file: bytes | None = None) -> Any:
    """Return the answer to the form of the page for checks."""
    browser.open("/check")
    form = browser.page.form("/check")
    assert {"code", "file"} <= form.names and {"code", "file"} <= browser.page.labels
    fields: dict[str, Any] = {"code": code}
    if file is not None:
        fields["file"] = (BytesIO(file), "report.pdf", "application/pdf")
    return browser.client.post(
        "/check", data=fields, content_type="multipart/form-data",
        headers={"Accept-Language": browser.language, "Sec-Fetch-Site": "same-origin"},
    )  # fmt: skip


def test_a_boss_takes_a_report_away_and_a_bank_checks_it(app: Flask, mould: Holder) -> None:
    boss = at_result(app, mould)
    code = made(boss)
    assert re.search(r"/reports#r-[0-9a-f-]{36}$", boss.path)
    assert "下载 PDF" in boss.page.words and "保留到 2027年5月22日" in boss.page.words
    (link,) = [each for each in boss.page.links if each.endswith("/pdf")]
    saved = boss.client.get(link)
    assert saved.status_code == 200 and code.encode() in saved.get_data()
    assert saved.headers["Content-Disposition"].startswith('attachment; filename="report-2026-')
    assert "sandbox" in saved.headers["Content-Security-Policy"]
    assert saved.headers["Cache-Control"] == "no-store"
    bank = Browser(app)
    for file, words in (
        (None, "有这份报告"), (saved.get_data(), "文件没有改过"), (b"%PDF", "文件不一样"),
    ):  # fmt: skip
        told = checked(bank, code.lower(), file)
        assert told.status_code == 200 and words in told.text and "2026年11月23日" in told.text
        firm = mould.opened["assessment"]["id"]
        assert firm not in told.text and "级" not in re.sub("显示级别", "", told.text)
    boss.send("/withdraw")
    assert boss.path.endswith("/reports") and "已撤回" in boss.page.words
    assert boss.client.get(link).status_code == 404
    assert "已撤回，请勿使用" in checked(bank, code).text
    assert "没有这份报告" in checked(bank, "0000-0000-0000-0000").text


def test_what_is_no_code_or_too_large_is_said_at_its_field(app: Flask) -> None:
    bank = Browser(app)
    wrong = checked(bank, "abc <b>", b"x")
    assert wrong.status_code == 422 and 'id="code-error"' in wrong.text
    assert "abc &lt;b&gt;" in wrong.text and 'role="alert"' in wrong.text
    assert "这一项要填" in checked(bank, "").text
    large = checked(bank, "0" * 16, b"x" * (MOST_COMPARED_BYTES + 30_000))
    assert large.status_code == 413 and 'id="file-error"' in large.text
    english = Browser(app, "en")
    for answer in (
        english.open("/check").answer,
        checked(english, "0" * 16),
        checked(english, ""),
    ):
        words = re.sub("中文", "", re.sub(r"<[^>]+>", "", answer.text))
        assert not CHINESE.search(words), words


def test_reports_are_shown_in_both_languages_and_light(app: Flask, mould: Holder) -> None:
    boss = at_result(app, mould, "en")
    made(boss, "brief.pdf")
    words = boss.page.words.replace("中文", "")
    assert "the first page" in words and not CHINESE.search(words), words
    assert len(compress(boss.html.encode())) <= 60_000
    again = at_result(app, mould)
    again.open(boss.path.partition("#")[0])
    assert "一页结论 · 英文" in again.page.words


def test_a_report_that_must_wait_is_said_on_the_page(app: Flask, mould: Holder) -> None:
    boss = at_result(app, mould)
    app.extensions["diagnosis"].report_printer.raises = ReportsBusy()
    boss.send("/reports", {"report": "whole.pdf"})
    assert boss.status == 503 and boss.answer.headers["Retry-After"] == "5"
    assert "正在生成别人的报告" in boss.page.words


def test_reports_of_others_are_not_there(app: Flask, mould: Holder) -> None:
    boss = at_result(app, mould)
    made(boss)
    (link,) = [each for each in boss.page.links if each.endswith("/pdf")]
    place = boss.path.partition("#")[0]
    nobody = Browser(app)
    for path in (place, link):
        assert nobody.open(path).path.startswith("/resume")
    other = filled(app)
    stranger = at_result(app, other)
    assert stranger.open(place).path.startswith("/resume")
    theirs = f"/sheets/{other.opened['assessment']['id']}/reports"
    elsewhere = link.replace(place, theirs)
    assert stranger.client.get(elsewhere).status_code == 404
    forged = stranger.post(f"{elsewhere.removesuffix('/files/pdf')}/withdraw", {})
    assert forged.status_code == 403
    assert "下载 PDF" in boss.open(place).page.words
    assert boss.client.get(link.replace("/pdf", "/html")).status_code == 404

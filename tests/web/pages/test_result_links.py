"""A boss gives a bank a link to the result, and takes it back; the bank reads it in a browser."""

import re
from datetime import timedelta
from gzip import compress

import pytest
from flask import Flask

from tests.keys import KEY
from tests.web.access.nameless import Holder, filled
from tests.web.pages.browsing import Browser

CHINESE = re.compile("[\u4e00-\u9fff]")
LOOK = re.compile(r"http://[^/]+(/look/dr_[\w-]{43})")


@pytest.fixture
def mould(app: Flask) -> Holder:
    """Return somebody with the sheet of a mould shop, submitted and planned."""
    return filled(app)


def at_share(app: Flask, holder: Holder, language: str = "zh-CN") -> Browser:
    """Return the browser of a holder on the page where a result is shared."""
    browser = Browser(app, language)
    browser.open("/resume").send("/resume", {"code": holder.code})
    return browser.open(f"/sheets/{holder.opened['assessment']['id']}/share")


def given(browser: Browser, recipient: str = "建设银行", days: str = "7") -> str:
    """Return the address of a link that is made on the page, without its host."""
    browser.send("/result-links", {"recipient": recipient, "open_days": days})
    assert browser.status == 200, browser.html
    (path,) = LOOK.findall(browser.html)
    return str(path)


def test_a_bank_reads_a_result_by_its_link(app: Flask, mould: Holder) -> None:
    boss = at_share(app, mould)
    path = given(boss)
    assert "给建设银行" in boss.html and "只显示这一次" in boss.page.words
    boss.open(boss.path.replace("/result-links", "/share"))
    assert not LOOK.findall(boss.html) and "建设银行" in boss.page.words
    bank = Browser(app).open(path)
    assert bank.status == 200, bank.html
    assert re.fullmatch(r"/results/[0-9a-f-]{36}", bank.path)
    words = bank.page.words
    assert "贵厂" not in words and "该厂现在是" in bank.html
    for heading in ("先做这几件事", "各套标准在第几级", "要补的", "计划"):
        assert heading in words
    assert "只能看，不能改" in words and "还没有提交" not in words
    for hidden in (mould.code, "贵厂答的", mould.opened["assessment"]["id"], path[6:]):
        assert hidden not in bank.html
    # Nothing on the page changes anything, or leads to what is not the bank's.
    assert bank.page.forms == []
    assert not [link for link in bank.page.links if link.startswith("/sheets")]
    assert bank.answer.headers["Referrer-Policy"] == "same-origin"
    assert bank.answer.headers["Cache-Control"] == "no-store"
    assert len(compress(bank.html.encode())) <= 60_000
    english = Browser(app, "en").open(path)
    assert not CHINESE.search(english.page.words.replace("中文", "")), english.page.words


def test_the_address_of_a_result_opens_nothing_without_its_link(app: Flask, mould: Holder) -> None:
    bank = Browser(app).open(given(at_share(app, mould)))
    stranger = Browser(app).open(bank.path)
    assert stranger.status == 401
    assert "这个链接打不开了" in stranger.page.words and "续填码" not in stranger.page.words
    other = Browser(app).open(given(at_share(app, mould)))
    assert other.path != bank.path
    assert other.open(bank.path).status == 401


def test_the_page_opens_to_no_line_of_the_api(app: Flask, mould: Holder) -> None:
    boss = at_share(app, mould)
    path = given(boss)
    place = Browser(app).open(path).path
    raw = Browser(app).client.get(place, headers={"Result-Link": path[6:], "Accept": "text/html"})
    assert raw.status_code == 401


def test_a_boss_takes_a_link_back(app: Flask, mould: Holder) -> None:
    boss = at_share(app, mould)
    bank = Browser(app).open(given(boss))
    boss.send("/revoke")
    assert boss.path.endswith("/share") and "已收回" in boss.page.words
    assert bank.open(bank.path).status == 401


def test_a_link_ends_by_itself(app: Flask, mould: Holder) -> None:
    path = given(at_share(app, mould))
    bank = Browser(app).open(path)
    app.extensions["diagnosis"].clock.now += timedelta(days=7)
    assert bank.open(bank.path).status == 401
    again = Browser(app).open(path)
    assert (again.status, again.path) == (404, path)
    assert "到期" in again.page.words


@pytest.mark.parametrize(("language", "told"), [("zh-CN", "还没有生成"), ("en", "No link yet")])
def test_what_is_wrong_is_told_and_what_was_typed_stays(
    app: Flask, mould: Holder, language: str, told: str
) -> None:
    boss = at_share(app, mould, language)
    boss.send("/result-links", {"recipient": " ", "open_days": "90"})
    assert boss.status == 422 and told in boss.page.words
    assert "recipient" in boss.page.ids
    assert boss.page.form("/result-links").fields["open_days"] == ["90"]
    for days in ("abc", "91", "-1", "²"):
        boss.send("/result-links", {"recipient": "bank", "open_days": days})
        assert boss.status == 422, days
        assert boss.page.form("/result-links").fields["recipient"] == ["bank"]


def test_a_link_is_given_with_the_proof_of_the_page_alone(app: Flask, mould: Holder) -> None:
    boss = at_share(app, mould)
    path = boss.page.form("/result-links").action
    assert boss.post(path, {"recipient": "bank", "csrf_token": "x"}).status_code == 403
    stranger = Browser(app)
    assert stranger.post(path, {"recipient": "bank"}).status_code in (401, 403)


def test_the_sheets_of_others_are_not_there(app: Flask, mould: Holder) -> None:
    boss = at_share(app, mould)
    path = boss.page.form("/result-links").action
    owner = Browser(app)
    owner.open("/sign-in").send("/sign-in", {"key": KEY})
    sheet = f"/sheets/{mould.opened['assessment']['id']}/share"
    assert owner.open(sheet).status == 404
    token = owner.open("/account").page.forms[0].fields["csrf_token"]
    assert owner.post(path, {"recipient": "x", "csrf_token": token}).status_code == 404


def test_a_firm_that_is_signed_in_gives_a_link_beside_its_grants(app: Flask) -> None:
    owner = Browser(app)
    owner.open("/sign-in").send("/sign-in", {"key": KEY})
    owner.open("/begin/screening")
    firm = {"name": "示例模具有限公司", "credit_code": "91441900EXAMPLE11Y"}
    owner.send("/begin/screening", firm)
    assert owner.status == 200, owner.html
    sheet = owner.path.rpartition("/sections/")[0]
    owner.open(f"{sheet}/share")
    path = given(owner, "担保公司", "30")
    owner.send("/share", {"grantee": ""})
    assert owner.status == 422 and "担保公司" in owner.page.words
    bank = Browser(app).open(path)
    assert bank.status == 200 and "还一题没答" in bank.page.words

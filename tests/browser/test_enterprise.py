"""An enterprise from `/` to a result, a plan and a what-if, and back with its code."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.forms import FIRST, LOAD_MS, begin, position, save, tick, tick_all
from tests.browser.pictures import shot
from tests.browser.screens import DESKTOP, PHONE, Screen, fits
from tests.keys import KEY

WAYS = (
    pytest.param(PHONE, "zh-CN", True, id="phone-javascript"),
    pytest.param(PHONE, "zh-CN", False, id="phone-no-javascript"),
    pytest.param(DESKTOP, "en", True, id="desktop-english"),
)
TRADE = {"zh-CN": "注塑", "en": "plastic"}
CHANGED = {"zh-CN": "换了以后的计划", "en": "The plan after the change"}
TABS = {
    "zh-CN": {"plan": "计划", "support": "补助", "cases": "案例", "result": "结果"},
    "en": {"plan": "Plan", "support": "Support", "cases": "Cases", "result": "Result"},
}
DONE = {"zh-CN": "存好了", "en": "Saved, thank you"}


def profile(page: Page, locale: str) -> str:
    """Fill in the profile with an unclear word of the trade; return the path of the sheet."""
    page.locator("#industry").fill(TRADE[locale])
    page.locator("#employees").fill("35")
    page.locator("#revenue_wan").fill("1800")
    page.locator("#city").select_option("441900119")
    page.locator("#yearly_budget_wan").fill("20")
    page.locator(".bar button").click()
    expect(page.locator("input[name=industry_code]").first).to_be_visible()
    expect(page.locator("#employees")).to_have_value("35")
    fits(page)
    page.locator("input[name=industry_code]").first.check()
    page.locator(".bar button").click()
    page.wait_for_url("**/sections/*")
    return "/" + "/".join(page.url.split("/")[3:5])


@pytest.mark.parametrize(("screen", "locale", "javascript"), WAYS)
def test_the_whole_way(open_page: OpenPage, screen: Screen, locale: str, javascript: bool) -> None:
    page = open_page(screen, locale=locale, javascript=javascript)
    page.goto("/")
    page.locator("a[href='/begin/screening']").click()
    sheet = profile(page, locale)
    for value in (1, 2, 0, 1):
        tick_all(page, value)
        fits(page)
        save(page)
    assert page.url.endswith("/check")
    expect(page.locator("main")).to_contain_text("13/13")
    page.locator("main a.button[href$='/result']").click()
    expect(page.locator("ol.first > li")).to_have_count(3)
    budget(page, sheet, locale)
    for name, words in TABS[locale].items():
        page.locator(f"nav.pages a[href='{sheet}/{name}']").click()
        page.wait_for_url(f"**{sheet}/{name}")
        expect(page.locator("nav.pages [aria-current]")).to_have_text(words)
        fits(page)
        shot(page, f"way-{name}-{screen.name}-{locale}")
    page.locator("form[action$='/full'] button").click()
    page.wait_for_url(f"**{sheet}")
    expect(page.locator("main")).to_contain_text("13/")
    page.locator("a.button[href$='/code']").click()
    code = page.locator(".code").inner_text()
    elsewhere = open_page(screen, locale=locale, javascript=javascript)
    resume_and_delete(elsewhere, sheet, code)
    page.goto(sheet)
    assert page.url.endswith("/resume?next=" + sheet.replace("/", "%2F"))


def budget(page: Page, sheet: str, locale: str) -> None:
    """See the plan, and what it is with another budget."""
    page.locator("main a.button[href$='/plan']").first.click()
    page.wait_for_url(f"**{sheet}/plan")
    page.locator("details.on-screen > summary").click()
    page.locator("#budget").fill("5")
    page.locator("form[method=get] button").click()
    page.wait_for_url("**/plan?*budget=5*")
    expect(page.locator("h1")).to_have_text(CHANGED[locale])
    fits(page)
    page.locator("section.note a.button").click()
    page.wait_for_url(f"**{sheet}/plan")
    page.goto(f"{sheet}/result")


def resume_and_delete(page: Page, sheet: str, code: str) -> None:
    """Come back with the code from another phone, see all that was answered, and delete it."""
    page.goto("/")
    page.locator("a[href='/resume']").click()
    page.locator("#code").fill(code.upper())
    page.locator("form[action^='/resume'] button").click()
    page.wait_for_url(f"**{sheet}")
    expect(page.locator("main")).to_contain_text("13/")
    page.locator(f"a[href='{sheet}/delete']").click()
    fits(page)
    page.locator("button.danger").click()
    page.wait_for_url(re.compile(r"//[^/]+/$"))


def test_a_section_is_filled_in_by_the_accountant(
    open_page: OpenPage, javascript: bool, locale: str
) -> None:
    owner = open_page(PHONE, locale=locale, javascript=javascript)
    sheet = begin(owner)
    owner.goto(f"{sheet}/links")
    owner.locator("#section").select_option(FIRST)
    owner.locator("#respondent").fill("会计" if locale == "zh-CN" else "accountant")
    owner.locator("main form button").first.click()
    address = owner.locator(".code").inner_text()
    fits(owner)
    accountant = open_page(PHONE, locale=locale, javascript=javascript)
    accountant.goto(address)
    assert address not in accountant.url
    tick(accountant, "finance-management", 2)
    accountant.locator(".bar button").click()
    expect(accountant.locator(".note.done")).to_contain_text(DONE[locale], timeout=LOAD_MS)
    expect(position(accountant, "finance-management", 2)).to_be_checked()
    fits(accountant)
    accountant.goto(sheet)
    assert "/resume" in accountant.url
    owner.goto(f"{sheet}/sections/{FIRST}")
    expect(position(owner, "finance-management", 2)).to_be_checked()


def test_a_nameless_sheet_goes_into_an_account(open_page: OpenPage) -> None:
    page = open_page(PHONE)
    sheet = begin(page)
    tick(page, "sales-management", 1)
    save(page, "stop")
    page.locator(f"a[href='{sheet}/attach']").click()
    page.locator("#key").fill(KEY)
    page.locator("form[action^='/sign-in'] button").click()
    page.wait_for_url(f"**{sheet}/attach")
    page.locator("#name").fill("示例注塑厂")
    page.locator("#credit_code").fill("91441900EXAMPLE11Y")
    page.locator("main form button").click()
    expect(page.locator(".summary")).to_have_count(0)
    page.wait_for_url(f"**{sheet}")
    expect(page.locator("main")).to_contain_text("1/13")
    assert page.locator("a[href$='/code']").count() == 0


def test_a_resume_code_is_copied_by_a_button(open_page: OpenPage) -> None:
    page = open_page()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sheet = begin(page)
    page.goto(f"{sheet}/code")
    page.get_by_role("button", name="复制").click()
    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator(".code").inner_text()
    silent = open_page(javascript=False)
    sheet = begin(silent)
    silent.goto(f"{sheet}/code")
    expect(silent.locator("button[data-copy]")).to_be_hidden()

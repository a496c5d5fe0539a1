"""The whole way of a bureau's clerk and of an administrator, each on a phone, with their keys."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.desks import standing_at
from tests.browser.people import ADMIN, BUREAU
from tests.browser.screens import fits
from tests.journeys.server import Server

CODE = "91441900EXAMPLE11Y"
A_FIRM = re.compile("/portal/firms/[0-9a-f-]{36}$")
A_CHAIN = re.compile("/portal/chains/[0-9a-f-]{36}$")


def come_in(page: Page, key: str) -> None:
    """Go from the start to the account of who has a key."""
    page.goto("/")
    page.get_by_role("link", name="登录").first.click()
    page.locator("#key").fill(key)
    page.locator("form[action^='/sign-in'] button").click()
    page.wait_for_url("**/account")
    fits(page)


def follow(page: Page, name: str) -> None:
    """Follow a link by what it says."""
    with page.expect_navigation():
        page.locator("main").get_by_role("link", name=name, exact=True).click()
    fits(page)


def enter_firm(page: Page, name: str, site: str) -> None:
    """Enter a firm whose trade is unclear at first, and may be several."""
    page.locator("#name").fill(name)
    page.locator("#credit_code").fill(CODE)
    page.locator("#industry").fill("注塑")
    page.locator("#employees").fill("60")
    page.locator("#revenue_wan").fill("1800")
    page.locator("#site").fill(site)
    page.get_by_role("button", name="登记").click()
    expect(page.locator(".summary")).to_contain_text("在下面选一种")
    expect(page.locator("#employees")).to_have_value("60")
    fits(page)
    page.locator("input[name=industry_class]").first.check()
    page.get_by_role("button", name="登记").click()
    page.wait_for_url(A_FIRM)
    expect(page.locator("h1")).to_have_text(name)
    fits(page)


def find(page: Page, name: str) -> None:
    """Find the one firm whose name begins so."""
    page.locator("main details > summary").first.click()
    page.locator("#name").fill(name)
    page.locator("#size_class").select_option("small")
    page.get_by_role("button", name="查找").click()
    page.wait_for_url("**/portal?*name=*")
    expect(page.locator("main li.firm h3")).to_have_text([name])
    fits(page)


def put_into_chain(page: Page, firm: str, chain: str) -> None:
    """Make a chain, and put a firm into it."""
    page.locator("#name").fill(chain)
    page.get_by_role("button", name="新建").click()
    page.wait_for_url(A_CHAIN)
    page.locator("#sought").fill(firm)
    page.get_by_role("button", name="查找").click()
    page.wait_for_url("**?name=*")
    page.locator("#firm").select_option(label=firm)
    page.get_by_role("button", name="加进来").click()
    page.wait_for_url(A_CHAIN)
    expect(page.locator(".beside a")).to_contain_text([firm])
    fits(page)


def test_the_whole_way_of_a_clerk(open_page: OpenPage, server: Server, javascript: bool) -> None:
    page = open_page(javascript=javascript)
    granted = standing_at(server.url).granted
    kind = "有脚本" if javascript else "无脚本"
    firm, chain = f"{kind}注塑厂", f"{kind}注塑链"
    come_in(page, BUREAU)
    follow(page, "登记企业")
    enter_firm(page, firm, kind)
    follow(page, "企业和进度")
    find(page, firm)
    follow(page, "产业链")
    put_into_chain(page, firm, chain)
    page.locator("main .beside a").click()
    page.wait_for_url(A_FIRM)
    expect(page.locator("dl.facts")).to_contain_text(chain)
    follow(page, "企业和进度")
    page.locator(f"a[href='/portal/firms/{granted}']").click()
    page.wait_for_url(f"**/{granted}")
    expect(page.locator("main section.card").first).to_contain_text("走访核实")
    page.locator("section.card details > summary").first.click()
    expect(page.locator("ol.steps").first).to_be_visible()
    fits(page)
    follow(page, "看完整结果")
    expect(page.locator("h1")).to_be_visible()
    follow(page, "计划")
    page.goto("/portal")
    page.get_by_role("button", name="退出").click()
    page.wait_for_url(f"{server.url}/")
    page.goto("/portal")
    assert page.url.endswith("/resume?next=%2Fportal")


def test_the_whole_way_of_an_administrator(
    open_page: OpenPage, server: Server, javascript: bool
) -> None:
    page = open_page(javascript=javascript)
    granted = standing_at(server.url).granted
    come_in(page, ADMIN)
    follow(page, "管理")
    expect(page.locator(".note.done")).to_have_text("正常")
    expect(page.locator("main .card").first).to_contain_text("修订 1")
    follow(page, "审计记录")
    page.locator("#kind").select_option("grant-given")
    page.get_by_text("按编号找").click()
    page.locator("#enterprise_id").fill("无此编号")
    page.get_by_role("button", name="查找").click()
    expect(page.locator(".summary")).to_contain_text("编号不对")
    expect(page.locator("#kind")).to_have_value("grant-given")
    page.locator("#enterprise_id").fill(granted)
    page.get_by_role("button", name="查找").click()
    entries = page.locator("main .list > li")
    expect(entries).to_have_count(2)
    expect(entries.first).to_contain_text("授权别的机构查看企业")
    entries.first.locator("summary").click()
    expect(entries.first.locator("dl")).to_contain_text(granted)
    fits(page)
    follow(page, "清空条件")
    assert entries.count() > 2
    page.get_by_role("button", name="退出").click()
    page.wait_for_url(f"{server.url}/")
    page.goto("/admin")
    assert page.url.endswith("/resume?next=%2Fadmin")

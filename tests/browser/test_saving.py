"""Nothing that is typed is lost: back, two tabs, no network, a pause, a worker killed."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import OpenPage
from tests.browser.forms import FIRST, LOAD_MS, begin, position, save, tick
from tests.browser.network import offline
from tests.browser.screens import PHONE
from tests.browser.watch import Watch
from tests.journeys.server import Server

ELSEWHERE = "这一题别处刚改成了别的答案"


def saved(page: Page, text: str) -> None:
    """Wait until a section says that it saved itself."""
    expect(page.locator("#saved [role=status]")).to_contain_text(text, timeout=LOAD_MS)


@contextmanager
def waiting_saves(page: Page) -> Iterator[None]:
    """Let the saves that a section does of itself wait for their answer, as on a slow network."""
    routes: list[Route] = []
    page.route("**/autosave", lambda route: routes.append(route))
    yield
    page.unroute("**/autosave")  # which lets them go


def test_what_is_ticked_is_kept_without_the_button(phone: Page) -> None:
    begin(phone)
    tick(phone, "sales-management", 1)
    saved(phone, "已答 1/13")
    phone.reload()
    expect(position(phone, "sales-management", 1)).to_be_checked()


def test_what_a_respondent_ticks_is_kept_without_the_button(phone: Page) -> None:
    sheet = begin(phone)
    phone.goto(f"{sheet}/links")
    phone.locator("#respondent").fill("会计")
    phone.locator("main form button").first.click()
    phone.goto(phone.locator(".code").inner_text())
    tick(phone, "finance-management", 1)
    saved(phone, "已存")
    phone.reload()
    expect(position(phone, "finance-management", 1)).to_be_checked()


def test_ticks_during_a_slow_save_are_saved_after_it_and_are_no_clash(phone: Page) -> None:
    begin(phone)
    with waiting_saves(phone):
        with phone.expect_request("**/autosave"):
            tick(phone, "sales-management", 1)
        tick(phone, "sales-management", 2)
        tick(phone, "finance-management", 1)
    saved(phone, "已答 2/13")
    expect(phone.locator("#saved")).not_to_contain_text("别处")
    phone.reload()
    expect(position(phone, "sales-management", 2)).to_be_checked()
    expect(position(phone, "finance-management", 1)).to_be_checked()


def test_the_button_waits_for_a_slow_save(phone: Page) -> None:
    sheet = begin(phone)
    with waiting_saves(phone):
        with phone.expect_request("**/autosave"):
            tick(phone, "sales-management", 1)
        tick(phone, "sales-management", 2)
        phone.locator("button[value=next]").click()
        expect(phone.locator("h1")).to_have_text("订单、采购、库存和钱")
    phone.wait_for_url(f"**{sheet}/sections/work*")
    phone.goto(f"{sheet}/sections/{FIRST}")
    expect(position(phone, "sales-management", 2)).to_be_checked()


def test_a_save_that_is_refused_is_told_and_spoils_nothing(phone: Page, watch: Watch) -> None:
    begin(phone)
    watch.expect("500: POST")
    phone.route(
        "**/autosave",
        lambda route: route.fulfill(status=500, body="<h1>错</h1>", content_type="text/html"),
    )
    tick(phone, "sales-management", 1)
    expect(phone.locator("#refused")).to_be_visible()
    expect(phone.locator("h1")).to_have_count(1)
    phone.unroute("**/autosave")
    tick(phone, "finance-management", 1)
    saved(phone, "已答 2/13")
    expect(phone.locator("#refused")).to_be_hidden()


def test_back_after_a_save_has_all_and_may_be_changed(
    open_page: OpenPage, javascript: bool
) -> None:
    page = open_page(PHONE, javascript=javascript)
    begin(page)
    tick(page, "sales-management", 1)
    tick(page, "finance-management", 2)
    save(page)
    page.go_back()
    expect(position(page, "sales-management", 1)).to_be_checked()
    expect(position(page, "finance-management", 2)).to_be_checked()
    tick(page, "sales-management", 3)
    save(page)
    assert "/sections/work" in page.url
    page.go_back()
    expect(position(page, "sales-management", 3)).to_be_checked()


def test_two_tabs_lose_nothing_of_each_other(open_page: OpenPage, javascript: bool) -> None:
    here = open_page(PHONE, javascript=javascript)
    section = f"{begin(here)}/sections/{FIRST}"
    there = here.context.new_page()
    there.goto(section)
    tick(here, "sales-management", 1)
    save(here, "stop")
    tick(there, "finance-management", 2)
    if javascript:
        saved(there, "2/13")
    save(there, "stop")
    for tab in (here, there):
        tab.goto(section)
        expect(position(tab, "sales-management", 1)).to_be_checked()
        expect(position(tab, "finance-management", 2)).to_be_checked()
    tick(here, "sales-management", 2)
    save(here, "stop")
    tick(there, "sales-management", 3)
    if javascript:
        saved(there, "别处刚改过")
    there.locator("button[value=stop]").click()
    expect(there.get_by_text(ELSEWHERE)).to_be_visible()
    expect(position(there, "sales-management", 3)).to_be_checked()
    here.goto(section)
    expect(position(here, "sales-management", 2)).to_be_checked()
    save(there, "stop")
    here.reload()
    expect(position(here, "sales-management", 3)).to_be_checked()


def test_without_a_network_a_section_tells_waits_and_saves_when_it_is_back(
    phone: Page, watch: Watch
) -> None:
    begin(phone)
    banner, here = phone.locator(".offline"), phone.url
    watch.expect("Failed to fetch")
    with offline(phone.context):
        with phone.expect_event("console", lambda message: "Failed to fetch" in message.text):
            tick(phone, "sales-management", 1)
        expect(banner).to_contain_text("连上网会自动再存")
        expect(banner).to_be_visible()
        phone.locator("button[value=next]").click()
        expect(position(phone, "sales-management", 1)).to_be_checked()
        assert phone.url == here
    expect(banner).to_be_hidden()
    saved(phone, "已答 1/13")
    phone.reload()
    expect(position(phone, "sales-management", 1)).to_be_checked()


def test_a_server_out_of_reach_is_told_too(phone: Page, watch: Watch) -> None:
    """The phone has a network and knows of nothing; the save alone does not get through."""
    begin(phone)
    watch.expect("Failed to fetch")
    watch.expect("net::ERR_CONNECTION_REFUSED")
    phone.route("**/*", lambda route: route.abort("connectionrefused"))
    tick(phone, "sales-management", 1)
    expect(phone.locator(".offline")).to_be_visible()
    phone.locator("button[value=next]").click()
    expect(position(phone, "sales-management", 1)).to_be_checked()
    phone.unroute("**/*")
    save(phone)
    expect(phone.locator(".offline")).to_be_hidden()
    phone.go_back()
    expect(position(phone, "sales-management", 1)).to_be_checked()


def test_a_profile_is_not_lost_without_a_network(phone: Page) -> None:
    phone.goto("/begin/screening")
    phone.locator("#employees").fill("60")
    with offline(phone.context):
        phone.locator(".bar button").click()
        expect(phone.locator(".offline")).to_be_visible()
        expect(phone.locator("#employees")).to_have_value("60")
    expect(phone.locator(".offline")).to_be_hidden()
    phone.locator(".bar button").click()
    phone.wait_for_url("**/sections/*")


def test_after_a_pause_of_twenty_minutes_the_page_still_saves(phone: Page) -> None:
    phone.clock.install()
    begin(phone)
    tick(phone, "sales-management", 1)
    phone.clock.fast_forward("20:00")
    tick(phone, "finance-management", 2)
    phone.clock.fast_forward("20:00")
    save(phone)
    phone.go_back()
    expect(position(phone, "sales-management", 1)).to_be_checked()
    expect(position(phone, "finance-management", 2)).to_be_checked()


def test_workers_that_are_killed_take_nothing_with_them(
    open_page: OpenPage, server: Server, javascript: bool
) -> None:
    page = open_page(PHONE, javascript=javascript)
    sheet = begin(page)
    tick(page, "sales-management", 1)
    save(page)
    for worker in server.workers():
        os.kill(worker, signal.SIGKILL)
    tick(page, "quality-management", 2)
    save(page)
    page.goto(f"{sheet}/sections/{FIRST}")
    expect(position(page, "sales-management", 1)).to_be_checked()
    page.goto(f"{sheet}/sections/work")
    expect(position(page, "quality-management", 2)).to_be_checked()

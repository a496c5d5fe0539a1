"""Every page that is listed: on a phone, on a desktop, in both languages, without scripts."""

from urllib.parse import urldefrag

import pytest
from playwright.sync_api import Page

from tests.browser.addresses import PAGES, Address
from tests.browser.axe import axe
from tests.browser.conftest import OpenPage
from tests.browser.screens import DESKTOP, PHONE, Screen, fits, has_room_for_fingers
from tests.browser.weight import LOADED_BYTES, PAGE_BYTES, weigh
from tests.journeys.server import Server

every_page = pytest.mark.parametrize("address", PAGES, ids=lambda address: address.name)
LOOKS = (
    pytest.param(PHONE, "zh-CN", id="phone-zh"),
    pytest.param(DESKTOP, "en", id="desktop-en"),
)
LINKS = "links => links.map(link => link.href)"
_LED_ON: set[str] = set()
"""Links that were followed: each is once for all pages."""


def leads_on(page: Page, server: Server) -> None:
    """Assert that there is a page, and the part of it, where the links of a page lead."""
    here = urldefrag(page.url).url
    ids = set(page.eval_on_selector_all("[id]", "all => all.map(each => each.id)"))
    for link in page.eval_on_selector_all("a[href]", LINKS):
        path, part = urldefrag(link)
        if path == here:
            assert not part or part in ids, link
        elif path.startswith(server.url) and "/language/" not in path and path not in _LED_ON:
            _LED_ON.add(path)
            answer = page.request.get(path)
            assert answer.status < 400, link


@every_page
@pytest.mark.parametrize(("screen", "locale"), LOOKS)
def test_a_page_is_for_all(
    open_page: OpenPage, server: Server, address: Address, screen: Screen, locale: str
) -> None:
    page = open_page(screen, locale=locale)
    address.visit(page)
    if not address.reference or screen is PHONE:
        axe(page)
    spoken = page.evaluate("document.documentElement.lang")
    assert spoken == {"zh-CN": "zh-Hans", "en": "en"}[locale]
    fits(page)
    if screen is DESKTOP:
        page.set_viewport_size({"width": PHONE.width, "height": PHONE.height})
        fits(page)
    elif not address.reference:
        has_room_for_fingers(page)
    if not address.reference:
        leads_on(page, server)


@every_page
def test_a_page_says_the_same_without_javascript_and_is_light(
    open_page: OpenPage, address: Address
) -> None:
    headings = []
    for javascript in (True, False):
        page = open_page(DESKTOP, javascript=javascript)
        address.visit(page)
        headings.append(page.locator("h1, h2").all_text_contents())
    assert headings[0] == headings[1] != []
    assert page.locator("h1").count() == 1 or address.reference
    if page.request.get(page.url).ok:
        cookies = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
        weight = weigh(page.url, cookies=cookies)
        assert weight.loaded <= LOADED_BYTES
        if not address.reference:
            assert weight.page <= PAGE_BYTES

"""Every page that is listed, on each screen and in each language."""

import pytest

from tests.browser.addresses import PAGES, Address
from tests.browser.axe import axe
from tests.browser.conftest import OpenPage
from tests.browser.screens import DESKTOP, PHONE, Screen
from tests.browser.weight import LOADED_BYTES, PAGE_BYTES, weigh
from tests.journeys.server import Server

every_page = pytest.mark.parametrize("address", PAGES, ids=lambda address: address.name)


@every_page
def test_a_page_is_for_all(
    open_page: OpenPage, address: Address, screen: Screen, locale: str
) -> None:
    page = open_page(screen, locale=locale)
    address.visit(page)
    if not address.reference or (screen, locale) == (PHONE, "zh-CN"):
        axe(page)
    spoken = page.evaluate("document.documentElement.lang")
    assert spoken == {"zh-CN": "zh-Hans", "en": "en"}[locale]
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= screen.width, "it can be moved sideways"


@every_page
def test_a_page_says_the_same_without_javascript(open_page: OpenPage, address: Address) -> None:
    headings = []
    for javascript in (True, False):
        page = open_page(DESKTOP, javascript=javascript)
        address.visit(page)
        headings.append(page.locator("h1, h2").all_text_contents())
    assert headings[0] == headings[1] != []


@every_page
def test_a_page_is_light(open_page: OpenPage, server: Server, address: Address) -> None:
    page = open_page(PHONE, javascript=False)
    address.visit(page)
    cookies = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    weight = weigh(page.url, cookies=cookies)
    assert weight.loaded <= LOADED_BYTES
    if not address.reference:
        assert weight.page <= PAGE_BYTES

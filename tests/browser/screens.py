"""What a page is looked at with: the screens, and a context of Chromium that is like one."""

from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext, Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """A screen: its size in CSS pixels, how many real ones each has, and whether it is touched."""

    name: str
    width: int
    height: int
    scale: int = 1
    is_phone: bool = False


PHONE = Screen(name="phone", width=360, height=740, scale=2, is_phone=True)
DESKTOP = Screen(name="desktop", width=1280, height=800)
SCREENS = (PHONE, DESKTOP)
LOCALES = ("zh-CN", "en")
"""The languages that a browser asks for."""


def new_context(
    browser: Browser, url: str, screen: Screen, *, locale: str = "zh-CN", javascript: bool = True
) -> BrowserContext:
    """Return a context without cookies, whose pages know paths as those of a server's `url`."""
    return browser.new_context(
        base_url=url,
        viewport={"width": screen.width, "height": screen.height},
        device_scale_factor=screen.scale,
        is_mobile=screen.is_phone,
        has_touch=screen.is_phone,
        java_script_enabled=javascript,
        locale=locale,
        timezone_id="Asia/Shanghai",
    )


def fits(page: Page) -> None:
    """Assert that a page cannot be moved sideways on its screen."""
    scrolled, size = page.evaluate("document.documentElement.scrollWidth"), page.viewport_size
    # What the page says of its own width grows with it on a phone.
    assert size is not None and scrolled <= size["width"], f"{page.url}: {scrolled} wide"


LEAST_TARGET = 44
_SMALL = """least => [...document.querySelectorAll("main :is(a, button, input, select, summary)")]
  .map(each => {
    const box = each.closest("label.choice") || each, size = box.getBoundingClientRect();
    const words = each.innerText.trim(), isLink = each.tagName === "A";
    const isInText = isLink && each.parentElement.innerText.trim() !== words
      && getComputedStyle(each).display === "inline";
    return size.width && size.height < least && !isInText ? words || each.name : "";
  }).filter(words => words)"""


def has_room_for_fingers(page: Page) -> None:
    """Assert that what is touched is 44 CSS pixels high, but for links amid a text."""
    small = page.evaluate(_SMALL, LEAST_TARGET - 0.5)
    assert small == [], f"{page.url}: too low to touch: {small}"

"""What the tests of pages ask for: a served instance, a Chromium, and pages that are watched.

Server and Chromium are started once for each worker, and end with the last test of this folder:
Playwright keeps an event loop in the thread, which tests of others would run into.
"""

import os
import warnings
from collections.abc import Iterator
from typing import Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.chromium import NoChromium, a_chromium
from tests.browser.people import let_people_in
from tests.browser.screens import DESKTOP, LOCALES, PHONE, SCREENS, Screen, new_context
from tests.browser.watch import Watch
from tests.journeys.server import Server, serving

_PATIENCE_MS = 20_000


class OpenPage(Protocol):
    """Opens an empty page of a fresh context; more pages of it by `page.context.new_page()`."""

    def __call__(
        self, screen: Screen = ..., *, locale: str = ..., javascript: bool = ...
    ) -> Page: ...


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Yield a server over an empty SQLite; tests of this folder share it."""
    with serving(tmp_path_factory.mktemp("pages")) as started:
        let_people_in(started.database)
        yield started


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Yield a Chromium; where there is none tests are skipped loudly, and fail in CI."""
    try:
        with a_chromium() as started:
            yield started
    except NoChromium as missing:
        if os.environ.get("CI"):
            pytest.fail(str(missing), pytrace=False)
        warnings.warn(f"No page was tested in a browser. {missing}", stacklevel=1)
        pytest.skip(str(missing))


@pytest.fixture
def watch(server: Server) -> Iterator[Watch]:
    """Yield what looks at every page of a test; the test fails in the end on what it saw."""
    looking = Watch(server.url)
    yield looking
    faults = looking.faults()
    if faults:
        pytest.fail("What the pages did:\n" + "\n".join(faults), pytrace=False)


@pytest.fixture
def open_page(browser: Browser, server: Server, watch: Watch) -> Iterator[OpenPage]:
    """Yield what opens pages; their contexts are closed in the end."""
    contexts: list[BrowserContext] = []

    def open_one(
        screen: Screen = PHONE, *, locale: str = "zh-CN", javascript: bool = True
    ) -> Page:
        context = new_context(browser, server.url, screen, locale=locale, javascript=javascript)
        contexts.append(context)
        context.set_default_timeout(_PATIENCE_MS)
        watch.look_at(context)
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture(params=LOCALES)
def locale(request: pytest.FixtureRequest) -> str:
    """Return the language that the browser asks for: the test runs with each."""
    return str(request.param)


@pytest.fixture(params=[True, False], ids=["javascript", "no-javascript"])
def javascript(request: pytest.FixtureRequest) -> bool:
    """Return whether the browser runs scripts: the test runs with and without."""
    return bool(request.param)


@pytest.fixture(params=SCREENS, ids=lambda screen: screen.name)
def screen(request: pytest.FixtureRequest) -> Screen:
    """Return the screen: the test runs on each."""
    chosen: Screen = request.param
    return chosen


@pytest.fixture
def phone(open_page: OpenPage) -> Page:
    """Return a page on a phone, 360 × 740, in Chinese, with JavaScript."""
    return open_page(PHONE)


@pytest.fixture
def desktop(open_page: OpenPage) -> Page:
    """Return a page on a desktop, 1280 × 800, in Chinese, with JavaScript."""
    return open_page(DESKTOP)

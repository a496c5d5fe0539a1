"""The harness itself: each fault is seen, and what is no fault is not."""

from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import ConsoleMessage, Page, Route

from tests.browser.axe import axe
from tests.browser.conftest import OpenPage
from tests.browser.network import first_contentful_paint, offline, throttled
from tests.browser.pictures import shot
from tests.browser.watch import Watch
from tests.browser.weight import loaded_places, weigh
from tests.journeys.server import Server

FINE = """<!doctype html><html lang=en><title>Fine</title>
<meta name=viewport content="width=device-width">
<main><h1>All is well</h1><p>A page that does nothing wrong.</p></main></html>"""


def answer(page: Page, body: str, *, status: int = 200, policy: str = "") -> None:
    """Let the page `/shown` be what a test wants."""

    def fulfil(route: Route) -> None:
        headers = {"Content-Security-Policy": policy} if policy else {}
        route.fulfill(status=status, body=body, content_type="text/html", headers=headers)

    page.route("**/shown", fulfil)


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("<script>undefined.here</script>", "error of a script: "),
        ("<script>console.error('torn')</script>", "console: torn"),
        ("<img src='http://127.0.0.1:1/far.png'>", "request to another host: http://127.0.0.1:1/"),
        ("<link rel=stylesheet href=/no-such.css>", "console: Refused to apply style"),
    ],
)
def test_faults_of_a_page_are_seen(phone: Page, watch: Watch, body: str, fault: str) -> None:
    answer(phone, FINE + body)
    if "far.png" in body:
        watch.expect("net::ERR_")  # nobody listens there
    watch.expect(fault)
    phone.goto("/shown", wait_until="networkidle")


def test_a_picture_that_is_not_there_is_seen(phone: Page, watch: Watch) -> None:
    answer(phone, FINE + "<img src=/lost.png alt=Lost>")
    phone.route("**/lost.png", lambda route: route.fulfill(status=404, content_type="image/png"))
    watch.expect("404: GET ")
    phone.goto("/shown", wait_until="networkidle")


@pytest.mark.parametrize(
    ("policy", "body"),
    [
        ("default-src 'none'", "<p style='color: red'>Red</p>"),
        ("script-src 'self'", "<a href='javascript:1'>Go</a>"),
    ],
)
def test_violations_of_the_policy_are_seen_without_javascript_too(
    open_page: OpenPage, watch: Watch, policy: str, body: str, javascript: bool
) -> None:
    page = open_page(javascript=javascript)
    answer(page, FINE + body, policy=policy)
    told = ["violates the following Content Security Policy directive"]
    if javascript:
        told.append("policy: ")
    with ExitStack() as seen:  # the console is told a while after the click
        for text in told:
            watch.expect(text)
            seen.enter_context(page.expect_console_message(partial(_says, text)))
        page.goto("/shown")
        if page.get_by_text("Go").count():
            page.get_by_text("Go").click()


def _says(text: str, message: ConsoleMessage) -> bool:
    return text in message.text


def test_an_answer_of_500_is_seen(phone: Page, watch: Watch) -> None:
    answer(phone, FINE, status=503)
    watch.expect("503: GET ")
    phone.goto("/shown")


def test_a_form_with_faults_may_be_refused(phone: Page, watch: Watch) -> None:
    answer(phone, FINE, status=422)
    phone.goto("/shown")
    assert watch.faults() == []


def test_what_was_expected_must_happen(phone: Page, server: Server) -> None:
    watch = Watch(server.url)
    watch.expect("torn")
    assert watch.faults() == ["expected, but did not happen: torn"]


def test_axe_names_the_nodes(phone: Page) -> None:
    answer(phone, FINE.replace("lang=en", "") + "<img src='data:,' alt='' id=bare><input id=dumb>")
    phone.goto("/shown")
    with pytest.raises(AssertionError, match="#dumb") as seen:
        axe(phone)
    assert "html-has-lang" in str(seen.value)
    answer(phone, FINE)
    phone.goto("/shown")
    axe(phone)


def test_axe_says_that_it_needs_javascript(open_page: OpenPage) -> None:
    page = open_page(javascript=False)
    page.goto("/docs")
    with pytest.raises(ValueError, match="JavaScript"):
        axe(page)


def test_a_long_page_is_several_pictures(phone: Page, tmp_path: Path) -> None:
    answer(phone, FINE + "<div style='height: 9000px'>")
    phone.goto("/shown")
    written = shot(phone, "long", tmp_path)
    assert [path.name for path in written] == ["long.png", "long-2.png"]
    # The size stands in bytes 16–24 of a PNG: twice 360 × 6000 CSS pixels.
    head = written[0].read_bytes()[16:24]
    assert (int.from_bytes(head[:4]), int.from_bytes(head[4:])) == (720, 12_000)


def test_a_slow_network_delays_what_is_seen(phone: Page) -> None:
    """The latency alone is 150 ms; without it this machine shows the page sooner or later."""
    throttled(phone)
    phone.goto("/docs", wait_until="commit")
    assert first_contentful_paint(phone) >= 150


def test_without_a_network_nothing_is_fetched_and_no_fault_counted(
    phone: Page, watch: Watch
) -> None:
    answer(phone, FINE)
    phone.goto("/shown")
    is_reached = "fetch('/health/live').then(() => true, () => false)"
    with offline(phone.context):
        assert phone.evaluate(is_reached) is False
    assert phone.evaluate(is_reached) is True
    assert watch.faults() == []


def test_styles_and_scripts_are_weighed_once_each() -> None:
    page = (
        "<link rel='icon' href='/i.png'><link rel='preload stylesheet' href='/a.css'>"
        "<script src='/b.js' defer></script><script src='/b.js'></script><script>1</script>"
    )
    assert loaded_places(page) == ["/a.css", "/b.js"]


def test_a_weight_is_that_on_the_wire(server: Server, phone: Page) -> None:
    """The reference is repetitive text: compressed it is a small part of what it says."""
    phone.goto("/docs")
    weight = weigh(f"{server.url}/docs")
    assert 1_000 < weight.page < len(phone.content().encode()) / 4
    assert weight.loaded == 0

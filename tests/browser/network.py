"""A slow network and machine, none at all, and how long a page takes to show something."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import BrowserContext, CDPSession, Page

CPU_SLOWDOWN = 4
BITS_PER_SECOND = 1_600_000
LATENCY_MS = 150
_FIRST_PAINT = """
() => new Promise((resolve) => new PerformanceObserver((entries, observer) => {
  const [paint] = entries.getEntriesByName("first-contentful-paint");
  if (paint) { observer.disconnect(); resolve(paint.startTime); }
}).observe({type: "paint", buffered: true}))
"""


def throttled(page: Page) -> CDPSession:
    """Make a page's processor 4 times slower, its network 1.6 Mbit/s with 150 ms; nothing is kept.

    Returned is the session that does so, for who wants to change it; it ends with the page.
    """
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    session.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": LATENCY_MS,
            "downloadThroughput": BITS_PER_SECOND / 8,
            "uploadThroughput": BITS_PER_SECOND / 8,
        },
    )
    session.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWDOWN})
    return session


def first_contentful_paint(page: Page) -> float:
    """Return when the page that is open first showed something, in ms from its request on."""
    return float(page.evaluate(_FIRST_PAINT))


@contextmanager
def offline(context: BrowserContext) -> Iterator[None]:
    """Let a context have no network for a while; requests that fail so are no faults."""
    context.set_offline(True)
    try:
        yield
    finally:
        context.set_offline(False)

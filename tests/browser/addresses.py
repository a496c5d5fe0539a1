"""The pages that are looked at, each by a line: in tests, in pictures and in the benchmark."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A page: its name in reports, and its path, or how one gets there from the path.

    `walk` is done after the path is open, in a context without cookies, and ends on the page: it
    works without JavaScript. A `reference` is for developers and hundreds of screens long: it may
    weigh more than a page for everybody, and axe, which is slow on it, looks at it a single time.
    """

    name: str
    path: str
    walk: Callable[[Page], None] | None = None
    reference: bool = False

    def visit(self, page: Page) -> None:
        """Open the page."""
        page.goto(self.path)
        if self.walk is not None:
            self.walk(page)


PAGES = (
    Address(name="start", path="/"),
    Address(name="sign-in", path="/sign-in"),
    Address(name="resume", path="/resume"),
    Address(name="docs", path="/docs", reference=True),
)  # fmt: skip
"""A new page is a line here."""

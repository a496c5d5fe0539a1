"""The pages that are looked at, each by a line: in tests, in pictures and in the benchmark."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests.browser.desks import DESK_WALKS, OBJECTION_WALKS
from tests.browser.forms import begin, go, save, tick_all
from tests.browser.people import FIRM, sign_in
from tests.builders import an_example


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A page: its name in reports, and its path, or how one gets there from the path.

    `walk` is done after the path is open, in a context without cookies, and ends on the page: it
    works without JavaScript. `status` is what the server answers a GET of the page. A `reference`
    is for developers and hundreds of screens long: it may weigh more than a page for everybody,
    and axe, which is slow on it, looks at it a single time.
    """

    name: str
    path: str
    walk: Callable[[Page], None] | None = None
    reference: bool = False
    status: int = 200

    def visit(self, page: Page) -> None:
        """Open the page."""
        if self.walk is None:
            go(page, self.path, self.status)
        else:
            go(page, self.path)
            self.walk(page)


_SHEETS: dict[tuple[str, str], tuple[str, str]] = {}
"""The path and the code of the sheet of a kind at a server: pages of a kind look at one sheet."""
_NOT_OF_NAMELESS = ("name", "credit_code", "site")


def _screening(page: Page) -> str:
    """Open a first look whose first section is answered; return its path."""
    sheet = begin(page)
    tick_all(page, 1)
    save(page, "stop")
    return sheet


def _mould_shop(page: Page) -> str:
    """Open the filled full sheet of a mould shop, as a program may; return its path."""
    sheet = an_example("dongguan-mould-shop")
    for name in _NOT_OF_NAMELESS:
        sheet["enterprise"].pop(name, None)
    opened: Any = page.request.post("/v1/sheets", data=sheet).json()
    _resume(page, opened["code"])
    return f"/sheets/{opened['assessment']['id']}"


def _sent_in(page: Page) -> str:
    """Open a full sheet and send it in; return its path."""
    sheet = _mould_shop(page)
    page.goto(f"{sheet}/check")
    page.locator("form[action$='/submit'] button").click()
    page.wait_for_url("**/result")
    return sheet


def _resume(page: Page, code: str) -> None:
    page.goto("/resume")
    page.locator("#code").fill(code)
    page.locator("form[action^='/resume'] button").click()
    page.wait_for_url("**/sheets/**")


def of_sheet(opened: Callable[[Page], str], place: str) -> Callable[[Page], None]:
    """Return the walk to a page of a sheet, by its code where the sheet was opened before."""

    def walk(page: Page) -> None:
        parts = urlsplit(page.url)
        kind = (parts.netloc, opened.__name__)
        if kind not in _SHEETS:
            path = opened(page)
            page.goto(f"{path}/code")
            _SHEETS[kind] = path, page.locator(".code").inner_text()
        else:
            _resume(page, _SHEETS[kind][1])
        go(page, _SHEETS[kind][0] + place)

    return walk


def _unclear_trade(page: Page) -> None:
    page.locator("#industry").fill("注塑")
    page.locator("#employees").fill("many")
    page.locator(".bar button").click()
    page.wait_for_selector(".summary")


def _sent_section(page: Page) -> None:
    of_sheet(_screening, "/links")(page)
    page.locator("#respondent").fill("会计")
    page.locator("main form button").first.click()
    address = page.locator(".code").inner_text()
    page.goto(address)


def _fresh_link(page: Page) -> None:
    of_sheet(_screening, "/links")(page)
    page.locator("#respondent").fill("Li")
    page.locator("main form button").first.click()
    page.wait_for_selector(".note.done")


def _given_result(page: Page) -> None:
    of_sheet(_sent_in, "/share")(page)
    page.locator("#recipient").fill("建设银行")
    page.locator("form[action$=result-links] button").click()
    page.wait_for_selector(".note.done")


def _shown_result(page: Page) -> None:
    _given_result(page)
    page.goto(page.locator(".code").inner_text())


def _attaching(page: Page) -> None:
    """Sign in to take a sheet of nobody into the account."""
    of_sheet(_screening, "/code")(page)
    sign_in(page, FIRM, urlsplit(page.url).path.replace("/code", "/attach"))


def _coming_back(page: Page) -> None:
    of_sheet(_screening, "")(page)
    page.goto("/")


def _unlike_numbers(page: Page) -> None:
    of_sheet(_mould_shop, "/sections/machines")(page)
    page.locator("#whole-miit-equipment-digital").fill("0")
    page.locator("button[value=stop]").click()
    page.wait_for_selector(".summary")


_FIRST_LOOK = {
    "section": "/sections/work", "overview": "", "check": "/check", "code": "/code",
    "firm": "/firm", "delete": "/delete", "first-result": "/result", "first-plan": "/plan",
}  # fmt: skip
_FULL = {
    "scenes": "/sections/scenes",
    "accountant": "/sections/accountant",
    "full-check": "/check",
}
_RESULT = {
    "result": "/result", "plan": "/plan", "what-if": "/plan?budget=10", "support": "/support",
    "cases": "/cases", "reports": "/reports",
}  # fmt: skip

PAGES = (
    Address(name="start", path="/"),
    Address(name="start-again", path="/resume", walk=_coming_back),
    Address(name="sign-in", path="/sign-in"),
    Address(name="resume", path="/resume"),
    Address(name="report-check", path="/check"),
    Address(name="docs", path="/docs", reference=True),
    Address(name="no-such-page", path="/no-such-page", status=404),
    Address(name="begin", path="/begin/screening"),
    Address(name="begin-faults", path="/begin/full", walk=_unclear_trade),
    *(
        Address(name=name, path="/resume", walk=of_sheet(_screening, place))
        for name, place in _FIRST_LOOK.items()
    ),
    Address(name="links", path="/resume", walk=_fresh_link),
    Address(name="sent-section", path="/resume", walk=_sent_section),
    Address(name="share", path="/resume", walk=_given_result),
    Address(name="shown-result", path="/resume", walk=_shown_result),
    *(
        Address(name=name, path="/resume", walk=of_sheet(_mould_shop, place))
        for name, place in _FULL.items()
    ),
    Address(name="section-faults", path="/resume", walk=_unlike_numbers),
    *(
        Address(name=name, path="/resume", walk=of_sheet(_sent_in, place))
        for name, place in _RESULT.items()
    ),
    Address(name="attach", path="/resume", walk=_attaching),
    *(Address(name=name, path="/sign-in", walk=walk) for name, walk in DESK_WALKS.items()),
    *(
        Address(name=name, path="/sign-in", walk=walk, status=405)
        for name, walk in OBJECTION_WALKS.items()
    ),
)
"""A new page is a line here."""

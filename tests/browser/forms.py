"""How tests fill in a sheet as an enterprise does: begin, tick, save."""

from playwright.sync_api import Locator, Page

FIRST = "money-stock"
"""The first section of the screening."""
LOAD_MS = 60_000
"""How long a page may take while workers start anew on a busy machine."""


def go(page: Page, path: str, status: int = 200) -> None:
    """Open a page, which the server answers with a status."""
    answer = page.goto(path)
    assert answer is not None and answer.status == status, (
        f"{path} is no page with status {status}"
    )


def begin(page: Page, form: str = "screening", **profile: str) -> str:
    """Open a nameless sheet whose profile has some texts; return the path of the sheet."""
    page.goto(f"/begin/{form}")
    for name, text in profile.items():
        page.locator(f"#{name}").fill(text)
    page.locator(".bar button").click()
    page.wait_for_url("**/sections/*")
    return "/" + "/".join(page.url.split("/")[3:5])


def position(page: Page, item: str, value: int) -> Locator:
    """Return the card of a position of a question."""
    return page.locator(f"input[name='a:{item}'][value='{value}']")


def tick(page: Page, item: str, value: int) -> None:
    """Choose a position of a question."""
    position(page, item, value).check()


def tick_all(page: Page, value: int) -> None:
    """Choose a position of every question of the page."""
    for card in page.locator(f"input[name^='a:'][value='{value}']").all():
        card.check()


def save(page: Page, then: str = "next") -> None:
    """Press the button that saves a section, and wait for another page."""
    here = page.url
    page.locator(f"button[name=then][value={then}]").click()
    page.wait_for_url(lambda url: url != here, timeout=LOAD_MS)

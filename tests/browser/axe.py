"""axe-core over a page: what of WCAG 2.2 AA, and of what is good besides, it sees violated.

The package `axe-playwright-python` ships the file, of axe-core 4.12 in its release 0.1.8.
"""

from functools import cache
from importlib.resources import files
from typing import Any

from playwright.sync_api import Page

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")
_RUN = """
async ([tags]) => (await axe.run(document, {
  runOnly: {type: "tag", values: tags}, resultTypes: ["violations"],
})).violations
"""


@cache
def axe_source() -> str:
    """Return the text of axe-core; its first line names the version."""
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Page) -> list[dict[str, Any]]:
    """Return what axe-core sees violated on a page; the page's policy does not hinder it.

    Raises
    ------
    ValueError
        Where the page runs no scripts: axe-core is one. Look at it in a context that does.

    """
    if not page.evaluate("matchMedia('(scripting: enabled)').matches"):
        raise ValueError("axe needs a context with JavaScript")
    page.evaluate(axe_source())
    seen: list[dict[str, Any]] = page.evaluate(_RUN, [TAGS])
    return seen


def axe(page: Page) -> None:
    """Assert that axe-core sees nothing violated; the message has every node."""
    lines = []
    for violation in violations(page):
        lines.append(f"{violation['id']} ({violation['impact']}): {violation['help']}")
        for node in violation["nodes"]:
            target = " ".join(str(part) for part in node["target"])
            why = " ".join(node["failureSummary"].split())
            lines.append(f"    {target}: {node['html'][:160]}\n        {why}")
    assert not lines, f"{page.url}\n" + "\n".join(lines)

"""Pictures of pages: the whole page, from the top to the bottom."""

import os
from pathlib import Path

from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[2]
VARIABLE = "DIAGNOSIS_SCREENSHOTS"
PART_PIXELS, MOST_PARTS = 6000, 4
"""How much of a page a picture has, in CSS pixels: Chromium paints 16,384 real ones at most."""


def pictures_folder() -> Path:
    """Return the folder that pictures go to; git ignores it unless the variable is set."""
    return Path(os.environ.get(VARIABLE) or ROOT / ".venv" / "screenshots")


def shot(page: Page, name: str, folder: Path | None = None) -> list[Path]:
    """Write the whole page as pictures; return them, `name.png` and for a long one `name-2.png` …

    At most four are written, of 6000 CSS pixels each: a reference of hundreds of screens is cut.
    """
    folder = folder or pictures_folder()
    folder.mkdir(parents=True, exist_ok=True)
    width, height = page.evaluate(
        "[document.documentElement.clientWidth, document.documentElement.scrollHeight]"
    )
    written = []
    for part, top in enumerate(range(0, max(height, 1), PART_PIXELS)):
        if part == MOST_PARTS:
            break
        path = folder / (f"{name}-{part + 1}.png" if part else f"{name}.png")
        page.screenshot(
            path=path, full_page=True, animations="disabled",
            clip={"x": 0, "y": top, "width": width, "height": min(PART_PIXELS, height - top)},
        )  # fmt: skip
        written.append(path)
    return written

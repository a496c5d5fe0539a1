"""Pictures of every page that is listed, side by side: phone and desktop, Chinese and English.

    python -m tests.browser.screenshots OUT

writes them into a folder with an `index.html`. The status is 1 where a page did what it may not.
"""

import argparse
import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser

from tests.browser.addresses import PAGES, Address
from tests.browser.chromium import NoChromium, a_chromium
from tests.browser.people import let_people_in
from tests.browser.pictures import shot
from tests.browser.screens import LOCALES, SCREENS, new_context
from tests.browser.watch import Watch
from tests.journeys.server import serving

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; margin: 1rem; }
section { align-items: start; display: grid; gap: 1rem; grid-template-columns: 1fr 1fr 2fr 2fr; }
img { border: 1px solid #888; display: block; width: 100%; }
"""
Pictures = dict[str, list[Path]]
"""The pictures of a page by what it was looked at with."""


def pictures_of(
    browser: Browser, url: str, address: Address, folder: Path
) -> Iterator[tuple[str, list[Path], list[str]]]:
    """Yield with what a page was looked at, its pictures in a folder, and its faults."""
    for screen in SCREENS:
        for locale in LOCALES:
            watch = Watch(url)
            with new_context(browser, url, screen, locale=locale) as context:
                watch.look_at(context)
                page = context.new_page()
                address.visit(page)
                written = shot(page, f"{address.name}-{screen.name}-{locale}", folder)
            yield f"{screen.name}, {locale}", written, watch.faults()


def report(pages: dict[str, Pictures]) -> str:
    """Return the page that shows all pictures; it stands beside them."""
    parts = []
    for name, pictures in pages.items():
        parts.append(f"<h2 id='{escape(name)}'>{escape(name)}</h2>\n<section>")
        for looked_with, paths in pictures.items():
            shown = "\n".join(
                f"<a href='{escape(path.name)}'><img src='{escape(path.name)}' loading=lazy "
                f"alt='{escape(name)}, {escape(looked_with)}'></a>"
                for path in paths
            )
            parts.append(f"<figure><figcaption>{escape(looked_with)}</figcaption>{shown}</figure>")
        parts.append("</section>")
    return (
        "<!doctype html>\n<html lang=en><meta charset=utf-8><title>Pages</title>\n"
        f"<style>{_STYLE}</style>\n<h1>Pages</h1>\n" + "\n".join(parts) + "\n</html>\n"
    )


def main() -> int:
    """Write all pictures; return 1 where a page has faults or there is no Chromium."""
    parser = argparse.ArgumentParser(prog="tests.browser.screenshots", description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--only", nargs="*", choices=[address.name for address in PAGES])
    arguments = parser.parse_args()
    pages: dict[str, Pictures] = {}
    faults: list[str] = []
    try:
        with TemporaryDirectory() as name, a_chromium() as browser, serving(Path(name)) as server:
            let_people_in(server.database)
            for address in PAGES:
                if arguments.only and address.name not in arguments.only:
                    continue
                looks = pictures_of(browser, server.url, address, arguments.out)
                for looked_with, paths, seen in looks:
                    pages.setdefault(address.name, {})[looked_with] = paths
                    faults += [f"{address.name}, {looked_with}: {fault}" for fault in seen]
    except NoChromium as missing:
        print(missing, file=sys.stderr)
        return 1
    index = arguments.out / "index.html"
    index.write_text(report(pages), encoding="utf-8")
    print(index)
    print("\n".join(faults), file=sys.stderr, end="\n" if faults else "")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())

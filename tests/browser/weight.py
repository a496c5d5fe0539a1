"""How many bytes a page is on the wire, compressed, with the styles and scripts that it loads."""

from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from types import MappingProxyType
from urllib.parse import urljoin

import requests

PAGE_BYTES, LOADED_BYTES = 60_000, 40_000
"""The most that a page may be, and its styles and scripts together, compressed."""


@dataclass(frozen=True, slots=True)
class Weight:
    """Bytes on the wire: of the page itself, and of the styles and scripts that it loads."""

    page: int
    loaded: int


class _Loaded(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.places: dict[str, None] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        is_style = tag == "link" and "stylesheet" in (attributes.get("rel") or "").split()
        place = attributes.get("href") if is_style else attributes.get("src")
        if place and (is_style or tag == "script"):
            self.places[place] = None


def loaded_places(page: str) -> list[str]:
    """Return the addresses of the styles and scripts of a page, each once, as it writes them."""
    reader = _Loaded()
    reader.feed(page)
    return list(reader.places)


def weigh(
    url: str, *, cookies: Mapping[str, str] = MappingProxyType({}), locale: str = "zh-CN"
) -> Weight:
    """Return what the page at a URL weighs for a browser that has nothing of it.

    Raises
    ------
    requests.HTTPError
        Where a style or a script that the page names is not there.

    """
    with requests.Session() as session:
        session.headers.update({"Accept-Encoding": "gzip", "Accept-Language": locale,
                                "Accept": "text/html"})  # fmt: skip
        session.cookies.update(dict(cookies))
        _, size, page = _wire(session, url)
        sizes = []
        for place in loaded_places(page):
            answer, loaded, _ = _wire(session, urljoin(url, place))
            answer.raise_for_status()
            sizes.append(loaded)
    return Weight(page=size, loaded=sum(sizes))


def _wire(session: requests.Session, url: str) -> tuple[requests.Response, int, str]:
    """Return an answer, the bytes that its body has on the wire, and its text."""
    with session.get(url, stream=True, timeout=60) as answer:
        text = answer.content.decode("utf-8", "replace")
        return answer, int(answer.raw.tell()), text

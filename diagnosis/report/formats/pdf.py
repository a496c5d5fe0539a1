"""A document as a PDF: tagged for readers of screens (PDF/UA-1), with bookmarks, fonts in it.

The same document gives the same bytes, with one version of WeasyPrint and of Pango.
"""

from hashlib import sha256
from importlib.resources import files

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from diagnosis.report.document import Document, Figure
from diagnosis.report.formats.html import drawing, fill

_STYLES = {"Regular": 400, "Bold": 700}
_FONTS = "".join(
    f"@font-face{{font-family:Report;src:url(font:{style});font-weight:{weight}}}"
    for style, weight in _STYLES.items()
)


class _Parts(URLFetcher):  # type: ignore[misc]
    """Fetches the fonts that are shipped and the charts of a document, and nothing else."""

    def __init__(self) -> None:
        super().__init__()
        self._drawings: dict[str, bytes] = {}

    def add(self, figure: Figure) -> str:
        """Return the address of a chart."""
        address = f"figure:{len(self._drawings) + 1}"
        self._drawings[address] = drawing(figure).encode()
        return address

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """Return what stands at an address.

        Raises
        ------
        ValueError
            For an address of anything else: no document reaches for a file or the network.

        """
        del headers
        if url in self._drawings:
            return URLFetcherResponse(url, self._drawings[url], {"Content-Type": "image/svg+xml"})
        scheme, _, style = url.partition(":")
        if scheme == "font" and style in _STYLES:
            font = files("diagnosis.report") / "fonts" / f"NotoSansSC-{style}.otf"
            return URLFetcherResponse(url, font.read_bytes(), {"Content-Type": "font/otf"})
        raise ValueError(f"nothing is fetched from {url}")


def print_pdf(document: Document) -> bytes:
    """Return the PDF of a document."""
    parts, fonts = _Parts(), FontConfiguration()
    page = fill(document, parts.add)
    content: bytes = HTML(string=page, url_fetcher=parts).write_pdf(
        stylesheets=[CSS(string=_FONTS, font_config=fonts, url_fetcher=parts)],
        font_config=fonts,
        pdf_variant="pdf/ua-1",
        pdf_identifier=sha256(page.encode()).digest()[:16],
    )
    return content

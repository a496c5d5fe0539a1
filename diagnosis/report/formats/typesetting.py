"""HTML set in pages by WeasyPrint, with the fonts that are shipped and nothing from outside.

The same HTML gives the same bytes, with one version of WeasyPrint and of Pango.
"""

from hashlib import sha256

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from diagnosis.report.document import Figure
from diagnosis.report.formats.html import drawing
from diagnosis.report.formats.lettering import WEIGHTS, font_of

_FONTS = "".join(
    f"@font-face{{font-family:Report;src:url(font:{style});font-weight:{weight}}}"
    for style, weight in WEIGHTS.items()
)


class ReportParts(URLFetcher):  # type: ignore[misc]
    """Fetches the fonts that are shipped and the charts of a document, and nothing else."""

    def __init__(self) -> None:
        super().__init__()
        self._drawings: dict[str, bytes] = {}

    def add(self, figure: Figure) -> str:
        """Return the address of a chart."""
        address = f"figure:{len(self._drawings) + 1}"
        self._drawings[address] = drawing(figure).encode()
        return address

    def lettering(self) -> str:
        """Return all that is written in the charts."""
        return b"".join(self._drawings.values()).decode()

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
        if scheme == "font" and style in WEIGHTS:
            content = font_of(style).read_bytes()
            return URLFetcherResponse(url, content, {"Content-Type": "font/otf"})
        raise ValueError(f"nothing is fetched from {url}")


def typeset(page: str, parts: ReportParts, variant: str | None = None) -> bytes:
    """Return the PDF of a page of HTML, in a variant such as `pdf/ua-1`."""
    fonts = FontConfiguration()
    content: bytes = HTML(string=page, url_fetcher=parts).write_pdf(
        stylesheets=[CSS(string=_FONTS, font_config=fonts, url_fetcher=parts)],
        font_config=fonts,
        pdf_variant=variant,
        pdf_identifier=sha256(page.encode()).digest()[:16],
    )
    return content

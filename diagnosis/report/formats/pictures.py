"""Charts as pictures (PNG), for documents that hold no drawing of lines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from xml.etree import ElementTree

from PIL.Image import Dither
from pypdfium2 import PdfDocument

from diagnosis.report.document import Figure
from diagnosis.report.formats.typesetting import ReportParts, typeset

SCALE = 3.0
"""The pixels of a picture for each unit of its drawing."""
_COLOURS = 64
"""The inks of the house with the shades at their edges: a third of the bytes of all colours."""
_POINTS_PER_UNIT = 0.75
_PAGE = "@page p{place}{{size:{width}px {height}px;margin:0}} .p{place}{{page:p{place}}}"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, with the width and height of its drawing in units."""

    png: bytes
    width: float
    height: float


def pictures_of(figures: Sequence[Figure]) -> tuple[Picture, ...]:
    """Return the pictures of charts, in their order; the same chart gives the same bytes."""
    return tuple(_pictures(figures)) if figures else ()


def _pictures(figures: Sequence[Figure]) -> Iterator[Picture]:
    sizes = [_size(figure) for figure in figures]
    parts = ReportParts()
    rules = "".join(
        _PAGE.format(place=place, width=width, height=height)
        for place, (width, height) in enumerate(sizes)
    )
    images = "".join(
        f'<img class="p{place}" src="{parts.add(figure)}" alt="">'
        for place, figure in enumerate(figures)
    )
    style = f"{rules} body{{margin:0}} img{{display:block;width:100%}}"
    pages = typeset(f"<!doctype html><style>{style}</style>{images}", parts)
    with PdfDocument(pages) as drawn:
        for page, (width, height) in zip(drawn, sizes, strict=True):
            sheet = page.render(scale=SCALE / _POINTS_PER_UNIT).to_pil().convert("RGB")
            png = BytesIO()
            sheet.quantize(_COLOURS, dither=Dither.NONE).save(png, "PNG")
            yield Picture(png.getvalue(), width, height)


def _size(figure: Figure) -> tuple[float, float]:
    """Return the width and height of a drawing, from its frame."""
    _, _, width, height = ElementTree.fromstring(figure.svg).attrib["viewBox"].split()
    return float(width), float(height)

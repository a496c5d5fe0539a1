"""A document as one page of HTML, which needs no other file, and as what a PDF is made of."""

from base64 import b64encode
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any
from xml.etree import ElementTree

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from diagnosis.domain.text import Language, Text
from diagnosis.present.moments import day_words
from diagnosis.report.document import (
    Block,
    Figure,
    Framed,
    Heading,
    Passage,
    Points,
    ReportDocument,
    ReportTable,
    WebLink,
)

_SVG = "{http://www.w3.org/2000/svg}"
_FAMILY = "Report"
"""The name by which pages call the font that is shipped."""
WORDS = {
    "contents": Text("目录", "Contents"),
    "day": Text("日期", "Date"),
    "pins": Text("本报告所用版本", "Versions this report was made by"),
    "code": Text("核验码", "Check code"),
    "lacking": Text(
        "这些字不在本报告的字体里，用的是系统的字体，系统也没有的印成方框：",
        "Characters that the font of this report lacks, in a font of the system, or as a box:",
    ),
    "chapter": Text("第 {number} 章", "Chapter {number}"),
}
Address = Callable[[Figure], str]
"""Gives the address at which a page finds a chart."""

_KINDS: dict[type[Block], str] = {
    Passage: "paragraph",
    Heading: "heading",
    Points: "points",
    ReportTable: "table",
    Figure: "figure",
    Framed: "card",
}


def print_html(document: ReportDocument) -> str:
    """Return a document as a page of HTML with all that it shows in it."""
    return fill(document, lambda figure: "data:image/svg+xml;base64," + _coded(figure))


def fill(document: ReportDocument, address: Address, lacking: str = "") -> str:
    """Return the page of a document, its charts at some addresses.

    `lacking` are characters that the font lacks in which it is printed; its end tells of them.
    """
    language = document.language
    return str(
        _template().render(
            document=document,
            lang="zh-Hans" if language is Language.ZH else "en",
            words={name: text.say(language) for name, text in WORDS.items()},
            chapter_name=lambda number: WORDS["chapter"].fill(number=number).say(language),
            day=day_words(document.day).say(language),
            address=address,
            lacking=lacking,
            description=description,
            kind=lambda block: _KINDS[type(block)],
            is_link=lambda cell: isinstance(cell, WebLink),
            is_number=lambda cell: isinstance(cell, int | float),
            number=number_text,
            style=Markup(_style()),
        )
    )


def drawing(figure: Figure) -> str:
    """Return a chart whose letters are those of the font that is shipped."""
    return figure.svg.replace("<svg ", f'<svg font-family="{_FAMILY}" ', 1)


def description(figure: Figure) -> str:
    """Return what a chart shows in words, for those who cannot see it."""
    root = ElementTree.fromstring(figure.svg)
    return root.findtext(f"{_SVG}desc", figure.title)


def _coded(figure: Figure) -> str:
    return b64encode(drawing(figure).encode()).decode()


def number_text(value: float) -> str:
    """Return a number as a table shows it, with two decimals at most.

    Examples
    --------
    >>> number_text(1200.5), number_text(3)
    ('1,200.5', '3')
    """
    return f"{value:,.2f}".rstrip("0").rstrip(".")


@cache
def _style() -> str:
    return (files(__package__) / "templates" / "report.css").read_text()


@cache
def _template() -> Any:
    environment = Environment(
        loader=PackageLoader("diagnosis.report.formats"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html")

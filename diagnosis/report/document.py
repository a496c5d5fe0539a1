"""A report as values: chapters of blocks, which every format prints in its own way.

Texts are said already, in the language of the document; charts are SVG.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from diagnosis.domain.text import Language


class Manner(StrEnum):
    """How a paragraph is meant: as text, as the sentence to remember, as a note, as a warning."""

    PLAIN = "plain"
    LEAD = "lead"
    NOTE = "note"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class WebLink:
    """A text that leads to an address on the web, which a printed page shows as well."""

    text: str
    url: str


Cell = str | float | WebLink | None
"""What a table has in a place: a number stays one in a workbook, nothing is an empty cell."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of text."""

    text: str
    manner: Manner = Manner.PLAIN


@dataclass(frozen=True, slots=True)
class Heading:
    """The beginning of a part of a chapter."""

    text: str


@dataclass(frozen=True, slots=True)
class Points:
    """A list, numbered where its order counts; many short ones stand in columns on paper."""

    items: tuple[str, ...]
    is_numbered: bool = False
    in_columns: bool = False


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table; `widths` are shares of the columns, none where all are equally wide."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart as SVG, which says itself what it shows."""

    title: str
    svg: str


@dataclass(frozen=True, slots=True)
class Framed:
    """Something to do or to read, with facts by name and lines below them; kept on one page."""

    title: str
    facts: tuple[tuple[str, str], ...] = ()
    lines: tuple[str, ...] = ()
    links: tuple[WebLink, ...] = ()


Block = Passage | Heading | Points | ReportTable | Figure | Framed


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter; `id` is the same in both languages."""

    id: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDocument:
    """A report.

    `firm` is None where the sheet has no name. `code` is what its reader may check it by, None
    where nobody keeps it. `pins` say by which versions it was made.
    """

    language: Language
    title: str
    subtitle: str
    firm: str | None
    day: date
    chapters: tuple[Chapter, ...]
    pins: tuple[str, ...]
    code: str | None = None
    is_brief: bool = False
    """Whether it is the page in brief alone: without a cover and a list of contents."""

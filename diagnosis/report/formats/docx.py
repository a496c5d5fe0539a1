"""A document as a text document that an office edits: headings, lists and tables of its own kind.

Charts are pictures. Fonts are those that offices have; none is in the file.
"""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm
from docx.text.paragraph import Paragraph as Line

from diagnosis.domain.characters import fit_for_xml
from diagnosis.present.moments import day_words
from diagnosis.report.document import (
    Block,
    Cell,
    Chapter,
    Figure,
    Framed,
    Heading,
    Passage,
    Points,
    ReportDocument,
    ReportTable,
    WebLink,
)
from diagnosis.report.formats.html import WORDS, description, number_text
from diagnosis.report.formats.ooxml import (
    add_bookmark,
    add_field,
    add_link,
    add_reference,
    begin_anew,
    begin_field,
    count_by,
    describe_table,
    end_field,
    keep_whole,
    repeat_on_pages,
    shade,
)
from diagnosis.report.formats.pictures import Picture, pictures_of
from diagnosis.report.formats.word_styles import CARD, MANNERS, NOTE, TABLE_TEXT, lay_out
from diagnosis.report.formats.zipped import without_times

_TEXT_WIDTH, _PICTURE_WIDTH = 174, 130
"""The width of the text and of a chart, millimetres."""
_HEAD = "D9E6F2"


def print_docx(document: ReportDocument) -> bytes:
    """Return the text document of a document; the same document gives the same bytes."""
    figures = [
        block
        for chapter in document.chapters
        for block in chapter.blocks
        if isinstance(block, Figure)
    ]
    pictures = dict(zip(map(id, figures), pictures_of(figures), strict=True))
    body = BytesIO()
    _Writer(document, pictures).written().save(body)
    return without_times(body.getvalue())


class _Writer:
    """Writes a document, block by block."""

    def __init__(self, document: ReportDocument, pictures: dict[int, Picture]) -> None:
        self._document = document
        self._pictures = pictures
        self._file = docx.Document()
        lay_out(self._file)
        self._style_ids = {style.name: style.style_id for style in self._file.styles}
        self._words = {name: text.say(document.language) for name, text in WORDS.items()}

    def written(self) -> Any:
        """Return the file."""
        document = self._document
        self._name()
        self._frame_pages()
        self._cover()
        if not document.is_brief:
            self._contents()
        for place, chapter in enumerate(document.chapters, 1):
            self._chapter(place, chapter)
        self._end()
        return self._file

    def _add(self, text: str, style: str) -> Line:
        return self._styled(self._file.add_paragraph(fit_for_xml(text)), style)

    def _styled(self, line: Line, style: str) -> Line:
        """Return a paragraph in a style; python-docx looks through all of them each time."""
        line._p.style = self._style_ids[style]
        return line

    def _name(self) -> None:
        """Say in the file what it is; its times are the day of the document."""
        document, about = self._document, self._file.core_properties
        midnight = datetime(document.day.year, document.day.month, document.day.day)
        about.title, about.subject = fit_for_xml(document.title), fit_for_xml(document.subtitle)
        about.author = about.last_modified_by = about.comments = ""
        about.language = document.language.value
        about.created = about.modified = midnight
        about.revision = 1

    def _frame_pages(self) -> None:
        """Write firm and title above each page but a cover, its number below."""
        document, section = self._document, self._file.sections[0]
        section.different_first_page_header_footer = not document.is_brief
        running = " · ".join(filter(None, (document.firm, document.title)))
        section.header.paragraphs[0].text = fit_for_xml(running)
        foot = section.footer.paragraphs[0]
        foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        add_field(foot, "PAGE", "1")
        foot.add_run(" / ")
        add_field(foot, "NUMPAGES", "1")

    def _cover(self) -> None:
        document = self._document
        title = self._add(document.title, "Title")
        if not document.is_brief:
            title.paragraph_format.space_before = Mm(60)
        if document.firm:
            self._add(document.firm, "Subtitle")
        self._add(
            f"{self._words['day']} {day_words(document.day).say(document.language)}", "Normal"
        )
        self._add(document.subtitle, NOTE)

    def _contents(self) -> None:
        """Write the list of chapters as a field, which an office renews with pages."""
        heading = self._add(self._words["contents"], "TOC Heading")
        heading.paragraph_format.page_break_before = True
        line = heading
        for place, chapter in enumerate(self._document.chapters, 1):
            line = self._add("", "Normal")
            if place == 1:
                begin_field(line, r'TOC \o "1-1" \h \z \u')
            add_reference(line, self._title(place, chapter), _bookmark(chapter))
        end_field(line)

    def _title(self, place: int, chapter: Chapter) -> str:
        name = WORDS["chapter"].fill(number=place).say(self._document.language)
        return fit_for_xml(
            chapter.title if self._document.is_brief else f"{name}  {chapter.title}"
        )

    def _chapter(self, place: int, chapter: Chapter) -> None:
        heading = self._add(self._title(place, chapter), "Heading 1")
        heading.paragraph_format.page_break_before = place == 1 and not self._document.is_brief
        add_bookmark(heading, place, _bookmark(chapter))
        for block in chapter.blocks:
            self._block(block)

    def _block(self, block: Block) -> None:
        match block:
            case Passage():
                self._add(block.text, MANNERS[block.manner])
            case Heading():
                self._add(block.text, "Heading 2")
            case Points():
                self._points(block)
            case ReportTable():
                self._table(block)
            case Figure():
                self._figure(block)
            case Framed():
                self._card(block)

    def _points(self, points: Points) -> None:
        style = "List Number" if points.is_numbered else "List Bullet"
        number = begin_anew(self._file, style) if points.is_numbered else None
        for item in points.items:
            line = self._add(item, style)
            if number is not None:
                count_by(line, number)

    def _figure(self, figure: Figure) -> None:
        picture = self._pictures[id(figure)]
        self._file.add_picture(BytesIO(picture.png), width=Mm(_PICTURE_WIDTH))
        line = self._file.paragraphs[-1]
        line.alignment, line.paragraph_format.keep_with_next = WD_ALIGN_PARAGRAPH.CENTER, True
        about = self._file.inline_shapes[-1]._inline.docPr
        about.set("title", fit_for_xml(figure.title))
        about.set("descr", fit_for_xml(description(figure)))
        self._add(figure.title, "Caption").alignment = WD_ALIGN_PARAGRAPH.CENTER

    def _card(self, card: Framed) -> None:
        self._add(card.title, "Heading 3")
        lines = []
        for name, text in card.facts:
            line = self._add("", CARD)
            line.add_run(f"{fit_for_xml(name)}  ").bold = True
            line.add_run(fit_for_xml(text))
            lines.append(line)
        lines += [self._add(text, CARD) for text in card.lines]
        for link in card.links:
            lines.append(self._add("", CARD))
            add_link(lines[-1], fit_for_xml(link.text), link.url)
        for line in lines[:-1]:
            line.paragraph_format.keep_with_next = True

    def _table(self, table: ReportTable) -> None:
        title = self._add(table.title, "Caption")
        title.paragraph_format.keep_with_next = True
        made = self._file.add_table(rows=0, cols=len(table.head), style="Table Grid")
        made.autofit = False
        describe_table(made, fit_for_xml(table.title))
        widths = _widths(table)
        for column, width in zip(made.columns, widths, strict=True):
            column.width = width
        self._row(made, table.head, widths, is_head=True)
        for row in table.rows:
            self._row(made, row, widths, is_head=False)
        self._add("", NOTE)

    def _row(
        self, table: Any, cells: Sequence[Cell], widths: Sequence[Mm], *, is_head: bool
    ) -> None:
        row = table.add_row()
        keep_whole(row)
        if is_head:
            repeat_on_pages(row)
        for place, value, width in zip(row.cells, cells, widths, strict=True):
            place.width = width
            line = place.paragraphs[0]
            _fill(self._styled(line, TABLE_TEXT), value)
            if is_head:
                shade(place, _HEAD)
                line.runs[0].bold = True

    def _end(self) -> None:
        document = self._document
        if document.code:
            self._add(f"{self._words['code']} {document.code}", "Normal")
        self._add(self._words["pins"], NOTE)
        for pin in document.pins:
            self._add(pin, NOTE)


def _bookmark(chapter: Chapter) -> str:
    return f"chapter-{chapter.id}"


def _widths(table: ReportTable) -> list[Mm]:
    shares = table.widths or (1,) * len(table.head)
    return [Mm(_TEXT_WIDTH * share / sum(shares)) for share in shares]


def _fill(line: Line, value: Cell) -> None:
    """Write a value into a cell; a number stands at the right."""
    if isinstance(value, WebLink):
        add_link(line, fit_for_xml(value.text), value.url)
    elif isinstance(value, int | float):
        line.add_run(number_text(value))
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    else:
        line.add_run(fit_for_xml(value or ""))

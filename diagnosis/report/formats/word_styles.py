"""The looks of a text document: A4, fonts that offices have, headings, notes, cards, tables."""

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from diagnosis.report.document import Manner
from diagnosis.report.formats.ooxml import element, frame, set_fonts

LATIN, CHINESE = "Calibri", "Microsoft YaHei"
NOTE, CARD, TABLE_TEXT = "Report Note", "Report Card", "Report Table"
MANNERS = {
    Manner.PLAIN: "Normal",
    Manner.LEAD: "Report Lead",
    Manner.NOTE: NOTE,
    Manner.WARNING: "Report Warning",
}
"""The style of each manner of a paragraph."""
_HEADINGS = {"Title": 26, "Subtitle": 16, "TOC Heading": 18, "Heading 1": 18, "Heading 2": 13,
             "Heading 3": 11.5}  # fmt: skip
"""The size of each, points."""
_SIZE, _SMALL = 10.5, 9.0
_DARK, _GREY, _INK = (
    RGBColor(0x0B, 0x3A, 0x6E),
    RGBColor(0x44, 0x44, 0x44),
    RGBColor(0x1A, 0x1A, 0x1A),
)


def lay_out(file: Any) -> None:
    """Set the page and the styles of a file."""
    page = file.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(18)
    page.top_margin, page.bottom_margin = Mm(22), Mm(20)
    styles = file.styles
    for style in styles:
        if style.type in (WD_STYLE_TYPE.PARAGRAPH, WD_STYLE_TYPE.CHARACTER):
            set_fonts(style.element.get_or_add_rPr(), LATIN, CHINESE)
    _speak(styles)
    _look(styles["Normal"], _SIZE, _INK)
    styles["Normal"].paragraph_format.space_after = Pt(6)
    for name, size in _HEADINGS.items():
        _look(styles[name], size, _DARK)
        styles[name].paragraph_format.keep_with_next = True
    _look(styles["Caption"], _SMALL, _DARK)
    _look(styles["Header"], _SMALL, _GREY)
    _look(styles["Footer"], _SMALL, _GREY)
    lead = _new(styles, MANNERS[Manner.LEAD], 13, _INK)
    lead.font.bold = True
    frame(lead, "left", eighths=24)
    _new(styles, NOTE, _SMALL, _GREY)
    frame(
        _new(styles, MANNERS[Manner.WARNING], _SIZE, _INK),
        "top",
        "left",
        "bottom",
        "right",
        eighths=4,
    )
    card = _new(styles, CARD, _SIZE - 1, _INK)
    card.paragraph_format.left_indent = Mm(4)
    card.paragraph_format.space_after = Pt(2)
    frame(card, "left", eighths=18)
    _new(styles, TABLE_TEXT, _SMALL, _INK).paragraph_format.space_after = Pt(0)


def _speak(styles: Any) -> None:
    """Say in which language the text is, for what checks it and reads it aloud."""
    defaults = styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    set_fonts(defaults, LATIN, CHINESE)
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    defaults.append(element("w:lang", val="en-GB", eastAsia="zh-CN"))


def _new(styles: Any, name: str, size: float, colour: RGBColor) -> Any:
    style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = styles["Normal"]
    set_fonts(style.element.get_or_add_rPr(), LATIN, CHINESE)
    _look(style, size, colour)
    return style


def _look(style: Any, size: float, colour: RGBColor) -> None:
    style.font.size, style.font.color.rgb = Pt(size), colour

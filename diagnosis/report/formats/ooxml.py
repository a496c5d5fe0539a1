"""Parts of a text document that python-docx has no call for."""

from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

_BLUE = "0B5CAD"
_THEMES = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")


def element(tag: str, text: str | None = None, **attributes: str) -> Any:
    """Return an element such as `w:fldChar` with attributes of its own namespace."""
    prefix = tag.partition(":")[0]
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"{prefix}:{name}"), value)
    if text is not None:
        made.text = text
        made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made


def set_fonts(properties: Any, latin: str, chinese: str) -> None:
    """Set the fonts of a style by name, those of a theme aside."""
    fonts = properties.get_or_add_rFonts()
    for theme in _THEMES:
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script, name in (("ascii", latin), ("hAnsi", latin), ("cs", latin), ("eastAsia", chinese)):
        fonts.set(qn(f"w:{script}"), name)


def add_field(paragraph: Paragraph, instruction: str, shown: str) -> None:
    """Add a field to a paragraph, such as `PAGE`, with what it shows until it is renewed."""
    begin_field(paragraph, instruction)
    paragraph.add_run(shown)
    end_field(paragraph)


def begin_field(paragraph: Paragraph, instruction: str) -> None:
    """Begin a field at the end of a paragraph; what follows is what it shows."""
    for part in (
        element("w:fldChar", fldCharType="begin"),
        element("w:instrText", f" {instruction} "),
        element("w:fldChar", fldCharType="separate"),
    ):
        paragraph.add_run()._r.append(part)


def end_field(paragraph: Paragraph) -> None:
    """End a field at the end of a paragraph."""
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType="end"))


def add_link(paragraph: Paragraph, text: str, url: str) -> None:
    """Add a text to a paragraph that leads to an address on the web."""
    place = paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), place)
    _add_blue(link, text, underlined=True)
    paragraph._p.append(link)


def add_reference(paragraph: Paragraph, text: str, bookmark: str) -> None:
    """Add a text to a paragraph that leads to a bookmark of the document."""
    link = element("w:hyperlink", anchor=bookmark)
    _add_blue(link, text, underlined=False)
    paragraph._p.append(link)


def _add_blue(link: Any, text: str, *, underlined: bool) -> None:
    run, look = OxmlElement("w:r"), OxmlElement("w:rPr")
    look.append(element("w:color", val=_BLUE))
    if underlined:
        look.append(element("w:u", val="single"))
    run.append(look)
    run.append(element("w:t", text))
    link.append(run)


def add_bookmark(paragraph: Paragraph, number: int, name: str) -> None:
    """Let a bookmark hold all of a paragraph."""
    start = element("w:bookmarkStart", id=str(number), name=name)
    paragraph._p.insert_element_before(start, "w:r", "w:hyperlink")
    paragraph._p.append(element("w:bookmarkEnd", id=str(number)))


def repeat_on_pages(row: Any) -> None:
    """Let a row of a table stand on each of its pages."""
    row._tr.get_or_add_trPr().append(element("w:tblHeader"))


def keep_whole(row: Any) -> None:
    """Let no page end within a row of a table."""
    row._tr.get_or_add_trPr().append(element("w:cantSplit"))


def shade(cell: Any, colour: str) -> None:
    """Colour the ground of a cell."""
    cell._tc.get_or_add_tcPr().append(element("w:shd", val="clear", color="auto", fill=colour))


def frame(style: Any, *sides: str, eighths: int) -> None:
    """Draw lines at sides of the paragraphs of a style, so many eighths of a point thick."""
    borders = OxmlElement("w:pBdr")
    for side in sides:
        line = element(f"w:{side}", val="single", sz=str(eighths), space="6", color=_BLUE)
        borders.append(line)
    properties = style.element.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap",
        "w:overflowPunct", "w:topLinePunct", "w:autoSpaceDE", "w:autoSpaceDN", "w:bidi",
        "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing",
        "w:mirrorIndents", "w:suppressOverlap", "w:jc", "w:textDirection", "w:textAlignment",
        "w:textboxTightWrap", "w:outlineLvl", "w:divId", "w:cnfStyle", "w:rPr", "w:sectPr",
        "w:pPrChange",
    )  # fmt: skip


def describe_table(table: Any, title: str) -> None:
    """Say of a table what it is, for those who cannot see it."""
    table._tbl.tblPr.append(element("w:tblCaption", val=title))


def begin_anew(document: Any, style: str) -> int:
    """Return the number of a list of a style that counts from one."""
    numbering = document.part.numbering_part.element
    used = document.styles[style].element.pPr.numPr.numId.val
    abstract = numbering.num_having_numId(used).abstractNumId.val
    number = numbering.add_num(abstract)
    number.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(number.numId)


def count_by(paragraph: Paragraph, number: int) -> None:
    """Let a paragraph be counted by a list."""
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = number

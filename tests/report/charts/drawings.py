"""Drawings read back: elements, boxes of text by a rule of thumb, what is said in words."""

from dataclasses import dataclass
from unicodedata import east_asian_width
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from diagnosis.domain.text import Language
from diagnosis.report.charts.caption import Caption

ZH = Caption("c", "图", Language.ZH)
EN = Caption("c", "Chart", Language.EN)
_SVG = "{http://www.w3.org/2000/svg}"
_SHARES = {"start": 0.0, "middle": 0.5, "end": 1.0}
_SLIM = " ijlftI.,:;'|!()[]/-"


@dataclass(frozen=True)
class TextBox:
    """Where a text lies, its height that of capitals."""

    text: str
    left: float
    right: float
    top: float
    bottom: float

    def meets(self, other: "TextBox") -> bool:
        beside = self.right <= other.left or other.right <= self.left
        return not (beside or self.bottom <= other.top or other.bottom <= self.top)


def elements(drawing: str, name: str) -> list[Element]:
    return ElementTree.fromstring(drawing).findall(f".//{_SVG}{name}")


def numbers(element: Element, *names: str) -> tuple[float, ...]:
    return tuple(float(element.attrib[name]) for name in names)


def described(drawing: str) -> str:
    (desc,) = elements(drawing, "desc")
    return desc.text or ""


def size(drawing: str) -> tuple[float, float]:
    left, top, width, height = ElementTree.fromstring(drawing).attrib["viewBox"].split()
    assert (left, top) == ("0", "0")
    return float(width), float(height)


def width_of(text: str) -> float:
    """Return the width of a text at 12 units: a Chinese character 1 em, a Latin one .55 em."""
    wide = [east_asian_width(character) in "WF" for character in text]
    slim = [character in _SLIM for character in text]
    return sum(12 * (1 if w else 0.35 if s else 0.55) for w, s in zip(wide, slim, strict=True))


def texts(drawing: str) -> list[TextBox]:
    boxes = []
    for element in elements(drawing, "text"):
        text = element.text or ""
        x, baseline = numbers(element, "x", "y")
        width = width_of(text)
        left = x - _SHARES[element.get("text-anchor", "start")] * width
        boxes.append(TextBox(text, left, left + width, baseline - 9, baseline + 1))
    return boxes


def assert_nothing_is_cut_off(drawing: str) -> None:
    width, height = size(drawing)
    for box in texts(drawing):
        assert box.left >= 0 and box.right <= width, box
        assert box.top >= 0 and box.bottom <= height, box
    for rect in elements(drawing, "rect"):
        assert min(numbers(rect, "width", "height")) >= 0


def assert_no_text_covers_another(drawing: str) -> None:
    boxes = texts(drawing)
    for place, box in enumerate(boxes):
        for other in boxes[place + 1 :]:
            assert not box.meets(other), (box, other)

"""What may stand in a text that a caller writes: one rule, in two strengths.

A text that says which thing is meant (a name, a site, a code, a filter) is one line, written one
way: compatibility forms folded (NFKC), radicals that look like a character read as it, nothing
unseen in it, no blanks at its ends, one blank for several. A free text (a reason, a comment) keeps
its lines and its forms. Neither takes a character that controls a device, turns the direction of
writing or means nothing to a reader.

Source: Unicode 14, general categories and UAX 15 (NFKC); XML 1.0, 2.2 (what a workbook may hold).
Which character a radical stands for is remembered from EquivalentUnifiedIdeograph.txt of Unicode.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from unicodedata import category, normalize


def _all(*code_points: int | range) -> str:
    """Return characters by their numbers, single or in ranges."""
    numbers = ((each,) if isinstance(each, int) else each for each in code_points)
    return "".join(chr(number) for part in numbers for number in part)


_LINES = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_SPACES = _all(0x20, 0xA0, 0x1680, range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)
_UNSEEN = _all(
    0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, range(0x180B, 0x1810), 0x200B, 0x200E,
    0x200F, range(0x2060, 0x2065), 0x2800, 0x3164, 0xFEFF, 0xFFA0,
)  # fmt: skip
"""What nobody sees, and what changes nothing where it is left out: it comes with pasted text."""
_JOINERS = _all(0x200C, 0x200D, range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))
"""What changes how a neighbour looks: kept in a free text, left out where a thing is named."""
_DIRECTIONS = _all(range(0x202A, 0x202F), range(0x2066, 0x206A))
_LOST = "\ufffd"
_IDEOGRAPHS = range(0x20000, 0x3FFFE)
"""The planes of Chinese characters: those added after Unicode 14 are in names already."""
_RADICALS = {
    chr(radical): chr(character)
    for radical, character in (
        (0x2E9D, 0x6708), (0x2EA0, 0x6C11), (0x2EC1, 0x864E), (0x2EC4, 0x897F),
        (0x2EC5, 0x89C1), (0x2EC6, 0x89D2), (0x2EC9, 0x8D1D), (0x2ECB, 0x8F66),
        (0x2ED1, 0x9577), (0x2ED3, 0x957F), (0x2ED4, 0x95E8), (0x2ED7, 0x96E8),
        (0x2ED8, 0x9752), (0x2ED9, 0x97E6), (0x2EDA, 0x9875), (0x2EDB, 0x98CE),
        (0x2EDC, 0x98DE), (0x2EDD, 0x98DF), (0x2EE2, 0x9A6C), (0x2EE3, 0x9AA8),
        (0x2EE4, 0x9B3C), (0x2EE5, 0x9C7C), (0x2EE6, 0x9E1F), (0x2EE7, 0x5364),
        (0x2EE8, 0x9EA6), (0x2EE9, 0x9EC4), (0x2EEC, 0x9F50), (0x2EEE, 0x9F7F),
        (0x2EF0, 0x9F99),
    )
}  # fmt: skip
"""Radicals by themselves that NFKC leaves: they come with text copied from a PDF."""
_RADICAL = re.compile(f"[{''.join(_RADICALS)}]")
_MOST_MARKS = 6
"""So many marks may stand on a letter: more are no writing, and cover the lines beside them."""
_WITHOUT_MARKS = (
    (0, 0x2FF), (0x2010, 0x20CF), (0x2100, 0x2CEE), (0x3000, 0x3029), (0x3030, 0x3098),
    (0x309B, 0xA66E), (0xAC00, 0xD7A3), (0xFF00, 0xFFEF),
)  # fmt: skip
_MAY_HAVE_MARKS = re.compile(
    f"[^{''.join(f'{chr(first)}-{chr(last)}' for first, last in _WITHOUT_MARKS)}]"
)
"""What may be a mark; most texts have nothing of it and are not read character by character."""
_NO_CHARACTER = 0xFFFE
"""The last two places of each plane stand for no character."""

_DROPPED = re.compile(f"[{_UNSEEN}]")
_DROPPED_IN_NAMES = re.compile(f"[{_UNSEEN}{_JOINERS}]")
_BLANKS = re.compile(f"[{_SPACES}]+")
_ENDS = _SPACES + _LINES + "\t"
_LINE_ENDS = re.compile("\r\n|[\r\u2028\u2029]")
_LONGEST_FOLDED = 10_000
"""The characters of the longest text that is folded: marks out of their order take the square."""
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class CharacterKind(StrEnum):
    """Why a character is refused, for the fault `bad-text`."""

    LINE_BREAK = "line-break"
    TAB = "tab"
    CONTROL = "control"
    DIRECTION = "direction"
    UNSEEN = "unseen"
    PRIVATE = "private"
    HALF = "half"
    LOST = "lost"
    UNASSIGNED = "unassigned"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class BadCharacter:
    """A character that a text may not have; `position` counts the characters from 1."""

    character: str
    position: int
    kind: CharacterKind

    @property
    def code_point(self) -> str:
        r"""Return the character as Unicode numbers it, which can be shown whatever it is.

        Examples
        --------
        >>> BadCharacter("\n", 3, CharacterKind.LINE_BREAK).code_point
        'U+000A'
        """
        return f"U+{ord(self.character):04X}"


def identifying(text: str) -> str:
    r"""Return a text that names a thing as it is kept and compared.

    A text that is far too long to name anything is left as it is, for a limit to refuse.

    Examples
    --------
    >>> identifying("　Ｐｌａｎｔ　１ "), identifying("\u200b ")
    ('Plant 1', '')
    """
    if text.isascii() and text.isprintable():
        return _BLANKS.sub(" ", text.strip(_ENDS))
    if len(text) > _LONGEST_FOLDED:
        return text.strip(_ENDS)
    folded = normalize("NFKC", _DROPPED_IN_NAMES.sub("", text))
    folded = _RADICAL.sub(lambda match: _RADICALS[match[0]], folded)
    return _BLANKS.sub(" ", _DROPPED_IN_NAMES.sub("", folded).strip(_ENDS))


def free(text: str) -> str:
    r"""Return a free text as it is kept: its lines end in one way, its ends are not blank.

    A text in which nothing is seen is empty.

    Examples
    --------
    >>> free(" 停产\r\n两周\t "), free("\ufeff")
    ('停产\n两周', '')
    """
    if text.isprintable() and not _DROPPED.search(text):
        return text.strip(_ENDS)
    if not identifying(text):
        return ""
    lines = _LINE_ENDS.sub("\n", _DROPPED.sub("", text))
    return lines.replace("\t", " ").strip(_ENDS)


def is_unseen(value: object) -> bool:
    """Return whether a value is a text in which nothing is seen."""
    return isinstance(value, str) and not identifying(value)


def capitals(code: str) -> str:
    """Return a code as it is kept: an identifying text in capitals.

    Examples
    --------
    >>> capitals(" ｃ3525 ")
    'C3525'
    """
    return identifying(code).upper()


@lru_cache(maxsize=20_000)
def folded(text: str) -> str:
    """Return a text as it is looked for: widths, forms and capitals make no difference.

    Examples
    --------
    >>> folded("ＭＥＳ（轻量）")
    'mes(轻量)'
    """
    return identifying(text).casefold()


def bad_character(raw: str, kept: str, *, lines: bool = False) -> BadCharacter | None:
    """Return the first character that a text may not have, by its place as it was written.

    Parameters
    ----------
    raw
        The text as it was written.
    kept
        What `identifying` or `free` makes of it.
    lines
        Whether it is a free text, which may have several lines.

    """
    if not (kept.isprintable() and _LOST not in kept):
        for number, character in enumerate(kept):
            kind = _kind(character, lines=lines)
            if kind is not None:
                place = raw.find(character, _start(raw))
                return BadCharacter(character, (number if place < 0 else place) + 1, kind)
    return _misplaced_mark(raw) if _MAY_HAVE_MARKS.search(kept) else None


def _start(raw: str) -> int:
    """Return the place, from 0, of the first character of a text that is kept."""
    return len(raw) - len(raw.lstrip(_ENDS))


def _misplaced_mark(raw: str) -> BadCharacter | None:
    """Return the first mark that stands on no letter, or is beyond what a letter may have."""
    marks = _MOST_MARKS
    for place in range(_start(raw), len(raw)):
        marks = marks + 1 if category(raw[place]) in ("Mn", "Me") else 0
        if marks > _MOST_MARKS:
            return BadCharacter(raw[place], place + 1, CharacterKind.MARK)
    return None


def _kind(character: str, *, lines: bool) -> CharacterKind | None:
    """Return why a character is refused, None where it is taken."""
    if character in _LINES:
        return None if lines and character == "\n" else CharacterKind.LINE_BREAK
    if character == "\t":
        return CharacterKind.TAB
    if character in _DIRECTIONS:
        return CharacterKind.DIRECTION
    if character == _LOST:
        return CharacterKind.LOST
    if lines and character in "\u200c\u200d":
        return None
    kind = _REFUSED.get(category(character))
    number = ord(character)
    if kind is CharacterKind.UNASSIGNED and number in _IDEOGRAPHS:
        return kind if number & _NO_CHARACTER == _NO_CHARACTER else None
    return kind


_REFUSED = {
    "Cc": CharacterKind.CONTROL,
    "Cf": CharacterKind.UNSEEN,
    "Co": CharacterKind.PRIVATE,
    "Cs": CharacterKind.HALF,
    "Cn": CharacterKind.UNASSIGNED,
}
"""Why the characters of a general category are refused."""


def fit_for_xml(text: str) -> str:
    r"""Return a text without what no workbook can hold; rows of earlier releases may have it.

    Examples
    --------
    >>> fit_for_xml("停产\uffff两周")
    '停产两周'
    """
    return text if text.isprintable() else _NOT_IN_XML.sub("", text)

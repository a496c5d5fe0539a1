"""The number of a citizen: wherever it stands, so that none is kept or repeated.

It has 18 characters: a place (6 digits, a province's first), a day of birth (8), three digits and
a check character. People write it with blanks or hyphens between its parts, and in wide digits.

Source: GB 11643-1999 (ISO 7064, MOD 11-2); the codes of provinces (GB/T 2260) are remembered.
"""

import re
from collections.abc import Iterator
from datetime import date

PERSON_DIGITS = 18
HIDDEN = "***"
"""What stands in an answer for the number of a person."""

_PLAIN = {
    **{0xFF10 + digit: 0x30 + digit for digit in range(10)},
    **dict.fromkeys((0x78, 0xFF38, 0xFF58), 0x58),
    **dict.fromkeys((0xA0, 0x3000), 0x20),
    **dict.fromkeys((0x2010, 0x2011, 0x2013, 0x2014, 0xB7, 0xFF0D, 0xFF0E), 0x2D),
}
"""Wide digits, blanks and dashes as plain ones, one for one: places stay as they are."""
_WRITTEN = re.compile("(?<![0-9])(?=([0-9](?:[ ./-]?[0-9]){16}[ ./-]?[0-9X])(?![0-9A-Za-z]))")
_BETWEEN = re.compile("[ ./-]")
_RANGES = ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
_PROVINCES = frozenset(str(code) for first, last in _RANGES for code in range(first, last + 1))
_BORN = range(1850, 2100)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


def is_number_of_person(code: str) -> bool:
    """Return whether a text is the number of a citizen: place, day of birth and check are right.

    Examples
    --------
    >>> is_number_of_person("44000019000101030X"), is_number_of_person("440000190001010300")
    (True, False)
    """
    body, check = code[:-1], code[-1:]
    if len(code) != PERSON_DIGITS or not body.isascii() or not body.isdigit():
        return False
    try:
        born = date(int(body[6:10]), int(body[10:12]), int(body[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True))
    return body[:2] in _PROVINCES and born.year in _BORN and _CHECKS[total % 11] == check


def first_number_of_person(text: str) -> int | None:
    """Return where, from 0, the first number of a citizen begins in a text; None where none does.

    Examples
    --------
    >>> first_number_of_person("联系人 440000-19000101-030x"), first_number_of_person("A-2026-01")
    (4, None)
    """
    return next((start for start, _ in _numbers(text)), None)


def without_numbers_of_persons(text: str) -> str:
    """Return a text with what is the number of a citizen hidden.

    Examples
    --------
    >>> without_numbers_of_persons("张三 44000019000101030X 厂")
    '张三 *** 厂'
    """
    parts, end = [], 0
    for start, stop in _numbers(text):
        parts += [text[end:start], HIDDEN]
        end = stop
    return "".join((*parts, text[end:]))


def _numbers(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each number of a citizen begins and ends."""
    if len(text) < PERSON_DIGITS:
        return
    for match in _WRITTEN.finditer(text.translate(_PLAIN)):
        if is_number_of_person(_BETWEEN.sub("", match[1])):
            yield match.span(1)

"""How a text is said on a page that people read."""

import re
from datetime import date

from diagnosis.domain.text import Language
from diagnosis.present.moments import day_words
from diagnosis.present.say import Say

_DAY = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)")
_UNITS, _UNIT = ("10,000 yuan", "万元"), "wan yuan"
"""The unit of money as texts have it, and on English pages, which have no Chinese characters."""


def in_page_words(language: Language) -> Say:
    """Return the way to say texts on a page: days in words, money in the letters of the language.

    Examples
    --------
    >>> say = in_page_words(Language.ZH)
    >>> say(day_words(date(2027, 1, 31)))
    '2027年1月31日'
    """
    if language is Language.ZH:
        return lambda text: _with_days(text.zh, language)
    return lambda text: without_characters(_with_days(text.en, language))


def _with_days(text: str, language: Language) -> str:
    """Return a text with its days as people write them."""
    return _DAY.sub(lambda day: _day(day.group(), language), text)


def _day(written: str, language: Language) -> str:
    try:
        return day_words(date.fromisoformat(written)).say(language)
    except ValueError:
        return written


def without_characters(english: str) -> str:
    """Return an English text with the unit of money in Latin letters.

    Examples
    --------
    >>> without_characters("about 5 万元")
    'about 5 wan yuan'
    """
    for unit in _UNITS:
        english = english.replace(unit, _UNIT)
    return english

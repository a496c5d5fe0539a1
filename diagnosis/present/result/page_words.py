"""How a text is said on a page that people read."""

from diagnosis.domain.text import Language
from diagnosis.present.say import Say, in_language

_UNITS, _UNIT = ("10,000 yuan", "万元"), "wan yuan"
"""The unit of money as texts have it, and on English pages, which have no Chinese characters."""


def in_page_words(language: Language) -> Say:
    """Return the way to say texts on a page, the unit of money in the letters of the language."""
    if language is Language.ZH:
        return in_language(language)
    return lambda text: without_characters(text.en)


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

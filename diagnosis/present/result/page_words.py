"""How a text is said on a page that people read."""

import re
from datetime import date
from decimal import Decimal

from diagnosis.domain.text import Language, Text
from diagnosis.present.moments import day_words
from diagnosis.present.say import Say

_DAY = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)")
_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_AMOUNT = re.compile(rf"({_NUMBER})(?:–({_NUMBER}))?(?:\s*万元|\s+10,000 yuan\b)")
"""An amount of money in 万元, or a range of it, as English texts have it."""
_UNIT = "10,000 yuan"
"""What English pages call 万元 where no amount stands with it: they have no Chinese characters."""
_MONEY = Text("{amount} 万元", "{amount} 万元")


def in_page_words(language: Language) -> Say:
    """Return the way to say texts on a page: days in words, money as the language counts it.

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


def money_in_words(amount: str, language: Language) -> str:
    """Return an amount in 万元 as a page of a language says it.

    Examples
    --------
    >>> money_in_words("2600", Language.ZH), money_in_words("2600", Language.EN)
    ('2600 万元', '26,000,000 yuan')
    """
    return str(in_page_words(language)(_MONEY.fill(amount=amount)))


def without_characters(english: str) -> str:
    """Return an English text with amounts of money in yuan, their unit alone in Latin letters.

    Examples
    --------
    >>> without_characters("about 5.5 万元 (0.8–120 万元), revenue in 万元")
    'about 55,000 yuan (8,000–1,200,000 yuan), revenue in 10,000 yuan'
    >>> without_characters("38,000–310,000 yuan")
    '38,000–310,000 yuan'
    """
    return _AMOUNT.sub(_in_yuan, english).replace("万元", _UNIT)


def _in_yuan(amount: re.Match[str]) -> str:
    ends = (end.replace(",", "") for end in amount.groups() if end)
    return "–".join(f"{int(Decimal(end) * 10_000):,}" for end in ends) + " yuan"

"""What is said to the firm, said to somebody else: a consultant, a bank, a bureau."""

import re

from diagnosis.present.say import Say

_IN_PLACE = (
    (re.compile("贵(?=[厂企])"), "该"),
    (re.compile("您(?=[说写答填选])"), "企业"),
    (re.compile(r"\byour own\b"), "its own"),
    (re.compile(r"\bYour\b"), "The firm's"),
    (re.compile(r"\byour\b"), "the firm's"),
    (re.compile(r"\bYou are here\b"), "It is here"),
    (re.compile(r"\bYou (?=said|named|answered)"), "The firm "),
    (re.compile(r"\byou (?=said|named|answered)"), "the firm "),
)


def to_others(words: str) -> str:
    """Return words to the firm as they are said to somebody else.

    Examples
    --------
    >>> to_others("这一行该先做的 5 步，贵厂没有要补的。")
    '这一行该先做的 5 步，该厂没有要补的。'
    >>> to_others("What hurts most, you said, is paper: your plan begins there.")
    "What hurts most, the firm said, is paper: the firm's plan begins there."
    """
    for pattern, other in _IN_PLACE:
        words = pattern.sub(other, words)
    return words


def say_to_others(say: Say) -> Say:
    """Return the way to say texts to a reader who is not the firm."""
    return lambda text: to_others(str(say(text)))

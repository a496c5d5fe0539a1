"""Which industries people may mean by the word that they have for their trade."""

import re
from collections.abc import Callable, Iterator

from diagnosis.domain.characters import folded
from diagnosis.domain.intake.enterprise import MANUFACTURING, Codes
from diagnosis.domain.intake.industry import TradeName

_CLASS = 5
"""The characters of the code of a class, its letter among them."""
_COMMON = 20
"""A piece of a phrase that is in more names of classes than these says nothing of the trade."""
_SHORTEST_PIECE = 2
_LONGEST_PHRASE = 40
_CODE = re.compile(r"C?(\d{2,4})", re.IGNORECASE | re.ASCII)
_ENGLISH = re.compile(r"[a-z0-9]+")


def industry_of_code(phrase: str) -> str | None:
    """Return the code of an industry that a phrase writes, its letter or not; None for words.

    Examples
    --------
    >>> industry_of_code("3525"), industry_of_code("c35"), industry_of_code("模具")
    ('C3525', 'C35', None)
    """
    match = _CODE.fullmatch(phrase.strip())
    return MANUFACTURING + match[1] if match else None


def industries_called(codes: Codes, phrase: str) -> tuple[str, ...]:
    """Return the codes of classes and divisions that a phrase may mean, the likeliest first.

    Trades that are called so come first, then classes and divisions with the phrase in their
    names. Where there is none, those with a piece of the phrase: none for what is not understood.
    """
    wanted = folded(phrase)[:_LONGEST_PHRASE]
    bare = stripped_phrase(codes, wanted)
    hits = _holding(codes, wanted) or _holding(codes, bare)
    return tuple(dict.fromkeys(hits)) or _by_pieces(codes, bare)


def stripped_phrase(codes: Codes, phrase: str) -> str:
    """Return a phrase without what is said around any trade: who makes it, that it is a plant.

    What is nothing else stays as it is.
    """
    bare, longer = phrase, None
    while bare != longer:
        longer = bare
        for before in codes.words_before:
            bare = bare.removeprefix(before)
        for after in codes.words_after:
            bare = bare.removesuffix(after)
    return bare or phrase


def _holding(codes: Codes, wanted: str) -> list[str]:
    """Return what is called so, then what has it in its name; a single character is no name."""
    called = [trade.code for trade in codes.trade_names if wanted in _words(trade)]
    if len(wanted) < _SHORTEST_PIECE:
        return called
    called += [trade.code for trade in codes.trade_names if _names(trade, wanted)]
    return called + list(_with(codes, lambda name: _holds(name, wanted)))


def _words(trade: TradeName) -> tuple[str, ...]:
    return tuple(folded(word) for word in (*trade.words, trade.name.zh, trade.name.en))


def _names(trade: TradeName, wanted: str) -> bool:
    """Return whether a trade is called so: a word of it holds the phrase, or the other way."""
    return any(
        _holds(word, wanted) or (len(word) >= _SHORTEST_PIECE and _holds(wanted, word))
        for word in _words(trade)
    )


def _holds(text: str, part: str) -> bool:
    """Return whether a text holds another: in English all its words, less a plural's s."""
    text, part = folded(text), folded(part)
    if not part.isascii():
        return part in text
    words = _singular(part)
    return bool(words) and words <= _singular(text)


def _singular(text: str) -> set[str]:
    return {word.removesuffix("s") for word in _ENGLISH.findall(text)}


def _with(codes: Codes, fits: Callable[[str], bool]) -> Iterator[str]:
    """Yield the classes, then the divisions, whose name fits."""
    for code, name in codes.classes.current.items():
        if len(code) == _CLASS and fits(name):
            yield code
    for code, text in codes.industry_names.items():
        if fits(text.zh) or fits(text.en):
            yield code


def _by_pieces(codes: Codes, wanted: str) -> tuple[str, ...]:
    """Return what holds the longest pieces of a phrase that tell a trade from others."""
    for pieces in _pieces(wanted):
        hits = [code for piece in pieces for code in _with_piece(codes, piece)]
        if hits:
            return tuple(dict.fromkeys(hits))
    return ()


def _with_piece(codes: Codes, piece: str) -> list[str]:
    """Return what holds a piece of a phrase; nothing where too many do."""
    holding = _holding(codes, piece)
    return holding if len(set(holding)) <= _COMMON else []


def _pieces(wanted: str) -> Iterator[list[str]]:
    """Yield the pieces of a phrase, those of one length together, the longest first."""
    if wanted.isascii():
        yield [word for word in wanted.split() if len(word) > _SHORTEST_PIECE]
        return
    for size in range(len(wanted) - 1, _SHORTEST_PIECE - 1, -1):
        yield [wanted[start : start + size] for start in range(len(wanted) - size + 1)]

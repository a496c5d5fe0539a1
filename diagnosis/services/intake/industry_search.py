"""Which industries people may mean by a word of their trade, for a page to offer."""

import re

from diagnosis.domain.characters import folded
from diagnosis.domain.intake.enterprise import Codes
from diagnosis.domain.intake.industry import TradeName
from diagnosis.domain.intake.trade_search import industries_called, stripped_phrase

MOST_MEANT = 8
"""So many industries are offered at most: nobody reads a longer list."""
_SIGNS = re.compile(r"\W+")


def industries_meant(codes: Codes, phrase: str) -> tuple[str, ...]:
    """Return the codes of the industries that a phrase may mean, at most `MOST_MEANT`.

    Where trades are called exactly so, with or without the words around them that every factory
    has, they alone are meant.
    """
    wanted = folded(phrase)
    if not wanted:
        return ()
    exact = _called(codes, wanted) or _called(codes, stripped_phrase(codes, wanted))
    return tuple(dict.fromkeys(exact or industries_called(codes, phrase)))[:MOST_MEANT]


def _called(codes: Codes, word: str) -> list[str]:
    return [trade.code for trade in codes.trade_names if word and word in _words(trade)]


def _words(trade: TradeName) -> tuple[str, ...]:
    """Return what a trade is called; its Chinese name may be several, with signs between."""
    names = (*_SIGNS.split(trade.name.zh), trade.name.zh, trade.name.en, *trade.words)
    return tuple(map(folded, names))

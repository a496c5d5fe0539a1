"""Which classes of industry people may mean by a word of their trade."""

import re

from diagnosis.domain.characters import folded
from diagnosis.domain.intake.enterprise import Codes
from diagnosis.domain.intake.industry import TradeName

MOST_CLASSES = 12
"""So many classes are offered at most: nobody reads a longer list."""
_SIGNS = re.compile(r"\W+")
_SHORTEST = 2
_CLASS = 5
"""The characters of the code of a class, its letter among them."""


def industries_called(codes: Codes, phrase: str) -> tuple[str, ...]:
    """Return the codes of the classes that a phrase names, at most `MOST_CLASSES`.

    A trade that is called exactly so goes before those that the phrase is a part of, or that are
    a part of it; where no trade is, classes whose listed name has the phrase in it are meant.
    """
    wanted = folded(phrase)
    if len(wanted) < _SHORTEST:
        return ()
    trades = codes.trade_names
    called = [trade.code for trade in trades if wanted in _words(trade)]
    if not called:
        called = [trade.code for trade in trades if _is_near(trade, wanted)]
    if not called:
        names = codes.classes.current.items()
        called = [code for code, name in names if len(code) == _CLASS and wanted in folded(name)]
    return tuple(dict.fromkeys(called))[:MOST_CLASSES]


def _words(trade: TradeName) -> tuple[str, ...]:
    """Return what a trade is called; its Chinese name may be several, with signs between."""
    names = (*_SIGNS.split(trade.name.zh), trade.name.zh, trade.name.en, *trade.words)
    return tuple(map(folded, names))


def _is_near(trade: TradeName, wanted: str) -> bool:
    return any(
        wanted in word or (len(word) >= _SHORTEST and word in wanted) for word in _words(trade)
    )

"""Find trades, and the trade of an industry."""

from collections.abc import Iterator

from diagnosis.domain.intake.industry import DIVISION
from diagnosis.domain.intake.trade_search import industries_called
from diagnosis.domain.retrofit.catalogue.trade import MatchedBy, Trade, TradeMatch
from diagnosis.services.ports.content import Content
from diagnosis.services.read.filters import Filters, mentions


def find_trades(content: Content, filters: Filters) -> list[tuple[Trade, MatchedBy | None]]:
    """Return the trades that fit, each with what it was found by.

    For an industry that is one trade at most: that of the class, else the commonest family of
    the division, else the one that catches the rest. Without an industry nothing was matched.
    Words are those of its texts, or those by which people call an industry of it ("sofas"):
    trades that are called so come first.
    """
    trades = list(_of_industry(content, filters.industry))
    if filters.text is None:
        return trades
    called = _called(content, filters.text)
    wanted = [(trade, by) for trade, by in trades if trade.id in called]
    wanted.sort(key=lambda match: called.index(match[0].id))
    return wanted + [
        (trade, by)
        for trade, by in trades
        if trade.id not in called and _says(trade, filters.text)
    ]


def _called(content: Content, words: str) -> list[str]:
    """Return the trades whose industries people may mean by some words, the likeliest first."""
    industries = industries_called(content.codes, words)
    matches = (_match(content, industry) for industry in industries)
    return list(dict.fromkeys(match.trade.id for match in matches if match is not None))


def _says(trade: Trade, words: str) -> bool:
    about = (trade.about,) if trade.about else ()
    return mentions(words, trade.name, *about, *trade.process)


def _of_industry(
    content: Content, industry: str | None
) -> Iterator[tuple[Trade, MatchedBy | None]]:
    if industry is None:
        yield from ((trade, None) for trade in content.trades.by_id.values())
        return
    match = _match(content, industry)
    if match is not None:
        yield match.trade, match.by


def _match(content: Content, industry: str) -> TradeMatch | None:
    production_type = content.codes.industries.get(industry[:DIVISION])
    return content.trades.match(industry, production_type)

"""Find trades, and the trade of an industry."""

from collections.abc import Iterator

from diagnosis.domain.intake.industry import DIVISION
from diagnosis.domain.retrofit.catalogue.trade import MatchedBy, Trade
from diagnosis.services.ports.content import Content
from diagnosis.services.read.filters import Filters, mentions


def find_trades(content: Content, filters: Filters) -> list[tuple[Trade, MatchedBy | None]]:
    """Return the trades that fit, each with what it was found by.

    For an industry that is one trade at most: that of the class, else the commonest family of
    the division, else the one that catches the rest. Without an industry nothing was matched.
    """
    return [
        (trade, by)
        for trade, by in _of_industry(content, filters.industry)
        if mentions(filters.text, trade.name, *trade.process)
    ]


def _of_industry(
    content: Content, industry: str | None
) -> Iterator[tuple[Trade, MatchedBy | None]]:
    if industry is None:
        yield from ((trade, None) for trade in content.trades.by_id.values())
        return
    production_type = content.codes.industries.get(industry[:DIVISION])
    match = content.trades.match(industry, production_type)
    if match is not None:
        yield match.trade, match.by

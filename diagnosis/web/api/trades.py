"""`/v1/trades`: families of classes whose firms work alike."""

from flask import Response

from diagnosis.present.catalogue.trade import show_trade, show_trade_row
from diagnosis.services.catalogue.trades import find_trades
from diagnosis.services.read.filters import TRADE_FILTERS
from diagnosis.services.transaction import require
from diagnosis.web.api.filters import filter_parameters, wanted_filters
from diagnosis.web.content_tags import TaggedBy
from diagnosis.web.exchange import answer, content, content_page, say
from diagnosis.web.openapi.operation import Resource, documented
from diagnosis.web.schemas.catalogue.trade import TradeRowSchema, TradeSchema
from diagnosis.web.schemas.shapes import page_of

resource = Resource(
    "trades",
    __name__,
    url_prefix="/v1/trades",
    description="Trades: spine, pains, own packages, AI uses and figures. 行业族。",
)


@resource.view("")
@documented(
    200,
    page_of(TradeRowSchema),
    takes=filter_parameters(TRADE_FILTERS),
    tagged_by=TaggedBy.CONTENT,
)
def list_trades(limit: int, cursor: str | None, **filters: str | None) -> Response:
    """List the trades, or find that of an industry. 行业族列表。

    With `industry` there is one trade: that of the class, else the commonest of the division,
    else the generic one; `matched_by` says which. `text` takes the words that people have for
    their trade or goods (注塑, 手袋, lamps); trades that are called so come first.
    """
    matches = find_trades(content(), wanted_filters(filters, TRADE_FILTERS))
    rows = [show_trade_row(trade, by, content(), say()) for trade, by in matches]
    return content_page(rows, limit, cursor)


@resource.view("/<trade>")
@documented(200, TradeSchema, refuses=(404,), tagged_by=TaggedBy.CONTENT)
def get_trade(trade: str) -> Response:
    """Get a trade: process, pains, spine, packages, AI uses, what does not apply. 读取行业族。

    Figures are published ones with their source; what is only remembered is not shown.
    """
    return answer(show_trade(content(), require(content().trades.by_id.get(trade)), say()))

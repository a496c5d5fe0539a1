"""Which trade a firm is of, and what it is offered."""

import pytest

from diagnosis.domain.intake.form import ProductionType
from diagnosis.domain.retrofit.catalogue.trade import (
    MatchedBy,
    NotApplying,
    Trade,
    TradeClass,
    Trades,
)
from tests.builders import TEXT, a_package, a_trade

MOULDS = a_trade("trade-moulds", classes=(TradeClass("C3525", is_main=True),), divisions=("C35",))
REST = a_trade("trade-generic-discrete")
TRADES = Trades({trade.id: trade for trade in (MOULDS, REST)})


@pytest.mark.parametrize(
    ("industry", "trade", "by"),
    [
        ("C3525", MOULDS, MatchedBy.CLASS),
        ("C3521", MOULDS, MatchedBy.DIVISION),
        ("C352", MOULDS, MatchedBy.DIVISION),
        ("C35", MOULDS, MatchedBy.DIVISION),
        ("C38", REST, MatchedBy.PRODUCTION_TYPE),
        (None, REST, MatchedBy.PRODUCTION_TYPE),
    ],
)
def test_a_class_comes_before_its_division(
    industry: str | None, trade: Trade, by: MatchedBy
) -> None:
    match = TRADES.match(industry, ProductionType.DISCRETE)
    assert match is not None
    assert (match.trade, match.by) == (trade, by)


def test_of_a_firm_of_which_nothing_is_known_there_is_no_trade() -> None:
    assert TRADES.match(None, None) is None
    assert TRADES.match("C38", ProductionType.PROCESS) is None


def test_a_package_of_another_trade_is_not_offered() -> None:
    electrodes = a_package("pkg-electrodes", trades=("trade-moulds",))
    assert MOULDS.is_offered(electrodes)
    assert not REST.is_offered(electrodes)


def test_a_generic_package_that_does_not_apply_is_not_offered() -> None:
    shop = a_trade("trade-shop", not_apply=(NotApplying(TEXT, ("pkg-store",)),))
    generic = [a_package("pkg-store"), a_package("pkg-start")]
    assert [package.id for package in shop.offers(generic)] == ["pkg-start"]
    assert [package.id for package in REST.offers(generic)] == ["pkg-store", "pkg-start"]

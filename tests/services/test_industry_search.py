"""Trades by what people call them."""

import pytest

from diagnosis.domain.intake.enterprise import read_industry
from diagnosis.services.intake.industry_search import MOST_MEANT, industries_meant
from diagnosis.services.ports.content import Content


@pytest.mark.parametrize(
    ("phrase", "codes"),
    [
        ("模具", ("C3525",)),
        (" 模具 ", ("C3525",)),
        ("Moulds", ("C3525",)),
        ("灯饰", ("C3872",)),
        ("注塑", ("C2929", "C2927")),
        ("花生油", ("C1331",)),
    ],
)
def test_a_trade_is_known_by_its_name_or_what_it_makes(
    content: Content, phrase: str, codes: tuple[str, ...]
) -> None:
    assert industries_meant(content.codes, phrase) == codes


@pytest.mark.parametrize(
    ("phrase", "code"),
    [
        ("鞋", "C1952"),
        ("鞋厂", "C1951"),
        ("做鞋的", "C1954"),
        ("虾", "C1361"),
        ("虾仁", "C1361"),
        ("冻虾仁厂", "C1361"),
        ("鱼丸", "C1362"),
        ("柜子", "C2110"),
        ("裤子", "C1819"),
        ("包包", "C1922"),
        ("手机壳", "C2929"),
        ("锅", "C3381"),
        ("五金厂", "C3399"),
        ("摄像头", "C4040"),
        ("非标设备", "C3491"),
    ],
)
def test_the_everyday_words_of_bosses_are_known(content: Content, phrase: str, code: str) -> None:
    assert code in industries_meant(content.codes, phrase)


@pytest.mark.parametrize("phrase", ["贴片", "贴片厂", "SMT", "PCBA"])
def test_a_shop_that_places_parts_is_no_maker_of_boards(content: Content, phrase: str) -> None:
    """It would be told to log baths and plated copper."""
    (code,) = industries_meant(content.codes, phrase)
    match = content.trades.match(code, None)
    assert match is not None and match.trade.id == "trade-electronics-assembly"
    (board,) = industries_meant(content.codes, "线路板厂")
    assert board == "C3982"


@pytest.mark.parametrize("phrase", ["皮卡丘", "鱼香肉丝面馆儿"])
def test_a_character_within_a_phrase_names_no_trade(content: Content, phrase: str) -> None:
    assert len(industries_meant(content.codes, phrase)) <= 2


def test_what_is_offered_where_nothing_is_understood_has_a_name(content: Content) -> None:
    named = {trade.code for trade in content.codes.trade_names}
    assert content.codes.offered_classes and set(content.codes.offered_classes) <= named


def test_a_phrase_with_a_trade_in_it_means_that_trade(content: Content) -> None:
    assert "C3872" in industries_meant(content.codes, "东莞灯饰厂")


@pytest.mark.parametrize("phrase", ["", " ", "厂", "C3525", "xyzzy"])
def test_what_is_no_trade_is_none(content: Content, phrase: str) -> None:
    assert industries_meant(content.codes, phrase) == ()


@pytest.mark.parametrize("phrase", ["制造", "电机", "注塑", "加工"])
def test_what_is_offered_is_taken_and_not_too_much(content: Content, phrase: str) -> None:
    codes = industries_meant(content.codes, phrase)
    assert 0 < len(codes) <= MOST_MEANT
    assert [read_industry(code, "", content.codes) for code in codes] == list(codes)

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

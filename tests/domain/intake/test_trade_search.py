"""Industries by what people call a trade."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnosis.domain.intake.enterprise import read_enterprise
from diagnosis.domain.intake.industry import Listing
from diagnosis.domain.intake.trade_search import industries_called, industry_of_code
from diagnosis.present.intake.code_names import industry_name
from diagnosis.services.ports.content import Content


@pytest.mark.parametrize(
    ("phrase", "first"),
    [
        ("灯饰", "C3872"),
        ("做灯的", "C3872"),
        ("模具", "C3525"),
        ("注塑", "C2929"),
        ("酱料", "C1462"),
        ("酱料厂", "C1462"),
        ("家具", "C2110"),
        ("PCB", "C3982"),
        ("ｐｃｂ", "C3982"),
        ("照明灯具制造", "C3872"),
        ("金属制品业", "C33"),
        ("竹制品", "C2041"),
        ("lamps", "C3872"),
        ("Moulds", "C3525"),
        ("injection moulding", "C2929"),
        ("sauces", "C1462"),
        ("furniture maker", "C2110"),
    ],
)
def test_a_trade_is_known_by_a_plain_word(content: Content, phrase: str, first: str) -> None:
    assert first in industries_called(content.codes, phrase)[:3]


@pytest.mark.parametrize("phrase", ["", " ", "qwertz", "？", "12345", "s", "的"])
def test_what_is_no_trade_is_none(content: Content, phrase: str) -> None:
    assert industries_called(content.codes, phrase) == ()


@given(phrase=st.text(max_size=60))
def test_whatever_is_typed_leads_to_industries_that_a_sheet_takes(
    content: Content, phrase: str
) -> None:
    codes = industries_called(content.codes, phrase)

    assert len(set(codes)) == len(codes)
    for code in codes[:9]:
        enterprise, faults = read_enterprise({"industry": code}, content.codes)
        assert (enterprise.industry, faults) == (code, [])


def test_every_trade_is_reached_by_each_of_its_words(content: Content) -> None:
    for trade in content.codes.trade_names:
        for word in (*trade.words, trade.name.zh, trade.name.en):
            assert trade.code in industries_called(content.codes, word), (trade.code, word)
        assert content.codes.classes.listing(trade.code) is Listing.CURRENT


@pytest.mark.parametrize(
    ("typed", "code"),
    [("3525", "C3525"), ("c35", "C35"), ("C3", None), ("模具", None), ("35255", None)],
)
def test_a_code_may_be_typed_without_its_letter(typed: str, code: str | None) -> None:
    assert industry_of_code(typed) == code


def test_an_english_name_of_an_industry_has_no_chinese_in_it(content: Content) -> None:
    for code in (*content.codes.classes.current, *content.codes.industry_names):
        name = industry_name(content.codes, code)
        assert name.en.isascii() and not name.zh.isascii(), code

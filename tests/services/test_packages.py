"""Lists of packages and trades: what a filter keeps, and what a package costs a firm."""

from datetime import date

import pytest

from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.retrofit.catalogue.package import Grade, PackageArea
from diagnosis.domain.retrofit.catalogue.trade import MatchedBy
from diagnosis.present import numbers
from diagnosis.present.retrofit.spoken import three_years
from diagnosis.services.catalogue.packages import (
    USUAL_HEADCOUNTS,
    costs_of,
    find_packages,
    trade_for_costs,
)
from diagnosis.services.catalogue.trades import find_trades
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.read.filters import (
    PACKAGE_FILTERS,
    TRADE_FILTERS,
    Filters,
    read_filters,
)
from diagnosis.services.read.plan_request import PlanRequest
from diagnosis.services.retrofit.state_problem import state_problem
from tests.builders import an_example


def test_without_a_filter_all_packages_stand_there_in_order(content: Content) -> None:
    assert find_packages(content, Filters(), None) == list(content.packages.values())


def test_a_trade_keeps_its_own_packages_and_generic_ones_that_apply(content: Content) -> None:
    for trade in content.trades.by_id.values():
        offered = find_packages(content, Filters(trade=trade.id), None)
        unfit = {name for entry in trade.not_apply for name in entry.packages}
        assert offered
        for package in offered:
            assert package.trades in ((), (trade.id,))
            assert package.id not in unfit


def test_filters_keep_what_they_name(content: Content) -> None:
    for package in find_packages(content, Filters(area=PackageArea.QUALITY), None):
        assert package.area is PackageArea.QUALITY
    light = find_packages(content, Filters(grade=Grade.LIGHT, pain="quoting"), None)
    assert light
    assert all(package.grade is Grade.LIGHT and "quoting" in package.pains for package in light)
    assert find_packages(content, Filters(text="报工"), None)


@pytest.mark.parametrize("text", ["报工", "mes", "看板", "仓库"])
def test_names_that_hold_the_text_come_first(content: Content, text: str) -> None:
    listed = find_packages(content, Filters(text=text), None)
    named = [text in package.name.zh or text in package.name.en.lower() for package in listed]
    assert named == sorted(named, reverse=True) and named[0] and not named[-1]
    for hit in (True, False):
        ids = [package.id for package, is_hit in zip(listed, named, strict=True) if is_hit is hit]
        assert ids == [name for name in content.packages if name in ids], "each in its order"


def test_a_headcount_keeps_what_is_made_for_so_many(content: Content) -> None:
    for_sixteen = {package.id for package in find_packages(content, Filters(), 16)}
    assert "pkg-mes" not in for_sixteen
    assert "pkg-orders-stock" in for_sixteen


def test_costs_are_told_for_usual_firms_or_the_one_asked_for(content: Content) -> None:
    package = content.packages["pkg-work-reporting"]
    usual = costs_of(content, package, None, None)
    assert tuple(cost.employees for cost in usual) == USUAL_HEADCOUNTS
    (asked_for,) = costs_of(content, package, None, 60)
    assert asked_for == usual[1]
    assert asked_for.build_wan.mid == pytest.approx(6)
    assert asked_for.three_years_wan.mid == pytest.approx(6 + 3 * 1.8)
    assert asked_for.counts == {"headcount": 60}


def test_costs_are_taken_with_the_counts_of_the_trade(content: Content) -> None:
    package = content.packages["pkg-machine-network"]
    for trade in content.trades.by_id.values():
        for driver in trade.drivers:
            if driver.id == "machines":
                (cost,) = costs_of(content, package, trade, 60)
                assert cost.counts["machines"] == pytest.approx(driver.at_60_people)
    special = next(package for package in content.packages.values() if package.trades)
    trade = trade_for_costs(content, special, None)
    assert trade is not None
    assert trade.id == special.trades[0]
    assert trade_for_costs(content, special, next(iter(content.trades.by_id))) is trade
    assert trade_for_costs(content, package, None) is None


def test_an_industry_finds_one_trade_and_says_how(content: Content) -> None:
    ((trade, by),) = find_trades(content, Filters(industry="C3525"))
    assert (trade.id, by) == ("trade-moulds-machining", MatchedBy.CLASS)
    assert len(find_trades(content, Filters())) == len(content.trades.by_id)
    assert find_trades(content, Filters(industry="C3525", text="窑")) == []


@pytest.mark.parametrize(
    ("words", "trade"),
    [
        ("注塑", "trade-plastics-moulding"),
        ("手袋", "trade-leather-shoes-bags"),
        ("线路板", "trade-pcb"),
        ("酱油", "trade-food"),
        ("冻虾", "trade-frozen-food"),
        ("速冻食品", "trade-food"),
        ("家私", "trade-furniture"),
        ("水泵", "trade-generic-discrete"),
        ("LED", "trade-lamps"),
    ],
)
def test_the_words_people_use_find_their_trade_first(
    content: Content, words: str, trade: str
) -> None:
    matches = find_trades(content, Filters(text=words))
    assert matches[0][0].id == trade
    assert len({trade.id for trade, _ in matches}) == len(matches)


def test_words_of_a_trades_texts_find_it_and_others_find_none(content: Content) -> None:
    assert "trade-lamps" in {trade.id for trade, _ in find_trades(content, Filters(text="老化"))}
    assert find_trades(content, Filters(text="zzzz")) == []


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("trade", "trade-dreams", "unknown-value"),
        ("area", "moon", "unknown-value"),
        ("grade", "middling", "unknown-value"),
        ("pain", "ennui", "unknown-value"),
        ("industry", "C35", "unknown-field"),
    ],
)
def test_a_filter_that_names_nothing_is_refused(
    content: Content, name: str, value: str, code: str
) -> None:
    with pytest.raises(FaultyInput) as refusal:
        read_filters(content, {name: value}, PACKAGE_FILTERS)
    assert [fault.code for fault in refusal.value.faults] == [code]


@pytest.mark.parametrize("value", ["C99", "C3", "moulds", "C35251"])
def test_an_industry_that_does_not_exist_is_refused(content: Content, value: str) -> None:
    with pytest.raises(FaultyInput) as refusal:
        read_filters(content, {"industry": value}, TRADE_FILTERS)
    assert [fault.code for fault in refusal.value.faults] == ["unknown-industry"]


def test_a_package_costs_the_same_in_the_catalogue_and_in_a_plan(content: Content) -> None:
    """To the cent: the lamp maker's plan counts no machines that it told of."""
    raw = an_example("zhongshan-lamp-maker")
    answers = {n: v for n, v in raw["answers"].items() if n != "miit-equipment-networked"}
    sheet = read(content, raw | {"answers": answers})
    problem = state_problem(content, sheet, PlanRequest(starts_on=date(2026, 11, 23)))
    trade = content.trades.by_id["trade-lamps"]
    assert problem.options
    for name, option in problem.options.items():
        (cost,) = costs_of(content, content.packages[name], trade, 35)
        assert numbers.wan_ends(cost.three_years_wan) == numbers.wan_ends(
            three_years(option.build, option.run)
        )
        assert (cost.build_wan, cost.run_wan_per_year) == (option.build, option.run)

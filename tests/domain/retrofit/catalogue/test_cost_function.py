"""Costs are smooth: no step at a size class, and never faster than what drives them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnosis.domain.retrofit.catalogue.amounts import Money
from diagnosis.domain.retrofit.catalogue.cost_function import (
    FIXED,
    CostFunction,
    CostTerm,
    Driver,
    counts_for,
)
from diagnosis.services.ports.content import Content
from tests.builders import MARK, TEXT

ROUNDING = 1 + 1e-9
HEADCOUNTS = st.floats(1, 5000)


def a_term(driver: str, at: float, exponent: float, middle: float) -> CostTerm:
    amount = Money(middle / 3, middle, middle * 3)
    return CostTerm(driver=driver, at=at, exponent=exponent, amount=amount, mark=MARK)


def a_driver(name: str, at_60_people: float, exponent: float) -> Driver:
    return Driver(id=name, name=TEXT, at_60_people=at_60_people, exponent=exponent, mark=MARK)


def test_an_amount_is_that_at_its_count() -> None:
    function = CostFunction((a_term("machines", 15, 0.6, 6), a_term(FIXED, 1, 1, 4)))
    assert function.at({"machines": 15}) == Money(2 + 4 / 3, 10, 30)
    assert function.at({"machines": 30}).mid == pytest.approx(4 + 6 * 2**0.6)


def test_no_terms_cost_nothing() -> None:
    assert CostFunction().at({}) == Money()


def test_what_a_firm_said_counts_before_its_headcount() -> None:
    drivers = [a_driver("machines", 15, 1), a_driver("users", 12, 1)]
    assert counts_for(drivers, 120, {"machines": 7}) == {"machines": 7, "users": 24}


@given(HEADCOUNTS, st.floats(0.1, 100), st.floats(0, 1))
def test_the_smallest_firm_has_one_of_each_and_a_larger_no_fewer(
    people: float, at_60_people: float, exponent: float
) -> None:
    driver = a_driver("printers", at_60_people, exponent)
    assert 1 <= driver.count(people) <= driver.count(people * 1.01)


def test_the_count_of_a_trade_takes_the_place_of_the_usual_one() -> None:
    drivers = [a_driver("machines", 15, 1), a_driver("machines", 40, 1)]
    assert counts_for(drivers, 60) == {"machines": 40}


@given(HEADCOUNTS, st.floats(0.1, 100), st.floats(0.01, 1), st.floats(0, 1), st.floats(0, 100))
def test_one_per_cent_more_people_cost_one_per_cent_more_at_most(
    people: float, at: float, exponent: float, of_driver: float, middle: float
) -> None:
    function = CostFunction((a_term("x", at, exponent, middle),))
    drivers = [a_driver("x", 10, of_driver)]
    before = function.at(counts_for(drivers, people))
    after = function.at(counts_for(drivers, people * 1.01))
    assert before.mid / ROUNDING <= after.mid <= before.mid * 1.01 * ROUNDING
    assert before.low <= before.mid <= before.high


def test_no_package_costs_more_at_300_people_than_at_299_but_for_one_person(
    content: Content,
) -> None:
    for package in content.packages.values():
        for function in (package.build_wan, package.run_wan_per_year):
            at_299, at_300 = (
                function.at(counts_for(content.drivers.values(), people)) for people in (299, 300)
            )
            assert at_299.mid <= at_300.mid <= at_299.mid * (300 / 299) * ROUNDING, package.id

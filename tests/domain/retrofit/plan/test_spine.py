"""The open steps of a spine: what stands, what is on offer, what is lacking, what goes first."""

from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnosis.domain.intake.answer import NOT_KNOWN, NotApplicable
from diagnosis.domain.intake.business import Traits
from diagnosis.domain.intake.item import ItemType
from diagnosis.domain.retrofit.catalogue.effect import ChoiceEffect, LadderEffect
from diagnosis.domain.retrofit.catalogue.package import Headcounts, Package
from diagnosis.domain.retrofit.catalogue.trade import NotApplying, Trade
from diagnosis.domain.retrofit.plan.spine import Lacking, OpenStep, open_steps
from diagnosis.domain.retrofit.plan.spine_table import LAST, Spines
from diagnosis.domain.scoring.verdict import Ranks
from diagnosis.services.ports.content import Content
from tests.builders import a_package, a_spine_step, a_trade, read_random

STOCK = LadderEffect("warehouse-management", 2)
ORDERS = LadderEffect("sales-management", 2)
CODES = LadderEffect("data-standards", 1)
PLANNING = ChoiceEffect("miit-planning", "point-retrofits")
TRAITS = st.builds(
    Traits,
    production_for=st.sampled_from([None, "to-order", "to-stock", "both"]),
    sells=st.sampled_from([None, "contract-work", "own-brand", "both"]),
    own_transport=st.sampled_from([None, True, False]),
    duty_to_service=st.sampled_from([None, True, False]),
    lead_firm_platform=st.sampled_from([None, True, False]),
)


def steps_of(
    content: Content,
    packages: list[Package],
    answers: dict[str, Any],
    *,
    trade: Trade | None = None,
    headcount: int | None = 60,
    traits: Traits | None = None,
) -> tuple[OpenStep, ...]:
    """Return the open steps of a trade, by default one step for each package."""
    by_id = {package.id: package for package in packages}
    trade = trade or a_trade("trade-a", spine=tuple(a_spine_step(name) for name in by_id))
    return open_steps(content.bank, by_id, trade, answers, headcount, traits or Traits())


def numbers(steps: tuple[OpenStep, ...]) -> list[int]:
    """Return the places of steps in the spine."""
    return [step.number for step in steps]


def test_steps_that_do_not_stand_come_in_the_order_of_the_spine(content: Content) -> None:
    packages = [
        a_package("pkg-codes", effects=(CODES,)),
        a_package("pkg-orders", effects=(ORDERS, PLANNING)),
        a_package("pkg-stock", effects=(STOCK,)),
    ]
    answers = {"data-standards": 0.0, "sales-management": 2.0, "warehouse-management": 1.8}
    codes, stock = steps_of(content, packages, answers)
    assert (codes.number, codes.packages, codes.is_answered) == (1, ("pkg-codes",), True)
    assert codes.lacking == (Lacking("data-standards", 0.0, 1),)
    assert (stock.number, stock.lacking) == (3, (Lacking("warehouse-management", 1.8, 2),))


def test_grades_of_a_family_are_alternatives(content: Content) -> None:
    light = a_package(
        "pkg-light", effects=(STOCK,), headcounts=Headcounts(most=30), family="stock"
    )
    effects = (LadderEffect("warehouse-management", 4), ORDERS)
    full = a_package("pkg-full", effects=effects, family="stock")
    trade = a_trade("trade-a", spine=(a_spine_step("pkg-light", "pkg-full"),))

    def open_at(position: float, headcount: int) -> tuple[OpenStep, ...]:
        answers = {"warehouse-management": position, "sales-management": 0.0}
        return steps_of(content, [light, full], answers, trade=trade, headcount=headcount)

    assert open_at(2.0, 60) == (), "though the firm is too large to be offered it"
    (step,) = open_at(1.0, 60)
    assert step.packages == ("pkg-full",)
    (step,) = open_at(1.0, 20)
    assert step.packages == ("pkg-light", "pkg-full")
    assert step.lacking == (
        Lacking("warehouse-management", 1.0, 2),
        Lacking("sales-management", 0.0, 2),
    ), "what the lightest brings"


def test_families_of_a_step_add_to_one_another(content: Content) -> None:
    """Numbers alone do not do a step that also wants drawings: drawings come next."""
    stock = a_package("pkg-stock", effects=(STOCK,))
    orders = a_package("pkg-orders", effects=(ORDERS,))
    trade = a_trade("trade-a", spine=(a_spine_step("pkg-stock", "pkg-orders"),))

    def open_at(*positions: float) -> list[tuple[str, ...]]:
        answers = dict(zip(("warehouse-management", "sales-management"), positions, strict=True))
        steps = steps_of(content, [stock, orders], answers, trade=trade)
        return [step.packages for step in steps]

    assert open_at(0.0, 0.0) == [("pkg-stock",)]
    assert open_at(2.0, 0.0) == [("pkg-orders",)]
    assert open_at(2.0, 2.0) == []


def test_what_brings_a_ladder_to_one_is_told_by_two(content: Content) -> None:
    """Anybody has something at 1: a package of the trade's own is not taken for done by that."""
    first = LadderEffect("warehouse-management", 1)
    own_package = a_package("pkg-own", effects=(first,), trades=("trade-a",))
    generic = a_package("pkg-generic", effects=(first,))
    at_one: dict[str, Any] = {"warehouse-management": 1.0}
    own_trade = a_trade("trade-a", spine=(a_spine_step("pkg-own"),))
    other_trade = a_trade("trade-b", spine=(a_spine_step("pkg-generic"),))
    assert numbers(steps_of(content, [own_package], at_one, trade=own_trade)) == [1]
    assert numbers(steps_of(content, [generic], at_one, trade=other_trade)) == []


def test_a_count_of_systems_does_not_tell_that_a_step_stands(content: Content) -> None:
    """Where a ladder tells, what was answered of planning at large does not."""
    hours = a_package("pkg-hours", effects=(PLANNING,))
    quotes = a_package("pkg-quotes", effects=(ORDERS,))
    answers: dict[str, Any] = {"miit-planning": "changed-mode", "sales-management": 0.0}
    trade = a_trade("trade-a", spine=(a_spine_step("pkg-quotes", "pkg-hours"),))
    assert numbers(steps_of(content, [quotes, hours], answers, trade=trade)) == [1]
    assert steps_of(content, [hours], answers) == ()
    assert numbers(steps_of(content, [hours], {"miit-planning": "none"})) == [1]


def test_a_step_of_which_nothing_is_on_offer_is_left_out(content: Content) -> None:
    names = ("pkg-other", "pkg-refused", "pkg-large", "pkg-service", "pkg-stock")
    packages = [
        a_package(names[0], effects=(STOCK,), trades=("trade-b",)),
        a_package(names[1], effects=(STOCK,)),
        a_package(names[2], effects=(STOCK,), headcounts=Headcounts(least=300)),
        a_package(names[3], effects=(STOCK,), traits={"duty_to_service": (True,)}),
        a_package(names[4], effects=(STOCK,)),
    ]
    trade = a_trade(
        "trade-a",
        spine=tuple(a_spine_step(name) for name in names),
        not_apply=(NotApplying(packages[0].name, ("pkg-refused",)),),
    )
    answers = {"warehouse-management": 0.0}
    assert numbers(steps_of(content, packages, answers, trade=trade)) == [5]
    served = Traits(duty_to_service=True)
    large = steps_of(content, packages, answers, trade=trade, headcount=300, traits=served)
    assert numbers(large) == [3, 4, 5]
    unknown = steps_of(content, packages, answers, trade=trade, headcount=None)
    assert numbers(unknown) == [3, 5]


def test_what_does_not_apply_is_not_bought_and_what_is_not_known_may_be_done(
    content: Content,
) -> None:
    packages = [
        a_package("pkg-stock", effects=(STOCK,)),
        a_package("pkg-both", effects=(STOCK, ORDERS)),
    ]
    inapplicable = {"warehouse-management": NotApplicable("x"), "sales-management": NOT_KNOWN}
    (step,) = steps_of(content, packages, inapplicable)
    assert step.packages == ("pkg-both",)
    assert step.lacking == (Lacking("sales-management", None, 2),)
    assert not step.is_answered
    assert [step.is_answered for step in steps_of(content, packages, {})] == [False, False]


@given(
    seed=st.integers(0, 10_000),
    place=st.integers(0, 100),
    headcount=st.sampled_from([None, 0, 8, 60, 301, 5000]),
    traits=TRAITS,
)
def test_the_compiled_spine_is_the_plain_one(
    content: Content, seed: int, place: int, headcount: int | None, traits: Traits
) -> None:
    """Of every trade of the content, by random answers with blanks and cuts."""
    trades = list(content.trades.by_id.values())
    trade = trades[place % len(trades)]
    random = Random(seed)
    how = {"blanks": random.choice([0.0, 0.3, 0.9]), "cuts": random.choice([0.0, 0.3])}
    sheet = read_random(content, seed, spread=random.choice([2, 5]), **how)
    codes = content.scorers.encode_sheet(sheet).codes
    compiled = content.spines.open_steps(trade.id, codes, sheet.answers, headcount, traits)
    plain = open_steps(content.bank, content.packages, trade, sheet.answers, headcount, traits)
    assert compiled == plain
    for step in plain:
        assert step.packages and step.step is trade.spine[step.number - 1]
        for item, has, to in step.lacking:
            assert has is None or has == sheet.answers[item] < to
            assert content.bank[item].type is ItemType.LADDER


def test_a_random_sheet_has_open_steps(content: Content) -> None:
    """Else the law above would hold for nothing."""
    counts = set()
    for seed in range(20):
        sheet = read_random(content, seed, blanks=0.2, spread=2)
        for trade in content.trades.by_id.values():
            steps = open_steps(content.bank, content.packages, trade, sheet.answers, 60, Traits())
            counts.add(len(steps))
    assert len(counts) > 5


def ranks_of(
    content: Content, packages: list[Package], answers: dict[str, Any], traits: Traits
) -> Ranks:
    """Return the ranks of a trade with a step for each package, by its open steps."""
    by_id = {package.id: package for package in packages}
    trade = a_trade("trade-a", spine=tuple(a_spine_step(name) for name in by_id))
    spines = Spines(content.bank, by_id, (trade,), content.scorers.encoder.ladders)
    steps = open_steps(content.bank, by_id, trade, answers, 60, traits)
    return spines.ranks(trade.id, steps, traits)


def test_what_open_steps_raise_goes_first_in_their_order(content: Content) -> None:
    packages = [
        a_package("pkg-orders", effects=(ORDERS,)),
        a_package("pkg-stock", effects=(STOCK, ORDERS)),
        a_package("pkg-codes", effects=(CODES,)),
    ]
    answers = {"sales-management": 0.0, "warehouse-management": 0.0, "data-standards": 1.0}
    ranks = ranks_of(content, packages, answers, Traits())
    assert ranks["sales-management"] < ranks["warehouse-management"] < 0
    assert "data-standards" not in ranks


@pytest.mark.parametrize(
    ("transport", "other_to", "is_last"),
    [(False, 1, True), (None, 1, False), (True, 1, False), (False, 3, False), (False, 2, True)],
)
def test_a_business_that_the_firm_has_not_goes_last(
    content: Content, transport: bool | None, other_to: int, is_last: bool
) -> None:
    """Unless a package for every firm takes the item further than one for that business."""
    moves = LadderEffect("logistics-transport", 2)
    packages = [
        a_package("pkg-delivery", effects=(moves,), traits={"own_transport": (True,)}),
        a_package("pkg-other", effects=(LadderEffect("logistics-transport", other_to),)),
    ]
    for position in (0.0, 3.0):
        answers = {"logistics-transport": position}
        ranks = ranks_of(content, packages, answers, Traits(own_transport=transport))
        assert (ranks.get("logistics-transport") == LAST) == is_last


def test_businesses_of_the_real_packages(content: Content) -> None:
    """Freight, service, connected products and forecasts, and nothing else, are left to others."""
    none = Traits(
        production_for="to-order", sells="contract-work", own_transport=False,
        duty_to_service=False, lead_firm_platform=False,
    )  # fmt: skip
    last = {
        item
        for trade in content.trades.by_id
        for item, rank in content.spines.ranks(trade, (), none).items()
        if rank == LAST
    }
    assert last == {
        "logistics-transport", "logistics-tracking", "product-service", "product-remote",
        "service-management", "service-customers", "sales-forecast",
    }  # fmt: skip
    assert not any(content.spines.ranks(trade, (), Traits()) for trade in content.trades.by_id)

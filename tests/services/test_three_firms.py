"""The consultant's test over three firms that bosses tried: lamps, frozen fish, circuit boards.

Each case was laughable once; the docstring says how.
"""

from typing import Any

import pytest

from diagnosis.domain.retrofit.plan.hints import MoneyLeft, SpineShort
from diagnosis.domain.retrofit.plan.problem import Unfit
from diagnosis.domain.retrofit.plan.reasons import LeftOutReason
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.scoring.next_steps import find_next_steps
from tests.services.boss_plans import a_screening, planned, starts

LAMPS = a_screening(
    "0001001001000",
    {
        "industry": "C3872",
        "city": "442000",
        "employees": 35,
        "revenue_wan": 1800,
        "production_type": "discrete",
    },
    ["late-delivery", "wrong-stock"],
    8,
    production_for="to-order",
    sells="both",
    own_transport=True,
    duty_to_service=True,
    lead_firm_platform=False,
    exports=False,
)
FISH = a_screening(
    "1111111201010",
    {
        "industry": "C1362",
        "city": "440800",
        "employees": 180,
        "revenue_wan": 9500,
        "production_type": "process",
    },
    ["energy", "customer-audits", "shortages"],
    40,
    production_for="both",
    sells="both",
    own_transport=False,
    duty_to_service=False,
    lead_firm_platform=False,
    exports=True,
)
BOARDS = a_screening(
    "2233222323221",
    {
        "industry": "C3982",
        "city": "440300",
        "employees": 850,
        "revenue_wan": 62000,
        "production_type": "discrete",
    },
    ["defects", "customer-audits"],
    200,
    production_for="to-order",
    sells="contract-work",
    own_transport=False,
    duty_to_service=True,
    lead_firm_platform=True,
    exports=True,
)


def test_a_larger_budget_gives_up_no_step_of_the_base_for_a_level(content: Content) -> None:
    """With 40 万元 glass and plating outside were 钱不够, for a level that nobody can tell."""
    for budget in (24.0, 40.0, 60.0):
        made = planned(content, LAMPS, budget)
        assert {"pkg-item-codes", "pkg-orders-stock", "pkg-lamp-outwork"} <= starts(made).keys()
        assert not any(isinstance(hint, SpineShort) for hint in made.hints)


def test_scanning_and_reporting_come_before_an_electronic_board(content: Content) -> None:
    """A shop on paper, with wrong stock, was sold a board of 6.1 万元, and no scanning."""
    begun = starts(planned(content, LAMPS))
    assert "pkg-scan-store" in begun and "pkg-scheduling-board" not in begun
    more = starts(planned(content, LAMPS, 60.0))
    assert {"pkg-scan-store", "pkg-work-reporting"} <= more.keys()
    assert "pkg-scheduling-board" not in more


@pytest.mark.parametrize("budget", [30.0, 120.0, 200.0])
def test_a_cure_that_little_money_buys_starts_no_later_with_more(
    content: Content, budget: float
) -> None:
    """Cold stores, for audits, began in month 7 with 30 万元 and in month 25 with 120 or 200."""
    begun = starts(planned(content, FISH, budget))
    assert begun["pkg-frozen-temperature"] == 0.0
    assert begun["pkg-frozen-cooling-power"] <= 1.0  # the power bill is the first pain


def test_what_stands_under_a_system_that_runs_is_not_sold(content: Content) -> None:
    """A plant of 850 with everything in one system was told to give its 20 materials numbers."""
    made = planned(content, BOARDS)
    assert made.problem.unfit["pkg-item-codes"] is Unfit.IN_PLACE
    assert {"pkg-item-codes", "pkg-erp"}.isdisjoint(starts(made))
    sheet = read(content, BOARDS)
    steps = find_next_steps(content, sheet, content.scorers.encode_sheet(sheet))
    names = [name for each in steps.first for name in each.open_step.packages]
    assert "pkg-item-codes" not in names and names[0] in made.problem.spine[0]


@pytest.mark.parametrize(
    ("raw", "first"), [(LAMPS, "pkg-item-codes"), (FISH, "pkg-frozen-temperature")]
)
def test_whoever_runs_little_in_a_system_begins_with_the_base_of_the_trade(
    content: Content, raw: Any, first: str
) -> None:
    made = planned(content, raw)
    assert made.problem.spine[0] == (first,)
    assert starts(made)[first] == 0.0


def test_the_base_that_treats_the_first_pain_comes_before_cheap_cures(content: Content) -> None:
    """With 100 万元 baths were 钱不够, for drawings, safety and callipers."""
    begun = starts(planned(content, BOARDS, 100.0))
    assert {"pkg-pcb-inspection-data", "pkg-pcb-bath"} <= begun.keys()


def test_no_money_lies_idle_while_something_for_a_named_pain_is_open(content: Content) -> None:
    """160 万元 were left, 做了带不来多少, and neither cameras nor quality records were bought."""
    for raw, budget in ((BOARDS, None), (BOARDS, 900.0), (FISH, 200.0), (LAMPS, 80.0)):
        made = planned(content, raw, budget)
        left = [hint.why for hint in made.hints if isinstance(hint, MoneyLeft)]
        pains = set(raw["business"]["pains"])
        is_open = any(
            pains.intersection(content.packages[name].pains)
            for name in made.problem.options.keys() - starts(made).keys()
        )
        assert LeftOutReason.LESS_WORTH not in left or not is_open
    bought = starts(planned(content, BOARDS))
    assert "pkg-vision-ai" in bought and "pkg-quote-assistant" not in bought

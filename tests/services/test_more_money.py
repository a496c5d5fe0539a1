"""More money never makes a plan worse: four firms that bosses tried, and random ones.

Each case was laughable once; the docstring says how.
"""

from collections.abc import Iterator
from itertools import pairwise
from random import Random
from typing import Any

import pytest

from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.retrofit.plan.account import account_of
from diagnosis.domain.retrofit.plan.hints import MoneyLeft, WishUnserved
from diagnosis.domain.retrofit.plan.infeasible import Obstacle
from diagnosis.domain.retrofit.plan.problem import Problem, Unfit
from diagnosis.domain.retrofit.plan.reasons import LeftOutReason, with_needs
from diagnosis.optimiser.planner import Planner
from diagnosis.services.ports.content import Content
from diagnosis.services.read.plan_request import read_plan_request
from diagnosis.services.retrofit.make_plan import MadePlan, make_plan
from tests.builders.firms import usual_firm
from tests.services.boss_plans import DAY, a_full_form, a_screening, planned, starts

LAMPS = a_screening(
    "0001001001000",
    {"industry": "C3872", "city": "442000", "employees": 35, "revenue_wan": 900},
    ["wrong-stock", "shortages", "unknown-cost"],
    8,
    production_for="both",
    sells="both",
    own_transport=True,
    duty_to_service=True,
    lead_firm_platform=False,
    exports=False,
)
MOULDS = a_screening(
    "1001011111010",
    {"industry": "C3525", "city": "441900", "employees": 60, "revenue_wan": 2600},
    ["late-delivery", "quoting", "know-how-leaves"],
    30,
    production_for="to-order",
    sells="contract-work",
    own_transport=True,
    duty_to_service=True,
    lead_firm_platform=False,
    exports=True,
)
FISH = a_screening(
    "1112111211010",
    {"industry": "C1361", "city": "440800", "employees": 320, "revenue_wan": 28000},
    ["energy", "customer-audits", "shortages"],
    150,
    production_for="both",
    sells="both",
    own_transport=True,
    duty_to_service=False,
    lead_firm_platform=False,
    exports=True,
)
FURNITURE = a_full_form(
    "222211121211" + "0" + "1" * 38 + "000000001000",
    {"industry": "C2110", "city": "440600", "employees": 220, "revenue_wan": 9000},
    ["complaints", "late-delivery", "shortages"],
    80,
    {
        "miit-network": ["none"],
        "miit-collection": ["warehouse-logistics", "finance"],
        "miit-systems": "two-or-more",
        "miit-network-security": ["rules", "products"],
        "miit-planning": "point-retrofits",
        "miit-talent": ["staff"],
    },
    production_for="to-order",
    sells="own-brand",
    own_transport=True,
    duty_to_service=True,
    lead_firm_platform=False,
    exports=False,
)
BOARDS = a_full_form(
    "223322232322" + "1" + "2" * 13 + "1" + "3333333" + "2" * 17 + "111110001000",
    {"industry": "C3982", "city": "440300", "employees": 850, "revenue_wan": 62000},
    ["shortages", "changeovers", "customer-audits"],
    600,
    {
        "miit-network": ["control-network", "application-network"],
        "miit-collection": ["product-design", "production-control", "quality", "equipment"],
        "miit-systems": "all",
        "miit-network-security": ["rules", "products", "risk-assessment"],
        "miit-planning": "point-retrofits",
        "miit-mechanisms": ["workflow"],
        "miit-talent": ["staff", "posts", "training"],
    },
    production_for="to-order",
    sells="contract-work",
    own_transport=True,
    duty_to_service=True,
    lead_firm_platform=True,
    exports=True,
)


def kept(problem: Problem, names: set[str]) -> list[tuple[str, ...]]:
    """Return what a plan has of the base and of cures, up to the first that it has not."""
    groups = []
    for group in (*problem.foremost, *problem.cures):
        if names.isdisjoint(group):
            break
        groups.append(group)
    return groups


def worse(less: MadePlan, more: MadePlan) -> list[str]:
    """Return what of the base and of cures a larger budget drops or begins later.

    Levels excuse a dear cure beyond the first of its pain: they take its place. Steps of the base
    that the larger one adds come first in time: they excuse what begins later.
    """
    problem, before, after = less.problem, starts(less), starts(more)
    gains = more.outcome.worth.reached - less.outcome.worth.reached
    firm = len(problem.foremost) + problem.cures_before_level
    adds_base = any(
        not after.keys().isdisjoint(g) and before.keys().isdisjoint(g) for g in problem.base
    )
    faults = []
    for place, group in enumerate(kept(problem, set(before))):
        if after.keys().isdisjoint(group):
            faults += [f"drops {group}"] if place < firm or not gains else []
        for name in () if adds_base else group:
            if name in before and after.get(name, 0.0) > before[name]:
                faults.append(f"later: {[name]}")
    return faults


@pytest.mark.parametrize(
    ("raw", "budgets"),
    [
        (LAMPS, (8, 12, 16, 20, 24, 36, 48)),
        (MOULDS, (15, 30, 45, 60, 90, 180)),
        (FISH, (40, 75, 150, 225, 300, 450, 900)),
        (FURNITURE, (40, 80, 120, 160, 187, 240, 480)),
        (BOARDS, (100, 300, 600, 900, 1800, 3600)),
    ],
    ids=["lamps", "moulds", "fish", "furniture", "boards"],
)
def test_more_money_drops_no_cure_and_begins_none_later(
    content: Content, raw: Any, budgets: tuple[float, ...]
) -> None:
    """Papers for export, 4.4 万元, were in for 225 and not for 300; quotes began a half later."""
    plans = [planned(content, raw, float(wan)) for wan in budgets]
    for less, more in pairwise(plans):
        assert worse(less, more) == [], more.problem.budget_wan
        pains = {wish for name in starts(less) for wish in less.problem.options[name].serves}
        assert pains <= {w for name in starts(more) for w in more.problem.options[name].serves}


def test_small_cures_of_pains_stay_in_every_larger_plan(content: Content) -> None:
    papers, plan = "pkg-frozen-papers", "pkg-frozen-raw-plan"
    for wan in (150.0, 225.0, 300.0, 450.0, 900.0):
        begun = starts(planned(content, FISH, wan))
        assert papers in begun and begun[plan] <= 6.0
    for wan in (15.0, 30.0, 60.0, 90.0, 180.0):
        assert starts(planned(content, MOULDS, wan))["pkg-quoting"] == 6.0
    for wan in (16.0, 20.0, 24.0, 36.0, 48.0):
        assert {"pkg-quoting", "pkg-lamp-outwork"} <= starts(planned(content, LAMPS, wan)).keys()


def test_money_for_one_step_treats_each_pain_instead(content: Content) -> None:
    """40 万元 went into one step for the second pain, and the first and third had nothing."""
    made = planned(content, FURNITURE, 40.0)
    assert "pkg-inspection-records" in starts(made)
    assert not any(isinstance(hint, WishUnserved) for hint in made.hints)


def test_ai_that_no_pain_asks_for_waits_until_each_pain_is_treated(content: Content) -> None:
    """With 300 万元 quoting by AI was bought for 28, and nothing for changeovers."""
    for wan in (100.0, 150.0, 200.0, 300.0, 600.0):
        made = planned(content, BOARDS, wan)
        chosen = [made.problem.options[name] for name in starts(made)]
        treated = {wish for option in chosen for wish in option.serves}
        is_idle = any(each.package.is_ai and not each.serves for each in chosen)
        assert treated == set(BOARDS["business"]["pains"]) or not is_idle
    assert "pkg-program-library" in starts(planned(content, BOARDS, 300.0))


def test_a_system_that_a_full_form_shows_is_not_sold(content: Content) -> None:
    """Orders, purchasing, stock and accounts were told to be in one system, and ERP was sold."""
    for raw in (BOARDS, FURNITURE):
        made = planned(content, raw)
        assert made.problem.unfit["pkg-erp"] is Unfit.IN_PLACE
        assert not any("pkg-erp" in group for group in made.problem.spine)
    paper = {**FURNITURE, "answers": {**FURNITURE["answers"], "finance-management": 1}}
    assert "pkg-erp" in planned(content, paper).problem.options


@pytest.mark.parametrize("raw", [LAMPS, MOULDS, FISH, FURNITURE, BOARDS])
def test_the_same_sum_gives_the_same_months(content: Content, raw: Any) -> None:
    """Told by the year scanning began in month 13, told as one sum in month 7."""
    yearly = raw["business"]["yearly_budget_wan"]
    told, asked = planned(content, raw), planned(content, raw, 3.0 * yearly)
    assert told.outcome.plan == asked.outcome.plan


def test_no_year_takes_more_than_was_named_where_another_order_does(content: Content) -> None:
    """10 万元 fell into the second year of a firm that has 8, and 3 into the third."""
    for raw in (LAMPS, MOULDS, FISH, FURNITURE, BOARDS):
        made = planned(content, raw)
        years = account_of(made.problem, made.outcome.plan)
        yearly = raw["business"]["yearly_budget_wan"]
        assert all(each.build.mid + each.run.mid <= yearly + 1e-6 for each in years)


def test_a_sum_that_would_do_for_a_level_does(content: Content) -> None:
    """187 万元 would do, it was said to a firm that has 240; with 187 it was said again."""
    made = planned(content, FURNITURE)
    (missed,) = made.infeasible
    assert missed.code is Obstacle.BUDGET and missed.budget_wan > 240
    assert made.level_after == 1
    assert planned(content, FURNITURE, missed.budget_wan + 0.01).level_after == 2


def test_a_full_plan_says_that_it_is_full(content: Content) -> None:
    """做了带不来多少, it was said of money that lay idle while all places were taken."""
    for raw, wan in ((MOULDS, 180.0), (FISH, 900.0), (LAMPS, 100.0)):
        made = planned(content, raw, wan)
        (left,) = (hint for hint in made.hints if isinstance(hint, MoneyLeft))
        assert left.why is LeftOutReason.IN_ALL


def random_firms(content: Content) -> Iterator[tuple[str, int, Sheet]]:
    random = Random(23)
    trades = list(content.trades.by_id.values())
    for number in range(24):
        people = random.choice((12, 35, 80, 220, 320, 850))
        around = random.uniform(0.3, 2.3)
        firm = usual_firm(
            content, random.choice(trades), people, around, seed=number, pains=1 + number % 3
        )
        yield f"{firm.name} #{number}", people, firm.sheet(content)


def test_random_firms_keep_their_cures_and_base(content: Content) -> None:
    """Along any ladder of budgets; and no pain stays untreated for which money is left.

    A fuller grade, or what takes its hands, may hold up what began: seldom.
    """
    dropped, later, pairs = [], [], 0
    for name, people, sheet in random_firms(content):
        plans = [
            make_plan(
                content,
                Planner(),
                sheet,
                read_plan_request(content, {"budget_wan": round(people * part, 1)}, DAY),
            )
            for part in (0.08, 0.15, 0.3, 0.5, 0.9, 1.6, 3.0)
        ]
        for less, more in pairwise(plans):
            pairs += 1
            faults = worse(less, more)
            dropped += [(name, fault) for fault in faults if fault.startswith("drops")]
            late = [n for fault in faults for n in starts(less) if f"later: {[n]}" == fault]
            later += [(name, each) for each in late]
            assert idle_pains(less) == [], name
    assert dropped == []
    assert 20 * len(later) <= pairs > 100


def idle_pains(made: MadePlan) -> list[str]:
    """Return pains that nothing treats though money and places are left for it."""
    problem, chosen = made.problem, set(starts(made))
    left = (problem.budget_wan or 0.0) - problem.cost(chosen)
    treated = {wish for name in chosen for wish in problem.options[name].serves}
    return [
        pain
        for pain in set(problem.wishes.serve) - treated
        for name, option in problem.options.items()
        if pain in option.serves
        and not option.package.is_ai
        and problem.cost(added := with_needs(problem, name, chosen)) <= left
        and len(chosen) + len(added) <= problem.capacity.in_all
    ]

"""A plan minds what the firm said and did of packages; what it wishes for now goes first."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.retrofit.follow_up.feedback import KnownPackages
from diagnosis.domain.retrofit.plan.kept_plan import PlanTarget
from diagnosis.domain.retrofit.plan.problem import Objective, Unfit
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.read.plan_request import read_plan_request
from diagnosis.services.retrofit.compare_plans import compare_plans
from diagnosis.services.retrofit.firm_plan import FirmPlan, plan_firm
from diagnosis.services.retrofit.make_plan import MadePlan
from diagnosis.services.retrofit.plan_values import known_when_made, values_of
from tests.builders import a_sheet, an_enterprise, an_example, every
from tests.fakes.solver import FakeSolver

TODAY = date(2026, 11, 23)
NOTHING = KnownPackages()
INDEX, MATURITY = "miit-sme-2024", "gbt-39116-2020"
LAMPS = an_example("zhongshan-lamp-maker")


@pytest.fixture
def sheet(small: Content) -> Sheet:
    """Return the sheet of a firm that has next to nothing: most of the few packages are open."""
    return read(small, LAMPS)


def planned(
    content: Content, sheet: Sheet, known: KnownPackages = NOTHING, **wish: Any
) -> FirmPlan:
    """Return the plan of a sheet for a wish, with what is known of packages."""
    request = read_plan_request(content, wish, TODAY)
    return plan_firm(content, FakeSolver(), sheet, request, known)


def made(content: Content, sheet: Sheet, **wish: Any) -> MadePlan:
    """Return the plan of a sheet for a wish."""
    return planned(content, sheet, **wish).plan


def packages(plan: FirmPlan) -> set[str]:
    """Return the packages of a plan."""
    return set(plan.plan.outcome.plan.packages)


def test_what_is_done_refused_or_demoted_is_left_out(small: Content, sheet: Sheet) -> None:
    done, refused, demoted = names = ("pkg-quoting", "pkg-scan-store", "pkg-work-reporting")
    assert packages(planned(small, sheet, budget_wan=500)) >= set(names)
    known = KnownPackages(frozenset({done}), frozenset({refused}), frozenset({demoted}))
    plan = planned(small, sheet, known, budget_wan=500)
    assert not set(names) & packages(plan)
    unfit = plan.plan.problem.unfit
    assert [unfit[name] for name in names] == [Unfit.DONE, Unfit.REFUSED, Unfit.REFUSED]
    assert (plan.known, plan.demoted_used, plan.starts_on) == (known, False, TODAY)


def test_what_was_said_of_earlier_projects_counts_for_their_packages(
    small: Content, sheet: Sheet
) -> None:
    """A mere step of a package says nothing of it; what no catalogue had says nothing."""
    assert small.earlier["prj-training"].package == "pkg-start"
    step = next(name for name, taken in small.earlier.items() if not taken.is_whole)
    known = KnownPackages(
        done=frozenset({"prj-crm-light"}),
        refused=frozenset({"prj-wms-light", "prj-unheard-of", step}),
        demoted=frozenset({"prj-mes-light"}),
    )
    plan = planned(small, sheet, known, budget_wan=500)
    assert not {"pkg-quoting", "pkg-scan-store", "pkg-work-reporting"} & packages(plan)
    assert small.earlier[step].package in plan.plan.problem.options
    assert plan.known == KnownPackages(
        frozenset({"pkg-quoting"}),
        frozenset({"pkg-scan-store"}),
        frozenset({"pkg-work-reporting"}),
        steps=frozenset({step}),
    )
    minded = values_of(small, plan).minded
    assert minded.steps == (step,) and known_when_made(minded).steps == {step}
    deaf = planned(small, sheet, known, budget_wan=500, heed_feedback=False)
    assert values_of(small, deaf).minded.steps == ()


def test_what_is_wanted_now_stands_over_what_was_said_before(small: Content, sheet: Sheet) -> None:
    name = "pkg-scan-store"
    for known in (
        KnownPackages(refused=frozenset({name})),
        KnownPackages(refused=frozenset({"prj-wms-light"})),
        KnownPackages(done=frozenset({name})),
    ):
        plan = planned(small, sheet, known, budget_wan=500, wanted=[name])
        assert name in packages(plan) and plan.known == NOTHING


def test_a_firm_may_ask_to_forget_what_it_said_but_not_what_it_did(
    small: Content, sheet: Sheet
) -> None:
    done, refused, demoted = "pkg-quoting", "pkg-scan-store", "pkg-work-reporting"
    known = KnownPackages(frozenset({done}), frozenset({refused}), frozenset({demoted}))
    plan = planned(small, sheet, known, budget_wan=500, heed_feedback=False)
    assert {refused, demoted} <= packages(plan) and done not in packages(plan)
    assert plan.known == KnownPackages(frozenset({done}))


def test_a_demoted_package_is_used_where_the_level_is_out_of_reach_without_it(
    small: Content, sheet: Sheet
) -> None:
    """Numbers for parts alone do not lift a firm; all else is too dear here."""
    level = f"{INDEX}:1"
    free = planned(small, sheet, target=level)
    assert free.plan.target_reached
    demoted = small.packages.keys() - {"pkg-item-codes"}
    dear = KnownPackages(demoted=frozenset(demoted))
    assert not planned(small, sheet, KnownPackages(refused=dear.demoted)).plan.level_after
    plan = planned(small, sheet, dear, target=level)
    assert plan.demoted_used and plan.plan.target_reached
    assert packages(plan) == packages(free) and packages(plan) & demoted
    hopeless = planned(small, sheet, dear, target=level, budget_wan=0)
    assert not hopeless.demoted_used and not hopeless.plan.target_reached
    weighed = planned(small, sheet, dear, budget_wan=500)
    assert not weighed.demoted_used and packages(weighed) == {"pkg-item-codes"}


def test_several_budgets_are_planned_for_beside_the_first(small: Content, sheet: Sheet) -> None:
    plan = planned(small, sheet, budget_wan=60, budgets_wan=[5, 12, 500])
    points = values_of(small, plan).curve
    assert [point.budget_wan for point in points] == [5.0, 12.0, 500.0]
    assert all(point.cost.mid <= (point.budget_wan or 0) for point in points)
    costs = [point.cost.mid for point in points]
    assert costs == sorted(costs) and costs[0] > 0
    assert [point.level for point in points] == [0, 1, 1], "the base of the trade comes first"
    alone = made(small, sheet, budget_wan=12).outcome.plan
    assert set(points[1].packages) == set(alone.packages)
    assert points[1].months == max(step.end for step in alone.steps)


def test_a_level_below_the_one_that_is_missed_counts(small: Content, sheet: Sheet) -> None:
    """Level 2 is out of reach of the few packages: the plan for it comes to 1 all the same."""
    plan = planned(small, sheet, target=f"{INDEX}:2", budgets_wan=[60])
    assert plan.plan.target_reached is False
    assert plan.plan.level_after == 1 == plan.plan.outcome.after.points.level[0]
    (point,) = values_of(small, plan).curve
    assert point.level == 1


def test_a_firm_below_the_top_of_the_index_climbs_by_it(small: Content, sheet: Sheet) -> None:
    plan = made(small, sheet)
    assert plan.problem.yardstick.standard == INDEX
    assert (plan.problem.yardstick.level, [aim.level for aim in plan.problem.aims]) == (0, [1, 2])
    asked = made(small, sheet, target=f"{MATURITY}:2")
    assert asked.problem.yardstick.standard == MATURITY


def test_a_large_firm_and_one_without_the_questions_climb_by_the_maturity_model(
    small: Content, sheet: Sheet
) -> None:
    big = LAMPS["enterprise"] | {"employees": 1200, "revenue_wan": 80_000}
    large = read(small, LAMPS | {"enterprise": big})
    assert made(small, large).problem.yardstick.standard == MATURITY
    ladders = read(small, a_sheet("gbt-39116", every(small, "gbt-39116", 0.5)))
    assert made(small, ladders).problem.yardstick.standard == MATURITY


def test_a_firm_of_unknown_trade_and_size_is_planned_for_all_the_same(small: Content) -> None:
    facts = an_enterprise(industry=None, employees=None, revenue_wan=None)
    raw = a_sheet(answers=every(small, "full", 0.5), enterprise=facts)
    kept = values_of(small, planned(small, read(small, raw), budget_wan=60))
    assert (kept.firm.trade, kept.firm.matched_by) == ("trade-generic-discrete", "production-type")
    assert (kept.firm.size, kept.firm.employees) == ("small", None)
    assert list(kept.packages)


def test_items_that_a_plan_raises_but_nobody_answered_are_named(small: Content) -> None:
    name, item = "pkg-work-reporting", "production-control"
    answers = every(small, "full", 1)
    blank = {each: at for each, at in answers.items() if each != item}
    kept = values_of(small, planned(small, read(small, a_sheet(answers=blank)), wanted=[name]))
    assert item in kept.unscored
    whole = values_of(small, planned(small, read(small, a_sheet(answers=answers)), wanted=[name]))
    assert item not in whole.unscored and name in {each.id for each in whole.packages}


def test_what_the_firm_counts_as_hurting_is_served_unless_the_request_says_otherwise(
    small: Content, sheet: Sheet
) -> None:
    assert made(small, sheet).problem.wishes.serve == sheet.business.pains
    asked = made(small, sheet, pains=["quoting"], budget_wan=500)
    assert asked.problem.wishes.serve == ("quoting",)
    assert asked.problem.options["pkg-quoting"].serves == {"quoting"}
    assert asked.problem.options["pkg-scan-store"].serves == frozenset()


def test_two_plans_are_compared_number_by_number(small: Content, sheet: Sheet) -> None:
    poor, rich = (values_of(small, planned(small, sheet, budget_wan=money)) for money in (5, 200))
    comparison = compare_plans(poor, rich)
    difference = comparison.total.mid.difference
    assert difference == pytest.approx(rich.total.mid - poor.total.mid) and difference > 0
    assert (comparison.worth.difference or 0) > 0
    shown = [
        round(sum(round(p.people_months, 2) for p in each.packages), 2) for each in (poor, rich)
    ]
    assert list(comparison.people_months) == shown, "the sum of the rows as they are shown"
    assert [pair.standard for pair in comparison.readings] == [
        standard.ref for standard in small.standards
    ]
    unknown = compare_plans(poor, replace(rich, proof=replace(rich.proof, gap=None)))
    assert unknown.gap.first is not None and unknown.gap.difference is None
    retired = replace(rich, phases=(), before=rich.before[1:])
    assert len(compare_plans(poor, retired).readings) == len(rich.before) - 1


def test_what_a_plan_is_kept_as_is_what_it_is(small: Content, sheet: Sheet) -> None:
    plan = planned(small, sheet, target=f"{INDEX}:1", budget_wan=200)
    kept, outcome = values_of(small, plan), plan.plan.outcome
    assert {package.id for package in kept.packages} == packages(plan)
    for end in ("low", "mid", "high"):
        build, run, total = (getattr(part, end) for part in (kept.build, kept.run, kept.total))
        assert build == pytest.approx(getattr(outcome.build, end))
        assert run == pytest.approx(getattr(outcome.run, end))
        assert total == pytest.approx(build + 3 * run)
    assert kept.total.mid == pytest.approx(plan.plan.proposal.value), "the level's cost is the aim"
    assert kept.worth == outcome.worth.total
    assert kept.target == PlanTarget(f"{INDEX}@1", 1, True)
    assert kept.objective is Objective.LEVEL
    assert [phase.number for phase in kept.phases] == [1, 2, 3]
    assert kept.caps[INDEX] == 2
    left_out = {name for names in kept.left_out.values() for name in names}
    assert left_out == small.packages.keys() - packages(plan)

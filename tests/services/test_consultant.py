"""The consultant's test over the five examples, firms of every trade and size, random ones."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from random import Random

import pytest

from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.retrofit.plan.hints import LevelOnPaper
from diagnosis.domain.retrofit.plan.infeasible import Obstacle
from diagnosis.domain.retrofit.plan.plan import Plan, verify
from diagnosis.domain.retrofit.plan.problem import Problem
from diagnosis.domain.retrofit.plan.timeline import Step
from diagnosis.domain.retrofit.plan.worth import worth_of
from diagnosis.optimiser.planner import Planner
from diagnosis.services.catalogue.packages import costs_of
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.read.plan_request import PlanRequest
from diagnosis.services.retrofit.make_plan import make_plan
from diagnosis.services.retrofit.planned_for import planned_for
from diagnosis.services.retrofit.state_problem import judge_of, state_problem
from tests.builders import EXAMPLES, an_example
from tests.builders.firms import HEADCOUNTS, budgets_for, usual_firm, usual_firms
from tests.services import consultant_rules as rules
from tests.services.consultant_rules import Case

DAY = date(2026, 11, 25)
PLANNER = Planner()
RANDOM = 60
NAMES = sorted(path.stem for path in EXAMPLES.glob("*.json"))


def wish(budget: float | None = None) -> PlanRequest:
    return PlanRequest(starts_on=DAY, budget_wan=budget)


def judged(content: Content, name: str, sheet: Sheet, budget: float | None) -> Case:
    problem = state_problem(content, sheet, wish(budget))
    plan = PLANNER.plan(problem).plan or Plan()
    size = planned_for(content, sheet).size
    return Case(name, size, problem, plan, verify(problem, plan, judge_of(content, sheet)))


def objections(cases: Sequence[Case]) -> list[tuple[str, str, str]]:
    return [
        (case.name, rule.__name__, objection)
        for case in cases
        for rule in rules.RULES
        for objection in rule(case)
    ]


def an_example_sheet(content: Content, name: str) -> Sheet:
    return read(content, an_example(name))


@pytest.mark.parametrize("name", NAMES)
def test_the_examples_pass(content: Content, name: str) -> None:
    sheet = an_example_sheet(content, name)
    cases = [judged(content, f"{name} {b}", sheet, b) for b in (10.0, 50.0, 200.0, None)]
    assert objections(cases) == []


@pytest.mark.parametrize("people", HEADCOUNTS)
def test_usual_firms_of_every_trade_pass(content: Content, people: int) -> None:
    cases = [
        judged(content, f"{firm.name} {budget}", firm.sheet(content), budget)
        for firm in usual_firms(content)
        if firm.employees == people
        for budget in budgets_for(people)
    ]
    assert objections(cases) == []


def random_firms(content: Content) -> Iterator[tuple[str, Sheet, float]]:
    random = Random(14)
    trades = list(content.trades.by_id.values())
    for number in range(RANDOM):
        people = random.choice((8, 19, 35, 120, 299, 300, 700, 1500))
        around = random.uniform(0.2, 2.6)
        firm = usual_firm(
            content, random.choice(trades), people, around, seed=number, pains=random.randrange(4)
        )
        yield f"{firm.name} #{number}", firm.sheet(content), people * random.choice((0.1, 0.5, 2))


def test_random_firms_pass(content: Content) -> None:
    cases = [judged(content, name, sheet, budget) for name, sheet, budget in random_firms(content)]
    assert objections(cases) == []
    assert sum(bool(case.plan.steps) for case in cases) > RANDOM / 2


def test_more_budget_is_never_worse(content: Content) -> None:
    """Worth and level, each budget asked for by itself; a curve of them says the same."""
    for firm in usual_firms(content)[::3]:
        problem = state_problem(content, firm.sheet(content), wish(1.0))
        budgets = [firm.employees * part for part in (0.06, 0.12, 0.2, 0.3, 0.5, 0.8, 1.2, 2.0)]
        found = [PLANNER.plan(replace(problem, budget_wan=budget)) for budget in budgets]
        worths = [worth_of(problem, each.plan.packages) for each in found if each.plan]
        assert len(worths) == len(budgets)
        levels = [max(worth.reached, default=0) for worth in worths]
        assert levels == sorted(levels), firm.name
        assert all(more.total >= less.total - 1e-6 for less, more in pairwise(worths)), firm.name
        assert PLANNER.curve(problem, budgets) == tuple(found), firm.name


def test_no_larger_budget_drops_a_cheap_cure(content: Content) -> None:
    """The list of what old hands know, .8 万元, was in a plan of 10 万元 and not in one of 90.

    Until the base of the trade is laid its steps come before cures.
    """
    shop = an_example("dongguan-mould-shop")
    business = {**shop["business"], "pains": ["late-delivery", "quoting", "know-how-leaves"]}
    sheets = [("mould", 60, read(content, shop | {"business": business}))]
    for firm in usual_firms(content)[::4]:
        pains = {"pains": ["know-how-leaves", "cash-in", "changeovers"]}
        raw = firm.raw | {"business": firm.raw["business"] | pains}
        sheets.append((firm.name, firm.employees, read(content, raw)))
    kept = 0
    for name, people, sheet in sheets:
        problem = state_problem(content, sheet, wish(1.0))
        before: set[tuple[str, ...]] = set()
        for part in (0.06, 0.12, 0.2, 0.3, 0.5, 0.8, 1.2, 2.0, None):
            budget = None if part is None else people * part
            plan = PLANNER.plan(replace(problem, budget_wan=budget)).plan or Plan()
            cures = {cure for cure in problem.cures if set(cure) & set(plan.packages)}
            if problem.lays_base(plan.packages):
                assert before <= cures, (name, budget)
                before = cures
        kept += len(before)
    assert kept > len(sheets)


def test_money_for_orders_and_stock_does_not_go_to_points_instead(content: Content) -> None:
    """60 万元 bring a garment maker level 2 by meters, safety and office, or its first steps.

    What treats its pains comes before the level too: with 110 it has that alone.
    """
    (firm,) = (
        each
        for each in usual_firms(content)
        if (each.trade, each.employees) == ("trade-garments-knit", 320)
    )
    poor, rich = (judged(content, "garments", firm.sheet(content), wan) for wan in (60.0, 130.0))
    assert poor.problem.begins_spine(poor.plan.packages) and "pkg-erp" in rich.plan.packages
    assert 2 not in poor.outcome.worth.reached and 2 in rich.outcome.worth.reached


def test_a_level_that_would_stand_on_paper_alone_is_not_promised(content: Content) -> None:
    """20 points for a list of names and a plan, with orders, stock and lists as before."""
    (firm,) = (
        each
        for each in usual_firms(content)
        if (each.trade, each.employees) == ("trade-ceramics", 40)
    )
    sheet = firm.sheet(content)
    plan = make_plan(content, PLANNER, sheet, wish(1.6))
    assert [hint for hint in plan.hints if isinstance(hint, LevelOnPaper)] == [LevelOnPaper(1)]
    assert plan.outcome.after.points.level[0] == 1
    assert (plan.level_after, plan.target_reached) == (0, False)
    (missed,) = plan.infeasible
    assert missed.code is Obstacle.BUDGET and missed.budget_wan is not None
    enough = make_plan(content, PLANNER, sheet, wish(missed.budget_wan + 0.01))
    assert enough.level_after == 1
    assert not any(isinstance(hint, LevelOnPaper) for hint in enough.hints)


def test_two_different_pains_give_plans_that_differ(content: Content) -> None:
    for name in NAMES:
        raw = an_example(name)
        plans = []
        for pain in ("energy", "late-delivery"):
            business = {**raw.get("business", {}), "pains": [pain], "goals": []}
            sheet = read(content, {**raw, "business": business})
            plans.append(judged(content, name, sheet, 200.0).plan.packages)
        assert plans[0] != plans[1], name


def test_a_per_cent_more_staff_moves_no_cost_by_more_than_two(content: Content) -> None:
    for package in content.packages.values():
        for people in (19, 60, 299, 300, 999):
            (less,) = costs_of(content, package, None, people)
            (more,) = costs_of(content, package, None, round(people * 1.01) or people)
            step = round(people * 1.01) / people
            for before, after in (
                (less.build_wan, more.build_wan),
                (less.three_years_wan, more.three_years_wan),
            ):
                assert after.mid <= before.mid * max(1.02, step * 1.001), package.id


def test_what_changes_at_three_hundred_people_is_capacity(content: Content) -> None:
    raw = an_example("foshan-furniture-maker")

    def of(people: int) -> Problem:
        firm = {**raw["enterprise"], "employees": people}
        return state_problem(content, read(content, {**raw, "enterprise": firm}), wish(None))

    less, more = of(299), of(300)
    for name in less.options.keys() & more.options.keys():
        assert more.price(name) == pytest.approx(less.price(name), rel=0.01), name
    assert (less.capacity.at_once, more.capacity.at_once) == (2, 4)


def test_every_plan_says_the_first_ai_step(content: Content) -> None:
    for name in NAMES:
        for budget in (20.0, 200.0):
            made = make_plan(content, PLANNER, an_example_sheet(content, name), wish(budget))
            step = made.first_ai
            assert step is not None, name
            lacks = step.lacking_packages or step.lacking_items
            is_planned = step.start_month is not None
            assert is_planned or lacks or step.package not in made.outcome.plan.packages, name


def test_the_promise_is_never_above_the_score(content: Content) -> None:
    for name in NAMES:
        made = make_plan(content, PLANNER, an_example_sheet(content, name), wish(None))
        points = content.standards.points
        if made.problem.yardstick.standard == points.id:
            assert made.level_after <= made.outcome.after.points.level[0], name


class TestRulesCanFail:
    """Each rule on a plan of the kind that the first planner made."""

    @pytest.fixture
    def case(self, content: Content) -> Case:
        sheet = an_example_sheet(content, "zhongshan-lamp-maker")
        return judged(content, "lamp", sheet, None)

    def with_steps(self, case: Case, *steps: Step) -> Case:
        return replace(case, plan=Plan(steps))

    def test_fringe_before_the_spine(self, case: Case) -> None:
        """Meters and check rounds first, stock and orders never: 点检 and 用能 before 进销存."""
        fringe = [
            Step("pkg-maintenance", 0.0, 2.0),
            Step("pkg-energy-meters", 0.0, 2.0),
        ]
        problem = replace(case.problem, wishes=replace(case.problem.wishes, serve=()))
        bare = {name: replace(o, serves=frozenset()) for name, o in problem.options.items()}
        old = replace(self.with_steps(case, *fringe), problem=replace(problem, options=bare))
        assert "no step of the spine, which the budget affords" in rules.spine_first(old)
        spine = next(name for group in problem.spine for name in group)
        late = replace(old, plan=Plan((*fringe, Step(spine, 12.0, 14.0))))
        assert any("before the spine" in each for each in rules.spine_first(late))
        assert any("万元 in the first phase" in each for each in rules.spine_first(late))

    def test_twenty_at_once(self, case: Case) -> None:
        names = list(case.problem.options)[:20]
        steps = [Step(n, 0.0, case.problem.options[n].months) for n in names]
        broken = rules.carried_and_promised(self.with_steps(case, *steps))
        assert any("at-once" in each for each in broken)
        assert any("in-all" in each for each in broken)

    def test_goals_that_change_nothing(self, case: Case) -> None:
        serving = {n for n, o in case.problem.options.items() if o.serves}
        others = [n for n in case.problem.options if n not in serving][:4]
        steps = [Step(n, 3.0 * k, 3.0 * k + 3) for k, n in enumerate(others)]
        assert "nothing serves the pain" in rules.pain_served(self.with_steps(case, *steps))

    def test_an_index_that_stays(self, case: Case) -> None:
        still = replace(case.outcome, phases=case.outcome.phases[:0])
        phase = replace(case.outcome.phases[0], scores=case.outcome.before)
        assert rules.rises(replace(case, outcome=replace(still, phases=(phase,))))

    def test_ai_before_its_data(self, content: Content, case: Case) -> None:
        name = next(
            package.id
            for package in content.packages.values()
            if package.is_ai and package.needs.items
        )
        assert rules.ai_in_its_time(self.with_steps(case, Step(name, 0.0, 3.0)))

"""What a firm should know beside its plan: each thing a single time, worked out with the plan."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.retrofit.catalogue.package import PackageArea
from diagnosis.domain.retrofit.plan.account import account_of
from diagnosis.domain.retrofit.plan.capacity import MONTHS_A_YEAR
from diagnosis.domain.retrofit.plan.hints import (
    BudgetFromYearly,
    CarriesMoreFrom,
    CheaperPlan,
    DearForTheFirm,
    FewAnswered,
    Hint,
    LevelThere,
    MoneyLeft,
    NothingAffordable,
    NothingAnswered,
    SearchCutShort,
    SizeAssumed,
    SpineRefused,
    SpineShort,
    WishUnserved,
    WishWaits,
)
from diagnosis.domain.retrofit.plan.plan import Plan, Proposal, verify
from diagnosis.domain.retrofit.plan.problem import (
    WEIGHTS,
    Objective,
    PackageOption,
    Phase,
    Problem,
    Wishes,
)
from diagnosis.domain.retrofit.plan.reasons import (
    LeftOutReason,
    left_out,
    money_left,
    nearly_chosen,
)
from diagnosis.domain.retrofit.plan.search_time import SearchTime
from diagnosis.domain.retrofit.plan.timeline import Step
from diagnosis.optimiser.planner import Planner
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.promotion.match_assessment import cases_of, support_of
from diagnosis.services.promotion.preview import preview_plan
from diagnosis.services.read.firm_claims import FirmClaims
from diagnosis.services.read.plan_request import PlanRequest, read_plan_request
from diagnosis.services.retrofit.hints import find_hints
from diagnosis.services.retrofit.keep_plan import (
    Planning,
    compare_stored,
    get_plan,
    plan_assessment,
)
from diagnosis.services.retrofit.make_plan import MadePlan, make_plan
from diagnosis.services.retrofit.planned_for import planned_for
from diagnosis.services.retrofit.progress import progress_of
from diagnosis.services.retrofit.state_problem import judge_of
from diagnosis.services.scoring.submissions import Diagnosing, submit_sheet
from diagnosis.services.transaction import Caller
from tests.builders import a_problem, a_sheet, an_enterprise, an_example, an_option, every
from tests.fakes.solver import FakeSolver
from tests.fakes.versions import FakeVersions

Ask = Callable[..., Caller]
TODAY = date(2026, 11, 23)
LAMPS, MOULDS, FURNITURE = "zhongshan-lamp-maker", "dongguan-mould-shop", "foshan-furniture-maker"
MATURITY = "gbt-39116-2020"


def made(content: Content, raw: Any, **wish: Any) -> MadePlan:
    """Return the plan of a raw sheet for a wish."""
    request = read_plan_request(content, wish, TODAY)
    return make_plan(content, FakeSolver(), read(content, raw), request)


def hints(content: Content, raw: Any, kind: type[Hint], **wish: Any) -> list[Hint]:
    """Return the hints of a kind beside the plan of a raw sheet for a wish."""
    return [hint for hint in made(content, raw, **wish).hints if isinstance(hint, kind)]


def hinted(content: Content, problem: Problem, **wish: Any) -> tuple[Hint, ...]:
    """Return what a firm is told beside the best plan of an invented problem."""
    sheet: Sheet = read(content, a_sheet())
    proposal = FakeSolver().plan(problem)
    assert proposal.plan is not None
    outcome = verify(problem, proposal.plan, lambda _: judge_of(content, sheet)(sheet.answers))
    return find_hints(
        FakeSolver(), sheet, PlanRequest(starts_on=TODAY, **wish), planned_for(content, sheet),
        problem, proposal, outcome, None, SearchTime(),
    )  # fmt: skip


def serving(name: str, *wishes: str, area: PackageArea = PackageArea.ORDERS) -> PackageOption:
    """Return an option that raises an item of its own name and serves some wishes."""
    return an_option(name, {name: 2}, serves=frozenset(wishes), package={"area": area})


def test_money_that_is_much_for_a_firm_is_warned_of(small: Content) -> None:
    """A year of the plan beside a year's revenue: not three years, nor money that is not spent."""
    lamps = an_example(LAMPS) | {"business": {}}
    assert hints(small, lamps, DearForTheFirm, budget_wan=60) == []
    lamps["enterprise"]["revenue_wan"] = 100
    plan = made(small, lamps, budget_wan=60)
    years = account_of(plan.problem, plan.outcome.plan)
    paid = [round(round(y.build.mid, 2) + round(y.run.mid, 2), 2) for y in years]
    (hint,) = (each for each in plan.hints if isinstance(each, DearForTheFirm))
    assert hint == DearForTheFirm(max(paid), 100.0, paid.index(max(paid)) + 1)
    assert max(paid) < plan.problem.cost(plan.outcome.plan.packages)
    lamps["enterprise"]["revenue_wan"] = max(paid) / 0.05
    assert hints(small, lamps, DearForTheFirm, budget_wan=60) == []


def test_a_size_that_is_assumed_is_told_with_the_people_that_costs_are_for(
    small: Content,
) -> None:
    answers = every(small, "full", 1)
    for facts, people in (({"employees": None}, 60), ({"revenue_wan": None, "employees": 20}, 20)):
        raw = a_sheet(answers=answers, enterprise=an_enterprise(**facts))
        plan = made(small, raw)
        assert SizeAssumed(people) in plan.hints
        assert (plan.facts.size, plan.facts.people) == ("small", people)
    assert hints(small, a_sheet(answers=answers), SizeAssumed) == []


def test_a_budget_that_is_taken_from_the_yearly_one_is_told(small: Content) -> None:
    lamps = an_example(LAMPS)
    plan = made(small, lamps)
    (hint,) = (hint for hint in plan.hints if isinstance(hint, BudgetFromYearly))
    assert hint == BudgetFromYearly(24.0, 8.0), "no year of it takes more"
    poor = lamps | {"business": {**lamps["business"], "yearly_budget_wan": 3}}
    plan = made(small, poor)
    (hint,) = (hint for hint in plan.hints if isinstance(hint, BudgetFromYearly))
    assert (hint.budget_wan, hint.yearly_wan) == (9.0, 3.0)
    paid = [year.build.mid + year.run.mid for year in account_of(plan.problem, plan.outcome.plan)]
    assert hint.year == paid.index(max(paid)) + 1
    assert hint.year_wan == pytest.approx(max(paid), abs=0.01) and hint.year_wan > 3
    rich = lamps | {"business": {**lamps["business"], "yearly_budget_wan": 500}}
    assert hints(small, rich, BudgetFromYearly) == [BudgetFromYearly(1500.0, 500.0)]
    assert plan.problem.budget_wan == 9.0
    for wish in ({"budget_wan": 24}, {"phases": [{"until_month": 36, "budget_wan": 9}]},
                 {"objective": "level"}):  # fmt: skip
        assert hints(small, lamps, BudgetFromYearly, **wish) == [], wish
    assert hints(small, lamps | {"business": {}}, BudgetFromYearly) == []


def test_where_nothing_was_answered_that_is_said_and_no_level_is_judged(small: Content) -> None:
    plan = made(small, a_sheet())
    assert [hint for hint in plan.hints if isinstance(hint, NothingAnswered)] == [
        NothingAnswered()
    ]
    assert (plan.target_reached, plan.infeasible) == (None, ())


def test_where_little_was_answered_its_share_is_said(small: Content) -> None:
    answers = every(small, "full", 1)
    some = {item: at for item, at in answers.items() if not item.startswith(("sales", "logi"))}
    plan = made(small, a_sheet(answers=some), target=f"{MATURITY}:2")
    (few,) = (hint for hint in plan.hints if isinstance(hint, FewAnswered))
    assert few.coverage == pytest.approx(0.7998) and few.needed == pytest.approx(0.8)
    assert plan.target_reached is None
    assert hints(small, a_sheet(answers=answers), FewAnswered, target=f"{MATURITY}:2") == []


def test_a_plan_to_the_same_level_that_costs_clearly_less_is_told(small: Content) -> None:
    plan = made(small, an_example(LAMPS), budget_wan=60)
    (cheaper,) = (hint for hint in plan.hints if isinstance(hint, CheaperPlan))
    least = made(small, an_example(LAMPS), target="miit-sme-2024:1")
    names = least.outcome.plan.packages
    assert cheaper == CheaperPlan(1, pytest.approx(least.problem.cost(names)), len(names))
    assert cheaper.cost_wan < 0.9 * plan.problem.cost(plan.outcome.plan.packages)
    assert not any(isinstance(hint, CheaperPlan) for hint in least.hints), "it is the cheapest"
    assert hints(small, an_example(LAMPS), CheaperPlan, budget_wan=1.5) == []


def test_steps_of_the_spine_that_money_leaves_no_room_for_are_named(small: Content) -> None:
    moulds = an_example(MOULDS)
    assert hints(small, moulds, SpineShort, budget_wan=12) == [SpineShort(("pkg-work-reporting",))]
    assert hints(small, moulds, SpineShort, budget_wan=0) == [], "of an empty plan all is missing"
    assert hints(small, moulds, SpineShort, budget_wan=60) == []


@pytest.mark.parametrize("served", [True, False])
def test_steps_of_the_spine_that_the_objective_leaves_out_are_said_to_wait_for_it(
    small: Content, served: bool
) -> None:
    steps = [an_option(name, {}, 10.0) for name in ("first", "second")]
    more = an_option("more", {"a": 4}, 10.0, serves=frozenset({"energy"} if served else ()))
    problem = a_problem(
        [*steps, more],
        spine=(("first",), ("second",)),
        wishes=Wishes(serve=("energy",)),
        budget_wan=20.0 if served else 10.0,
        requirements=(),
        objective=Objective.PAIN,
        weights=WEIGHTS[Objective.PAIN],
    )
    waits = Objective.PAIN if served else Objective.BALANCED
    assert SpineShort(("second",), objective=waits) in hinted(small, problem)
    points = replace(problem, objective=Objective.POINTS, weights=WEIGHTS[Objective.POINTS])
    (hint,) = (each for each in hinted(small, points) if isinstance(each, SpineShort))
    assert hint.objective is Objective.POINTS and len(hint.packages) == 1


def test_a_wish_that_less_than_half_of_the_first_year_serves_is_told(small: Content) -> None:
    """Naming who does it all takes no hands: it is counted, but does not bring the word about."""
    start = serving("start", area=PackageArea.START)
    few = [serving("a", "energy"), serving("b"), serving("c"), start]
    wishes = Wishes(serve=("energy",))
    assert WishWaits(1, 4) in hinted(small, a_problem(few, wishes=wishes))
    half = [serving("a", "energy"), serving("b"), start]
    for problem in (a_problem(half, wishes=wishes), a_problem(few)):
        assert not any(isinstance(hint, WishWaits) for hint in hinted(small, problem))


def test_every_number_of_packages_counts_the_same_ones(content: Content) -> None:
    """What begins in the first year is counted as the plan lists it, the start of it all too."""
    wish = {"budget_wan": 30, "pains": ["hiring"], "wanted": ["pkg-start"]}
    request = read_plan_request(content, wish, TODAY)
    plan = make_plan(content, Planner(), read(content, an_example(LAMPS)), request)
    (hint,) = (hint for hint in plan.hints if isinstance(hint, WishWaits))
    begun = [step.package for step in plan.outcome.plan.steps if step.start < MONTHS_A_YEAR]
    assert "pkg-start" in begun and hint.begun == len(begun)


def test_a_plan_that_is_as_full_as_the_firm_carries_says_so(small: Content) -> None:
    problem = a_problem([serving("a"), serving("b"), serving("c")])
    small_firm = replace(problem.capacity, at_once=1, in_all=2)
    full = hinted(small, replace(problem, capacity=small_firm))
    half_year = problem.capacity.pace[0][1]
    assert CarriesMoreFrom(1, 2, 1, half_year) in full
    roomy = hinted(small, replace(problem, capacity=replace(small_firm, in_all=4)))
    assert not any(isinstance(hint, CarriesMoreFrom) for hint in roomy)


def test_who_does_it_all_is_told_beside_what_takes_hands(small: Content) -> None:
    """The plan works on two at once where the firm carries one: the start takes no hands."""
    start = serving("start", area=PackageArea.START)
    problem = a_problem([start, serving("a"), serving("b")])
    small_firm = replace(problem.capacity, at_once=1, in_all=9)
    half_year = problem.capacity.pace[0][1]
    assert CarriesMoreFrom(1, 9, 2, half_year) in hinted(
        small, replace(problem, capacity=small_firm)
    )


def test_a_wish_that_nothing_serves_is_told(small: Content) -> None:
    """Money went elsewhere, or the firm has no package for it; a served one is not told."""
    options = [serving("a", "energy"), serving("b", "defects")]
    wishes = Wishes(serve=("energy", "defects", "scene:see"))
    rich = hinted(small, a_problem(options, wishes=wishes))
    assert [hint for hint in rich if isinstance(hint, WishUnserved)] == [
        WishUnserved(("scene:see",), False)
    ]
    poor = hinted(small, a_problem(options, wishes=wishes, budget_wan=4.0))
    unserved = [hint for hint in poor if isinstance(hint, WishUnserved)]
    assert unserved == [
        WishUnserved(("defects",), True), WishUnserved(("scene:see",), False)
    ]  # fmt: skip
    lamps = hints(
        small, an_example(LAMPS), WishUnserved, budget_wan=40, goals=["scene:shop-scheduling"]
    )
    assert ["scene:shop-scheduling"] in [
        list(hint.wishes) for hint in lamps if isinstance(hint, WishUnserved)
    ]


def test_money_that_buys_nothing_says_what_the_cheapest_costs(small: Content) -> None:
    """With what it needs: the cheaper option cannot be begun by itself."""
    base = an_option("base", {"a": 1}, 5.0)
    top = an_option("top", {"b": 1}, 1.0, needs=(("base",),))
    assert NothingAffordable(5.0) in hinted(small, a_problem([base, top], budget_wan=3.0))
    for money in (5.0, None):
        told = hinted(small, a_problem([base, top], budget_wan=money))
        assert not any(isinstance(hint, NothingAffordable) for hint in told)


def test_money_that_is_left_says_why_nothing_more_is_bought() -> None:
    """Hands, that everything costs more, or that nothing is worth its price."""
    useful, dear = an_option("useful", {"a": 2}, 10.0), an_option("dear", {"b": 4}, 60.0)
    idle = an_option("idle", {}, 10.0)
    left = {
        "useful": LeftOutReason.CAPACITY,
        "idle": LeftOutReason.LESS_WORTH,
        "dear": LeftOutReason.BUDGET,
    }
    for name, why in left.items():
        begun = an_option("begun", {"c": 2}, 20.0)
        other = next(each for each in (useful, dear, idle) if each.id == name)
        problem = a_problem([begun, other], budget_wan=50.0)
        plan = Plan((Step("begun", 0, 3),))
        assert money_left(problem, plan) == (30.0, why)
        assert money_left(replace(problem, budget_wan=24.0), plan) is None, "little is left"
        assert money_left(replace(problem, budget_wan=None), plan) is None
    limited = a_problem([useful], budget_wan=50.0, phases=(Phase(0, 36, budget_wan=5.0),))
    assert money_left(limited, Plan()) == (50.0, LeftOutReason.PHASE_LIMITS)


def test_what_is_open_for_a_pain_is_told_where_money_is_left(small: Content) -> None:
    """Dear beside what a firm spends, it is not bought; 做了带不来多少 would not be true."""
    dear = an_option("dear", {}, 40.0, serves=frozenset({"energy"}))
    begun = an_option("begun", {"c": 2}, 1.0, serves=frozenset({"defects", "energy"}))
    wishes = Wishes(serve=("defects", "energy"))
    problem = a_problem([begun, dear], budget_wan=60.0, wishes=wishes, usual_wan=1.0)
    assert MoneyLeft(59.0, LeftOutReason.LESS_WORTH, open_for=("energy",)) in hinted(
        small, problem
    )
    points = replace(problem, weights=WEIGHTS[Objective.POINTS], objective=Objective.POINTS)
    assert MoneyLeft(59.0, LeftOutReason.LESS_WORTH) in hinted(small, points)


def test_a_plan_that_is_full_says_so_and_how_many_it_may_have(small: Content) -> None:
    """Hands and time were said to be short beside a chart that is empty from month 20 on."""
    options = [an_option(name, {name: 2}, 10.0) for name in "abc"]
    problem = a_problem(options, budget_wan=50.0)
    problem = replace(problem, capacity=replace(problem.capacity, in_all=2))
    plan = Plan((Step("a", 0, 3), Step("b", 3, 6)))
    assert money_left(problem, plan) == (30.0, LeftOutReason.IN_ALL)
    (near,) = nearly_chosen(problem, plan)
    assert (near.package, near.reason) == ("c", LeftOutReason.IN_ALL)
    assert MoneyLeft(30.0, LeftOutReason.IN_ALL, 2) in hinted(small, problem)
    dear = replace(problem, budget_wan=25.0)
    (near,) = nearly_chosen(dear, plan)
    assert near.reason is LeftOutReason.IN_ALL, "more money alone would not bring it"


def test_what_was_nearly_chosen_is_near_and_worth_something() -> None:
    options = [
        an_option("bought", {"a": 2}, 20.0),
        an_option("near", {"b": 2}, 15.0),
        an_option("far", {"c": 4}, 60.0),
        an_option("idle", {}, 1.0),
    ]
    problem = a_problem(options, budget_wan=30.0)
    plan = Plan((Step("bought", 0, 3),))
    (near,) = nearly_chosen(problem, plan)
    assert (near.package, near.cost_wan, near.reason) == ("near", 15.0, LeftOutReason.BUDGET)
    names = [each.package for each in nearly_chosen(replace(problem, budget_wan=None), plan)]
    assert set(names) == {"near", "far"}, "without a budget nothing is too dear"


def test_the_cheapest_plan_to_a_level_needs_nothing_else() -> None:
    cheap, more = an_option("cheap", {"a": 2}, 10.0), an_option("more", {"b": 2}, 5.0)
    problem = a_problem([cheap, more], objective=Objective.LEVEL, levels=(2,))
    (near,) = nearly_chosen(problem, Plan((Step("cheap", 0, 3),)))
    assert (near.package, near.reason) == ("more", LeftOutReason.NOT_NEEDED)
    blocked = a_problem([cheap, more], objective=Objective.LEVEL, levels=(5,))
    assert nearly_chosen(blocked, Plan()) == (), "what takes no package has none that was near"
    assert set(left_out(blocked, Plan())) == {LeftOutReason.NOT_NEEDED}


def test_a_step_of_the_spine_that_the_firm_refuses_is_named(small: Content) -> None:
    problem = a_problem([an_option("other", {"a": 2})], spine_refused=("pkg-orders-stock",))
    assert SpineRefused(("pkg-orders-stock",)) in hinted(small, problem)
    assert hints(small, an_example(LAMPS), SpineRefused, budget_wan=20) == []


def test_a_level_that_is_there_already_is_said_to_be(small: Content) -> None:
    furniture = an_example(FURNITURE)
    plan = made(small, furniture, target="miit-sme-2024:2")
    assert LevelThere(2, plans_more=False) in plan.hints and plan.target_reached
    assert plan.outcome.plan.steps == (), "it costs nothing"
    goes_on = made(small, furniture, target="miit-sme-2024:2", objective="balanced")
    assert LevelThere(2) in goes_on.hints and goes_on.outcome.plan.steps
    assert hints(small, furniture, LevelThere, target="miit-sme-2024:3") == []
    assert hints(small, furniture, LevelThere) == []


class Hurried(FakeSolver):
    """Notes that a search for a level would have gone on."""

    def plan(self, problem: Problem, *, time: SearchTime | None = None) -> Proposal:
        assert time is not None
        if problem.objective is Objective.LEVEL:
            time.cut_short()
        return super().plan(problem, time=time)


def test_a_search_that_was_cut_short_is_told(small: Content) -> None:
    """The plan itself was found in time, a cheaper one was not: it is about all searches."""
    sheet = read(small, an_example(LAMPS))
    request = PlanRequest(starts_on=TODAY, budget_wan=60.0)
    plan = make_plan(small, Hurried(), sheet, request)
    assert SearchCutShort() in plan.hints and plan.is_cut_short
    calm = make_plan(small, FakeSolver(), sheet, request)
    assert SearchCutShort() not in calm.hints and not calm.is_cut_short


class CallCounter(FakeSolver):
    """Notes the objective of each problem that it is given."""

    def __init__(self) -> None:
        self.solved: list[str] = []

    def plan(self, problem: Problem, *, time: SearchTime | None = None) -> Proposal:
        self.solved.append(str(problem.objective))
        return super().plan(problem, time=time)


@pytest.fixture
def counter() -> CallCounter:
    """Return a solver that no problem was given to yet."""
    return CallCounter()


def test_a_plan_takes_two_solutions_and_reading_it_none(
    diagnosing: Diagnosing, small: Content, counter: CallCounter, ask: Ask
) -> None:
    planning = Planning(contents=FakeVersions(small), solver=counter)
    row = submit_sheet(diagnosing, ask(), an_example(LAMPS), None).stored.row
    plan_id = plan_assessment(planning, ask(), row.assessment_id, {"budget_wan": 60}, None).value
    assert counter.solved == ["balanced", "level"]
    plan = get_plan(planning.contents, ask(), plan_id).record.plan
    assert any(isinstance(hint, CheaperPlan) for hint in plan.hints)
    for _ in range(2):
        assert get_plan(planning.contents, ask(), plan_id).record.plan.hints == plan.hints
        compare_stored(planning.contents, ask(), plan_id, plan_id)
        progress_of(small, ask(), plan_id)
        cases_of(small, ask(), row.assessment_id, plan_id)
        support_of(small, ask(), row.assessment_id, plan_id, claims=FirmClaims(), on=TODAY)
    assert counter.solved == ["balanced", "level"]


def test_a_preview_passes_on_what_its_plan_has(small: Content, counter: CallCounter) -> None:
    wish = {"budget_wan": 60, "budgets_wan": [10, 20]}
    body = {"sheet": an_example(LAMPS), "roadmap": wish, "support": True, "cases": True}
    preview = preview_plan(small, counter, body, TODAY)
    assert counter.solved == ["balanced"] * 3 + ["level"]
    assert any(isinstance(hint, CheaperPlan) for hint in preview.plan.hints)
    preview_plan(small, counter, body | {"what_if": {"roadmap": {"budget_wan": 30}}}, TODAY)
    assert counter.solved == (["balanced"] * 3 + ["level"]) * 3


def test_a_what_if_takes_other_pains(small: Content, counter: CallCounter) -> None:
    what_if = {"business": {"pains": ["energy"]}}
    body = {"sheet": an_example(LAMPS), "roadmap": {"budget_wan": 60}, "what_if": what_if}
    other = preview_plan(small, counter, body, TODAY).what_if
    assert other is not None and other.wishes[0] == "energy"


def test_a_level_that_is_out_of_reach_is_not_solved_for(
    small: Content, counter: CallCounter
) -> None:
    body = {"sheet": an_example(MOULDS), "roadmap": {"budget_wan": 60}}
    preview_plan(small, counter, body, TODAY)
    assert counter.solved == ["balanced"]

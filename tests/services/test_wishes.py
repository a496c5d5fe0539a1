"""Wishes that cannot be had: why, and the money, hands or level that would do."""

from dataclasses import replace
from datetime import date

import pytest

from diagnosis.domain.retrofit.plan.aims import aims_of
from diagnosis.domain.retrofit.plan.infeasible import Infeasible, Obstacle, WishKind
from diagnosis.domain.retrofit.plan.plan import Criterion, Proposal
from diagnosis.domain.retrofit.plan.problem import (
    Objective,
    PackageOption,
    Phase,
    Problem,
    Unfit,
    Wishes,
)
from diagnosis.domain.retrofit.plan.search_time import SearchTime
from diagnosis.services.read.plan_request import PlanRequest
from diagnosis.services.retrofit.infeasible import (
    drop_impossible_wishes,
    keep_wants_that_fit,
    what_would_do,
)
from tests.builders import a_problem, an_option
from tests.fakes.solver import FakeSolver

SOLVER = FakeSolver()
TODAY = date(2026, 11, 23)


def option(name: str, cost: float = 10.0, to: int = 4, **changes: object) -> PackageOption:
    """Return an option that raises an item of its own name."""
    return an_option(name, {name: to}, cost, **changes)


def wanting(problem: Problem, *names: str) -> Problem:
    """Return a problem with some packages wanted."""
    return replace(problem, wishes=replace(problem.wishes, wanted=frozenset(names)))


def without(problem: Problem, name: str, why: Unfit) -> Problem:
    """Return a problem in which a package is not up for choice."""
    options = {other: kept for other, kept in problem.options.items() if other != name}
    return replace(problem, options=options, unfit={**problem.unfit, name: why})


def aiming(level: int, *options: PackageOption, **limits: object) -> Problem:
    """Return a problem that seeks a level; level L asks for a mean of L / 2."""
    return a_problem(list(options), objective=Objective.LEVEL, levels=(level,), **limits)


def missed(problem: Problem, level: int | None = None) -> tuple[Infeasible, ...]:
    """Return what the best plan does not grant, of a problem and the level asked for."""
    request = PlanRequest(starts_on=TODAY, level=level)
    kept, proposal = keep_wants_that_fit(SOLVER, problem, SearchTime())
    dropped = problem.wishes.wanted - kept.wishes.wanted
    return what_would_do(SOLVER, request, kept, proposal, dropped, SearchTime())


def refused(problem: Problem) -> Infeasible:
    """Return the wish for packages that the best plan does not grant."""
    (wish,) = (each for each in missed(problem) if each.wish is WishKind.WANTED)
    return wish


def short(problem: Problem, level: int | None = None) -> Infeasible:
    """Return the level that the best plan does not reach."""
    (wish,) = missed(problem, level)
    assert wish.wish is WishKind.TARGET
    return wish


def test_a_wanted_package_that_can_be_done_stays_wanted() -> None:
    problem = wanting(a_problem([option("a"), option("b")]), "a")
    assert drop_impossible_wishes(problem) == (problem, [])


def test_a_wanted_package_that_is_in_place_is_said_to_be() -> None:
    problem = wanting(a_problem([option("a"), option("b")]), "a", "b")
    kept, impossible = drop_impossible_wishes(without(problem, "a", Unfit.IN_PLACE))
    in_place = Infeasible(wish=WishKind.WANTED, code=Obstacle.IN_PLACE, packages=("a",))
    assert (kept.wishes.wanted, impossible) == ({"b"}, [in_place])


@pytest.mark.parametrize("why", list(Unfit))
def test_a_wanted_package_that_is_not_for_the_firm_says_why(why: Unfit) -> None:
    problem = without(wanting(a_problem([option("a"), option("b")]), "a", "b"), "a", why)
    kept, impossible = drop_impossible_wishes(problem)
    assert kept.wishes.wanted == {"b"}
    expected = Infeasible(wish=WishKind.WANTED, code=Obstacle(str(why)), packages=("a",))
    assert impossible == [expected]


def test_wishes_that_are_granted_need_no_telling() -> None:
    assert missed(wanting(a_problem([option("a")], budget_wan=40.0), "a")) == ()
    assert missed(aiming(2, option("a")), level=2) == ()


def test_wanted_packages_that_money_forbids_say_how_much_would_do() -> None:
    """What they need costs as well; running counts for three years."""
    base, top = option("base", 5.0, run=1.0), option("top", 10.0, needs=(("base",),))
    wish = refused(wanting(a_problem([base, top], budget_wan=12.0), "top"))
    assert (wish.code, wish.packages) == (Obstacle.BUDGET, ("top",))
    assert wish.budget_wan == pytest.approx(18.0)


def test_a_wanted_package_that_is_too_dear_leaves_the_others_in_the_plan() -> None:
    options = [option("cheap", 5.0), option("other", 6.0), option("dear", 50.0)]
    problem = wanting(a_problem(options, budget_wan=12.0), "cheap", "dear")
    kept, proposal = keep_wants_that_fit(SOLVER, problem, SearchTime())
    assert kept == wanting(problem, "cheap"), "as it was, but for what is wanted"
    assert proposal == SOLVER.plan(kept)
    assert set(proposal.plan.packages) == {"cheap", "other"}
    wish = refused(problem)
    assert (wish.code, wish.packages) == (Obstacle.BUDGET, ("dear",))
    assert wish.budget_wan == pytest.approx(55.0), "with what else is wanted"


def test_wanted_packages_that_the_limits_of_phases_forbid_say_so() -> None:
    phases = (Phase(0, 12, budget_wan=4.0), Phase(12, 36, budget_wan=4.0))
    wish = refused(wanting(a_problem([option("a")], phases=phases, budget_wan=40.0), "a"))
    assert (wish.code, wish.packages, wish.budget_wan) == (Obstacle.PHASE_LIMITS, ("a",), None)


def test_a_level_that_the_limits_of_phases_forbid_says_what_would_do_without_them() -> None:
    phases = (Phase(0, 12, budget_wan=4.0), Phase(12, 36, budget_wan=4.0))
    wish = short(aiming(2, option("a"), phases=phases), level=2)
    assert (wish.code, wish.aimed, wish.budget_wan) == (Obstacle.PHASE_LIMITS, 2, 10.0)


def test_a_level_that_the_firm_could_not_carry_without_phases_either_says_so() -> None:
    phases = (Phase(0, 12, budget_wan=4.0), Phase(12, 24, budget_wan=4.0))
    both = aiming(2, option("a", to=1), option("b", to=1), phases=phases)
    wish = short(replace(both, capacity=replace(both.capacity, in_all=1)), level=2)
    assert (wish.code, wish.packages_needed) == (Obstacle.CAPACITY, 2)
    assert wish.packages_carried is None, "of 24 months that is not known"


def test_wanted_packages_that_the_firm_cannot_carry_say_so() -> None:
    problem = wanting(a_problem([option("a"), option("b")]), "a", "b")
    wish = refused(replace(problem, capacity=replace(problem.capacity, in_all=1)))
    assert (wish.code, wish.packages) == (Obstacle.CAPACITY, ("b",))


def test_wanted_packages_that_are_grades_of_one_do_not_go_together() -> None:
    family = {"family": "stock"}
    both = [option("light", package=family), option("full", package=family)]
    wish = refused(wanting(a_problem(both), "light", "full"))
    assert (wish.code, wish.packages) == (Obstacle.TOGETHER, ("light",))


def test_wanted_packages_that_do_not_fit_in_time_do_not_go_together() -> None:
    slow = option("slow", months=20.0)
    after = option("after", months=20.0, needs=(("slow",),))
    problem = a_problem([slow, after], phases=(Phase(0, 60),))
    whole = wanting(problem, "slow", "after")
    assert missed(whole) == ()
    assert refused(replace(whole, phases=(Phase(0, 36),))).code is Obstacle.TOGETHER


def test_a_level_that_more_money_reaches_says_how_much() -> None:
    """Two items weigh the same: both at 4 make a mean of 4, level 5, one alone a mean of 2."""
    wish = short(aiming(5, option("a", 10), option("b", 30), budget_wan=15.0), level=5)
    assert (wish.code, wish.aimed, wish.level) == (Obstacle.BUDGET, 5, 4)
    assert wish.budget_wan == pytest.approx(40)


def test_a_level_that_money_forbids_says_to_where_this_plan_comes() -> None:
    poor = aiming(5, option("a", 10), option("b", 30), budget_wan=5.0)
    wish = short(poor, level=5)
    assert (wish.code, wish.level) == (Obstacle.BUDGET, 0)


def test_the_money_told_for_a_level_pays_for_what_was_wanted_too() -> None:
    """Sent again with that much, the wanted package is in the plan and the level is reached."""
    poor = aiming(2, option("a", 10), option("other", 20, to=1), budget_wan=5.0)
    problem = wanting(poor, "other")
    money = {wish.wish: wish.budget_wan for wish in missed(problem, level=2)}
    assert money == {WishKind.WANTED: pytest.approx(20), WishKind.TARGET: pytest.approx(30)}
    assert missed(replace(problem, budget_wan=30.0), level=2) == ()


def test_a_level_that_takes_more_packages_than_the_firm_carries_says_how_many() -> None:
    problem = aiming(5, option("a", 10), option("b", 30))
    wish = short(replace(problem, capacity=replace(problem.capacity, in_all=1)), level=5)
    assert (wish.code, wish.aimed, wish.level) == (Obstacle.CAPACITY, 5, 4)
    assert (wish.packages_needed, wish.budget_wan) == (2, pytest.approx(40))
    assert wish.packages_carried == 1


def test_a_level_out_of_reach_names_what_no_package_moves_and_the_best_that_is_possible() -> None:
    """Both items at 2 make a mean of 2: level 4; level 5 asks for 2.5."""
    wish = short(aiming(5, option("a", 10, to=2), option("b", 10, to=2), budget_wan=8.0), level=5)
    assert (wish.code, wish.aimed, wish.level) == (Obstacle.LEVEL, 5, 4)
    assert wish.level_cost_wan == pytest.approx(20)
    assert [need.level for need in wish.unreached] == [5]


def test_the_best_that_is_possible_is_what_the_plan_has_where_nothing_reaches_more() -> None:
    options = [option("a", 10, to=2), option("b", 10, to=2)]
    wish = short(a_problem(options, levels=(4, 5)), level=5)
    assert (wish.code, wish.level, wish.level_cost_wan) == (Obstacle.LEVEL, 4, None)


def test_where_nothing_lifts_the_level_it_stays_as_it_is() -> None:
    problem = aiming(5, option("a"), positions={"a": 1.0})
    aims = aims_of(problem.yardstick, {}, (5,))
    wish = short(replace(problem, options={}, aims=aims), level=5)
    assert (wish.code, wish.level, wish.level_cost_wan) == (Obstacle.LEVEL, 0, None)


def test_a_level_above_the_promise_says_the_highest_that_may_be_promised() -> None:
    first, second = missed(aiming(2, option("a", 10), budget_wan=5.0), level=4)
    assert (first.code, first.aimed, first.level) == (Obstacle.LEVEL_CAP, 4, 2)
    assert (second.code, second.aimed) == (Obstacle.BUDGET, 2)
    crowded = aiming(2, option("a", 10, to=1), option("b", 10, to=1))
    crowded = replace(crowded, capacity=replace(crowded.capacity, in_all=1))
    first, second = missed(crowded, level=4)
    assert (first.code, first.level) == (Obstacle.LEVEL_CAP, None), "level 2 is none to be had"
    assert (second.code, second.aimed, second.level) == (Obstacle.CAPACITY, 2, 1)
    above = replace(aiming(2, option("a")), aims=())
    (wish,) = missed(above, level=4)
    assert (wish.code, wish.level) == (Obstacle.LEVEL_CAP, 0)


def test_levels_that_nobody_asked_for_are_told_as_well() -> None:
    """The next two levels are aimed at: the lowest that is missed is told."""
    wish = short(a_problem([option("a", 10, to=1)], budget_wan=5.0))
    assert (wish.code, wish.aimed, wish.budget_wan) == (Obstacle.BUDGET, 1, pytest.approx(10))


def test_packages_done_before_count_for_what_is_wanted() -> None:
    """What works already is no need of an option: nothing has to be bought with it."""
    problem = a_problem([option("top")], budget_wan=10.0)
    done = replace(problem, wishes=Wishes(done=frozenset({"base"})))
    kept, impossible = drop_impossible_wishes(wanting(done, "top"))
    assert impossible == [] and SOLVER.plan(kept).plan is not None


class Interrupted(FakeSolver):
    """Ends each search for a level before it is clear whether there is a plan."""

    def plan(self, problem: Problem, *, time: SearchTime | None = None) -> Proposal:
        proposal = super().plan(problem, time=time)
        if proposal.criterion is Criterion.WORTH:
            return proposal
        return replace(proposal, plan=None, bound=None, is_cut_short=True)


def test_a_level_that_was_not_settled_in_time_is_said_to_be_so() -> None:
    problem = aiming(4, option("a", 60), option("b", 60), budget_wan=10.0)
    request, proposal, time = PlanRequest(starts_on=TODAY), SOLVER.plan(problem), SearchTime()
    nothing: frozenset[str] = frozenset()
    (wish,) = what_would_do(Interrupted(), request, problem, proposal, nothing, time)
    assert (wish.wish, wish.code, wish.level) == (WishKind.TARGET, Obstacle.NOT_SETTLED, 0)
    (settled,) = what_would_do(SOLVER, request, problem, proposal, nothing, time)
    assert settled.code is Obstacle.BUDGET


def test_a_level_whose_money_went_elsewhere_is_not_said_to_lack_money() -> None:
    problem = aiming(5, option("a", 10), option("b", 30), budget_wan=50.0)
    elsewhere = SOLVER.plan(replace(problem, budget_wan=10.0))
    request, nothing = PlanRequest(starts_on=TODAY, level=5), frozenset[str]()
    (wish,) = what_would_do(SOLVER, request, problem, elsewhere, nothing, SearchTime())
    assert (wish.code, wish.budget_wan) == (Obstacle.SPINE_FIRST, pytest.approx(40))

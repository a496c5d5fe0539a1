"""Wishes that cannot be had: why, and the least money, time or level that would do."""

from dataclasses import replace

import pytest

from diagnosis.domain.retrofit.catalogue.project import Effect, Needs, Project
from diagnosis.domain.retrofit.plan.effort import SearchEffort
from diagnosis.domain.retrofit.plan.problem import (
    Objective,
    Phase,
    Problem,
    ProjectOption,
    Unfit,
    Wishes,
)
from diagnosis.optimiser.planner import Planner
from diagnosis.services.retrofit.infeasible import (
    Infeasible,
    drop_impossible_wishes,
    what_would_do,
)
from tests.builders import a_problem, a_project, an_option
from tests.fakes.solver import FakeSolver

SOLVER = FakeSolver()


def project(name: str, *, to: int = 4, needs: Needs | None = None, **more: object) -> Project:
    """Return a project that raises an item of its own name."""
    return a_project(name, effects=(Effect(name, to),), needs=needs or Needs(), **more)


def option(
    name: str, cost: float = 10.0, months: float = 4.0, needs: tuple[str, ...] = (), to: int = 4
) -> ProjectOption:
    """Return an option that raises an item of its own name, and may need other projects."""
    return an_option(project(name, to=to, needs=Needs(needs)), cost, months=months)


def wanting(problem: Problem, *names: str) -> Problem:
    """Return a problem with some projects wanted."""
    return replace(problem, wishes=replace(problem.wishes, wanted=frozenset(names)))


def without(problem: Problem, name: str, why: Unfit) -> Problem:
    """Return a problem in which a project is not up for choice."""
    options = {other: kept for other, kept in problem.options.items() if other != name}
    return replace(problem, options=options, unfit={**problem.unfit, name: why})


def aiming(level: int, *options: ProjectOption, **limits: object) -> Problem:
    """Return a problem that aims at a level; level L asks for a mean of L / 2."""
    return a_problem(list(options), objective=Objective.REACH, level=level, **limits)


def blocked(problem: Problem) -> Infeasible:
    """Return the one wish that cannot be had at any budget."""
    kept, (obstacle,) = drop_impossible_wishes(problem)
    assert kept.wishes.wanted == frozenset()
    return obstacle


def missed(problem: Problem) -> Infeasible:
    """Return the one wish that the best plan does not grant."""
    (wish,) = what_would_do(SOLVER, problem, SOLVER.plan(problem), SearchEffort())
    return wish


def test_a_wanted_project_that_can_be_done_stays_wanted() -> None:
    problem = wanting(a_problem([option("a"), option("b")]), "a")
    assert drop_impossible_wishes(problem) == (problem, [])


def test_a_wanted_project_that_is_in_place_is_granted_already() -> None:
    problem = wanting(a_problem([option("a"), option("b")]), "a")
    kept, impossible = drop_impossible_wishes(without(problem, "a", Unfit.IN_PLACE))
    assert (kept.wishes.wanted, impossible) == (frozenset(), [])


@pytest.mark.parametrize("why", [Unfit.SIZE, Unfit.INDUSTRY, Unfit.NOT_APPLICABLE])
def test_a_wanted_project_that_is_not_for_the_firm_says_why(why: Unfit) -> None:
    problem = without(wanting(a_problem([option("a"), option("b")]), "a"), "a", why)
    assert blocked(problem) == Infeasible(wish="wanted", code=str(why), projects=("a",))


def test_a_wanted_project_names_the_refused_one_that_it_needs() -> None:
    problem = wanting(a_problem([option("base"), option("top", needs=("base",))]), "top")
    refused = without(problem, "base", Unfit.REFUSED)
    assert blocked(refused) == Infeasible(
        wish="wanted", code="prerequisite", projects=("top", "base")
    )


def test_what_a_needed_project_needs_may_be_what_is_in_the_way() -> None:
    chain = [option("base"), option("middle", needs=("base",)), option("top", needs=("middle",))]
    refused = without(wanting(a_problem(chain), "top"), "base", Unfit.REFUSED)
    assert blocked(refused).projects == ("top", "base")


def test_wanted_projects_that_wait_for_each_other_are_blocked_by_no_third() -> None:
    circle = a_problem([option("a", needs=("b",)), option("b", needs=("a",))])
    assert blocked(wanting(circle, "a")) == Infeasible(
        wish="wanted", code="prerequisite", projects=("a",)
    )


def test_a_wanted_project_that_takes_too_long_says_how_long() -> None:
    """It may not straddle two phases: it would begin after the twelfth month, and take six."""
    slow = [option("base", months=8.0), option("top", months=6.0, needs=("base",))]
    year = a_problem(slow, phases=(Phase(0, 12),))
    assert blocked(wanting(year, "top")) == Infeasible(
        wish="wanted", code="time", projects=("top",), months=18.0
    )


def test_wanted_projects_that_exclude_each_other_cannot_be_had_together() -> None:
    light = an_option(project("light", excludes=("full",)), 5)
    full = an_option(project("full", excludes=("light",)), 20)
    problem = wanting(a_problem([light, full]), "light", "full")
    assert blocked(problem) == Infeasible(
        wish="wanted", code="together", projects=("full", "light")
    )


def test_too_little_money_for_what_is_wanted_says_what_it_costs_with_its_needs() -> None:
    problem = a_problem([option("base", 30), option("top", 20, needs=("base",))], budget_wan=40.0)
    wish = missed(wanting(problem, "top"))
    assert (wish.wish, wish.code, wish.projects) == ("wanted", "budget", ("top",))
    assert wish.budget_wan == pytest.approx(50)


@pytest.mark.parametrize(
    "phases", [(Phase(0, 12, budget_wan=15.0),), (Phase(0, 12, people_months=0.5),)]
)
def test_limits_of_phases_that_leave_no_room_are_named_as_such(phases: tuple[Phase, ...]) -> None:
    problem = wanting(a_problem([option("a", 20)], budget_wan=40.0, phases=phases), "a")
    wish = missed(problem)
    assert (wish.code, wish.budget_wan) == ("phase-limits", pytest.approx(20))


def test_wishes_that_are_granted_need_no_telling() -> None:
    gain = a_problem([option("a")], budget_wan=40.0)
    assert what_would_do(SOLVER, gain, SOLVER.plan(gain), SearchEffort()) == []
    reach = aiming(2, option("a"))
    assert what_would_do(SOLVER, reach, SOLVER.plan(reach), SearchEffort()) == []


def test_a_level_that_more_money_reaches_says_how_much() -> None:
    """Two items weigh the same; both at 4 make a mean of 4, one alone a mean of 2."""
    wish = missed(aiming(5, option("a", 10), option("b", 30), budget_wan=15.0))
    assert (wish.wish, wish.code, wish.level) == ("target", "budget", 5)
    assert wish.budget_wan == wish.no_less_than_wan == pytest.approx(40)


def test_a_level_that_more_time_reaches_says_how_many_months() -> None:
    slow = aiming(5, option("a", months=5.0), option("b", months=9.0), phases=(Phase(0, 6),))
    wish = missed(slow)
    assert (wish.wish, wish.code, wish.months) == ("target", "time", 15.0)
    assert wish.budget_wan == pytest.approx(20)


def test_a_level_out_of_reach_names_the_highest_and_what_is_missing() -> None:
    """The projects lift both items to 2: level 4 asks for a mean of 2, level 5 for 2.5."""
    problem = aiming(5, option("a", 10, to=2), option("b", 10, to=2))
    wish = missed(problem)
    assert (wish.wish, wish.code, wish.level) == ("target", "level", 4)
    assert wish.level_cost_wan == pytest.approx(20)
    assert [need.level for need in wish.unreached] == [5]


def test_where_nothing_lifts_the_level_it_stays_as_it_is_and_costs_nothing() -> None:
    problem = aiming(5, option("a", 10, to=1), option("b", 10, to=1))
    problem = replace(problem, positions={"a": 1.0, "b": 1.0}, options={})
    wish = missed(problem)
    assert (wish.code, wish.level, wish.level_cost_wan) == ("level", 0, 0.0)


def test_projects_done_before_count_for_what_is_wanted() -> None:
    problem = a_problem([option("base"), option("top", needs=("base",))], budget_wan=10.0)
    done = replace(problem, wishes=Wishes(done=frozenset({"base"})))
    kept, impossible = drop_impossible_wishes(wanting(done, "top"))
    assert impossible == [] and SOLVER.plan(kept).plan is not None


def test_a_level_that_was_not_settled_in_time_is_said_to_be_so() -> None:
    problem = replace(aiming(4, option("a", 60), option("b", 60)), budget_wan=10.0)
    solver, effort = Planner(), SearchEffort(0)
    (wish,) = what_would_do(solver, problem, solver.plan(problem), effort)
    assert (wish.wish, wish.code) == ("target", "not-settled")
    (settled,) = what_would_do(solver, problem, solver.plan(problem), SearchEffort())
    assert settled.code == "budget"

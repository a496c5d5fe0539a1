"""What each package of a plan adds in its place."""

from itertools import chain

import pytest

from diagnosis.domain.retrofit.plan.marginal import Rise, added_by
from diagnosis.domain.retrofit.plan.plan import Plan
from diagnosis.domain.retrofit.plan.problem import Problem
from diagnosis.domain.retrofit.plan.reasons import reasons_for
from diagnosis.domain.retrofit.plan.timeline import Step
from diagnosis.domain.retrofit.plan.worth import reached_by
from diagnosis.domain.scoring.raising.raises import RaisedItem
from diagnosis.optimiser.planner import Planner
from tests.builders import Shape, a_problem, an_option, random_problem
from tests.builders.problems import USES

SOON, LATE = Step("soon", 0.0, 3.0), Step("late", 6.0, 9.0)


def two_packages(**late: object) -> Problem:
    """Return a problem of two packages that both raise ladder a; the level asks for it alone."""
    options = [
        an_option("soon", {"a": 1}),
        an_option("late", {"a": late.pop("to", 1)}, adds={USES: ("see",)}, **late),
    ]
    return a_problem(options, levels=(1,))


def test_what_comes_about_first_counts() -> None:
    """The second package to bring position 1 brings nothing, and closes no part of the level."""
    added = added_by(two_packages(), Plan((SOON, LATE)))
    assert added["soon"].rises == [Rise("a", None, 1, 0)]
    assert [each.level for each in added["soon"].conditions] == [1]
    assert [rise.mark for rise in added["late"].rises] == [f"{USES}:see"]
    assert added["late"].conditions == []
    swapped = added_by(two_packages(), Plan((Step("late", 0.0, 3.0), Step("soon", 6.0, 9.0))))
    assert swapped["soon"].rises == [] and swapped["late"].conditions != []


def test_what_comes_higher_begins_where_the_other_came_to() -> None:
    reasons = reasons_for(two_packages(to=3), Plan((SOON, LATE)))
    assert reasons["soon"].raises == (RaisedItem("a", 0.0, 1),)
    assert reasons["late"].raises[0] == RaisedItem("a", 1.0, 3)
    assert reasons["late"].comes_to == {"a": 3}


def test_records_that_come_late_leave_the_rise_to_another() -> None:
    """Position 2 asks for a year of records of the first package: the second is there before."""
    options = [
        an_option("soon", {"a": 2}, delays={("a", 2): 12}),
        an_option("late", {"a": 2}),
    ]
    reasons = reasons_for(a_problem(options), Plan((SOON, LATE)))
    assert reasons["soon"].raises == (RaisedItem("a", 0.0, 1),)
    assert reasons["late"].raises == (RaisedItem("a", 1.0, 2),)
    alone = reasons_for(a_problem(options), Plan((SOON,)))
    assert alone["soon"].raises == (RaisedItem("a", 0.0, 2, 12),)


def test_areas_in_systems_add_up_over_packages() -> None:
    options = [
        an_option(name, areas=(area,)) for name, area in (("soon", "orders"), ("late", "stock"))
    ]
    added = added_by(a_problem(options, positions={}), Plan((SOON, LATE)))
    assert [added[n].rises[0][1:3] for n in ("soon", "late")] == [(None, 1), (1, 2)]


def test_a_level_that_nothing_brings_in_reach_is_claimed_by_nobody() -> None:
    problem = a_problem([an_option("soon", {"a": 1})], levels=(5,))
    assert not problem.aims[0].is_in_reach
    assert added_by(problem, Plan((SOON,)))["soon"].conditions == []


@pytest.mark.parametrize("seed", range(30))
def test_claims_of_a_plan_are_disjoint_and_add_up(seed: int) -> None:
    """Of no mark two packages claim a step; all claims together are what the plan brings."""
    problem = random_problem(Shape(12), seed)
    plan = Planner().plan(problem).plan or Plan()
    rises = list(chain.from_iterable(each.rises for each in added_by(problem, plan).values()))
    steps = [
        (rise.mark, step) for rise in rises for step in range((rise.has or 0) + 1, rise.to + 1)
    ]
    assert len(steps) == len(set(steps))
    tops: dict[str, int] = {}
    for rise in rises:
        tops[rise.mark] = max(rise.to, tops.get(rise.mark, 0))
    assert tops == reached_by(problem, plan.packages)

"""The months of a plan on paper: what follows one another is not shown side by side."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from diagnosis.domain.retrofit.plan.kept_plan import KeptPackage
from diagnosis.domain.retrofit.plan.plan import Plan, takes_hands
from diagnosis.domain.retrofit.plan.problem import Problem
from diagnosis.domain.text import Language
from diagnosis.optimiser.planner import Planner
from diagnosis.present.retrofit.spoken import days_of, months_of, starts_in, when
from diagnosis.services.ports.content import Content
from diagnosis.services.read.plan_request import PlanRequest
from diagnosis.services.retrofit.state_problem import state_problem
from tests.builders import a_planned_package
from tests.builders.firms import HEADCOUNTS, budgets_for, usual_firms
from tests.builders.plans import SOME

DAY = date(2026, 11, 25)
PLANNER = Planner()
SHOWN = re.compile(r"(\d+)(中|上半|下半)?(?:–(\d+)(中)?)?")


def halves_read(shown: str) -> range:
    """Return the half months, from 0, that somebody takes from the column as it is printed."""
    match = SHOWN.fullmatch(shown)
    assert match is not None, shown
    first, part, last, middle = match.groups()
    begins = 2 * (int(first) - 1) + (part in ("中", "下半"))
    if last is None:
        return range(begins, 2 * int(first) - (part == "上半"))
    return range(begins, 2 * int(last) - (middle is not None))


def a_step(start: float, end: float) -> KeptPackage:
    return a_planned_package("pkg-boards", start, end, SOME)


def most_at_once(packages: Sequence[KeptPackage]) -> int:
    """Return in how many packages' months the busiest half month lies, as it is printed."""
    read = [halves_read(months_of(each).zh) for each in packages]
    return max((sum(half in each for each in read) for each in read for half in each), default=0)


@pytest.mark.parametrize("people", HEADCOUNTS)
def test_no_more_is_shown_at_once_than_a_firm_carries(content: Content, people: int) -> None:
    beyond = []
    for firm in usual_firms(content):
        if firm.employees != people:
            continue
        wish = PlanRequest(starts_on=DAY, budget_wan=budgets_for(people)[1])
        problem = state_problem(content, firm.sheet(content), wish)
        plan = PLANNER.plan(problem).plan or Plan()
        at_once = most_at_once(handled(problem, plan))
        if at_once > problem.capacity.at_once:
            beyond.append((firm.name, at_once))
    assert beyond == []


def handled(problem: Problem, plan: Plan) -> list[KeptPackage]:
    return [
        a_planned_package(step.package, step.start, step.end, SOME)
        for step in plan.steps
        if takes_hands(problem, step.package)
    ]


@pytest.mark.parametrize("length", [0.5, 1.0, 1.5, 2.0, 4.5])
@pytest.mark.parametrize("start", [0.0, 0.5, 3.0, 7.5])
def test_what_follows_begins_where_the_other_ended(start: float, length: float) -> None:
    before, after = a_step(start, start + length), a_step(start + length, start + 2 * length)
    shown = [halves_read(months_of(each).zh) for each in (before, after)]
    assert shown[0].stop == shown[1].start and len(shown[0]) == 2 * length


@pytest.mark.parametrize(
    ("start", "end", "short", "spoken"),
    [
        (0.0, 2.0, "1–2", "第 1–2 个月"),
        (0.0, 1.0, "1", "第 1 个月"),
        (0.0, 1.5, "1–2中", "第 1 个月到第 2 个月中"),
        (1.5, 4.0, "2中–4", "第 2 个月中到第 4 个月"),
        (0.5, 2.5, "1中–3中", "第 1 个月中到第 3 个月中"),
        (1.0, 1.5, "2上半", "第 2 个月上半月"),
        (1.5, 2.0, "2下半", "第 2 个月下半月"),
    ],
)
def test_months_are_said(start: float, end: float, short: str, spoken: str) -> None:
    step = a_step(start, end)
    assert months_of(step).zh == short and when(step).zh == spoken
    assert all(text.say(Language.EN).isascii() or "–" in text.en for text in (when(step),))


def test_a_start_is_said_with_its_half() -> None:
    assert starts_in(1.5).zh == "第 2 个月中" and starts_in(6.0).zh == "第 7 个月"


def test_days_of_what_follows_do_not_meet() -> None:
    first, last = days_of(DAY, a_step(0.0, 1.5))
    assert first == DAY
    assert days_of(DAY, a_step(1.5, 4.0))[0] == last + timedelta(days=1)

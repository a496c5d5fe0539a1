"""The law of reasons: what a package of a plan claims, it adds in its place by the scorer."""

from datetime import date

import pytest

from diagnosis.domain.retrofit.plan.plan import Plan
from diagnosis.domain.retrofit.plan.problem import Problem
from diagnosis.domain.retrofit.plan.reasons import ChosenPackage, reasons_for
from diagnosis.domain.retrofit.plan.timeline import Step, answers_by
from diagnosis.domain.scoring.condition import ConditionKind
from diagnosis.domain.scoring.raising.yardstick import level_of
from diagnosis.domain.scoring.scores import SheetScores
from diagnosis.optimiser.planner import Planner
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.read.plan_request import PlanRequest
from diagnosis.services.retrofit.state_problem import judge_of, state_problem
from tests.builders import EXAMPLES, an_example
from tests.builders.firms import HEADCOUNTS, budgets_for, usual_firms

DAY = date(2026, 11, 25)
POINTS = (ConditionKind.POINTS, ConditionKind.TOTAL)


class Judged:
    """A plan with the reasons of its packages, and the scorer of its firm."""

    def __init__(self, content: Content, raw: object, budget: float | None) -> None:
        sheet = read(content, raw)
        self.content = content
        self.problem: Problem = state_problem(
            content, sheet, PlanRequest(starts_on=DAY, budget_wan=budget)
        )
        self.plan = Planner().plan(self.problem).plan or Plan()
        self.reasons = reasons_for(self.problem, self.plan)
        self.rescore = judge_of(content, sheet)

    def objections(self) -> list[str]:
        """Return what is untrue of what the packages claim."""
        untrue = []
        for place, step in enumerate(self.plan.steps):
            why = self.reasons[step.package]
            if not why.conditions:
                continue
            claimed = {each.level for each in why.conditions}
            before = self._scores(self.plan.steps, step.start - 0.01)
            if level_of(self.content.scorers, self.problem.yardstick.standard, before) >= max(
                claimed
            ):
                untrue.append(f"{step.package}: level {max(claimed)} was reached before")
            if not why.raises:
                untrue.append(f"{step.package}: it claims a level and raises nothing")
            if any(each.kind in POINTS for each in why.conditions) and not self._adds(place, why):
                untrue.append(f"{step.package}: it adds no point")
        return untrue

    def _scores(self, steps: tuple[Step, ...], month: float) -> SheetScores:
        return self.rescore(answers_by(self.problem, steps, month))

    def _adds(self, place: int, why: ChosenPackage) -> bool:
        """Return whether the score rises when the package, or its records, come about."""
        step = self.plan.steps[place]
        for records in {0, *(each.records for each in why.raises)}:
            month = step.end + records
            others = tuple(
                other
                for number, other in enumerate(self.plan.steps)
                if (other.end, number) < (month, place) and other is not step
            )
            without, with_it = (
                self._scores(steps, month).points.points[0] for steps in (others, (*others, step))
            )
            if with_it > without:
                return True
        return False


@pytest.mark.parametrize("name", sorted(path.stem for path in EXAMPLES.glob("*.json")))
@pytest.mark.parametrize("budget", [20.0, 50.0, None])
def test_what_packages_of_examples_claim_is_true(
    content: Content, name: str, budget: float | None
) -> None:
    judged = Judged(content, an_example(name), budget)
    assert judged.objections() == []


@pytest.mark.parametrize("people", HEADCOUNTS)
def test_what_packages_of_usual_firms_claim_is_true(content: Content, people: int) -> None:
    claims = 0
    for firm in usual_firms(content):
        if firm.employees == people:
            judged = Judged(content, firm.raw, budgets_for(people)[1])
            assert judged.objections() == [], firm.name
            claims += sum(bool(why.conditions) for why in judged.reasons.values())
    assert claims

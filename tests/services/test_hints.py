"""What a firm should know beside its plan is worked out a single time, when the plan is made."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from diagnosis.domain.retrofit.plan.hints import LevelInReach
from diagnosis.optimiser.planner import Planner
from diagnosis.services.ports.content import Content
from diagnosis.services.promotion.match_assessment import cases_of, support_of
from diagnosis.services.promotion.preview import preview_plan
from diagnosis.services.read.firm_claims import FirmClaims
from diagnosis.services.retrofit.keep_plan import (
    Planning,
    compare_stored,
    get_plan,
    plan_assessment,
)
from diagnosis.services.retrofit.progress import progress_of
from diagnosis.services.scoring.submissions import Diagnosing, submit_sheet
from diagnosis.services.transaction import Caller
from tests.builders import an_example
from tests.fakes.versions import FakeVersions

Ask = Callable[..., Caller]
TODAY = date(2026, 11, 23)
EXAMPLE = "foshan-furniture-maker"
WISH = {"budget_wan": 12}
"""Its level 2 costs 10.6 万元; most gain spends the 12 otherwise."""
TOO_LITTLE = {"budget_wan": 3}


class CallCounter(Planner):
    """Notes the objective of each problem that it is given."""

    def __init__(self) -> None:
        self.solved: list[str] = []

    def plan(self, problem: Any, **details: Any) -> Any:
        self.solved.append(str(problem.objective))
        return super().plan(problem, **details)


@pytest.fixture
def counter() -> CallCounter:
    """Return a solver that no problem was given to yet."""
    return CallCounter()


@pytest.fixture
def planning(content: Content, counter: CallCounter) -> Planning:
    """Return what sheets are planned with here: all projects, a solver that counts."""
    return Planning(contents=FakeVersions(content), solver=counter)


def test_a_plan_takes_two_solutions_and_reading_it_none(
    diagnosing: Diagnosing, planning: Planning, counter: CallCounter, ask: Ask
) -> None:
    row = submit_sheet(diagnosing, ask(), an_example(EXAMPLE), None).stored.row
    made = plan_assessment(planning, ask(), row.assessment_id, WISH, None).value
    assert counter.solved == ["most-gain", "reach-level"]
    plan = get_plan(planning.contents, ask(), made).record.plan
    (level,) = (hint for hint in plan.hints if isinstance(hint, LevelInReach))
    assert level.level == 2 and level.cost_wan <= 12
    content = planning.contents.current
    for _ in range(2):
        assert get_plan(planning.contents, ask(), made).record.plan.hints == plan.hints
        compare_stored(planning.contents, ask(), made, made)
        progress_of(content, ask(), made)
        cases_of(content, ask(), row.assessment_id, made)
        support_of(content, ask(), row.assessment_id, made, claims=FirmClaims(), on=TODAY)
    assert counter.solved == ["most-gain", "reach-level"]


def test_a_preview_passes_on_what_its_plan_has(content: Content, counter: CallCounter) -> None:
    body = {"sheet": an_example(EXAMPLE), "roadmap": WISH, "support": True, "cases": True}
    preview = preview_plan(content, counter, body, TODAY)
    assert counter.solved == ["most-gain", "reach-level"]
    assert any(isinstance(hint, LevelInReach) for hint in preview.plan.hints)
    preview_plan(content, counter, body | {"what_if": {"roadmap": {"budget_wan": 12}}}, TODAY)
    assert counter.solved == ["most-gain", "reach-level"] * 3


def test_a_level_that_is_out_of_reach_is_not_solved_for(
    content: Content, counter: CallCounter
) -> None:
    body = {"sheet": an_example(EXAMPLE), "roadmap": TOO_LITTLE}
    preview_plan(content, counter, body, TODAY)
    assert counter.solved == ["most-gain"]
    points = {"budget_wan": 60, "target": "miit-sme-2024"}
    preview_plan(content, counter, body | {"roadmap": points}, TODAY)
    assert counter.solved == ["most-gain"] * 2

"""The steps after the spine: the first packages of the default plan, worked out a single time."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest

from diagnosis.domain.retrofit.plan.plan import Proposal
from diagnosis.domain.retrofit.plan.problem import HORIZON_MONTHS, Problem
from diagnosis.domain.retrofit.plan.search_time import SearchTime
from diagnosis.optimiser.planner import Planner
from diagnosis.services.errors import Busy
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.limits import PlanningLimits
from diagnosis.services.ports.records import LegacyDiagnosis, Snapshot
from diagnosis.services.read.plan_request import PlanRequest
from diagnosis.services.retrofit.keep_plan import Planning
from diagnosis.services.retrofit.make_plan import make_plan
from diagnosis.services.retrofit.plan_steps import STEPS_SHOWN, with_plan_steps
from diagnosis.services.scoring.stored_diagnoses import (
    ShownBefore,
    Stored,
    StoredDiagnosis,
    get_diagnosis,
)
from diagnosis.services.scoring.submissions import Diagnosing, submit_sheet
from diagnosis.services.transaction import Caller
from tests.builders import a_submission, an_example, every
from tests.fakes.versions import FakeVersions
from tests.services.conftest import START

Ask = Callable[..., Caller]
LAMPS = "zhongshan-lamp-maker"


class CallCounter(Planner):
    """Notes each problem that it is given."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def curve(
        self,
        problem: Problem,
        budgets_wan: Sequence[float | None],
        *,
        time: SearchTime | None = None,
    ) -> tuple[Proposal, ...]:
        self.problems.append(problem)
        return super().curve(problem, budgets_wan, time=time)


@pytest.fixture
def solver() -> CallCounter:
    """Return a solver that was given nothing yet."""
    return CallCounter()


@pytest.fixture
def using(content: Content, solver: CallCounter) -> Planning:
    """Return what diagnoses are planned with here: every package, a solver that counts."""
    return Planning(contents=FakeVersions(content), solver=solver)


def submitted(diagnosing: Diagnosing, ask: Ask, raw: Any) -> str:
    """Return the id of the stored diagnosis of a raw sheet."""
    return submit_sheet(diagnosing, ask(), raw, None).stored.row.id


def looked_at(using: Planning, ask: Ask, diagnosis_id: str, owner: str = "local") -> Stored:
    """Return a stored diagnosis as one who reads it has it."""
    caller = ask(owner)
    return with_plan_steps(using, caller, get_diagnosis(using.contents, caller, diagnosis_id))


def steps_of(stored: Stored) -> list[str] | None:
    """Return the packages that follow the spine, None: not worked out."""
    assert isinstance(stored, StoredDiagnosis)
    return None if stored.plan_steps is None else [each.id for each in stored.plan_steps]


def test_they_are_the_first_of_the_default_plan_that_do_no_step_that_is_shown(
    content: Content, diagnosing: Diagnosing, using: Planning, solver: CallCounter, ask: Ask
) -> None:
    raw = an_example(LAMPS)
    raw["business"]["yearly_budget_wan"] = 12
    stored = looked_at(using, ask, submitted(diagnosing, ask, raw))
    assert isinstance(stored, StoredDiagnosis) and stored.plan_steps
    sheet = read(content, raw)
    request = PlanRequest(starts_on=START.date())
    plan = make_plan(content, Planner(), sheet, request).outcome.plan
    shown = {name for s in stored.diagnosis.next_steps.first for name in s.open_step.packages}
    after = [step for step in plan.steps if step.package not in shown]
    assert shown.intersection(plan.packages) and len(after) > STEPS_SHOWN
    expected = [(step.package, step.start) for step in after[:STEPS_SHOWN]]
    assert [(each.id, each.start_month) for each in stored.plan_steps] == expected
    first, *_ = solver.problems
    assert (first.budget_wan, first.horizon_months) == (36.0, HORIZON_MONTHS)


def test_they_are_worked_out_once_and_kept(
    diagnosing: Diagnosing, using: Planning, solver: CallCounter, ask: Ask
) -> None:
    diagnosis_id = submitted(diagnosing, ask, an_example(LAMPS))
    bare = get_diagnosis(using.contents, ask(), diagnosis_id)
    assert steps_of(bare) is None and solver.problems == []
    first = looked_at(using, ask, diagnosis_id)
    solved = len(solver.problems)
    assert isinstance(first, StoredDiagnosis) and solved > 0
    for again in (
        looked_at(using, ask, diagnosis_id), get_diagnosis(using.contents, ask(), diagnosis_id)
    ):  # fmt: skip
        assert isinstance(again, StoredDiagnosis) and again.plan_steps == first.plan_steps
    assert len(solver.problems) == solved


def test_where_too_many_plans_are_at_work_they_come_later(
    diagnosing: Diagnosing, using: Planning, solver: CallCounter, ask: Ask
) -> None:
    @contextmanager
    def full() -> Iterator[None]:
        raise Busy
        yield

    diagnosis_id = submitted(diagnosing, ask, an_example(LAMPS))
    limits = PlanningLimits(turn=full)
    busy = Planning(contents=using.contents, solver=solver, limits=limits)
    assert steps_of(looked_at(busy, ask, diagnosis_id)) is None
    assert solver.problems == [], "nothing was solved, nothing kept"
    assert steps_of(get_diagnosis(using.contents, ask(), diagnosis_id)) is None
    assert steps_of(looked_at(using, ask, diagnosis_id))


def test_where_nothing_was_answered_there_are_none(
    diagnosing: Diagnosing, using: Planning, solver: CallCounter, ask: Ask
) -> None:
    diagnosis_id = submitted(diagnosing, ask, a_submission())
    assert steps_of(looked_at(using, ask, diagnosis_id)) == []
    assert steps_of(get_diagnosis(using.contents, ask(), diagnosis_id)) == []
    assert solver.problems == []


def test_a_firm_whose_spine_stands_has_steps_all_the_same(
    content: Content, diagnosing: Diagnosing, using: Planning, solver: CallCounter, ask: Ask
) -> None:
    """No step of the spine is left to show, but the plan has more than the spine."""
    answers = every(content, "full", 5) | {"safety-management": 0, "environment-monitoring": 0}
    diagnosis_id = submitted(diagnosing, ask, a_submission(answers=answers))
    stored = looked_at(using, ask, diagnosis_id)
    assert isinstance(stored, StoredDiagnosis) and not stored.diagnosis.next_steps.open_count
    assert steps_of(stored) == ["pkg-safety-environment"]


def test_what_an_earlier_release_showed_stays_as_it_was(
    diagnosing: Diagnosing, using: Planning, solver: CallCounter, ask: Ask
) -> None:
    stored = get_diagnosis(using.contents, ask(), submitted(diagnosing, ask, an_example(LAMPS)))
    shown = ShownBefore(stored.row, LegacyDiagnosis(result=Snapshot("{}"), trace=Snapshot("{}")))
    assert with_plan_steps(using, ask(), shown) is shown and solver.problems == []

"""Where a next plan starts: what was done counts, what is in hand is not bought again."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from diagnosis.domain.retrofit.follow_up.feedback import KnownPackages
from diagnosis.domain.retrofit.plan.hints import CountsDone, CountsRunning
from diagnosis.domain.retrofit.plan.kept_plan import KeptPlan
from diagnosis.domain.retrofit.plan.problem import Unfit
from diagnosis.domain.scoring.reading import levels_by_standard
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.records import PlanRecord
from diagnosis.services.read.plan_request import read_plan_request
from diagnosis.services.retrofit.feedback import give_feedback
from diagnosis.services.retrofit.firm_plan import plan_firm
from diagnosis.services.retrofit.keep_plan import Planning, get_plan, plan_assessment
from diagnosis.services.retrofit.plan_values import values_of
from diagnosis.services.retrofit.progress import progress_of, record_progress
from diagnosis.services.retrofit.what_if import plan_what_if
from diagnosis.services.scoring.submissions import Diagnosing, submit_sheet
from diagnosis.services.transaction import Caller
from tests.builders import an_example
from tests.fakes.solver import FakeSolver

Ask = Callable[..., Caller]
TODAY = date(2026, 11, 23)
INDEX = "miit-sme-2024"
LAMPS = an_example("zhongshan-lamp-maker")
WISH = {"budget_wan": 60, "starts_on": "2026-12-01"}


@pytest.fixture
def submitted(diagnosing: Diagnosing, ask: Ask) -> Any:
    """Return the row of a submitted lamp maker."""
    return submit_sheet(diagnosing, ask(), LAMPS, None).stored.row


def planned(planning: Planning, ask: Ask, assessment_id: str, wish: Any = WISH) -> PlanRecord:
    """Return the kept plan of an assessment."""
    made = plan_assessment(planning, ask(), assessment_id, wish, None)
    return get_plan(planning.contents, ask(), made.value).record


def noted(planning: Planning, ask: Ask, record: PlanRecord, *notes: Any) -> None:
    """Note where packages of a plan are."""
    content = planning.contents.current
    record_progress(content, ask(), record.row.id, {"projects": list(notes)}, None)


def all_done(planning: Planning, ask: Ask, record: PlanRecord) -> None:
    """Note every package of a plan as done."""
    notes = ({"project": each.id, "status": "done"} for each in record.plan.packages)
    noted(planning, ask, record, *notes)


def score_before(plan: KeptPlan) -> float:
    """Return the points of the index where a plan starts."""
    (reading,) = (each for each in plan.before if each.standard_id == INDEX)
    assert reading.score is not None
    return reading.score


def hints(plan: KeptPlan, kind: type) -> list[Any]:
    """Return the hints of a kind."""
    return [each for each in plan.hints if isinstance(each, kind)]


def test_the_next_plan_starts_from_what_was_done(
    planning: Planning, ask: Ask, submitted: Any
) -> None:
    first = planned(planning, ask, submitted.assessment_id)
    assert levels_by_standard(first.plan.before)[INDEX] == 0
    all_done(planning, ask, first)
    seen = progress_of(planning.contents.current, ask(), first.row.id)
    (by_done,) = (each.by_done for each in seen.levels if each.standard == INDEX)
    second = planned(planning, ask, submitted.assessment_id).plan
    assert by_done == 1 == levels_by_standard(second.before)[INDEX]
    assert score_before(second) > score_before(first.plan)
    done = {each.id for each in first.plan.packages}
    assert done.isdisjoint(each.id for each in second.packages)
    (hint,) = hints(second, CountsDone)
    assert 0 < hint.packages <= len(done) and not hints(first.plan, CountsDone)


def test_what_was_noted_counts_however_many_plans_came_after(
    planning: Planning, ask: Ask, submitted: Any
) -> None:
    """Trying a dozen budgets is normal use."""
    first = planned(planning, ask, submitted.assessment_id)
    all_done(planning, ask, first)
    done = {each.id for each in first.plan.packages}
    for budget in range(10, 22):
        later = planned(planning, ask, submitted.assessment_id, {"budget_wan": budget}).plan
        assert set(later.minded.done) == done


def test_a_request_that_names_packages_as_done_starts_there_too(small: Content) -> None:
    sheet, name = read(small, LAMPS), "pkg-orders-stock"
    plans = [
        plan_firm(
            small,
            FakeSolver(),
            sheet,
            read_plan_request(small, WISH | {"done": done}, TODAY),
            KnownPackages(),
        )
        for done in ([], [name])
    ]
    before, after = (score_before(values_of(small, plan)) for plan in plans)
    assert after > before


def test_a_later_sheet_speaks_for_what_was_done_before_it(
    planning: Planning, diagnosing: Diagnosing, ask: Ask, submitted: Any
) -> None:
    first = planned(planning, ask, submitted.assessment_id)
    all_done(planning, ask, first)
    later = submit_sheet(diagnosing, ask(), LAMPS, None).stored.row
    again = planned(planning, ask, later.assessment_id).plan
    assert score_before(again) == score_before(first.plan), "the sheet knew, and says the same"
    assert not hints(again, CountsDone)
    done = {each.id for each in first.plan.packages}
    assert done == set(again.minded.done) == set(again.minded.shown)
    assert done.isdisjoint(each.id for each in again.packages)


def test_what_the_sheet_shows_is_not_raised_twice(small: Content) -> None:
    """Every effect of the package holds in the answers: nothing is added, nothing is said."""
    name = "pkg-work-reporting"
    sheet = read(small, LAMPS)
    wish = read_plan_request(small, WISH | {"done": [name]}, TODAY)
    once = plan_firm(small, FakeSolver(), sheet, wish, KnownPackages()).plan
    answers = LAMPS["answers"] | {
        item: value for item, value in once.problem.answers.items() if isinstance(value, float)
    }
    there = read(small, LAMPS | {"answers": answers})
    twice = plan_firm(small, FakeSolver(), there, wish, KnownPackages()).plan
    raised = {i: v for i, v in twice.problem.answers.items() if isinstance(v, float)}
    assert raised == {i: v for i, v in there.answers.items() if isinstance(v, float)}


def test_a_what_if_starts_where_the_stored_plan_did(
    planning: Planning, ask: Ask, submitted: Any
) -> None:
    """What was noted since is in neither plan: less money is all that differs."""
    first = planned(planning, ask, submitted.assessment_id)
    all_done(planning, ask, first)
    seen = plan_what_if(planning, ask(), first.row.id, {"budget_wan": 20})
    assert seen.other.before == first.plan.before
    assert seen.other.minded == first.plan.minded
    second = planned(planning, ask, submitted.assessment_id)
    seen = plan_what_if(planning, ask(), second.row.id, {"budget_wan": 20})
    assert seen.other.before == second.plan.before != first.plan.before
    assert seen.other.minded == second.plan.minded


def test_what_was_dropped_is_not_planned_again(
    planning: Planning, ask: Ask, submitted: Any
) -> None:
    first = planned(planning, ask, submitted.assessment_id)
    name = next(each.id for each in first.plan.packages if each.id != "pkg-start")
    note = {"project": name, "status": "dropped", "reason": "师傅不愿意填"}
    noted(planning, ask, first, note)
    second = planned(planning, ask, submitted.assessment_id).plan
    assert name not in {each.id for each in second.packages}
    assert second.minded.refused == (name,) and name in second.left_out["refused"]
    deaf = planned(planning, ask, submitted.assessment_id, WISH | {"heed_feedback": False}).plan
    assert deaf.minded.refused == (name,), "a firm may forget what it said, not what it did"
    wanted = planned(planning, ask, submitted.assessment_id, WISH | {"wanted": [name]}).plan
    assert name in {each.id for each in wanted.packages}
    noted(planning, ask, first, {"project": name, "status": "planned"})
    third = planned(planning, ask, submitted.assessment_id).plan
    assert name in {each.id for each in third.packages}, "the newest note counts"


def test_what_is_in_hand_is_not_bought_again_and_counts_from_its_end(
    planning: Planning, ask: Ask, submitted: Any
) -> None:
    first = planned(planning, ask, submitted.assessment_id)
    name = "pkg-orders-stock"
    (kept,) = (each for each in first.plan.packages if each.id == name)
    noted(planning, ask, first, {"project": name, "status": "running"})
    second = planned(planning, ask, submitted.assessment_id).plan
    assert name not in {each.id for each in second.packages}
    assert list(second.minded.running) == [name] and name in second.left_out["running"]
    assert score_before(second) == score_before(first.plan), "it is not done yet"
    (hint,) = hints(second, CountsRunning)
    assert (hint.packages, hint.months) == (1, kept.end_month)
    on_it = [each for each in second.packages if needs(planning.contents.current, each.id, name)]
    assert on_it and all(each.start_month >= kept.end_month for each in on_it)


def needs(content: Content, package: str, needed: str) -> bool:
    """Return whether a package stands on another one, or its other grade."""
    family = content.packages[needed].family
    return any(
        content.packages[each].family == family
        for each in content.packages[package].needs.packages
    )


def test_what_is_in_hand_brings_its_level_when_it_ends(
    planning: Planning, ask: Ask, submitted: Any
) -> None:
    first = planned(planning, ask, submitted.assessment_id)
    notes = ({"project": each.id, "status": "running"} for each in first.plan.packages)
    noted(planning, ask, first, *notes)
    wish = WISH | {"budget_wan": 0}
    second = planned(planning, ask, submitted.assessment_id, wish).plan
    assert not list(second.packages)
    assert levels_by_standard(second.before)[INDEX] == 0
    assert levels_by_standard(second.after)[INDEX] == 1
    last = max(each.end_month for each in first.plan.packages)
    for phase in second.phases:
        level = levels_by_standard(phase.readings)[INDEX]
        assert level == 1 or phase.end < last


def test_hands_are_taken_by_what_is_in_hand(small: Content) -> None:
    """A small firm carries two at once: while one is in hand, one more begins."""
    sheet = read(small, LAMPS)
    request = read_plan_request(small, WISH, TODAY)
    known = KnownPackages(running={"pkg-orders-stock": date(2027, 8, 1)})
    made = plan_firm(small, FakeSolver(), sheet, request, known).plan
    steps = made.outcome.plan.steps
    at_once = made.problem.capacity.at_once
    assert made.problem.unfit["pkg-orders-stock"] is Unfit.RUNNING
    handled = [step for step in steps if step.package != "pkg-start"]
    for step in handled:
        if step.start < 8:
            running = sum(o.start <= step.start < o.end for o in handled)
            assert running <= at_once - 1


def test_feedback_that_a_package_is_done_already_counts_like_a_note(
    planning: Planning, ask: Ask, submitted: Any
) -> None:
    content, firm = planning.contents.current, submitted.enterprise_id
    before = planned(planning, ask, submitted.assessment_id).plan
    raw = {"useful": False, "why": "done-already"}
    give_feedback(content, ask(), firm, "pkg-orders-stock", raw)
    after = planned(planning, ask, submitted.assessment_id).plan
    assert score_before(after) > score_before(before) and after.minded.shown == ()

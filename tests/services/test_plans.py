"""Plans over a store: planned once, kept, compared, followed up."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from diagnosis.domain.fault import FaultyInput
from diagnosis.services.errors import ContentNotKept, KeyReused, NotSubmitted, NotThere
from diagnosis.services.intake.drafts import begin_draft
from diagnosis.services.ports.records import PlanRecord
from diagnosis.services.ports.store import IdempotencyKey
from diagnosis.services.promotion.match_assessment import cases_of, support_of
from diagnosis.services.read.firm_claims import FirmClaims
from diagnosis.services.retrofit.feedback import give_feedback, list_feedback
from diagnosis.services.retrofit.keep_plan import (
    Planning,
    compare_stored,
    get_plan,
    list_plans,
    plan_assessment,
)
from diagnosis.services.retrofit.progress import progress_of, record_progress
from diagnosis.services.scoring.submissions import Diagnosing, submit_sheet
from diagnosis.services.transaction import Caller
from tests.builders import a_sheet, an_example
from tests.fakes.solver import FakeSolver
from tests.fakes.store import FakeStore
from tests.fakes.versions import FakeVersions

Ask = Callable[..., Caller]
KEY = IdempotencyKey("k", "f")
WISH = {"budget_wan": 60, "starts_on": "2027-01-04"}


@pytest.fixture
def submitted(diagnosing: Diagnosing, ask: Ask) -> Any:
    """Return the row of a submitted example."""
    return submit_sheet(diagnosing, ask(), an_example("dongguan-mould-shop"), None).stored.row


def planned(planning: Planning, ask: Ask, assessment_id: str, wish: Any) -> PlanRecord:
    made = plan_assessment(planning, ask(), assessment_id, wish, None)
    return get_plan(planning.contents, ask(), made.value).record


def names(planning: Planning, ask: Ask, plan_id: str) -> list[str]:
    plan = get_plan(planning.contents, ask(), plan_id).record.plan
    return [package.id for package in plan.packages]


def refusals(caught: pytest.ExceptionInfo[FaultyInput]) -> list[tuple[str, str]]:
    return [(fault.pointer, fault.code) for fault in caught.value.faults]


def test_a_plan_is_kept_with_its_request(planning: Planning, ask: Ask, submitted: Any) -> None:
    made = plan_assessment(planning, ask(), submitted.assessment_id, WISH, None)
    record, replayed = get_plan(planning.contents, ask(), made.value).record, made.replayed
    row = record.row
    assert (row.starts_on, row.budget_wan) == (date(2027, 1, 4), 60.0)
    assert (row.standard, row.level) == ("miit-sme-2024", 2)
    assert (row.enterprise_id, replayed, record.request) == (submitted.enterprise_id, False, WISH)
    (listed,) = list_plans(ask(), {"assessment_id": submitted.assessment_id}, None, 5).items
    assert listed.row == row and listed.label.name
    assert list_plans(ask(), {}, None, 5).items == (listed,)
    assert row.promised_level is not None
    for level in range(5):
        items = list_plans(ask(), {"promised_level": level}, None, 5).items
        assert items == ((listed,) if level == row.promised_level else ())
    assert names(planning, ask, row.id)
    with pytest.raises(NotThere):
        get_plan(planning.contents, ask("other"), row.id)


class CountingSolver(FakeSolver):
    """Counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    def plan(self, problem: Any, **details: Any) -> Any:
        self.asked += 1
        return super().plan(problem, **details)


def test_the_same_request_again_plans_nothing(
    planning: Planning, ask: Ask, submitted: Any
) -> None:
    solver = CountingSolver()
    counted = replace(planning, solver=solver)
    first, _ = plan_assessment(counted, ask(), submitted.assessment_id, WISH, KEY)
    before = solver.asked
    again, replayed = plan_assessment(counted, ask(), submitted.assessment_id, WISH, KEY)
    assert (again, replayed, solver.asked) == (first, True, before)
    other = IdempotencyKey("k", "other")
    with pytest.raises(KeyReused):
        plan_assessment(counted, ask(), submitted.assessment_id, {"budget_wan": 1}, other)
    assert solver.asked == before


def test_a_request_that_is_refused_leaves_its_key_free(
    planning: Planning, ask: Ask, submitted: Any
) -> None:
    with pytest.raises(FaultyInput) as caught:
        plan_assessment(planning, ask(), submitted.assessment_id, {"budget_wan": -1}, KEY)
    assert refusals(caught) == [("/budget_wan", "out-of-range")]
    made = plan_assessment(planning, ask(), submitted.assessment_id, WISH, KEY)
    assert made.replayed is False


def test_a_draft_has_no_plan(planning: Planning, ask: Ask) -> None:
    draft = begin_draft(planning.contents.current, ask(), a_sheet("full"), None).value
    with pytest.raises(NotSubmitted):
        plan_assessment(planning, ask(), draft.id, WISH, None)
    with pytest.raises(NotThere):
        plan_assessment(planning, ask("other"), draft.id, WISH, None)


def test_a_plan_minds_what_the_firm_said_and_did(
    planning: Planning, ask: Ask, submitted: Any
) -> None:
    firm, assessment = submitted.enterprise_id, submitted.assessment_id
    first = planned(planning, ask, assessment, WISH)
    done, refused = names(planning, ask, first.row.id)[:2]
    notes = {"projects": [{"project": done, "status": "done", "cost_wan": 3}]}
    record_progress(planning.contents.current, ask(), first.row.id, notes, None)
    give_feedback(
        planning.contents.current, ask(), firm, refused, {"useful": False, "why": "not-for-us"}
    )
    second = planned(planning, ask, assessment, WISH)
    assert not {done, refused} & set(names(planning, ask, second.row.id))
    deaf = planned(planning, ask, assessment, WISH | {"heed_feedback": False})
    again = names(planning, ask, deaf.row.id)
    assert refused in again and done not in again
    wanted = planned(planning, ask, assessment, WISH | {"wanted": [refused]})
    assert refused in names(planning, ask, wanted.row.id)


def test_feedback_is_kept_and_the_last_counts(
    planning: Planning, ask: Ask, submitted: Any
) -> None:
    content, firm = planning.contents.current, submitted.enterprise_id
    bad = {"useful": False, "why": "too-expensive"}
    first = give_feedback(content, ask(), firm, "prj-mes-light", bad, key=KEY)
    again = give_feedback(content, ask(), firm, "prj-mes-light", bad, key=KEY)
    assert again.record == first.record
    assert (first.replayed, again.replayed) == (False, True)
    last = give_feedback(content, ask(), firm, "prj-mes-light", {"useful": True})
    other = give_feedback(content, ask(), firm, "pkg-erp", bad)
    assert list_feedback(content, ask(), firm) == (other.record, last.record)
    whole = give_feedback(content, ask(), firm, "pkg-work-reporting", bad)
    assert content.earlier["prj-mes-light"].package == "pkg-work-reporting"
    assert list_feedback(content, ask(), firm) == (whole.record, other.record)
    useful = give_feedback(content, ask(), firm, "prj-mes-light", {"useful": True})
    assert list_feedback(content, ask(), firm) == (useful.record, other.record)
    plan = planned(planning, ask, submitted.assessment_id, WISH).plan
    assert plan.minded.demoted == ("pkg-erp",), "the last word on the package counts"
    with pytest.raises(NotThere):
        give_feedback(content, ask(), firm, "prj-nothing", bad)
    with pytest.raises(NotThere):
        give_feedback(content, ask("other"), firm, "prj-mes-light", bad)
    with pytest.raises(NotThere):
        list_feedback(content, ask("other"), firm)


@pytest.mark.parametrize(
    ("raw", "refusal"),
    [
        ({}, ("/useful", "missing-field")),
        ({"useful": "yes"}, ("/useful", "wrong-type")),
        ({"useful": False}, ("/why", "missing-field")),
        ({"useful": False, "why": "fits"}, ("/why", "reason-does-not-fit")),
        ({"useful": True, "why": "too-expensive"}, ("/why", "reason-does-not-fit")),
        ({"useful": True, "why": "dear"}, ("/why", "unknown-value")),
        ({"useful": True, "why": ["fits"]}, ("/why", "wrong-type")),
        ({"useful": False, "why": "other"}, ("/text", "missing-field")),
        ({"useful": False, "why": "other", "text": "x" * 501}, ("/text", "too-long")),
        ({"useful": False, "why": "other", "text": "\x00"}, ("/text", "bad-text")),
        ({"useful": False, "why": "other", "text": "  "}, ("/text", "missing-field")),
        ({"useful": False, "why": "other", "text": 3}, ("/text", "wrong-type")),
        ([], ("", "wrong-type")),
    ],
)
def test_faulty_feedback_is_refused(
    planning: Planning, ask: Ask, submitted: Any, raw: Any, refusal: tuple[str, str]
) -> None:
    with pytest.raises(FaultyInput) as caught:
        give_feedback(
            planning.contents.current, ask(), submitted.enterprise_id, "prj-mes-light", raw
        )
    assert refusal in refusals(caught)


def test_progress_shows_what_was_promised_and_reached(
    planning: Planning, diagnosing: Diagnosing, ask: Ask, submitted: Any
) -> None:
    content = planning.contents.current
    plan = planned(planning, ask, submitted.assessment_id, WISH)
    first, *_ = names(planning, ask, plan.row.id)
    notes = {"projects": [{"project": first, "status": "done", "cost_wan": 2.5}]}
    made = record_progress(content, ask(), plan.row.id, notes, KEY)
    assert record_progress(content, ask(), plan.row.id, notes, KEY) == (made.value, True)
    progress = progress_of(content, ask(), plan.row.id)
    assert progress.later is None and len(progress.history) == 1
    done = next(package for package in progress.packages if package.id == first)
    assert (str(done.status), done.cost_wan) == ("done", 2.5)
    assert all(level.reached is None for level in progress.levels)
    staged = progress.levels[0]
    assert staged.before is not None and staged.before <= (staged.by_done or 0)

    sheet = an_example("dongguan-mould-shop")
    effects = {item.item: item.planned for item in done.items}
    assert effects
    later = submit_sheet(
        diagnosing, ask(), sheet | {"answers": sheet["answers"] | effects}, None
    ).stored.row
    after = progress_of(content, ask(), plan.row.id)
    assert after.later == later
    assert {level.standard: level.reached for level in after.levels} == later.levels
    with pytest.raises(NotThere):
        progress_of(content, ask("other"), plan.row.id)


@pytest.mark.parametrize(
    ("raw", "refusal"),
    [
        ({}, ("/projects", "missing-field")),
        ([], ("", "wrong-type")),
        ({"projects": []}, ("/projects", "wrong-type")),
        ({"projects": [{}]}, ("/projects/0/project", "missing-field")),
        ({"projects": [{"project": "prj-x"}]}, ("/projects/0/project", "unknown-value")),
        ({"projects": [{"status": "lost"}]}, ("/projects/0/status", "unknown-value")),
        ({"projects": [{"status": "dropped"}]}, ("/projects/0/reason", "missing-field")),
        ({"projects": [{"on": "2027-01-01"}]}, ("/projects/0/on", "out-of-range")),
        ({"projects": [{"on": "soon"}]}, ("/projects/0/on", "bad-date")),
        ({"projects": [{"cost_wan": -1}]}, ("/projects/0/cost_wan", "out-of-range")),
    ],
)
def test_faulty_notes_are_refused(
    planning: Planning, ask: Ask, submitted: Any, raw: Any, refusal: tuple[str, str]
) -> None:
    plan = planned(planning, ask, submitted.assessment_id, WISH)
    with pytest.raises(FaultyInput) as caught:
        record_progress(planning.contents.current, ask(), plan.row.id, raw, None)
    assert refusal in refusals(caught)


def test_a_project_is_noted_once_a_request(planning: Planning, ask: Ask, submitted: Any) -> None:
    plan = planned(planning, ask, submitted.assessment_id, WISH)
    first, *_ = names(planning, ask, plan.row.id)
    twice = {"projects": [{"project": first, "status": "running"}] * 2}
    with pytest.raises(FaultyInput) as caught:
        record_progress(planning.contents.current, ask(), plan.row.id, twice, None)
    assert refusals(caught) == [("/projects/1/project", "stands-twice")]


def test_two_plans_are_compared(planning: Planning, ask: Ask, submitted: Any) -> None:
    assessment = submitted.assessment_id
    small = planned(planning, ask, assessment, WISH | {"budget_wan": 5})
    large = planned(planning, ask, assessment, WISH)
    compared = compare_stored(planning.contents, ask(), small.row.id, large.row.id)
    assert (compared.first_id, compared.second_id) == (small.row.id, large.row.id)
    worth, cost = compared.comparison.worth, compared.comparison.total.mid
    assert (worth.difference or 0) > 0 and (cost.difference or 0) > 0
    first, second = (set(names(planning, ask, plan.row.id)) for plan in (small, large))
    comparison = compared.comparison
    assert {each.package.id for each in comparison.only_first} == first - second
    assert {each.package.id for each in comparison.only_second} == second - first
    assert {moved.package.id for moved in comparison.in_both} == first & second
    with pytest.raises(FaultyInput):
        compare_stored(planning.contents, ask(), small.row.id, "nothing")
    with pytest.raises(NotThere):
        compare_stored(planning.contents, ask("other"), small.row.id, large.row.id)


def test_cases_and_support_read_the_plan_that_is_named_or_the_newest(
    planning: Planning, ask: Ask, submitted: Any
) -> None:
    assessment, content = submitted.assessment_id, planning.contents.current
    assert cases_of(content, ask(), assessment, None).plan_id is None
    bare = support_of(content, ask(), assessment, None, claims=FirmClaims(), on=date(2026, 11, 23))
    assert (bare.plan_id, bare.support.total) == (None, None)
    old = planned(planning, ask, assessment, WISH)
    new = planned(planning, ask, assessment, WISH)
    assert cases_of(content, ask(), assessment, None).plan_id == new.row.id
    assert cases_of(content, ask(), assessment, old.row.id).plan_id == old.row.id
    matched = support_of(
        content, ask(), assessment, old.row.id, claims=FirmClaims(),
        on=date(2026, 11, 23),
    )  # fmt: skip
    assert matched.plan_id == old.row.id and matched.support.total is not None
    with pytest.raises(FaultyInput) as caught:
        cases_of(content, ask(), assessment, "nothing")
    assert refusals(caught) == [("/roadmap", "bad-id")]
    with pytest.raises(NotThere):
        cases_of(content, ask("other"), assessment, None)


def test_a_plan_is_said_by_the_content_it_is_pinned_to(
    planning: Planning, ask: Ask, submitted: Any, store: FakeStore
) -> None:
    """Later content says it no otherwise; one over projects, of no trade, is said by today's."""
    small = planning.contents.current
    plan_id = planned(planning, ask, submitted.assessment_id, WISH).row.id
    later = replace(small, digest="f" * 64)
    assert get_plan(FakeVersions(later, small), ask(), plan_id).content is small
    lost = FakeVersions(later)
    for read in (
        lambda: get_plan(lost, ask(), plan_id),
        lambda: compare_stored(lost, ask(), plan_id, plan_id),
    ):
        with pytest.raises(ContentNotKept) as caught:
            read()
        assert caught.value.digest == small.digest
    caller = ask()
    with caller.store.begin(caller.principal) as work:
        record = work.plan(plan_id)
        assert record is not None
        plan = replace(record.plan, firm=replace(record.plan.firm, trade=""))
        work.add_plan(replace(record, plan=plan))
    assert get_plan(lost, ask(), plan_id).content is later

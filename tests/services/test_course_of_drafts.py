"""The course of a draft: as it is saved, moved to another form, begun for next year."""

from collections.abc import Callable
from typing import Any

import pytest

from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.intake.course import AskedBy, Course
from diagnosis.services.intake.drafts import begin_draft, save_draft, upgrade_draft
from diagnosis.services.ports.content import Content
from diagnosis.services.scoring.submissions import Diagnosing, submit_draft
from diagnosis.services.seen_versions import seen
from diagnosis.services.transaction import Caller
from tests.builders import a_sheet

Ask = Callable[..., Caller]
COURSE = {"asked_by": "form", "shown": ["miit-network"], "skipped": ["strategy-plan"]}
READ = Course(asked_by=AskedBy.FORM, shown=("miit-network",), skipped=("strategy-plan",))


@pytest.fixture
def draft(content: Content, ask: Ask) -> Any:
    raw = a_sheet("full", {"network-coverage": 2}, course=COURSE)
    return begin_draft(content, ask(), raw, None).value


@pytest.mark.parametrize(
    ("change", "left"),
    [
        ({"period": 2026}, READ),
        ({"answers": {"network-coverage": None}}, READ),
        ({"answers": {"strategy-plan": 1}}, Course(asked_by=AskedBy.FORM, shown=READ.shown)),
        ({"course": {"asked_by": "firm"}}, Course(asked_by=AskedBy.FIRM)),
        ({"course": None}, None),
    ],
)
def test_a_change_replaces_it_or_takes_what_it_answers_off(
    content: Content, ask: Ask, draft: Any, change: dict[str, Any], left: Course | None
) -> None:
    assert draft.sheet.course == READ
    assert save_draft(content, ask(), draft.id, change, seen(1)).sheet.course == left


def test_what_is_answered_cannot_be_passed_over(content: Content, ask: Ask, draft: Any) -> None:
    change = {"course": {"asked_by": "form", "skipped": ["network-coverage"]}}
    with pytest.raises(FaultyInput) as refused:
        save_draft(content, ask(), draft.id, change, seen(1))
    (fault,) = refused.value.faults
    assert (fault.pointer, fault.code) == ("/course/skipped/0", "skipped-though-answered")


def test_in_another_form_only_what_it_asks_stays(content: Content, ask: Ask, draft: Any) -> None:
    moved = upgrade_draft(content, ask(), draft.id, {"form": "gbt-39116"}, seen(1))
    assert moved.record.sheet.course == Course(asked_by=AskedBy.FORM, skipped=READ.skipped)


def test_next_year_has_a_course_of_its_own(
    content: Content, ask: Ask, draft: Any, diagnosing: Diagnosing
) -> None:
    submission = submit_draft(
        diagnosing, ask(), draft.id, seen(1), {"accept_incomplete": True}, None
    )
    assert submission.stored.diagnosis.sheet.course == READ
    after = begin_draft(content, ask(), {"from": draft.id}, None).value
    assert after.sheet.course is None

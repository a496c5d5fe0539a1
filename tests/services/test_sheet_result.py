"""What a page shows of a sheet: the diagnosis and the plan at hand, of a draft or kept."""

from collections.abc import Callable
from datetime import date

import pytest

from diagnosis.services.errors import NotThere
from diagnosis.services.intake.drafts import begin_draft
from diagnosis.services.ports.content import Content
from diagnosis.services.promotion.sheet_result import (
    PlanChange,
    cases_at_hand,
    diagnose_at_hand,
    keep_at_hand,
    plan_at_hand,
    support_at_hand,
)
from diagnosis.services.retrofit.keep_plan import Planning
from diagnosis.services.scoring.submissions import Diagnosing, submit_draft
from diagnosis.services.seen_versions import SeenVersions
from diagnosis.services.transaction import Caller
from tests.builders import a_sheet, an_example

Ask = Callable[..., Caller]
ANY = SeenVersions(None)
NOBODY = "00000000-0000-7000-8000-000000000000"


@pytest.fixture
def draft(small: Content, ask: Ask) -> str:
    """Return the id of the draft of a mould shop."""
    return begin_draft(small, ask(), an_example("dongguan-mould-shop"), None).value.id


def test_a_draft_is_diagnosed_as_it_stands_and_later_as_it_was_kept(
    diagnosing: Diagnosing, ask: Ask, draft: str
) -> None:
    contents, estimator = diagnosing.contents, diagnosing.estimator
    at_hand = diagnose_at_hand(contents, estimator, ask(), draft)
    submit_draft(diagnosing, ask(), draft, ANY, {}, None)
    kept = diagnose_at_hand(contents, estimator, ask(), draft)
    assert at_hand.record.diagnosis_id is None and kept.record.diagnosis_id is not None
    assert kept.diagnosis.sheet.answers == at_hand.diagnosis.sheet.answers
    with pytest.raises(NotThere):
        diagnose_at_hand(contents, estimator, ask(), NOBODY)


def test_a_draft_has_a_plan_and_another_beside_it(
    planning: Planning, ask: Ask, draft: str
) -> None:
    first = plan_at_hand(planning, ask(), draft)
    assert first.plan is not None and first.other is None and first.kept is None
    change = PlanChange(
        wishes={
            "budget_wan": 5,
            "pains": ["defects"],
            "refused": [sorted(planning.contents.current.packages)[0]],
        },
        answers={"sales-management": 3},
    )
    other = plan_at_hand(planning, ask(), draft, change)
    assert other.other is not None and other.comparison is not None
    content = planning.contents.current
    assert support_at_hand(content, first, date(2026, 11, 28)) is not None
    assert cases_at_hand(content, first) is not None


def test_without_an_answer_there_is_no_plan(planning: Planning, small: Content, ask: Ask) -> None:
    empty = begin_draft(small, ask(), a_sheet("screening", {}), None).value.id
    planned = plan_at_hand(planning, ask(), empty)
    assert planned.plan is None and planned.starts_on is None
    support = support_at_hand(planning.contents.current, planned, date(2026, 11, 28))
    assert support is not None


def test_a_kept_plan_is_shown_until_another_is_kept(
    planning: Planning, diagnosing: Diagnosing, ask: Ask, draft: str
) -> None:
    submit_draft(diagnosing, ask(), draft, ANY, {}, None)
    plan_id = keep_at_hand(planning, ask(), draft, {"budget_wan": 30})
    shown = plan_at_hand(planning, ask(), draft)
    assert (
        shown.kept is not None and shown.kept.row.id == plan_id and shown.plan == shown.kept.plan
    )
    assert shown.starts_on == shown.kept.plan.starts_on
    changed = plan_at_hand(planning, ask(), draft, PlanChange(wishes={"budget_wan": 5}))
    assert changed.plan == shown.plan and changed.other is not None
    again = keep_at_hand(planning, ask(), draft, {"budget_wan": 10})
    assert again != plan_id

"""What a report of a kept sheet is made of: of a draft, of what was submitted, of nothing yet."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from diagnosis.domain.intake.currency import china_day
from diagnosis.optimiser.planner import Planner
from diagnosis.services.errors import NotThere
from diagnosis.services.intake.drafts import begin_draft
from diagnosis.services.ports.content import Content
from diagnosis.services.promotion.report_facts import facts_at_hand
from diagnosis.services.promotion.sheet_result import keep_at_hand
from diagnosis.services.retrofit.keep_plan import Planning
from diagnosis.services.scoring.submissions import Diagnosing, submit_draft
from diagnosis.services.seen_versions import SeenVersions
from diagnosis.services.transaction import Caller
from tests.builders import a_sheet, an_example

Ask = Callable[..., Caller]
ANY = SeenVersions(None)
NOBODY = "00000000-0000-7000-8000-000000000000"


@pytest.fixture
def using(planning: Planning, diagnosing: Diagnosing) -> Planning:
    """Return the planning of a service that has all content."""
    return replace(planning, contents=diagnosing.contents, solver=Planner())


def test_a_report_goes_by_the_kept_diagnosis_and_plan(
    using: Planning, diagnosing: Diagnosing, small: Content, ask: Ask
) -> None:
    draft = begin_draft(small, ask(), an_example("dongguan-mould-shop"), None).value.id
    before = facts_at_hand(using, diagnosing.estimator, ask(), draft)
    assert (before.submitted_on, before.stored) == (None, None)
    assert before.plan is not None and before.beside is not None
    submit_draft(diagnosing, ask(), draft, ANY, {}, None)
    keep_at_hand(using, ask(), draft, {"budget_wan": 7})
    kept = facts_at_hand(using, diagnosing.estimator, ask(), draft)
    assert kept.plan is not None and kept.plan.budget_wan == 7
    assert kept.submitted_on == china_day(ask().now) == kept.on
    assert kept.stored is not None and kept.stored.diagnosis is kept.diagnosis
    assert kept.diagnosis.sheet.answers == before.diagnosis.sheet.answers


def test_a_sheet_without_answers_has_facts_without_a_plan(
    using: Planning, small: Content, ask: Ask
) -> None:
    empty = begin_draft(small, ask(), a_sheet("screening", {}), None).value.id
    facts = facts_at_hand(using, None, ask(), empty)
    assert facts.plan is None and facts.beside is None
    assert facts.support.total is None


def test_nobody_reads_the_report_of_a_sheet_that_is_not_there(using: Planning, ask: Ask) -> None:
    with pytest.raises(NotThere):
        facts_at_hand(using, None, ask(), NOBODY)

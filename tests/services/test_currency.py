"""One diagnosis of a site and form is current: the newest period, unless it is withdrawn."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import NamedTuple

import pytest

from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.intake.currency import current_of, period_of
from diagnosis.services.errors import NotThere
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.records import ChangeKind, DiagnosisStanding
from diagnosis.services.scoring.currency import withdraw_diagnosis
from diagnosis.services.scoring.stored_diagnoses import list_diagnoses
from diagnosis.services.scoring.submissions import Diagnosing, submit_sheet
from diagnosis.services.transaction import Caller
from tests.builders import a_submission, an_enterprise

Ask = Callable[..., Caller]


class Sheet(NamedTuple):
    period: int | None
    created_at: datetime


NEW_YEARS_EVE = datetime(2026, 12, 31, 17, tzinfo=UTC)
"""In China it is New Year's Day."""


def test_where_no_year_is_told_it_is_that_of_china() -> None:
    assert period_of(Sheet(None, NEW_YEARS_EVE)) == 2027
    assert period_of(Sheet(2025, NEW_YEARS_EVE)) == 2025


def test_the_newest_period_is_current_and_the_later_of_one_period() -> None:
    early, late = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)
    newest, corrected = Sheet(2026, early), Sheet(2026, late)
    assert current_of([newest, Sheet(2025, late)]) is newest
    assert current_of([newest, corrected]) is corrected
    assert current_of([]) is None


def submit(diagnosing: Diagnosing, ask: Ask, period: int, form: str = "screening") -> str:
    sheet = a_submission(form, enterprise=an_enterprise(), period=period)
    return submit_sheet(diagnosing, ask(), sheet, None).stored.row.id


def standings(ask: Ask) -> dict[str, DiagnosisStanding]:
    return {row.id: row.standing for row in list_diagnoses(ask(), {}, None, 9).items}


def test_a_newer_period_supersedes_and_an_older_one_does_not(
    diagnosing: Diagnosing, ask: Ask
) -> None:
    last_year = submit(diagnosing, ask, 2025)
    this_year = submit(diagnosing, ask, 2026)
    belated = submit(diagnosing, ask, 2024)
    elsewhere = submit(diagnosing, ask, 2020, form="ai-readiness")
    assert standings(ask) == {
        last_year: DiagnosisStanding.SUPERSEDED,
        this_year: DiagnosisStanding.CURRENT,
        belated: DiagnosisStanding.SUPERSEDED,
        elsewhere: DiagnosisStanding.CURRENT,
    }
    (latest,) = list_diagnoses(ask(), {"standing": "current", "form": "screening"}, None, 9).items
    assert latest.id == this_year


def test_a_withdrawal_restores_what_it_had_superseded(
    content: Content, diagnosing: Diagnosing, ask: Ask
) -> None:
    before, after = submit(diagnosing, ask, 2025), submit(diagnosing, ask, 2026)
    row = withdraw_diagnosis(content, ask(), after, {"reason": "filled in for the wrong plant"})
    assert (row.id, row.standing) == (after, DiagnosisStanding.WITHDRAWN)
    assert standings(ask) == {
        before: DiagnosisStanding.CURRENT,
        after: DiagnosisStanding.WITHDRAWN,
    }
    again = withdraw_diagnosis(content, ask(), after, {"reason": "again"})
    assert again.standing is DiagnosisStanding.WITHDRAWN
    asking = ask()
    with asking.store.read(asking.principal) as reader:
        kinds = [each.kind for each in reader.changes(0, 99) if each.subject_id == after]
    assert kinds == [ChangeKind.DIAGNOSIS_STORED, ChangeKind.DIAGNOSIS_WITHDRAWN]


@pytest.mark.parametrize(
    "raw", [None, {}, {"reason": ""}, {"reason": "x" * 501}, {"reason": "x", "more": 1}]
)
def test_a_withdrawal_tells_why(
    content: Content, diagnosing: Diagnosing, ask: Ask, raw: object
) -> None:
    stored = submit(diagnosing, ask, 2026)
    with pytest.raises(FaultyInput):
        withdraw_diagnosis(content, ask(), stored, raw)
    with pytest.raises(NotThere):
        withdraw_diagnosis(content, ask("other"), stored, {"reason": "x"})

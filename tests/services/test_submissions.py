"""Submissions: a sheet becomes an assessment that never changes, and its diagnosis."""

from collections.abc import Callable
from typing import Any

import pytest

from diagnosis import __version__
from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.intake.enterprise import SizeClass
from diagnosis.domain.intake.form import ProductionType
from diagnosis.services.errors import AlreadySubmitted, KeyReused, NotThere, Stale
from diagnosis.services.intake.drafts import begin_draft, get_assessment, save_draft
from diagnosis.services.intake.enterprises import list_enterprises
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.records import State
from diagnosis.services.ports.store import IdempotencyKey
from diagnosis.services.scoring.stored_diagnoses import (
    StoredDiagnosis,
    get_diagnosis,
    list_diagnoses,
)
from diagnosis.services.scoring.submissions import Diagnosing, submit_draft, submit_sheet
from diagnosis.services.seen_versions import SeenVersions, seen
from diagnosis.services.transaction import Caller
from tests.builders import a_sheet, a_submission, an_enterprise, an_example
from tests.fakes.store import FakeStore

Ask = Callable[..., Caller]
KEY = IdempotencyKey("k", "f")
ACCEPT = {"accept_incomplete": True}


def test_a_sheet_is_kept_with_its_diagnosis(diagnosing: Diagnosing, ask: Ask) -> None:
    sheet = an_example("dongguan-mould-shop") | {"reference": "r-1"}
    made = submit_sheet(diagnosing, ask(), sheet, None)
    row = made.stored.row
    said = made.stored
    assert isinstance(said, StoredDiagnosis)
    assert row.levels == {
        verdict.standard.id: verdict.level for verdict in said.diagnosis.verdicts
    }
    assert (row.form, row.reference, row.period) == ("full@2.0.0", "r-1", 2025)
    assert (row.division, row.city, row.size) == ("C35", "441900119", SizeClass.SMALL)
    assert row.production_type is ProductionType.DISCRETE
    assert (row.content, row.code) == (diagnosing.contents.current.digest, __version__)
    again = get_diagnosis(diagnosing.contents, ask(), row.id)
    assert isinstance(again, StoredDiagnosis) and again.row == row
    assert again.diagnosis.verdicts == said.diagnosis.verdicts
    assert again.diagnosis.estimates == said.diagnosis.estimates != ()
    assert again.diagnosis.next_steps == said.diagnosis.next_steps
    assessment = get_assessment(ask(), row.assessment_id)
    assert (assessment.state, assessment.diagnosis_id) == (State.SUBMITTED, row.id)
    assert assessment.submitted_at == row.created_at
    assert assessment.sheet.as_plain()["answers"] == {
        item: float(value) if isinstance(value, int) else value
        for item, value in _ordered(sheet["answers"], assessment.sheet.answers)
    }


def _ordered(raw: Any, answers: Any) -> list[tuple[str, Any]]:
    """Return raw answers in the order kept; a multiple choice is kept in the form's order."""
    return [
        (item, list(answers[item]) if isinstance(raw[item], list) else raw[item])
        for item in answers
    ]


def test_the_same_request_again_is_not_scored(
    diagnosing: Diagnosing, ask: Ask, store: FakeStore
) -> None:
    first = submit_sheet(diagnosing, ask(), a_submission("screening"), KEY)
    again = submit_sheet(diagnosing, ask(), "this is not even read", KEY)
    assert (again.stored.row, again.replayed) == (first.stored.row, True)
    assert len(list_diagnoses(ask(), {}, None, 5).items) == 1
    with pytest.raises(KeyReused):
        submit_sheet(diagnosing, ask(), a_submission("screening"), IdempotencyKey("k", "other"))


def test_a_faulty_sheet_stores_nothing(diagnosing: Diagnosing, ask: Ask) -> None:
    with pytest.raises(FaultyInput) as caught:
        submit_sheet(diagnosing, ask(), {"form": "full", "answers": {"ai-plan": 9}}, KEY)
    assert [(fault.pointer, fault.code) for fault in caught.value.faults] == [
        ("/answers/ai-plan", "bad-position"),
        ("/enterprise", "missing-field"),
    ]
    nameless = a_sheet("full", enterprise={"city": "441900"})
    with pytest.raises(FaultyInput) as caught:
        submit_sheet(diagnosing, ask(), nameless, KEY)
    assert {fault.pointer for fault in caught.value.faults} == {
        "/enterprise/name", "/enterprise/credit_code"
    }  # fmt: skip
    with pytest.raises(FaultyInput):
        submit_sheet(diagnosing, ask(), [], KEY)
    assert list_enterprises(ask(), {}, None, 5).items == ()
    assert submit_sheet(diagnosing, ask(), a_submission("screening"), KEY).replayed is False


def a_draft(content: Content, ask: Ask, **answers: Any) -> str:
    return begin_draft(content, ask(), a_sheet("screening", answers), None).value.id


def test_a_draft_is_submitted_for_good(content: Content, diagnosing: Diagnosing, ask: Ask) -> None:
    draft_id = a_draft(content, ask, **{"ai-plan": 1})
    made = submit_draft(diagnosing, ask(), draft_id, seen(1), ACCEPT, KEY)
    after = get_assessment(ask(), draft_id)
    assert (after.state, after.version, after.diagnosis_id) == (
        State.SUBMITTED, 2, made.stored.row.id
    )  # fmt: skip
    assert (
        submit_draft(diagnosing, ask(), draft_id, seen(1), ACCEPT, KEY).stored.row
        == made.stored.row
    )
    with pytest.raises(AlreadySubmitted) as caught:
        submit_draft(diagnosing, ask(), draft_id, seen(2), ACCEPT, None)
    assert caught.value.diagnosis_id == made.stored.row.id


def test_a_draft_is_submitted_in_the_version_seen(
    content: Content, diagnosing: Diagnosing, ask: Ask
) -> None:
    draft_id = a_draft(content, ask)
    save_draft(content, ask(), draft_id, {"answers": {"ai-plan": 1}}, seen(1))
    with pytest.raises(Stale):
        submit_draft(diagnosing, ask(), draft_id, seen(1), ACCEPT, None)
    with pytest.raises(NotThere):
        submit_draft(diagnosing, ask("other"), draft_id, seen(2), ACCEPT, None)
    assert submit_draft(diagnosing, ask(), draft_id, seen(2), ACCEPT, None).replayed is False


class Meanwhile:
    """An estimator during whose work something else happens to the draft."""

    def __init__(self, happens: Callable[[], object]) -> None:
        self._happens = happens

    def estimate(self, sheet: Any) -> tuple[Any, ...]:
        self._happens()
        return ()


def test_a_draft_that_changes_while_it_is_scored_is_stale(
    content: Content, diagnosing: Diagnosing, ask: Ask
) -> None:
    """It is scored outside the transaction: what happens meanwhile must not go unseen."""
    changes: dict[str, Callable[[str], object]] = {
        "saved": lambda draft: save_draft(
            content, ask(), draft, {"answers": {"ai-plan": 3}}, seen(1)
        ),
        "submitted": lambda draft: submit_draft(diagnosing, ask(), draft, seen(1), ACCEPT, None),
    }
    for name, change in changes.items():
        draft_id = a_draft(content, ask)
        slow = Diagnosing(
            contents=diagnosing.contents,
            estimator=Meanwhile(lambda change=change, draft_id=draft_id: change(draft_id)),  # type: ignore[arg-type,misc]
        )
        with pytest.raises(Stale if name == "saved" else AlreadySubmitted):
            submit_draft(slow, ask(), draft_id, seen(1), ACCEPT, None)


def test_any_version_is_submitted_as_it_is_by_then(
    content: Content, diagnosing: Diagnosing, ask: Ask
) -> None:
    """`If-Match: *` never fails for a version; what was saved meanwhile is what is scored."""
    draft_id, saved = a_draft(content, ask), 0

    def save() -> None:
        nonlocal saved
        if saved < 2:
            saved += 1
            change = {"answers": {"ai-plan": saved}}
            save_draft(content, ask(), draft_id, change, SeenVersions(None))

    slow = Diagnosing(contents=diagnosing.contents, estimator=Meanwhile(save))  # type: ignore[arg-type]
    made = submit_draft(slow, ask(), draft_id, SeenVersions(None), ACCEPT, KEY)
    assert made.replayed is False
    record = get_assessment(ask(), draft_id)
    assert (record.version, record.sheet.answers["ai-plan"]) == (4, 2)
    again = submit_draft(slow, ask(), draft_id, SeenVersions(None), ACCEPT, KEY)
    assert (again.replayed, again.stored.row.id) == (True, made.stored.row.id)


def test_a_draft_that_never_rests_is_stale_in_the_end(
    content: Content, diagnosing: Diagnosing, ask: Ask
) -> None:
    draft_id = a_draft(content, ask)

    def save() -> None:
        save_draft(content, ask(), draft_id, {}, SeenVersions(None))

    slow = Diagnosing(contents=diagnosing.contents, estimator=Meanwhile(save))  # type: ignore[arg-type]
    with pytest.raises(Stale):
        submit_draft(slow, ask(), draft_id, SeenVersions(None), ACCEPT, KEY)
    with pytest.raises(Stale):
        submit_draft(diagnosing, ask(), draft_id, SeenVersions(None, None), ACCEPT, KEY)
    assert submit_draft(diagnosing, ask(), draft_id, seen(4), ACCEPT, KEY).replayed is False


def test_lists_are_filtered(diagnosing: Diagnosing, ask: Ask) -> None:
    for site, period in (("一厂", 2024), ("二厂", 2025)):
        sheet = a_submission("screening", enterprise=an_enterprise(site=site), period=period)
        submit_sheet(diagnosing, ask(), sheet, None)
    (row,) = list_diagnoses(ask(), {"period": 2024, "form": "screening"}, None, 5).items
    assert row.site == "一厂"
    assert list_diagnoses(ask("other"), {}, None, 5).items == ()


def test_less_than_half_of_a_form_is_submitted_only_knowingly(
    diagnosing: Diagnosing, content: Content, ask: Ask
) -> None:
    form = content.readers["screening"]["2.0.0"].form
    items = form.items_of[ProductionType.DISCRETE]
    few = dict.fromkeys(items[: (len(items) - 1) // 2], "not_known")
    half = dict.fromkeys(items[: (len(items) + 1) // 2], "not_known")
    with pytest.raises(FaultyInput) as refused:
        submit_sheet(diagnosing, ask(), a_sheet("screening", few), KEY)
    (fault,) = refused.value.faults
    assert (fault.pointer, fault.code) == ("/answers", "too-few-answers")
    assert fault.values == {"answered": len(few), "asked": len(items)}
    assert submit_sheet(diagnosing, ask(), a_sheet("screening", half), KEY).replayed is False
    accepted = submit_sheet(diagnosing, ask(), a_submission("screening", few), None)
    assert "accept_incomplete" not in accepted.stored.row.form


def test_a_draft_that_is_less_than_half_answered_waits(
    diagnosing: Diagnosing, content: Content, ask: Ask
) -> None:
    draft_id = a_draft(content, ask, **{"ai-plan": 1})
    for raw, code in (({}, "too-few-answers"), ({"accept_incomplete": 1}, "wrong-type")):
        with pytest.raises(FaultyInput) as refused:
            submit_draft(diagnosing, ask(), draft_id, seen(1), raw, None)
        (fault,) = refused.value.faults
        assert fault.code == code
        assert fault.pointer in ("", "/accept_incomplete")  # the answers are not in this request
    assert submit_draft(diagnosing, ask(), draft_id, seen(1), ACCEPT, None).replayed is False

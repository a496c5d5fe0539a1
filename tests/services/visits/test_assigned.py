"""Which firms are assigned to an office, and how far each is; a question saved by itself."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from diagnosis.services.errors import NotThere
from diagnosis.services.visits.answers import AnswerChanged, get_answers, save_answer
from diagnosis.services.visits.assigned import AssignedFirm, VisitStage, assigned_firms
from diagnosis.services.visits.of_sheet import visits_of_sheet
from diagnosis.services.visits.remarks import answer_objection, object_to_visit
from tests.ports.visit_records import FIRM, OFFICE, PORTAL, SECOND
from tests.services.visits.visiting import IN_BOTH, Visiting, seen_running

NOTE = {"item": "ai-plan", "note": "计划已发文"}


def of_office(visiting: Visiting) -> AssignedFirm:
    """Return the only firm of the office."""
    (firm,) = assigned_firms(visiting.reader(OFFICE), None, 50).items
    return firm


@IN_BOTH
def test_a_firm_goes_from_stage_to_stage(visiting: Visiting) -> None:
    assert of_office(visiting).stage is VisitStage.FILLED_IN
    visit_id = visiting.begin()
    assert of_office(visiting).stage is VisitStage.BEGUN
    (second,) = assigned_firms(visiting.reader(SECOND), None, 50).items
    assert (second.stage, second.visits) == (VisitStage.FILLED_IN, ())
    visiting.save(visit_id, {"ai-plan": seen_running(0)})
    visiting.sign(visit_id)
    assert of_office(visiting).stage is VisitStage.SIGNED
    object_to_visit(visiting.writer(FIRM), visit_id, NOTE, None, days=14)
    objected = of_office(visiting)
    assert (objected.stage, objected.unanswered) == (VisitStage.OBJECTED, {visit_id})
    answer_objection(visiting.writer(OFFICE), visit_id, NOTE, None)
    assert of_office(visiting).stage is VisitStage.SIGNED
    visiting.revoke()
    over = of_office(visiting)
    assert (over.stage, over.firm, over.diagnosis) == (VisitStage.GRANT_OVER, None, None)
    visiting.revoke(SECOND)
    assert assigned_firms(visiting.reader(SECOND), None, 50).items == ()


def test_a_withdrawn_diagnosis_is_no_sheet(visiting: Visiting) -> None:
    visiting.withdraw_diagnosis()
    assert of_office(visiting).stage is VisitStage.NO_SHEET


def saving(visiting: Visiting, visit_id: str) -> Callable[..., object]:
    """Return what saves a question of a visit."""

    def save(answer: object, seen_at: object = None, item: str = "ai-plan") -> object:
        contents, caller = visiting.using.contents, visiting.writer(OFFICE)
        return save_answer(contents, caller, visit_id, {item: answer}, seen_at)  # type: ignore[arg-type]

    return save


@IN_BOTH
def test_a_question_is_saved_whatever_is_saved_of_others(visiting: Visiting) -> None:
    visit_id = visiting.begin()
    save = saving(visiting, visit_id)
    first = save(seen_running(0))
    save(seen_running(1), item="equipment-automation")
    # The answer was lost on the way: to send the same again changes nothing.
    assert save(seen_running(0)) == first
    changed = {each.item: each for each in get_answers(visiting.reader(OFFICE), visit_id)}
    seen_at = changed["ai-plan"].changed_at
    for since in (None, seen_at - timedelta(seconds=1)):
        with pytest.raises(AnswerChanged) as refused:
            save(seen_running(1), since)
        assert refused.value.kept == changed["ai-plan"]
    save(seen_running(1), seen_at)
    with pytest.raises(AnswerChanged):
        save(None, seen_at)
    kept = {each.item: each for each in get_answers(visiting.reader(OFFICE), visit_id)}
    assert save(None, kept["ai-plan"].changed_at) is None
    with pytest.raises(AnswerChanged) as gone:
        save(seen_running(2), kept["ai-plan"].changed_at)
    assert gone.value.kept is None


def test_a_firm_reads_what_was_signed_alone(visiting: Visiting) -> None:
    visit_id, sheet_id = visiting.begin(), visiting.row.assessment_id
    visiting.save(visit_id, {"ai-plan": seen_running(0)})
    contents = visiting.using.contents
    (before,) = visits_of_sheet(contents, visiting.reader(FIRM), sheet_id).visits
    assert (before.visit.id, before.answers) == (visit_id, ())
    visiting.sign(visit_id)
    (after,) = visits_of_sheet(contents, visiting.reader(FIRM), sheet_id).visits
    assert [answer.item for answer in after.answers] == ["ai-plan"]
    visiting.revoke(PORTAL)
    with pytest.raises(NotThere):
        visits_of_sheet(contents, visiting.reader(PORTAL), sheet_id)

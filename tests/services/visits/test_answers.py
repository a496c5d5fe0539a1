"""What a visit verified is saved item by item, and read beside what the firm claims."""

from typing import Any

import pytest

from diagnosis.domain.fault import MOST_FAULTS, FaultyInput
from diagnosis.domain.intake.answer import Share
from diagnosis.services.errors import GrantOver, NotThere, Stale, VisitSettled
from diagnosis.services.ports.visits import EvidenceGrade, VisitAnswer
from diagnosis.services.scoring.submissions import Diagnosing
from diagnosis.services.seen_versions import seen
from diagnosis.services.visits.answers import get_answers, save_answers
from diagnosis.services.visits.visit import get_visit, withdraw_visit
from diagnosis.storage.database import Database
from tests.builders import an_example
from tests.ports.visit_records import FIRM, OFFICE, PORTAL, SECOND, STRANGER
from tests.services.visits.visiting import ANY, IN_BOTH, REASON, Visiting, faults_of, seen_running


def kept(visiting: Visiting, visit_id: str) -> dict[str, VisitAnswer]:
    """Return what a visit verified by item, as its firm reads it."""
    return {answer.item: answer for answer in get_answers(visiting.reader(FIRM), visit_id)}


def refused(visiting: Visiting, visit_id: str, raw: Any) -> FaultyInput:
    """Return why answers are refused."""
    contents, caller = visiting.using.contents, visiting.writer(OFFICE)
    with pytest.raises(FaultyInput) as caught:
        save_answers(contents, caller, visit_id, raw, ANY)
    return caught.value


@IN_BOTH
def test_an_answer_is_replaced_whole_and_the_others_stay(visiting: Visiting) -> None:
    visit_id = visiting.begin()
    first = {"ai-plan": seen_running(0), "miit-funding": {"value": {"part": 5, "whole": 2600}}}
    assert visiting.save(visit_id, first) == 2
    assert visiting.save(visit_id, {"ai-plan": {"value": 1, "note": "有文件"}}) == 3
    answers = kept(visiting, visit_id)
    assert set(answers) == {"ai-plan", "miit-funding"}
    plan = answers["ai-plan"]
    assert (plan.value, plan.grade, plan.reason, plan.note) == (1.0, None, None, "有文件")
    assert plan.actor == "ms-chen"
    assert plan.changed_at == get_visit(visiting.reader(FIRM), visit_id).updated_at
    assert answers["miit-funding"].value == Share(5.0, 2600.0)
    assert answers["miit-funding"].changed_at < plan.changed_at


def test_nothing_takes_an_answer_away_and_an_empty_request_none(visiting: Visiting) -> None:
    visit_id = visiting.begin()
    visiting.save(visit_id, {"ai-plan": seen_running(0), "ai-funding": seen_running(0)})
    visiting.save(visit_id, {"ai-plan": None, "ai-skills": None})
    visiting.save(visit_id, {})
    (answer,) = kept(visiting, visit_id).values()
    assert (answer.item, answer.grade, answer.reason) == (
        "ai-funding", EvidenceGrade.SEEN_RUNNING, REASON
    )  # fmt: skip


def test_answers_are_saved_to_a_version_that_was_seen(visiting: Visiting) -> None:
    visit_id = visiting.begin()
    assert visiting.save(visit_id, {"ai-plan": seen_running(0)}, seen=seen(1)) == 2
    with pytest.raises(Stale):
        visiting.save(visit_id, {"ai-plan": seen_running(3)}, seen=seen(1))
    assert kept(visiting, visit_id)["ai-plan"].value == 0.0


def test_every_fault_of_answers_is_named_and_nothing_saved(visiting: Visiting) -> None:
    visit_id = visiting.begin()
    answers = {
        "ai-plan": seen_running(9), "equipment-automation": {"grade": "sure", "value": 1, "x": 1},
        "data-standards": [], "no-such-item": seen_running(1), "none-such": None,
        "network-coverage": {"grade": "none", "note": "x" * 1001},
        "ai-skills": seen_running("not_known"), "ai-funding": seen_running(1),
    }  # fmt: skip
    assert faults_of(refused(visiting, visit_id, {"answers": answers})) == {
        "/answers/ai-plan/value": "bad-position",
        "/answers/equipment-automation/grade": "unknown-value",
        "/answers/equipment-automation/x": "unknown-field",
        "/answers/data-standards": "wrong-type",
        "/answers/no-such-item/value": "unknown-item",
        "/answers/none-such": "unknown-item",
        "/answers/network-coverage/value": "missing-field",
        "/answers/network-coverage/note": "too-long",
        "/answers/ai-skills/value": "verified-not-known",
    }
    for raw, code in (({}, "missing-field"), ({"answers": 3}, "wrong-type")):
        assert faults_of(refused(visiting, visit_id, raw)) == {"/answers": code}
    assert kept(visiting, visit_id) == {}
    assert get_visit(visiting.reader(FIRM), visit_id).version == 1


def test_a_part_of_an_answer_that_is_wrong_is_pointed_to(visiting: Visiting) -> None:
    share = {"miit-funding": {"value": {"part": "5", "whole": 2600}}}
    error = refused(visiting, visiting.begin(), {"answers": share})
    assert list(faults_of(error)) == ["/answers/miit-funding/value/part"]


def test_there_are_no_more_answers_than_questions(visiting: Visiting) -> None:
    error = refused(visiting, visiting.begin(), {"answers": dict.fromkeys(map(str, range(100)))})
    (fault,) = error.faults
    assert (fault.pointer, fault.code, fault.values) == ("/answers", "too-many", {"limit": 99})


def test_of_very_many_faults_all_are_counted(visiting: Visiting) -> None:
    """The form has 99 questions: each is answered by what is no answer, in two ways."""
    wrong = {f"no-{number}": {"value": 1, "x": 1, "y": 1} for number in range(99)}
    error = refused(visiting, visiting.begin(), {"answers": wrong})
    assert len(error.faults) + error.more == 3 * 99
    assert len(error.faults) >= MOST_FAULTS


def test_what_is_not_asked_of_a_plant_is_not_verified(
    database: Database, diagnosing: Diagnosing
) -> None:
    """Whoever makes steel or salt by a process designs no product to simulate."""
    visiting = Visiting(database, diagnosing, an_example("zhanjiang-process-plant"))
    visit_id = visiting.begin()
    error = refused(visiting, visit_id, {"answers": {"design-simulation": seen_running(1)}})
    assert faults_of(error) == {"/answers/design-simulation/value": "not-asked-of-firm"}


@IN_BOTH
def test_nobody_but_who_visits_writes(visiting: Visiting) -> None:
    visit_id = visiting.begin()
    for who in (SECOND, FIRM, PORTAL, STRANGER):
        with pytest.raises(NotThere):
            visiting.save(visit_id, {"ai-plan": seen_running(1)}, who)
    for who in (SECOND, PORTAL, STRANGER):
        with pytest.raises(NotThere):
            get_answers(visiting.reader(who), visit_id)
    assert kept(visiting, visit_id) == {}


@IN_BOTH
def test_a_grant_that_is_over_stops_the_writing(visiting: Visiting) -> None:
    visit_id = visiting.begin()
    visiting.save(visit_id, {"ai-plan": seen_running(1)})
    visiting.revoke(OFFICE)
    with pytest.raises(GrantOver):
        visiting.save(visit_id, {"ai-plan": seen_running(2)})
    assert kept(visiting, visit_id)["ai-plan"].value == 1.0
    assert [each.item for each in get_answers(visiting.reader(OFFICE), visit_id)] == ["ai-plan"]


def test_what_was_signed_or_given_up_never_changes(visiting: Visiting) -> None:
    signed = visiting.signed({"ai-plan": seen_running(0)})
    withdrawn = visiting.begin()
    withdraw_visit(visiting.writer(OFFICE), withdrawn, ANY)
    for visit_id in (signed, withdrawn):
        with pytest.raises(VisitSettled):
            visiting.save(visit_id, {"ai-plan": seen_running(5)})
    assert kept(visiting, signed)["ai-plan"].value == 0.0
    assert kept(visiting, withdrawn) == {}

"""What a store must do with plans: the fake, SQLite and PostgreSQL alike."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from diagnosis.domain.retrofit.follow_up.feedback import FeedbackReason
from diagnosis.domain.retrofit.follow_up.progress import Status
from diagnosis.services.ports.records import DiagnosisRecord, PlanLabel
from diagnosis.services.ports.scope import Principal
from diagnosis.storage.identifiers import new_id
from tests.builders import a_kept_plan
from tests.ports.records import (
    NOW,
    a_diagnosis,
    a_note,
    a_plan_record,
    add_firm,
    some_feedback,
)

OWNER = Principal("local", "local")


@pytest.fixture
def firm(store: Any) -> tuple[str, str]:
    """Return the ids of a stored firm and its assessment."""
    with store.begin(OWNER) as work:
        enterprise, assessment = add_firm(work)
    return enterprise.id, assessment.id


def a_stored_diagnosis(store: Any) -> DiagnosisRecord:
    """Return a stored diagnosis of a stored assessment."""
    with store.begin(OWNER) as work:
        _, assessment = add_firm(work)
        record = a_diagnosis(assessment)
        work.add_diagnosis(record)
    return record


def test_a_plan_comes_back_as_it_went(store: Any, firm: tuple[str, str]) -> None:
    plan = a_plan_record(*firm)
    with store.begin(OWNER) as work:
        work.add_plan(plan)
    with store.read(OWNER) as reader:
        assert reader.plan(plan.row.id) == plan
        assert reader.plan(new_id(NOW)) is None


def test_plans_are_listed_newest_first_without_results(store: Any, firm: tuple[str, str]) -> None:
    plans = [a_plan_record(*firm, id=new_id(NOW + timedelta(seconds=n))) for n in range(3)]
    with store.begin(OWNER) as work:
        for plan in plans:
            work.add_plan(plan)
    with store.read(OWNER) as reader:
        first = reader.plans({"enterprise_id": firm[0]}, None, 2)
        rest = reader.plans({"enterprise_id": firm[0]}, first.next, 2)
        nothing = reader.plans({"assessment_id": new_id(NOW)}, None, 2)
    assert [*first.items, *rest.items] == [plan.row for plan in reversed(plans)]
    assert (rest.next, nothing.items) == (None, ())


def test_plans_are_listed_by_the_level_they_promise(store: Any, firm: tuple[str, str]) -> None:
    levels = (0, 2, None)
    plans = [
        a_plan_record(*firm, id=new_id(NOW + timedelta(seconds=n)), level=2, promised_level=level)
        for n, level in enumerate(levels)
    ]
    with store.begin(OWNER) as work:
        for plan in plans:
            work.add_plan(plan)
    with store.read(OWNER) as reader:
        for plan, level in zip(plans[:2], levels, strict=False):
            assert reader.plans({"promised_level": level}, None, 5).items == (plan.row,)


def test_plans_are_known_by_their_firm_and_reference(store: Any) -> None:
    with store.begin(OWNER) as work:
        enterprise, assessment = add_firm(work)
        plan = a_plan_record(enterprise.id, assessment.id)
        work.add_plan(plan)
    with store.read(OWNER) as reader:
        labels = reader.plan_labels((plan.row.id, new_id(NOW)))
        assert reader.plan_labels(()) == {}
    name, reference = enterprise.facts.name, assessment.sheet.reference
    assert name and reference
    assert labels == {plan.row.id: PlanLabel(name, reference)}
    with store.read(Principal("other", "other")) as reader:
        assert reader.plan_labels((plan.row.id,)) == {}


def test_notes_stay_in_the_order_they_were_made(store: Any, firm: tuple[str, str]) -> None:
    plan, other = a_plan_record(*firm), a_plan_record(*firm)
    later = NOW + timedelta(seconds=5)
    notes = [
        a_note(plan.row.id),
        a_note(plan.row.id, later, status=Status.DROPPED, reason="换供应商", cost_wan=None),
    ]
    apart = a_note(other.row.id, later + timedelta(seconds=5))
    with store.begin(OWNER) as work:
        work.add_plan(plan)
        work.add_plan(other)
        for note in (apart, *reversed(notes)):
            work.add_progress(note)
    with store.read(OWNER) as reader:
        assert reader.progress((plan.row.id,)) == tuple(notes)
        assert reader.progress((plan.row.id, other.row.id)) == (*notes, apart)
        assert reader.progress(()) == ()


def test_feedback_stays_in_the_order_it_was_sent(store: Any, firm: tuple[str, str]) -> None:
    later = NOW + timedelta(seconds=5)
    feedback = [
        some_feedback(firm[0]),
        some_feedback(firm[0], later, useful=True, reason=FeedbackReason.FITS, text=None),
    ]
    with store.begin(OWNER) as work:
        for record in reversed(feedback):
            work.add_feedback(record)
    with store.read(OWNER) as reader:
        assert reader.feedback(firm[0]) == tuple(feedback)


def test_steps_of_the_default_plan_are_kept_once(store: Any) -> None:
    """Those that come second were worked out beside the first: the first stay."""
    record = a_stored_diagnosis(store)
    kept = tuple(a_kept_plan().packages)
    with store.read(OWNER) as reader:
        assert reader.diagnosis(record.row.id).plan_steps is None
    with store.begin(OWNER) as work:
        work.keep_plan_steps(record.row.id, kept[:1])
        assert work.diagnosis(record.row.id).plan_steps == kept[:1]
    with store.begin(OWNER) as work:
        work.keep_plan_steps(record.row.id, kept)
    with store.read(OWNER) as reader:
        assert reader.diagnosis(record.row.id) == replace(record, plan_steps=kept[:1])


def test_that_there_are_no_steps_is_kept_as_well(store: Any) -> None:
    record = a_stored_diagnosis(store)
    with store.begin(OWNER) as work:
        work.keep_plan_steps(record.row.id, ())
        work.keep_plan_steps(record.row.id, tuple(a_kept_plan().packages))
    with store.read(OWNER) as reader:
        assert reader.diagnosis(record.row.id).plan_steps == ()


def test_another_owner_keeps_no_steps_with_a_diagnosis(store: Any) -> None:
    record = a_stored_diagnosis(store)
    with store.begin(Principal("other", "other")) as work:
        work.keep_plan_steps(record.row.id, tuple(a_kept_plan().packages))
        work.keep_plan_steps(new_id(NOW), ())
    with store.read(OWNER) as reader:
        assert reader.diagnosis(record.row.id).plan_steps is None


def test_another_owner_has_no_plan(store: Any, firm: tuple[str, str]) -> None:
    plan = a_plan_record(*firm)
    with store.begin(OWNER) as work:
        work.add_plan(plan)
        work.add_progress(a_note(plan.row.id))
        work.add_feedback(some_feedback(firm[0]))
    with store.read(Principal("other", "other")) as reader:
        assert reader.plan(plan.row.id) is None
        assert reader.plans({}, None, 10).items == ()
        assert reader.progress((plan.row.id,)) == ()
        assert reader.feedback(firm[0]) == ()


def test_a_note_without_a_plan_is_refused(store: Any) -> None:
    with pytest.raises(Exception, match=r"(?i)foreign key"), store.begin(OWNER) as work:
        work.add_progress(a_note(new_id(NOW)))


def test_a_plan_of_no_assessment_is_refused(store: Any, firm: tuple[str, str]) -> None:
    stray = a_plan_record(firm[0], new_id(NOW))
    with pytest.raises(Exception, match=r"(?i)foreign key"), store.begin(OWNER) as work:
        work.add_plan(stray)

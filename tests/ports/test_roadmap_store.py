"""What a store must do with plans, on both databases."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from diagnosis.domain.retrofit.follow_up.feedback import FeedbackReason
from diagnosis.domain.retrofit.follow_up.progress import Status
from diagnosis.storage.database import Database
from diagnosis.storage.identifiers import new_id
from tests.ports.plan_records import NOW, a_feedback, a_note, a_roadmap
from tests.ports.records import an_assessment, an_enterprise_record

OWN = "local"


@pytest.fixture
def firm(database: Database) -> tuple[str, str]:
    """Return the ids of a stored firm and its assessment."""
    own = an_enterprise_record()
    sheet = an_assessment(own)
    with database.begin(OWN) as work:
        work.add_enterprise(own)
        work.add_assessment(sheet)
    return own.id, sheet.id


def test_a_roadmap_comes_back_as_it_went(database: Database, firm: tuple[str, str]) -> None:
    plan = a_roadmap(*firm)
    with database.begin(OWN) as work:
        work.add_roadmap(plan)
    with database.read(OWN) as reading:
        assert reading.roadmap(plan.id) == plan
        assert reading.roadmap(new_id(NOW)) is None


def test_roadmaps_are_listed_newest_first_without_plans(
    database: Database, firm: tuple[str, str]
) -> None:
    plans = [a_roadmap(*firm, id=new_id(NOW + timedelta(seconds=n))) for n in range(3)]
    with database.begin(OWN) as work:
        for plan in plans:
            work.add_roadmap(plan)
    with database.read(OWN) as reading:
        first = reading.roadmaps({"enterprise_id": firm[0]}, None, 2)
        rest = reading.roadmaps({"enterprise_id": firm[0]}, first.next, 2)
        nothing = reading.roadmaps({"assessment_id": new_id(NOW)}, None, 2)
    assert [one.id for one in (*first.items, *rest.items)] == [one.id for one in reversed(plans)]
    assert (rest.next, nothing.items) == (None, ())
    assert first.items[0].budget_wan == 120.0


def test_notes_stay_in_the_order_they_were_made(database: Database, firm: tuple[str, str]) -> None:
    plan = a_roadmap(*firm)
    later = NOW + timedelta(seconds=5)
    notes = [
        a_note(plan.id),
        a_note(plan.id, later, status=Status.DROPPED, reason="换供应商", cost_wan=None),
    ]
    with database.begin(OWN) as work:
        work.add_roadmap(plan)
        for one in reversed(notes):
            work.add_progress(one)
    with database.read(OWN) as reading:
        assert reading.progress(plan.id) == tuple(notes)


def test_words_stay_in_the_order_they_were_given(
    database: Database, firm: tuple[str, str]
) -> None:
    later = NOW + timedelta(seconds=5)
    words = [
        a_feedback(firm[0]),
        a_feedback(firm[0], later, useful=True, reason=FeedbackReason.FITS, text=None),
    ]
    with database.begin(OWN) as work:
        for one in reversed(words):
            work.add_feedback(one)
    with database.read(OWN) as reading:
        assert reading.feedback(firm[0]) == tuple(words)


def test_another_owner_finds_no_plan(database: Database, firm: tuple[str, str]) -> None:
    plan = a_roadmap(*firm)
    with database.begin(OWN) as work:
        work.add_roadmap(plan)
        work.add_progress(a_note(plan.id))
        work.add_feedback(a_feedback(firm[0]))
    with database.read("other") as reading:
        found: list[Any] = [
            reading.roadmap(plan.id),
            reading.roadmaps({}, None, 10).items,
            reading.progress(plan.id),
            reading.feedback(firm[0]),
        ]
    assert found == [None, (), (), ()]


def test_a_note_without_a_roadmap_is_refused(database: Database) -> None:
    with pytest.raises(Exception, match=r"(?i)foreign key"), database.begin(OWN) as work:
        work.add_progress(a_note(new_id(NOW)))


def test_a_roadmap_of_no_assessment_is_refused(database: Database, firm: tuple[str, str]) -> None:
    stray = replace(a_roadmap(*firm), assessment_id=new_id(NOW))
    with pytest.raises(Exception, match=r"(?i)foreign key"), database.begin(OWN) as work:
        work.add_roadmap(stray)

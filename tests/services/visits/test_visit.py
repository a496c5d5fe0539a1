"""A visit is begun by who is granted the firm, is seen by both sides, and may be given up."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from diagnosis.content.versions import Versions
from diagnosis.domain.fault import FaultyInput
from diagnosis.services.errors import (
    ContentNotKept,
    KeyReused,
    NotThere,
    OfItsOwner,
    Stale,
    VisitSettled,
)
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.records import ChangeKind
from diagnosis.services.ports.scope import AccessRole, Principal
from diagnosis.services.ports.store import IdempotencyKey
from diagnosis.services.ports.visits import VisitState, WhyVisited
from diagnosis.services.scoring.submissions import Diagnosing, submit_sheet
from diagnosis.services.seen_versions import seen
from diagnosis.services.visits.answers import get_answers
from diagnosis.services.visits.visit import begin_visit, get_visit, list_visits, withdraw_visit
from diagnosis.storage.database import Database
from tests.builders import an_example
from tests.fakes.versions import FakeVersions
from tests.ports.visit_records import FIRM, OFFICE, PORTAL, SECOND, STRANGER
from tests.services.visits.visiting import ANY, IN_BOTH, Visiting, faults_of, seen_running

UNINVITED = Principal("third-office", "mr-xu", AccessRole.CONSULTANT)
KEY = IdempotencyKey("k", "f")


def seen_by(visiting: Visiting, visit_id: str) -> set[str]:
    """Return the organisations that see a visit, after one visit and the list agreed on them."""
    readers = set()
    for who in (FIRM, OFFICE, SECOND, PORTAL, STRANGER):
        listed = [each.id for each in list_visits(visiting.reader(who), {}, None, 9).items]
        try:
            assert listed == [get_visit(visiting.reader(who), visit_id).id]
            readers.add(who.owner)
        except NotThere:
            assert listed == []
    return readers


@IN_BOTH
def test_a_visit_states_who_comes_and_both_sides_see_it(visiting: Visiting) -> None:
    plan = visiting.plan(vendor_ties=[])
    contents, caller = visiting.using.contents, visiting.writer(OFFICE)
    made = begin_visit(contents, caller, visiting.row.id, plan, None)
    visit = get_visit(visiting.reader(FIRM), made.value)
    assert made.replayed is False
    assert (visit.why, visit.planned_on.isoformat(), visit.visitor, visit.employer) == (
        WhyVisited.RANDOM, plan["planned_on"], "陈工", "示例咨询有限公司"
    )  # fmt: skip
    assert (visit.vendor_ties, visit.state, visit.version) == ((), VisitState.OPEN, 1)
    assert (visit.visited_by, visit.begun_by) == ("office", "ms-chen")
    assert (visit.enterprise_id, visit.diagnosis_id) == (
        visiting.row.enterprise_id, visiting.row.id
    )  # fmt: skip
    assert seen_by(visiting, visit.id) == {"local", "office"}
    for who in (FIRM, OFFICE):
        assert visiting.kinds(who)[-1] is ChangeKind.VISIT_BEGUN


@IN_BOTH
def test_the_same_request_begins_a_single_visit(visiting: Visiting) -> None:
    first = visiting.begin(key=KEY)
    again = begin_visit(
        visiting.using.contents, visiting.writer(OFFICE), visiting.row.id, visiting.plan(), KEY
    )
    assert (again.value, again.replayed) == (first, True)
    with pytest.raises(KeyReused):
        visiting.begin(key=replace(KEY, fingerprint="another request"))
    assert len(list_visits(visiting.reader(OFFICE), {}, None, 9).items) == 1


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"why": "curious", "name": "x"}, {"/why": "unknown-value", "/name": "unknown-field"}),
        ({"planned_on": "2099-01-01"}, {"/planned_on": "out-of-range"}),
        ({"planned_on": None}, {"/planned_on": "missing-field"}),
        ({"visitor": " ", "employer": "x" * 201},
         {"/visitor": "missing-field", "/employer": "too-long"}),
        ({"vendor_ties": None}, {"/vendor_ties": "missing-field"}),
        ({"vendor_ties": [" ", 3, "甲公司"]},
         {"/vendor_ties/0": "blank-text", "/vendor_ties/1": "wrong-type"}),
    ],
)  # fmt: skip
def test_every_fault_of_a_visit_is_named(
    visiting: Visiting, changes: dict[str, Any], faults: dict[str, str]
) -> None:
    with pytest.raises(FaultyInput) as caught:
        visiting.begin(**changes)
    assert faults_of(caught.value) == faults
    assert list_visits(visiting.reader(OFFICE), {}, None, 9).items == ()


def test_a_visit_is_planned_four_hundred_days_ahead_at_most(visiting: Visiting) -> None:
    today = visiting.reader(OFFICE).today
    last = today + timedelta(days=400)
    visit = get_visit(visiting.reader(OFFICE), visiting.begin(planned_on=last.isoformat()))
    assert visit.planned_on == last
    with pytest.raises(FaultyInput) as caught:
        visiting.begin(planned_on=(last + timedelta(days=1)).isoformat())
    assert faults_of(caught.value) == {"/planned_on": "out-of-range"}


@IN_BOTH
def test_a_visit_is_begun_by_a_granted_consultant_alone(visiting: Visiting) -> None:
    for who in (UNINVITED, STRANGER):
        with pytest.raises(NotThere):
            visiting.begin(who)
    for who in (FIRM, PORTAL):
        with pytest.raises(OfItsOwner):
            visiting.begin(who)
    visiting.revoke(OFFICE)
    with pytest.raises(NotThere):
        visiting.begin(OFFICE)
    assert visiting.begin(SECOND)


def test_nobody_verifies_its_own_firm(visiting: Visiting) -> None:
    sheet = an_example("zhongshan-lamp-maker")
    mine = submit_sheet(visiting.using, visiting.writer(OFFICE), sheet, None).stored.row.id
    contents, plan = visiting.using.contents, visiting.plan()
    with pytest.raises(OfItsOwner):
        begin_visit(contents, visiting.writer(OFFICE), mine, plan, None)
    with pytest.raises(NotThere):
        begin_visit(contents, visiting.writer(SECOND), mine, plan, None)


def test_what_its_firm_took_back_is_not_visited(visiting: Visiting) -> None:
    visiting.withdraw_diagnosis()
    with pytest.raises(FaultyInput) as caught:
        visiting.begin()
    assert faults_of(caught.value) == {"": "diagnosis-withdrawn"}


def test_a_diagnosis_whose_content_is_lost_is_not_visited(
    database: Database, content: Content, both_in_use: Versions
) -> None:
    """Neither where its bundle is broken, nor where its form has gone from its content."""
    using = Diagnosing(contents=FakeVersions(content), estimator=None)
    visiting = Visiting(database, using)
    for contents in (both_in_use, FakeVersions(replace(content, readers={}))):
        caller, plan = visiting.writer(OFFICE), visiting.plan()
        with pytest.raises(ContentNotKept) as caught:
            begin_visit(contents, caller, visiting.row.id, plan, None)
        assert caught.value.digest == visiting.row.content


@IN_BOTH
def test_a_visit_is_given_up_for_good_and_what_was_verified_stays(visiting: Visiting) -> None:
    visit_id = visiting.begin()
    visiting.save(visit_id, {"ai-plan": seen_running(0)})
    with pytest.raises(Stale):
        withdraw_visit(visiting.writer(OFFICE), visit_id, seen(1))
    for who in (SECOND, FIRM, PORTAL):
        with pytest.raises(NotThere):
            withdraw_visit(visiting.writer(who), visit_id, ANY)
    visiting.revoke(OFFICE)
    after = withdraw_visit(visiting.writer(OFFICE), visit_id, seen(2))
    assert (after.state, after.version, after.signed_at) == (VisitState.WITHDRAWN, 3, None)
    assert get_visit(visiting.reader(FIRM), visit_id) == after
    (answer,) = get_answers(visiting.reader(FIRM), visit_id)
    assert (answer.item, answer.value) == ("ai-plan", 0.0)
    with pytest.raises(VisitSettled):
        withdraw_visit(visiting.writer(OFFICE), visit_id, ANY)
    assert seen_by(visiting, visit_id) == {"local", "office"}
    for who in (FIRM, OFFICE):
        assert visiting.kinds(who)[-1] is ChangeKind.VISIT_WITHDRAWN


def test_visits_are_listed_newest_first_a_page_at_a_time(visiting: Visiting) -> None:
    first, second, third = (visiting.begin() for _ in range(3))
    withdraw_visit(visiting.writer(OFFICE), second, ANY)
    page = list_visits(visiting.reader(FIRM), {}, None, 2)
    assert [each.id for each in page.items] == [third, second]
    rest = list_visits(visiting.reader(FIRM), {}, page.next, 2)
    assert ([each.id for each in rest.items], rest.next) == ([first], None)
    still_open = list_visits(visiting.reader(FIRM), {"state": "open"}, None, 9)
    assert [each.id for each in still_open.items] == [third, first]

"""A firm objects to what was verified, in time and once an item, and is answered once."""

from datetime import timedelta
from typing import Any

import pytest

from diagnosis.domain.fault import FaultyInput
from diagnosis.services.errors import (
    AlreadyRemarked,
    KeyReused,
    NotThere,
    ObjectionsOver,
    VisitOpen,
)
from diagnosis.services.ports.records import ChangeKind
from diagnosis.services.ports.scope import Principal
from diagnosis.services.ports.store import IdempotencyKey
from diagnosis.services.ports.visits import VisitParty
from diagnosis.services.visits.answers import get_answers
from diagnosis.services.visits.remarks import answer_objection, get_objections, object_to_visit
from diagnosis.services.visits.visit import get_visit
from tests.ports.visit_records import FIRM, OFFICE, PORTAL, SECOND, STRANGER
from tests.services.visits.visiting import IN_BOTH, Visiting, faults_of, seen_running

NOTE = {"item": "ai-plan", "note": "计划上周已发文"}
REPLY = {"item": "ai-plan", "note": "走访那天还没有"}
DAYS = 14


@pytest.fixture
def signed(visiting: Visiting) -> str:
    """Return the id of a signed visit that verified an answer."""
    return visiting.signed({"ai-plan": seen_running(0)})


def object_to(
    visiting: Visiting, visit_id: str, raw: Any = NOTE, who: Principal = FIRM, **how: Any
) -> bool:
    """Let somebody object; return whether an earlier request did."""
    caller = visiting.writer(who, how.get("later", timedelta(0)))
    return object_to_visit(caller, visit_id, raw, how.get("key"), days=DAYS).replayed


def answer(
    visiting: Visiting, visit_id: str, raw: Any = REPLY, who: Principal = OFFICE, key: Any = None
) -> bool:
    """Let somebody answer what a firm objects to; return whether an earlier request did."""
    return answer_objection(visiting.writer(who), visit_id, raw, key).replayed


@IN_BOTH
def test_a_firm_objects_and_is_answered_and_nothing_changes(
    visiting: Visiting, signed: str
) -> None:
    before = get_visit(visiting.reader(FIRM), signed)
    verified = get_answers(visiting.reader(FIRM), signed)
    object_to(visiting, signed)
    visiting.revoke(OFFICE)
    answer(visiting, signed)
    for who in (FIRM, OFFICE, PORTAL):
        shown = get_objections(visiting.reader(who), signed)
        remarks = [(each.item, each.party, each.note, each.actor) for each in shown.remarks]
        assert remarks == [
            ("ai-plan", VisitParty.FIRM, NOTE["note"], "boss"),
            ("ai-plan", VisitParty.CONSULTANT, REPLY["note"], "ms-chen"),
        ]
        assert shown.visit == before
    assert get_answers(visiting.reader(FIRM), signed) == verified
    for who in (FIRM, OFFICE):
        assert visiting.kinds(who)[-2:] == [
            ChangeKind.VISIT_OBJECTED, ChangeKind.OBJECTION_ANSWERED
        ]  # fmt: skip


@IN_BOTH
def test_each_item_is_objected_to_and_answered_once(visiting: Visiting, signed: str) -> None:
    object_to(visiting, signed)
    with pytest.raises(AlreadyRemarked):
        object_to(visiting, signed, NOTE | {"note": "再说一次"})
    answer(visiting, signed)
    with pytest.raises(AlreadyRemarked):
        answer(visiting, signed)
    assert len(get_objections(visiting.reader(FIRM), signed).remarks) == 2


def test_a_request_that_is_sent_twice_remarks_once(visiting: Visiting, signed: str) -> None:
    key, other = IdempotencyKey("k", "f"), IdempotencyKey("k", "another request")
    assert [object_to(visiting, signed, key=key) for _ in range(2)] == [False, True]
    with pytest.raises(KeyReused):
        object_to(visiting, signed, key=other)
    assert [answer(visiting, signed, key=key) for _ in range(2)] == [False, True]
    with pytest.raises(KeyReused):
        answer(visiting, signed, key=other)


def test_the_days_to_object_end(visiting: Visiting, signed: str) -> None:
    """They count from the signature; the last moment of the last day is still one."""
    signed_at = get_visit(visiting.reader(FIRM), signed).signed_at
    assert signed_at is not None
    # A visiting clock moves on by a second whenever somebody asks.
    left = signed_at + timedelta(days=DAYS) - visiting.now
    with pytest.raises(ObjectionsOver):
        object_to(visiting, signed, later=left)
    left = signed_at + timedelta(days=DAYS) - visiting.now - timedelta(seconds=1)
    object_to(visiting, signed, later=left)


def test_only_what_was_verified_is_objected_to_and_only_objections_answered(
    visiting: Visiting, signed: str
) -> None:
    with pytest.raises(FaultyInput) as caught:
        object_to(visiting, signed, NOTE | {"item": "data-standards"})
    assert faults_of(caught.value) == {"/item": "item-not-verified"}
    with pytest.raises(FaultyInput) as caught:
        answer(visiting, signed)
    assert faults_of(caught.value) == {"/item": "nobody-objects"}
    assert get_objections(visiting.reader(FIRM), signed).remarks == ()


@pytest.mark.parametrize(
    ("raw", "faults"),
    [
        ({"item": 3, "note": " "}, {"/item": "wrong-type", "/note": "missing-field"}),
        ({"note": "x" * 1001, "x": 1},
         {"/x": "unknown-field", "/item": "missing-field", "/note": "too-long"}),
        (None, {"": "wrong-type"}),
    ],
)  # fmt: skip
def test_every_fault_of_a_remark_is_named(
    visiting: Visiting, signed: str, raw: Any, faults: dict[str, str]
) -> None:
    for remark in (object_to, answer):
        with pytest.raises(FaultyInput) as caught:
            remark(visiting, signed, raw)
        assert faults_of(caught.value) == faults


def test_an_open_visit_has_nothing_to_object_to(visiting: Visiting) -> None:
    visit_id = visiting.begin()
    visiting.save(visit_id, {"ai-plan": seen_running(0)})
    with pytest.raises(VisitOpen):
        object_to(visiting, visit_id)
    with pytest.raises(VisitOpen):
        answer(visiting, visit_id)


@IN_BOTH
def test_each_side_remarks_for_itself(visiting: Visiting, signed: str) -> None:
    for who in (OFFICE, SECOND, PORTAL, STRANGER):
        with pytest.raises(NotThere):
            object_to(visiting, signed, who=who)
    object_to(visiting, signed)
    for who in (FIRM, SECOND, PORTAL, STRANGER):
        with pytest.raises(NotThere):
            answer(visiting, signed, who=who)
    for who in (SECOND, STRANGER):
        with pytest.raises(NotThere):
            get_objections(visiting.reader(who), signed)

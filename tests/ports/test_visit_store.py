"""What a store must do with visits: of one organisation, about a firm of another."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from diagnosis.domain.consent import ConsentUse
from diagnosis.domain.intake.answer import NotApplicable, Share
from diagnosis.services.ports.consents import ConsentRecord, ConsentStatus
from diagnosis.services.ports.records import ChangeKind
from diagnosis.services.ports.scope import AccessRole, Principal
from diagnosis.services.ports.store import Page
from diagnosis.services.ports.visits import KeptVisit, VisitParty, VisitRemark, VisitState
from diagnosis.storage.identifiers import new_id
from tests.ports.records import BY_MODEL, NOW
from tests.ports.visit_records import (
    FIRM,
    OFFICE,
    PORTAL,
    SECOND,
    STRANGER,
    VERIFIED,
    a_granted_firm,
    a_visit,
    an_answer,
    later,
    signed,
)


@pytest.fixture
def begun(store: Any) -> Iterator[KeptVisit]:
    """Yield a visit of the office that has begun; a second office and a portal read the firm."""
    record = a_visit(a_granted_firm(store, OFFICE, SECOND, PORTAL))
    with store.begin(OFFICE) as work:
        assert work.begin_visit(record) is True
    yield record


def seen_by(store: Any, visit_id: str) -> set[str]:
    """Return the organisations that see a visit, after what is of it agreed on them."""
    seen = set()
    for who in (FIRM, OFFICE, SECOND, PORTAL, STRANGER):
        with store.read(who) as reader:
            record = reader.visit(visit_id)
            assert {each.id for each in reader.visits({}, None, 9).items} == (
                {visit_id} if record else set()
            )
            parts = (reader.visit_answers, reader.visit_readings, reader.visit_remarks)
            if record is None:
                assert [part(visit_id) for part in parts] == [(), (), ()]
            else:
                seen.add(who.owner)
    return seen


def kinds(store: Any, who: Principal) -> list[ChangeKind]:
    with store.read(who) as reader:
        return [each.kind for each in reader.changes(0, 99) if "granted" not in each.kind]


def test_both_sides_see_a_visit_from_its_beginning_and_portals_once_signed(
    store: Any, begun: KeptVisit
) -> None:
    assert seen_by(store, begun.id) == {"local", "office"}
    answers = (an_answer("b", Share(1.0, 4.0), grade=None, reason=None), an_answer("a"))
    changed = later(begun)
    with store.begin(OFFICE) as work:
        assert work.keep_visit_answers(changed, answers, ()) is True
    assert seen_by(store, begun.id) == {"local", "office"}
    with store.begin(OFFICE) as work:
        assert work.sign_visit(signed(changed), (*VERIFIED, BY_MODEL)) is True
    assert seen_by(store, begun.id) == {"local", "office", "bureau"}
    with store.read(PORTAL) as reader:
        assert reader.visit(begun.id) == signed(changed)
        assert reader.visit_answers(begun.id) == answers[::-1]
        assert reader.visit_readings(begun.id) == (BY_MODEL, *VERIFIED)
    expected = [ChangeKind.VISIT_BEGUN, ChangeKind.VISIT_SIGNED]
    assert kinds(store, OFFICE)[-2:] == kinds(store, FIRM)[-2:] == expected
    assert not set(expected) & {*kinds(store, SECOND), *kinds(store, PORTAL)}


def test_answers_are_merged_by_item(store: Any, begun: KeptVisit) -> None:
    cut = NotApplicable("no-line")
    steps: Any = (
        ((an_answer("a"), an_answer("b")), (), {"a": 2.0, "b": 2.0}),
        ((an_answer("b", cut),), (), {"a": 2.0, "b": cut}),
        ((an_answer("c", ("x", "y")),), ("a",), {"b": cut, "c": ("x", "y")}),
    )
    record = begun
    for kept, dropped, expected in steps:
        record = later(record)
        with store.begin(OFFICE) as work:
            assert work.hold_visit(begun.id) == replace(record, version=record.version - 1)
            assert work.keep_visit_answers(record, kept, dropped) is True
        with store.read(FIRM) as reader:
            kept_now = {each.item: each.value for each in reader.visit_answers(begun.id)}
        assert kept_now == expected


def test_a_visit_is_about_a_diagnosis_of_a_firm_that_is_granted(store: Any) -> None:
    row, other = a_granted_firm(store, OFFICE, PORTAL), a_granted_firm(store, site="2")
    as_portal = replace(OFFICE, role=AccessRole.PORTAL)
    writing = replace(OFFICE, is_writing=True)
    for who in (SECOND, PORTAL, STRANGER, FIRM, as_portal, writing):
        with store.begin(who) as work:
            assert work.may_visit(row.enterprise_id) is False
            assert work.begin_visit(a_visit(row, who)) is False
    with store.begin(OFFICE) as work:
        assert work.may_visit(row.enterprise_id) is True
        assert work.may_visit(other.enterprise_id) is False
        assert work.begin_visit(a_visit(other)) is False
        mixed = a_visit(row, diagnosis_id=other.id)
        assert work.begin_visit(mixed) is False
    with store.read(FIRM) as reader:
        assert reader.visits({}, None, 9) == Page((), None)


def test_without_a_grant_nothing_is_written_any_more_but_the_visit_is_readable(
    store: Any, begun: KeptVisit
) -> None:
    with store.read(OFFICE) as reader:
        (grant,) = reader.held_grants(None, 9).items
    with store.begin(FIRM) as work:
        assert work.revoke_grant(grant.id, NOW)
    with store.begin(OFFICE) as work:
        assert work.may_visit(begun.enterprise_id) is False
        assert work.keep_visit_answers(later(begun), (an_answer("a"),), ()) is False
        assert work.sign_visit(signed(begun), VERIFIED) is False
    with store.read(OFFICE) as reader:
        assert reader.enterprise(begun.enterprise_id) is None
        assert reader.visit(begun.id) == begun
        assert reader.visit_answers(begun.id) == reader.visit_readings(begun.id) == ()
    over = later(begun, state=VisitState.WITHDRAWN)
    with store.begin(OFFICE) as work:
        assert work.withdraw_visit(over) is True
    assert seen_by(store, begun.id) == {"local", "office"}
    assert kinds(store, FIRM)[-1] is ChangeKind.VISIT_WITHDRAWN


def test_what_was_signed_or_seen_in_another_version_is_not_changed(
    store: Any, begun: KeptVisit
) -> None:
    with store.begin(OFFICE) as work:
        stale = replace(begun, version=3)
        assert work.keep_visit_answers(stale, (an_answer("a"),), ()) is False
        assert work.sign_visit(signed(stale), VERIFIED) is False
        assert work.withdraw_visit(replace(stale, state=VisitState.WITHDRAWN)) is False
        assert work.sign_visit(signed(begun), VERIFIED) is True
    done = signed(begun)
    with store.begin(OFFICE) as work:
        assert work.hold_visit(begun.id) == done
        assert work.keep_visit_answers(later(done), (an_answer("a"),), ()) is False
        assert work.sign_visit(later(done), VERIFIED) is False
        assert work.withdraw_visit(later(done, state=VisitState.WITHDRAWN)) is False
    with store.read(OFFICE) as reader:
        assert (reader.visit(begun.id), reader.visit_answers(begun.id)) == (done, ())


def test_nobody_else_writes_a_visit(store: Any, begun: KeptVisit) -> None:
    for who in (FIRM, SECOND, PORTAL, STRANGER):
        with store.begin(who) as work:
            assert work.hold_visit(begun.id) is None
            assert work.keep_visit_answers(later(begun), (an_answer("a"),), ()) is False
            assert work.sign_visit(signed(begun), VERIFIED) is False
            assert work.withdraw_visit(later(begun, state=VisitState.WITHDRAWN)) is False
    with store.read(OFFICE) as reader:
        assert reader.visit(begun.id) == begun


def test_lists_have_the_level_of_the_last_signed_visit_that_is_seen(store: Any) -> None:
    visited, other = (a_granted_firm(store, OFFICE, SECOND, PORTAL, site=site) for site in "12")
    asked = VERIFIED[0].standard
    levels = {OFFICE: 2, SECOND: 1}
    for hours, (who, level) in enumerate(levels.items()):
        record = a_visit(visited, by=who)
        at = NOW + timedelta(hours=hours)
        reading = replace(VERIFIED[0], level=level)
        with store.begin(who) as work:
            assert work.begin_visit(record) and work.begin_visit(a_visit(other, by=who))
            signature = replace(signed(record), signed_at=at, signed_by=who.actor)
            assert work.sign_visit(signature, (reading, BY_MODEL)) is True
    for who, level in (*levels.items(), (FIRM, 1), (PORTAL, 1)):
        with store.read(who) as reader:
            shown = {row.id: row for row in reader.diagnoses({}, None, 9).items}
            assert shown[visited.id].verified_levels == {asked: level}, who
            assert shown[other.id].verified_levels == {}
            verified = {"basis": "verified", "standard": asked}
            for where, is_listed in (
                ({}, True), ({"level": level}, True), ({"level": 3 - level}, False),
                ({"latest": 1}, True), ({"latest": 1, "level": level}, True),
                ({"standard": "none"}, False),
            ):  # fmt: skip
                rows = reader.diagnoses({**verified, **where}, None, 9).items
                assert rows == ((shown[visited.id],) if is_listed else ()), (who, where)
    with store.read(STRANGER) as reader:
        assert reader.diagnoses(verified, None, 9).items == ()


def test_each_side_remarks_once_an_item_of_what_was_signed(store: Any, begun: KeptVisit) -> None:
    objection = VisitRemark(
        visit_id=begun.id, item="a", party=VisitParty.FIRM, note="系统在用", actor="boss",
        created_at=NOW,
    )  # fmt: skip
    reply = replace(objection, party=VisitParty.CONSULTANT, note="当天没有运行", actor="ms-chen")
    with store.begin(FIRM) as work:
        assert work.add_visit_remark(objection) is False
    with store.begin(OFFICE) as work:
        assert work.sign_visit(signed(begun), ()) is True
    for who, remark, expected in (
        (OFFICE, objection, False), (SECOND, reply, False), (PORTAL, objection, False),
        (FIRM, reply, False), (FIRM, objection, True),
        (FIRM, replace(objection, note="again"), False), (OFFICE, reply, True),
        (FIRM, replace(objection, item="A"), True),
    ):  # fmt: skip
        with store.begin(who) as work:
            assert work.add_visit_remark(remark) is expected, (who, remark)
    with store.read(PORTAL) as reader:
        assert reader.visit_remarks(begun.id) == (
            replace(objection, item="A"), objection, reply
        )  # fmt: skip
    for who in (FIRM, OFFICE):
        assert kinds(store, who)[-3:] == [
            ChangeKind.VISIT_OBJECTED, ChangeKind.OBJECTION_ANSWERED, ChangeKind.VISIT_OBJECTED
        ]  # fmt: skip


def test_lists_are_filtered_and_paged(store: Any) -> None:
    rows = [a_granted_firm(store, OFFICE, site=site) for site in "12"]
    records = [a_visit(row, id=new_id(NOW)) for row in (*rows, rows[0])]
    with store.begin(OFFICE) as work:
        assert all(work.begin_visit(record) for record in records)
    newest = sorted(records, key=lambda record: record.id, reverse=True)
    with store.read(FIRM) as reader:
        first = reader.visits({}, None, 2)
        assert first == Page(tuple(newest[:2]), newest[1].id)
        assert reader.visits({}, first.next, 2) == Page(tuple(newest[2:]), None)
        for where in ({"diagnosis_id": rows[1].id}, {"enterprise_id": rows[1].enterprise_id}):
            assert reader.visits(where, None, 9).items == (records[1],)
        assert reader.visits({"state": "signed"}, None, 9).items == ()
        assert len(reader.visits({"state": "open"}, None, 9).items) == 3


def test_a_reader_for_a_use_sees_visits_of_firms_that_agree_to_it(
    store: Any, begun: KeptVisit
) -> None:
    learning = ConsentUse.MODEL_LEARNING
    agreed = ConsentRecord(
        id=new_id(NOW), enterprise_id=begun.enterprise_id, use=learning, number=1,
        status=ConsentStatus.AGREED, text_version=1, stated_at=NOW, actor="boss",
    )  # fmt: skip
    with store.begin(OFFICE) as work:
        assert work.keep_visit_answers(later(begun), (an_answer("a"),), ()) is True
    for agrees in (False, True):
        if agrees:
            with store.begin(FIRM) as work:
                work.add_consent(agreed)
        with store.read(FIRM.consented(learning, 1)) as reader:
            assert (reader.visit(begun.id) is not None) is agrees
            assert len(reader.visits({}, None, 9).items) == len(
                reader.visit_answers(begun.id)
            ) == agrees  # fmt: skip

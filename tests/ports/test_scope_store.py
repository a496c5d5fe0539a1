"""What a store must do with scopes, registers, standings and changes, whichever it is."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from diagnosis.services.ports.records import (
    ChangeKind,
    DiagnosisStanding,
    Register,
    RegisterEntry,
    Withdrawal,
)
from diagnosis.services.ports.scope import AccessRole, Grant, Principal
from diagnosis.services.ports.store import Page
from diagnosis.storage.identifiers import new_id
from tests.ports.records import (
    NOW,
    a_diagnosis,
    a_note,
    a_plan_record,
    add_firm,
    an_assessment,
    an_enterprise_record,
    some_feedback,
)

OWNER = Principal("local", "somebody")
CONSULTANT = Principal("office", "ms-chen", AccessRole.CONSULTANT)
PORTAL = Principal("bureau", "api-key-1", AccessRole.PORTAL)
LATER = NOW + timedelta(hours=1)
STRANGER = Principal("office", "ms-chen", AccessRole.ENTERPRISE)


def stored(store: Any) -> dict[str, str]:
    """Store a firm with all that may be of it; return the ids."""
    with store.begin(OWNER) as work:
        firm, sheet = add_firm(work)
        diagnosis, plan = a_diagnosis(sheet), a_plan_record(firm.id, sheet.id)
        work.add_diagnosis(diagnosis)
        work.add_plan(plan)
        work.add_feedback(some_feedback(firm.id))
    return {
        "firm": firm.id, "sheet": sheet.id, "diagnosis": diagnosis.row.id, "plan": plan.row.id,
    }  # fmt: skip


def seen(store: Any, principal: Principal, ids: dict[str, str]) -> set[str]:
    """Return what of a firm a principal sees: by id, and in every list."""
    with store.read(principal) as reader:
        by_id = {
            "firm": reader.enterprise(ids["firm"]),
            "sheet": reader.assessment(ids["sheet"]),
            "diagnosis": reader.diagnosis(ids["diagnosis"]),
            "plan": reader.plan(ids["plan"]),
            "feedback": reader.feedback(ids["firm"]) or None,
        }
        lists = {
            "firm": reader.enterprises({}, None, 9).items,
            "sheet": reader.assessments({}, None, 9).items,
            "diagnosis": reader.diagnoses({}, None, 9).items,
            "plan": reader.plans({}, None, 9).items,
        }
    for name, rows in lists.items():
        assert bool(rows) is (by_id[name] is not None), name
    return {name for name, value in by_id.items() if value is not None}


def a_grant(firm_id: str, **changes: Any) -> Grant:
    now = datetime.now(UTC)
    grant = Grant(
        id=new_id(now),
        enterprise_id=firm_id,
        grantee="office",
        role=AccessRole.CONSULTANT,
        purpose="site visit",
        starts_at=now - timedelta(days=1),
        granted_by="boss",
    )
    return replace(grant, **changes)


def test_a_grant_opens_one_firm_to_one_grantee_until_it_is_revoked(store: Any) -> None:
    ids = stored(store)
    everything = {"firm", "sheet", "diagnosis", "plan", "feedback"}
    assert seen(store, OWNER, ids) == everything
    assert seen(store, CONSULTANT, ids) == set()
    grant = a_grant(ids["firm"])
    with store.begin(OWNER) as work:
        work.add_grant(grant)
    assert seen(store, CONSULTANT, ids) == everything
    assert seen(store, PORTAL, ids) == seen(store, STRANGER, ids) == set()
    with store.begin(CONSULTANT) as work:
        assert work.revoke_grant(grant.id, NOW) is False
    with store.begin(OWNER) as work:
        assert work.revoke_grant(grant.id, NOW) is True
    assert seen(store, CONSULTANT, ids) == set()


@pytest.mark.parametrize("role", [AccessRole.CONSULTANT, AccessRole.PORTAL])
def test_a_grant_opens_a_firm_to_one_role_of_its_grantee(store: Any, role: AccessRole) -> None:
    ids = stored(store)
    with store.begin(OWNER) as work:
        work.add_grant(a_grant(ids["firm"], role=role))
    for reads_as in AccessRole:
        principal = Principal("office", "somebody", reads_as)
        assert bool(seen(store, principal, ids)) is (reads_as is role), reads_as


def test_a_grant_counts_from_its_moment_on(store: Any) -> None:
    ids = stored(store)
    with store.begin(OWNER) as work:
        work.add_grant(a_grant(ids["firm"], starts_at=datetime.now(UTC)))
    assert "diagnosis" in seen(store, CONSULTANT, ids)


def test_grants_are_seen_by_their_owner_and_by_whom_they_are_to(store: Any) -> None:
    ids = stored(store)
    visit = a_grant(ids["firm"])
    region, other = (
        a_grant(ids["firm"], role=AccessRole.PORTAL, grantee=name) for name in ("bureau", "park")
    )
    with store.begin(OWNER) as work:
        for grant in (visit, region, other):
            work.add_grant(grant)
        assert work.revoke_grant(region.id, LATER) is True
        assert work.revoke_grant(region.id, NOW) is True
    region = replace(region, revoked_at=LATER)
    with store.read(OWNER) as reader:
        assert reader.grants(ids["firm"], None, 9) == Page((other, region, visit), None)
        assert reader.grants(ids["firm"], other.id, 1) == Page((region,), region.id)
        assert reader.grants(ids["sheet"], None, 9).items == ()
        assert reader.grant(other.id) == other
        assert reader.held_grants(None, 9).items == ()
        *_, noted = reader.changes(0, 99)
        assert noted.kind is ChangeKind.GRANT_REVOKED
        assert (noted.subject_id, noted.enterprise_id, noted.changed_at) == (
            region.id, ids["firm"], LATER,
        )  # fmt: skip
    for principal, held in ((CONSULTANT, visit), (PORTAL, region)):
        with store.read(principal) as reader:
            assert reader.held_grants(None, 9).items == (held,)
            assert reader.grants(ids["firm"], None, 9).items == (held,)
            assert reader.grant(held.id) == held
            assert reader.grant(other.id) is None
            assert reader.changes(0, 99) == () or principal is CONSULTANT
    with store.read(STRANGER) as reader:
        assert reader.held_grants(None, 9).items == ()
        assert reader.grant(visit.id) is None


def test_a_grant_counts_within_its_time(store: Any) -> None:
    ids = stored(store)
    now = datetime.now(UTC)
    past = a_grant(ids["firm"], ends_at=now - timedelta(seconds=1))
    coming = a_grant(ids["firm"], grantee="bureau", starts_at=now + timedelta(days=1))
    with store.begin(OWNER) as work:
        work.add_grant(past)
        work.add_grant(coming)
    assert seen(store, CONSULTANT, ids) == seen(store, PORTAL, ids) == set()
    with store.begin(OWNER) as work:
        work.add_grant(a_grant(ids["firm"], ends_at=now + timedelta(days=1)))
    assert "diagnosis" in seen(store, CONSULTANT, ids)


def test_a_grant_is_for_reading_alone(store: Any) -> None:
    ids = stored(store)
    with store.begin(OWNER) as work:
        work.add_grant(a_grant(ids["firm"]))
    firm = an_enterprise_record()
    sheet = an_assessment(firm)
    with store.begin(CONSULTANT) as work:
        assert work.change_enterprise(replace(firm, id=ids["firm"], version=2)) is False
        assert work.change_assessment(replace(sheet, id=ids["sheet"], version=2)) is False
        assert work.delete_draft(ids["sheet"], 1, NOW) is False
    assert seen(store, OWNER, ids)


def test_changes_are_told_in_their_order_with_who_made_them(store: Any) -> None:
    ids = stored(store)
    with store.begin(replace(OWNER, actor="somebody-else")) as work:
        work.add_progress(a_note(ids["plan"]))
    with store.read(OWNER) as reader:
        first, *others = reader.changes(0, 50)
        assert [each.kind for each in (first, *others)] == [
            ChangeKind.ENTERPRISE_REGISTERED,
            ChangeKind.ASSESSMENT_BEGUN,
            ChangeKind.DIAGNOSIS_STORED,
            ChangeKind.ROADMAP_STORED,
            ChangeKind.FEEDBACK_GIVEN,
            ChangeKind.PROGRESS_NOTED,
        ]
        numbers = [each.number for each in (first, *others)]
        assert numbers == sorted(set(numbers))
        assert (first.actor, others[-1].actor) == ("somebody", "somebody-else")
        assert (first.subject_id, first.enterprise_id) == (ids["firm"], ids["firm"])
        assert reader.changes(others[-2].number, 50) == (others[-1],)
        assert reader.changes(first.number, 1) == (others[0],)
    with store.read(STRANGER) as reader:
        assert reader.changes(0, 50) == ()


def test_what_is_undone_is_no_change(store: Any) -> None:
    with pytest.raises(ZeroDivisionError), store.begin(OWNER) as work:
        work.add_enterprise(an_enterprise_record())
        raise ZeroDivisionError
    with store.read(OWNER) as reader:
        assert reader.changes(0, 9) == ()


def test_a_diagnosis_may_be_superseded_or_withdrawn(store: Any) -> None:
    ids = stored(store)
    with store.begin(OWNER) as work:
        (submitted,) = work.submissions(ids["firm"], "full")
        assert work.submissions(ids["firm"], "screening") == ()
        assert submitted.standing is DiagnosisStanding.CURRENT
        work.stand(submitted, DiagnosisStanding.WITHDRAWN, NOW)
        work.add_withdrawal(submitted, "a mistake", NOW)
    with store.read(OWNER) as reader:
        record = reader.diagnosis(ids["diagnosis"])
        assert record.withdrawal == Withdrawal("a mistake", NOW, OWNER.actor)
        (row,) = reader.diagnoses({}, None, 9).items
        assert row.standing is DiagnosisStanding.WITHDRAWN
        assert reader.diagnoses({"standing": "current"}, None, 9).items == ()
        assert reader.changes(0, 9)[-1].kind is ChangeKind.DIAGNOSIS_WITHDRAWN


@pytest.mark.parametrize("city", [None, "441900", "441900119", "440307"])
def test_a_park_keeps_the_place_it_lies_in(store: Any, city: str | None) -> None:
    park = RegisterEntry(id=new_id(NOW), name="松山湖", city=city, created_at=NOW)
    with store.begin(OWNER) as work:
        assert work.add_register_entry(Register.PARK, park) is True
    with store.read(OWNER) as reader:
        assert reader.register_entry(Register.PARK, park.id) == park


def test_a_chain_is_renamed_and_removed(store: Any) -> None:
    member, joins = (
        an_enterprise_record(site=site, chain=chain)
        for site, chain in (("1", "模具"), ("2", "家电"))
    )
    entry = RegisterEntry(id=new_id(NOW), name="模具", city=None, created_at=NOW)
    other = replace(entry, id=new_id(NOW), name="汽车")
    renamed = replace(entry, name="家电", city="441900119")
    with store.begin(OWNER) as work:
        work.add_enterprise(member)
        work.add_enterprise(joins)
        work.add_register_entry(Register.CHAIN, entry)
        work.add_register_entry(Register.CHAIN, other)
        taken = replace(entry, name="汽车")
        assert work.change_register_entry(Register.CHAIN, taken, LATER) is False
        assert work.change_register_entry(Register.CHAIN, renamed, LATER) is True
        assert work.remove_register_entry(Register.CHAIN, renamed, LATER) is False
        assert work.remove_register_entry(Register.CHAIN, other, LATER) is True
    with store.read(OWNER) as reader:
        assert reader.register_entry(Register.CHAIN, entry.id) == renamed
        assert reader.register_entries(Register.CHAIN, None, 9).items == (renamed,)
        members = reader.enterprises({"chain_id": entry.id}, None, 9).items
        assert {firm.id for firm in members} == {member.id, joins.id}
        *_, first, second, third = reader.changes(0, 99)
        assert (first.kind, first.subject_id) == (ChangeKind.CHAIN_CHANGED, entry.id)
        assert (second.kind, second.subject_id) == (ChangeKind.ENTERPRISE_CHANGED, joins.id)
        assert (third.kind, third.subject_id) == (ChangeKind.CHAIN_REMOVED, other.id)
        assert (third.actor, third.changed_at) == (OWNER.actor, LATER)


def test_firms_of_a_registered_name_belong_to_it(store: Any) -> None:
    before = an_enterprise_record(chain="模具—注塑—家电")
    other = an_enterprise_record(site="二厂", chain="模具-注塑-家电")
    entry = RegisterEntry(id=new_id(LATER), name="模具—注塑—家电", city=None, created_at=LATER)
    again = replace(entry, id=new_id(NOW))
    with store.begin(OWNER) as work:
        work.add_enterprise(before)
        work.add_enterprise(other)
        assert work.add_register_entry(Register.CHAIN, entry) is True
        assert work.add_register_entry(Register.CHAIN, again) is False
        assert work.add_register_entry(Register.PARK, again) is True
    with store.read(OWNER) as reader:
        assert reader.register_entry_named(Register.CHAIN, entry.name) == entry
        assert reader.register_entry_named(Register.CHAIN, "none") is None
        assert reader.register_entries(Register.CHAIN, None, 9).items == (entry,)
        (member,) = reader.enterprises({"chain_id": entry.id}, None, 9).items
        assert member == replace(before, chain_id=entry.id, version=2, updated_at=LATER)
        changes = [(change.kind, change.subject_id) for change in reader.changes(2, 9)]
        assert changes == [
            (ChangeKind.CHAIN_REGISTERED, entry.id),
            (ChangeKind.ENTERPRISE_CHANGED, before.id),
            (ChangeKind.PARK_REGISTERED, again.id),
        ]
    with store.read(STRANGER) as reader:
        assert reader.register_entry_named(Register.CHAIN, entry.name) is None

"""What a store must do with consents: the last of a use counts, and a reader may ask for it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from diagnosis.domain.consent import ConsentUse
from diagnosis.services.ports.consents import ConsentRecord, ConsentStatus
from diagnosis.services.ports.records import ChangeKind
from diagnosis.services.ports.scope import AccessRole, Grant, Principal
from diagnosis.services.ports.store import Page
from diagnosis.storage.identifiers import new_id
from tests.ports.records import NOW, a_diagnosis, a_plan_record, add_firm, some_feedback

OWNER = Principal("local", "boss")
PORTAL = Principal("bureau", "api-key-1", AccessRole.PORTAL)
STATISTICS, LEARNING = ConsentUse.STATISTICS, ConsentUse.MODEL_LEARNING


def a_firm(store: Any, site: str = "1", owner: Principal = OWNER) -> str:
    """Store a firm with all that may be of it; return its id."""
    with store.begin(owner) as work:
        firm, sheet = add_firm(work, site=site)
        work.add_diagnosis(a_diagnosis(sheet))
        work.add_plan(a_plan_record(firm.id, sheet.id))
        work.add_feedback(some_feedback(firm.id))
    return str(firm.id)


def stated(firm_id: str, number: int, **changes: Any) -> ConsentRecord:
    """Return that a firm agreed to statistics, with some changes."""
    record = ConsentRecord(
        id=new_id(NOW),
        enterprise_id=firm_id,
        use=STATISTICS,
        number=number,
        status=ConsentStatus.AGREED,
        text_version=1,
        stated_at=NOW,
        actor="boss",
    )
    return replace(record, **changes)


def keep(store: Any, *records: ConsentRecord, owner: Principal = OWNER) -> None:
    with store.begin(owner) as work:
        for record in records:
            work.add_consent(record)


def grant(store: Any, firm_id: str, owner: Principal = OWNER) -> None:
    """Grant a firm to the portal."""
    now = datetime.now(UTC)
    with store.begin(owner) as work:
        work.add_grant(
            Grant(
                id=new_id(now),
                enterprise_id=firm_id,
                grantee=PORTAL.owner,
                role=PORTAL.role,
                purpose="statistics",
                starts_at=now - timedelta(days=1),
                granted_by="boss",
            )
        )


def firms(store: Any, principal: Principal) -> set[str]:
    """Return the firms that a principal sees, after all lists agreed on them."""
    with store.read(principal) as reader:
        seen = {firm.id for firm in reader.enterprises({}, None, 99).items}
        for rows in (reader.assessments, reader.diagnoses, reader.plans):
            assert {row.enterprise_id for row in rows({}, None, 99).items} == seen
        changed = {change.enterprise_id for change in reader.changes(0, 99)} - {None}
        assert changed <= seen
        assert {firm_id for firm_id in seen if reader.feedback(firm_id)} == seen
    return seen


def test_the_last_of_each_use_counts_whatever_the_clock_said(store: Any) -> None:
    firm_id = a_firm(store)
    agreed = stated(firm_id, 1, id=new_id(NOW + timedelta(days=9)))
    withdrawn = stated(firm_id, 2, status=ConsentStatus.WITHDRAWN, id=new_id(NOW))
    learning = stated(firm_id, 1, use=LEARNING, text_version=3)
    keep(store, agreed, withdrawn, learning)
    with store.read(OWNER) as reader:
        assert set(reader.consents(firm_id)) == {withdrawn, learning}
        assert reader.consent(agreed.id) == agreed
        page = reader.consent_history(firm_id, None, 2)
        assert page == Page((agreed, learning), learning.id)
        assert reader.consent_history(firm_id, page.next, 2) == Page((withdrawn,), None)
        kinds = [change.kind for change in reader.changes(0, 99)][-3:]
        assert kinds == [
            ChangeKind.CONSENT_GIVEN, ChangeKind.CONSENT_WITHDRAWN, ChangeKind.CONSENT_GIVEN
        ]  # fmt: skip
    with store.read(PORTAL) as reader:
        assert reader.consents(firm_id) == ()
        assert reader.consent(agreed.id) is None
        assert reader.consent_history(firm_id, None, 9).items == ()


def test_a_reader_for_a_use_sees_firms_that_agree_to_it_alone(store: Any) -> None:
    nothing, agreed, withdrawn, other = (a_firm(store, site) for site in "1234")
    keep(
        store,
        stated(agreed, 1),
        stated(withdrawn, 1),
        stated(withdrawn, 2, status=ConsentStatus.WITHDRAWN),
        stated(other, 1, use=LEARNING),
    )
    assert firms(store, OWNER) == {nothing, agreed, withdrawn, other}
    assert firms(store, OWNER.consented(STATISTICS, 1)) == {agreed}
    assert firms(store, OWNER.consented(LEARNING, 1)) == {other}
    assert firms(store, OWNER.consented(ConsentUse.BENCHMARKING, 1)) == set()
    keep(store, stated(withdrawn, 3))
    assert firms(store, OWNER.consented(STATISTICS, 1)) == {agreed, withdrawn}


def test_what_is_one_row_is_not_there_without_consent(store: Any) -> None:
    firm_id = a_firm(store)
    with store.read(OWNER) as reader:
        lists = (reader.assessments, reader.diagnoses, reader.plans)
        (sheet,), (diagnosis,), (plan,) = (rows({}, None, 9).items for rows in lists)
    for consents in (False, True):
        if consents:
            keep(store, stated(firm_id, 1))
        with store.read(OWNER.consented(STATISTICS, 1)) as reader:
            rows = (
                reader.enterprise(firm_id),
                reader.assessment(sheet.id),
                reader.diagnosis(diagnosis.id),
                reader.plan(plan.id),
                reader.submissions(firm_id, None) or None,
                reader.diagnoses({"latest": 1}, None, 9).items or None,
            )
        assert [row is not None for row in rows] == [consents] * len(rows)


def test_a_portal_needs_a_grant_and_for_statistics_consent_too(store: Any) -> None:
    elsewhere = Principal("other", "boss")
    granted, both = a_firm(store, "1"), a_firm(store, "2")
    agreed = a_firm(store, owner=elsewhere)
    for firm_id in (granted, both):
        grant(store, firm_id)
    keep(store, stated(both, 1))
    keep(store, stated(agreed, 1), owner=elsewhere)
    assert firms(store, PORTAL) == {granted, both}
    assert firms(store, PORTAL.consented(STATISTICS, 1)) == {both}
    assert firms(store, replace(PORTAL, role=AccessRole.CONSULTANT)) == set()
    with store.read(PORTAL) as reader:
        assert [each.number for each in reader.consents(both)] == [1]


@pytest.mark.parametrize("least_version", [1, 2, 3])
def test_consent_to_a_text_that_asks_again_no_longer_counts(
    store: Any, least_version: int
) -> None:
    first, second = a_firm(store, "1"), a_firm(store, "2")
    keep(store, stated(first, 1), stated(second, 1, text_version=2))
    seen = firms(store, OWNER.consented(STATISTICS, least_version))
    assert seen == [{first, second}, {second}, set()][least_version - 1]

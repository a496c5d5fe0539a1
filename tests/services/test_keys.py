"""Keys: who may issue which, and how they end."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from diagnosis.domain.fault import FaultyInput
from diagnosis.identity.api_keys import KeyMint
from diagnosis.services.errors import KeyEnded, NotAllowed, NotThere
from diagnosis.services.keys import (
    USUAL_DAYS,
    USUAL_OVERLAP_HOURS,
    KeyDesk,
    get_key,
    issue_first_keys,
    issue_key,
    list_keys,
    revoke_key,
    rotate_key,
)
from diagnosis.services.ports.keys import OPERATOR
from diagnosis.services.ports.scope import AccessRole, KeyScope, Principal
from diagnosis.storage.identifiers import new_id
from tests.fakes.store import FakeStore
from tests.ports.records import NOW

ADMIN = Principal(OPERATOR, "root", AccessRole.ADMIN)
FIRM = Principal("local", "ms-wu")
OFFICE = Principal("office", "ms-chen", AccessRole.CONSULTANT)
WISH = {"organisation": "local", "role": "enterprise", "actor": "the ERP"}


@pytest.fixture
def desk(store: FakeStore) -> KeyDesk:
    """Return what an admin manages keys with."""
    return KeyDesk(store=store, principal=ADMIN, now=NOW, new_id=new_id, maker=KeyMint(b"p" * 32))


def refused(desk: KeyDesk, raw: Any) -> set[tuple[str, str]]:
    """Return the faults of a wish: pointer and code."""
    with pytest.raises(FaultyInput) as caught:
        issue_key(desk, raw)
    assert list_keys(desk, None, 9).items == ()
    return {(fault.pointer, fault.code) for fault in caught.value.faults}


def test_an_admin_issues_keys_of_every_organisation(desk: KeyDesk) -> None:
    issued = issue_key(desk, WISH | {"organisation_name": "模具厂", "scopes": ["write", "read"]})
    record = issued.record
    assert record.principal == Principal(
        "local", "the ERP", AccessRole.ENTERPRISE, (KeyScope.READ, KeyScope.WRITE)
    )
    assert (record.issued_by, record.created_at) == ("root", NOW)
    assert record.expires_at == NOW + timedelta(days=USUAL_DAYS)
    assert get_key(desk, record.id) == record
    with desk.store.keys(ADMIN, writes=False) as rows:
        organisation = rows.organisation("local")
        assert organisation is not None and organisation.name == "模具厂"
    admin = issue_key(desk, {"role": "admin", "actor": "root"}).record
    assert (admin.organisation, admin.principal.allowed) == (OPERATOR, {KeyScope.KEYS})


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"organisation": None}, ("/organisation", "missing-field")),
        ({"organisation": "Local"}, ("/organisation", "bad-organisation")),
        ({"organisation": 3}, ("/organisation", "bad-organisation")),
        ({"organisation": OPERATOR}, ("/organisation", "bad-organisation")),
        ({"role": "admin"}, ("/organisation", "unknown-value")),
        ({"role": "owner"}, ("/role", "unknown-value")),
        ({"role": None}, ("/role", "missing-field")),
        ({"actor": " "}, ("/actor", "missing-field")),
        ({"actor": "x" * 101}, ("/actor", "too-long")),
        ({"scopes": ["all"]}, ("/scopes/0", "unknown-value")),
        ({"scopes": "read"}, ("/scopes", "wrong-type")),
        ({"days": 0}, ("/days", "out-of-range")),
        ({"days": 1826}, ("/days", "out-of-range")),
        ({"secret": "x"}, ("/secret", "unknown-field")),
    ],
)  # fmt: skip
def test_a_wish_is_refused_with_its_fault(
    desk: KeyDesk, change: dict[str, Any], fault: tuple[str, str]
) -> None:
    assert fault in refused(desk, WISH | change)


def test_others_issue_keys_of_their_own_organisation_and_role(desk: KeyDesk) -> None:
    office = replace(desk, principal=OFFICE)
    issued = issue_key(office, {"actor": "the CRM"}).record
    assert issued.principal == Principal("office", "the CRM", AccessRole.CONSULTANT)
    assert issued.issued_by == "ms-chen"
    assert list_keys(office, None, 9).items == (issued,)
    firm = replace(desk, principal=FIRM)
    assert list_keys(firm, None, 9).items == ()
    for change in ({"organisation": "office"}, {"role": "admin"}, {"role": "consultant"}):
        (fault,) = refused(firm, {"actor": "x"} | change)
        assert fault == (f"/{next(iter(change))}", "unknown-value")
    for call in (get_key, revoke_key):
        with pytest.raises(NotThere):
            call(firm, issued.id)
    with pytest.raises(NotThere):
        rotate_key(firm, issued.id, {})


def test_nobody_hands_on_more_than_it_may(desk: KeyDesk) -> None:
    less = replace(desk, principal=replace(FIRM, scopes=(KeyScope.READ, KeyScope.KEYS)))
    assert refused(less, {"actor": "x", "scopes": ["write"]}) == {("/scopes/0", "unknown-value")}
    made = issue_key(less, {"actor": "x"}).record
    assert made.principal.allowed == {KeyScope.READ, KeyScope.KEYS}
    whole = issue_key(desk, WISH).record
    with pytest.raises(NotAllowed):
        rotate_key(less, whole.id, {})
    assert rotate_key(less, made.id, {}).record.principal.allowed == made.principal.allowed


def test_a_rotated_key_counts_for_the_overlap(desk: KeyDesk) -> None:
    old = issue_key(desk, WISH | {"scopes": ["read"], "days": 10}).record
    later = replace(desk, now=NOW + timedelta(days=4))
    fresh = rotate_key(later, old.id, {})
    assert fresh.record.principal == old.principal
    assert (fresh.record.prefix, fresh.record.digest) != (old.prefix, old.digest)
    assert fresh.record.expires_at == later.now + timedelta(days=10)
    end = later.now + timedelta(hours=USUAL_OVERLAP_HOURS)
    assert get_key(desk, old.id) == replace(old, expires_at=end)
    at_once = rotate_key(later, fresh.record.id, {"overlap_hours": 0}).record
    assert not get_key(desk, fresh.record.id).counts_at(later.now)
    assert at_once.counts_at(later.now)
    with pytest.raises(FaultyInput):
        rotate_key(later, at_once.id, {"overlap_hours": 721})


def test_an_overlap_never_makes_a_key_live_longer(desk: KeyDesk) -> None:
    old = issue_key(desk, WISH | {"days": 1}).record
    rotate_key(desk, old.id, {"overlap_hours": 720})
    assert get_key(desk, old.id).expires_at == old.expires_at


def test_a_key_that_ended_is_not_rotated(desk: KeyDesk) -> None:
    revoked, expired = issue_key(desk, WISH).record, issue_key(desk, WISH | {"days": 1}).record
    assert revoke_key(desk, revoked.id).revoked_at == NOW
    later = replace(desk, now=NOW + timedelta(days=2))
    assert revoke_key(later, revoked.id).revoked_at == NOW
    for ended in (revoked, expired):
        with pytest.raises(KeyEnded):
            rotate_key(later, ended.id, {})


def test_the_first_keys_are_issued_where_there_are_none(desk: KeyDesk) -> None:
    first = issue_first_keys(desk, "local")
    assert first is not None
    admin, firm = first
    assert admin.record.role is AccessRole.ADMIN
    assert firm.record.principal == Principal("local", "demo")
    assert issue_first_keys(desk, "local") is None

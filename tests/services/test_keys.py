"""Keys: who may issue which, and how they end."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from diagnosis.domain.fault import FaultyInput
from diagnosis.identity.api_keys import KeyMint
from diagnosis.services import keys
from diagnosis.services.errors import (
    HasKeys,
    KeyEnded,
    NotAllowed,
    NotThere,
    OtherPepper,
    TooManyKeys,
)
from diagnosis.services.keys import (
    USUAL_DAYS,
    USUAL_OVERLAP_HOURS,
    KeyDesk,
    abandon_keys,
    get_key,
    issue_first_keys,
    issue_key,
    list_keys,
    revoke_key,
    rotate_key,
)
from diagnosis.services.ports.keys import OPERATOR, KeyRecord
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
    """Return what the commands of the machine manage keys with."""
    return KeyDesk(
        store=store, principal=ADMIN, now=NOW, new_id=new_id, maker=KeyMint(b"p" * 32),
        on_machine=True,
    )  # fmt: skip


def with_key(desk: KeyDesk, key: KeyRecord) -> KeyDesk:
    """Return what somebody manages keys with who asks with a key."""
    return replace(desk, principal=key.principal, key=key, on_machine=False)


@pytest.fixture
def admin(desk: KeyDesk) -> KeyDesk:
    """Return what an admin manages keys with over HTTP."""
    return with_key(desk, issue_key(desk, {"role": "admin", "actor": "root"}).record)


def managing(desk: KeyDesk, **wish: Any) -> KeyDesk:
    """Return what an enterprise manages its keys with, by a new key that may all."""
    scopes = [scope.value for scope in KeyScope]
    return with_key(desk, issue_key(desk, WISH | {"scopes": scopes} | wish).record)


def refused(desk: KeyDesk, raw: Any) -> set[tuple[str, str]]:
    """Return the faults of a wish: pointer and code."""
    with pytest.raises(FaultyInput) as caught:
        issue_key(desk, raw)
    assert list_keys(desk, None, 9).items == ()
    return {(fault.pointer, fault.code) for fault in caught.value.faults}


def test_the_machine_issues_keys_of_every_organisation(desk: KeyDesk) -> None:
    issued = issue_key(desk, WISH | {"organisation_name": "模具厂", "scopes": ["write", "read"]})
    record = issued.record
    assert record.principal == Principal(
        "local",
        "the ERP",
        AccessRole.ENTERPRISE,
        (KeyScope.READ, KeyScope.WRITE),
        key_id=record.id,
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
    office = replace(desk, principal=OFFICE, on_machine=False)
    issued = issue_key(office, {"actor": "the CRM"}).record
    assert issued.principal == Principal(
        "office",
        "the CRM",
        AccessRole.CONSULTANT,
        (KeyScope.READ, KeyScope.WRITE),
        key_id=issued.id,
    )
    assert issued.issued_by == "ms-chen"
    assert list_keys(office, None, 9).items == (issued,)
    firm = replace(desk, principal=FIRM, on_machine=False)
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
    less = managing(desk, scopes=["read", "keys"])
    with pytest.raises(FaultyInput) as caught:
        issue_key(less, {"actor": "x", "scopes": ["write"]})
    assert [(fault.pointer, fault.code) for fault in caught.value.faults] == [
        ("/scopes/0", "unknown-value")
    ]
    assert issue_key(less, {"actor": "x"}).record.scopes == (KeyScope.READ,)
    least = managing(desk, scopes=["keys"])
    for scopes in (None, []):
        with pytest.raises(FaultyInput) as caught:
            issue_key(least, {"actor": "x", "scopes": scopes})
        assert [fault.code for fault in caught.value.faults] == ["missing-field"]
    assert issue_key(least, {"actor": "x", "scopes": ["keys"]}).record.scopes == (KeyScope.KEYS,)


@pytest.mark.parametrize("act", [lambda d, i: rotate_key(d, i, {}), revoke_key])
def test_rotated_and_revoked_is_what_may_no_more(desk: KeyDesk, act: Any) -> None:
    whole, less = managing(desk), managing(desk, scopes=["keys", "read"])
    mixed = issue_key(desk, WISH | {"role": "consultant", "scopes": ["read"]}).record
    assert whole.key and less.key
    for stronger in (whole.key, mixed):
        with pytest.raises(NotAllowed):
            act(less, stronger.id)
        assert get_key(desk, stronger.id) == stronger
    assert act(whole, less.key.id).record.scopes == (KeyScope.READ, KeyScope.KEYS)


def test_every_key_may_revoke_itself(desk: KeyDesk) -> None:
    reads = with_key(desk, issue_key(desk, WISH | {"scopes": ["read"]}).record)
    assert reads.key
    assert revoke_key(reads, reads.key.id).record.revoked_at == NOW


def test_an_admin_issues_the_first_key_of_an_organisation_and_no_other(
    desk: KeyDesk, admin: KeyDesk
) -> None:
    wish = {"organisation": "firm-a", "role": "enterprise", "actor": "a"}
    first = issue_key(admin, wish).record
    assert (first.scopes, first.parent_id) == ((KeyScope.READ, KeyScope.WRITE), None)
    for each in (wish, wish | {"role": "consultant"}, WISH):
        with pytest.raises(HasKeys):
            issue_key(admin, each)
    with pytest.raises(NotAllowed):
        rotate_key(admin, first.id, {})
    assert revoke_key(admin, first.id).record.revoked_at == NOW
    with pytest.raises(HasKeys):
        issue_key(admin, wish)
    with desk.store.keys(ADMIN, writes=False) as rows:
        assert rows.organisation("local") is None
    assert issue_key(desk, wish).record.counts_at(NOW)


def test_an_admin_manages_its_own_keys_as_others_do(desk: KeyDesk, admin: KeyDesk) -> None:
    second = issue_key(admin, {"role": "admin", "actor": "the deputy"}).record
    assert admin.key is not None and second.parent_id == admin.key.id
    assert rotate_key(with_key(desk, second), admin.key.id, {}).record.counts_at(NOW)
    alien = managing(desk, organisation="firm-b", scopes=["keys"]).key
    assert alien is not None
    with pytest.raises(NotAllowed):
        rotate_key(admin, alien.id, {})


def test_a_key_ends_no_later_than_that_which_issued_it(desk: KeyDesk) -> None:
    firm = managing(desk, days=10)
    assert firm.key is not None
    issued = issue_key(firm, {"actor": "x", "days": 99, "scopes": ["read", "keys"]}).record
    assert (issued.parent_id, issued.expires_at) == (firm.key.id, firm.key.expires_at)
    assert issue_key(firm, {"actor": "x", "days": 3}).record.expires_at == NOW + timedelta(days=3)
    later = replace(with_key(desk, issued), now=NOW + timedelta(days=9))
    rotated = rotate_key(later, issued.id, {}).record
    assert (rotated.parent_id, rotated.expires_at) == (firm.key.id, firm.key.expires_at)
    free = issue_key(desk, WISH | {"days": 11, "scopes": ["read"]}).record
    assert rotate_key(later, free.id, {}).record.expires_at == free.expires_at
    at_once = {"overlap_hours": 0}
    own = rotate_key(replace(firm, now=later.now), firm.key.id, at_once).record
    assert (own.parent_id, own.expires_at) == (None, later.now + timedelta(days=10))
    after = replace(later, now=NOW + timedelta(days=9.5))
    again = rotate_key(replace(after, key=rotated, principal=rotated.principal), rotated.id, {})
    assert again.record.expires_at == firm.key.expires_at, "its parent was rotated, it goes on"


def test_a_key_is_revoked_with_all_that_was_issued_with_it(desk: KeyDesk) -> None:
    firm, other = managing(desk), managing(desk)
    child = issue_key(firm, {"actor": "child", "scopes": ["read", "keys"]}).record
    grandchild = issue_key(with_key(desk, child), {"actor": "x", "scopes": ["keys"]}).record
    last = issue_key(with_key(desk, grandchild), {"actor": "y", "scopes": ["keys"]}).record
    sibling = issue_key(other, {"actor": "z"}).record
    revoke_key(desk, grandchild.id)
    assert not get_key(desk, last.id).counts_at(NOW)
    more = [issue_key(with_key(desk, child), {"actor": str(n)}).record for n in range(3)]
    rotated = rotate_key(firm, more[0].id, {"overlap_hours": 0}).record
    assert firm.key is not None
    fresh = rotate_key(firm, firm.key.id, {}).record
    revoked = revoke_key(with_key(desk, fresh), firm.key.id)
    assert (revoked.record.id, revoked.also_revoked) == (firm.key.id, 4)
    for ended in (firm.key, child, rotated, *more):
        assert not get_key(desk, ended.id).counts_at(NOW), ended.actor
    for left in (fresh, sibling):
        assert get_key(desk, left.id).counts_at(NOW)
    assert revoke_key(desk, firm.key.id).also_revoked == 0


@pytest.mark.parametrize(
    "act", [lambda d, i: rotate_key(d, i, {}), lambda d, _: issue_key(d, {"actor": "x"})]
)
def test_a_key_that_was_revoked_meanwhile_hands_nothing_on(desk: KeyDesk, act: Any) -> None:
    firm, other = managing(desk), managing(desk)
    assert firm.key and other.key
    revoke_key(desk, firm.key.id)
    with pytest.raises(NotAllowed):
        act(firm, other.key.id)
    assert act(other, other.key.id).record.counts_at(NOW)


def test_no_key_is_issued_with_another_pepper_than_that_of_the_first(desk: KeyDesk) -> None:
    first = issue_key(desk, WISH).record
    other = replace(desk, maker=KeyMint(b"q" * 32))
    for act in (lambda: issue_key(other, WISH), lambda: rotate_key(other, first.id, {})):
        with pytest.raises(OtherPepper):
            act()
    assert list_keys(desk, None, 9).items == (first,)
    assert abandon_keys(desk.store, ADMIN, NOW) == 1
    assert issue_key(other, WISH).record.counts_at(NOW)


def test_an_organisation_has_so_many_keys_that_count(desk: KeyDesk) -> None:
    few = replace(desk, most_keys=2)
    first, second = (issue_key(few, WISH | {"days": days}).record for days in (1, 9))
    for wish in (WISH, WISH | {"role": "portal"}):
        with pytest.raises(TooManyKeys) as caught:
            issue_key(few, wish)
        assert caught.value.most == 2
    with pytest.raises(TooManyKeys):
        rotate_key(few, second.id, {})
    assert get_key(desk, second.id) == second
    second = rotate_key(few, second.id, {"overlap_hours": 0}).record
    issue_key(few, WISH | {"organisation": "firm-a"})
    later = replace(few, now=NOW + timedelta(days=1))
    issue_key(later, WISH)
    revoke_key(later, second.id)
    assert issue_key(later, WISH).record.counts_at(later.now)
    assert not get_key(desk, first.id).counts_at(later.now)


def test_a_rotated_key_counts_for_the_overlap(desk: KeyDesk) -> None:
    old = issue_key(desk, WISH | {"scopes": ["read"], "days": 10}).record
    later = replace(desk, now=NOW + timedelta(days=4))
    fresh = rotate_key(later, old.id, {})
    assert fresh.record.principal == replace(old.principal, key_id=fresh.record.id)
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
    assert revoke_key(desk, revoked.id).record.revoked_at == NOW
    later = replace(desk, now=NOW + timedelta(days=2))
    assert revoke_key(later, revoked.id).record.revoked_at == NOW
    for ended in (revoked, expired):
        with pytest.raises(KeyEnded):
            rotate_key(later, ended.id, {})


def test_a_key_that_ended_during_the_wait_is_not_rotated(desk: KeyDesk) -> None:
    """Of two who rotate a key without an overlap the later one began before the other was done."""
    old, waited = issue_key(desk, WISH).record, timedelta(milliseconds=5)
    rotate_key(replace(desk, now=NOW + waited), old.id, {"overlap_hours": 0})
    waiting = replace(desk, clock=lambda: NOW + 2 * waited)
    with pytest.raises(KeyEnded):
        rotate_key(waiting, old.id, {"overlap_hours": 0})
    with pytest.raises(NotAllowed):
        issue_key(with_key(waiting, old), {"actor": "the ERP"})


def test_the_first_keys_are_issued_where_there_are_none(desk: KeyDesk) -> None:
    first = issue_first_keys(desk, "local")
    assert first is not None
    admin, firm = first
    assert admin.record.role is AccessRole.ADMIN
    assert firm.record.principal == Principal(
        "local", "demo", scopes=(KeyScope.READ, KeyScope.WRITE), key_id=firm.record.id
    )
    assert issue_first_keys(desk, "local") is None


def test_every_organisation_that_has_a_key_is_listed_whatever_the_page(
    desk: KeyDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "_KEYS_AT_ONCE", 2)
    assert keys.owners_of_keys(desk) == set()
    for name in ("local", "office", "local", "bureau", "office"):
        issue_key(desk, WISH | {"organisation": name})
    assert keys.owners_of_keys(desk) == {"local", "office", "bureau"}

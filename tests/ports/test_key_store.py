"""What a store must do with keys and organisations, whichever it is."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from diagnosis.services.ports.keys import OPERATOR, KeyRecord, Organisation
from diagnosis.services.ports.scope import AccessRole, KeyScope, Principal
from diagnosis.storage.identifiers import new_id
from tests.ports.records import NOW

ADMIN = Principal(OPERATOR, "root", AccessRole.ADMIN)
LOCAL = Principal("local", "ms-wu")
OFFICE = Principal("office", "ms-chen", AccessRole.CONSULTANT)
LATER = NOW + timedelta(hours=1)


def a_key(organisation: str, prefix: str, **changes: Any) -> KeyRecord:
    record = KeyRecord(
        id=new_id(NOW),
        prefix=prefix,
        digest="d" * 64,
        organisation=organisation,
        actor="ms-wu",
        role=AccessRole.ENTERPRISE,
        scopes=(),
        created_at=NOW,
        issued_by="root",
        expires_at=NOW + timedelta(days=365),
    )
    return replace(record, **changes)


def stored(store: Any) -> tuple[KeyRecord, KeyRecord]:
    """Store a key of two organisations each."""
    keys = a_key("local", "aaaa"), a_key("office", "bbbb", scopes=(KeyScope.READ, KeyScope.KEYS))
    with store.keys(ADMIN, writes=True) as rows:
        for key in keys:
            name = f"The {key.organisation}"
            rows.add_organisation(Organisation(id=key.organisation, name=name, created_at=NOW))
            rows.add_key(key)
    return keys


def test_a_key_is_looked_up_by_its_prefix_before_anybody_is_known(store: Any) -> None:
    first, second = stored(store)
    assert store.key_of("aaaa") == first
    assert store.key_of("bbbb") == second
    assert store.key_of("cccc") is None


def test_an_admin_sees_every_key_and_others_those_of_their_own(store: Any) -> None:
    first, second = stored(store)
    for principal, seen in ((ADMIN, {first, second}), (LOCAL, {first}), (OFFICE, {second})):
        with store.keys(principal, writes=False) as rows:
            assert set(rows.keys(None, 9).items) == seen
            assert (rows.key(first.id) == first) is (first in seen)
            assert (rows.organisation("office") is not None) is (second in seen)


def test_keys_are_listed_newest_first_by_the_page(store: Any) -> None:
    first, second = stored(store)
    with store.keys(ADMIN, writes=False) as rows:
        page = rows.keys(None, 1)
        assert (page.items, page.next) == ((second,), second.id)
        following = rows.keys(page.next, 1)
        assert (following.items, following.next) == ((first,), None)


def test_a_key_is_revoked_by_its_organisation_alone_and_stays_so(store: Any) -> None:
    first, second = stored(store)
    with store.keys(LOCAL, writes=True) as rows:
        assert rows.revoke_key(second.id, NOW) is False
        assert rows.revoke_key(first.id, NOW) is True
        assert rows.revoke_key(first.id, LATER) is True
    assert store.key_of("aaaa") == replace(first, revoked_at=NOW)
    assert store.key_of("bbbb") == second


def test_what_was_issued_with_a_key_is_revoked_to_the_last(store: Any) -> None:
    first, second = stored(store)
    ended = a_key("local", "cccc", parent_id=first.id, expires_at=NOW)
    issued = [
        a_key("local", "dddd", parent_id=first.id), a_key("local", "eeee", parent_id=ended.id),
    ]  # fmt: skip
    issued.append(a_key("local", "ffff", parent_id=issued[1].id))
    with store.keys(LOCAL, writes=True) as rows:
        for key in (ended, *issued):
            rows.add_key(key)
    with store.keys(OFFICE, writes=True) as rows:
        assert rows.revoke_issued(first.id, NOW) == 0
    with store.keys(LOCAL, writes=True) as rows:
        assert rows.revoke_issued(first.id, NOW) == 3
        assert rows.revoke_issued(first.id, LATER) == 0
    for key in issued:
        assert store.key_of(key.prefix) == replace(key, revoked_at=NOW)
    for key in (first, second, ended):
        assert store.key_of(key.prefix) == key


def test_keys_that_count_are_counted(store: Any) -> None:
    stored(store)
    with store.keys(ADMIN, writes=True) as rows:
        rows.hold("local")
        rows.add_key(a_key("local", "cccc", expires_at=LATER))
        rows.add_key(a_key("local", "dddd", revoked_at=NOW))
        rows.add_organisation(Organisation(id="empty", name="Empty", created_at=NOW))
    for principal, local, office in ((ADMIN, 2, 1), (LOCAL, 2, 0), (OFFICE, 0, 1)):
        with store.keys(principal, writes=False) as rows:
            assert rows.count_active("local", NOW) == local
            assert rows.count_active("office", NOW) == office
            assert (rows.has_keys("local"), rows.has_keys("office")) == (local > 0, office > 0)
            assert rows.has_keys("empty") is False
    with store.keys(ADMIN, writes=False) as rows:
        assert rows.count_active("local", LATER) == 1


def test_what_tells_the_pepper_is_kept_with_the_first_key_alone(store: Any) -> None:
    assert store.pepper_check() is None
    with store.keys(ADMIN, writes=True) as rows:
        assert rows.keep_check("a" * 64) == "a" * 64
    with store.keys(LOCAL, writes=True) as rows:
        assert rows.keep_check("b" * 64) == "a" * 64
    assert store.pepper_check() == "a" * 64


def test_all_keys_are_abandoned_with_what_tells_their_pepper(store: Any) -> None:
    keys = stored(store)
    ended = a_key("local", "cccc", revoked_at=NOW)
    with store.keys(ADMIN, writes=True) as rows:
        rows.add_key(ended)
        rows.keep_check("a" * 64)
    with store.keys(ADMIN, writes=True) as rows:
        assert rows.abandon(LATER) == 2
    assert store.pepper_check() is None
    for key in keys:
        assert store.key_of(key.prefix) == replace(key, revoked_at=LATER)
    assert store.key_of("cccc") == ended


def test_a_key_ends_earlier_never_later(store: Any) -> None:
    first, second = stored(store)
    with store.keys(LOCAL, writes=True) as rows:
        assert rows.end_key(first.id, LATER) is True
        assert rows.end_key(first.id, LATER + timedelta(days=9)) is True
        assert rows.end_key(second.id, LATER) is False
    ended = store.key_of("aaaa")
    assert ended == replace(first, expires_at=LATER)
    assert ended.counts_at(NOW) and not ended.counts_at(LATER)


def test_the_last_use_is_kept_and_never_goes_back(store: Any) -> None:
    first, _ = stored(store)
    for moment, last in ((NOW, NOW), (LATER, LATER), (NOW, LATER)):
        store.note_use(first, moment)
        assert store.key_of("aaaa") == replace(first, last_used_at=last)


def test_an_organisation_is_kept_the_first_time_alone(store: Any) -> None:
    stored(store)
    with store.keys(ADMIN, writes=True) as rows:
        rows.add_organisation(Organisation(id="local", name="Another", created_at=LATER))
    with store.keys(ADMIN, writes=False) as rows:
        assert rows.organisation("local").name == "The local"
        assert rows.organisation("nobody") is None


def test_a_change_that_fails_leaves_no_key(store: Any) -> None:
    stored(store)
    lost = a_key("local", "dddd")
    with pytest.raises(ZeroDivisionError), store.keys(ADMIN, writes=True) as rows:
        rows.add_key(lost)
        raise ZeroDivisionError
    assert store.key_of("dddd") is None


def test_a_key_may_what_its_role_may_and_no_more_than_it_lists() -> None:
    assert a_key("local", "a").principal.allowed == set(KeyScope)
    assert a_key("local", "a", scopes=(KeyScope.READ,)).principal.allowed == {KeyScope.READ}
    admin = a_key(OPERATOR, "a", role=AccessRole.ADMIN)
    assert admin.principal.allowed == {KeyScope.KEYS}
    assert replace(admin, scopes=(KeyScope.READ,)).principal.allowed == set()


def test_what_is_kept_of_a_key_is_not_in_its_repr() -> None:
    assert "d" * 64 not in repr(a_key("local", "a"))

"""What a store must do with page sessions, whichever it is."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from diagnosis.services.ports.keys import OPERATOR, KeyRecord, Organisation
from diagnosis.services.ports.scope import AccessRole, KeyScope, Principal
from diagnosis.services.ports.sessions import KnownSession, PageSession
from diagnosis.storage.identifiers import new_id
from tests.ports.records import NOW

ADMIN = Principal(OPERATOR, "root", AccessRole.ADMIN)
LOCAL = Principal("local", "ms-wu", scopes=(KeyScope.READ, KeyScope.WRITE))
OFFICE = Principal("office", "ms-chen", AccessRole.CONSULTANT)
KEY = KeyRecord(
    id=new_id(NOW), prefix="aaaa", digest="d" * 64, organisation="local", actor="ms-wu",
    role=AccessRole.ENTERPRISE, scopes=LOCAL.scopes, created_at=NOW, issued_by="root",
    expires_at=NOW + timedelta(days=365),
)  # fmt: skip


def a_session(letter: str, principal: Principal = LOCAL, **changes: Any) -> PageSession:
    key_id = KEY.id if principal is LOCAL else None
    session = PageSession(
        digest=letter * 64,
        principal=replace(principal, key_id=key_id),
        key_id=key_id,
        created_at=NOW,
        expires_at=NOW + timedelta(hours=12),
    )
    return replace(session, **changes)


def kept(store: Any, *sessions: PageSession) -> None:
    """Keep sessions, and the key that they were opened with."""
    with store.keys(ADMIN, writes=True) as rows:
        for name in ("local", "office"):
            rows.add_organisation(Organisation(id=name, name=name, created_at=NOW))
        rows.add_key(KEY)
    for session in sessions:
        with store.sessions(session.principal) as rows:
            rows.add_session(session)


def test_a_session_is_looked_up_before_anybody_is_known(store: Any) -> None:
    typed, logged_in = a_session("a"), a_session("b", OFFICE)
    kept(store, typed, logged_in)
    assert store.session_of("a" * 64) == KnownSession(typed, KEY)
    assert store.session_of("b" * 64) == KnownSession(logged_in, None)
    assert store.session_of("c" * 64) is None


def test_a_session_ends_with_its_key(store: Any) -> None:
    kept(store, a_session("a"))
    known = store.session_of("a" * 64)
    assert known.counts_at(NOW) and not known.counts_at(NOW + timedelta(hours=12))
    with store.keys(ADMIN, writes=True) as rows:
        rows.revoke_key(KEY.id, NOW)
    assert not store.session_of("a" * 64).counts_at(NOW)


def test_a_session_is_ended_by_its_organisation_alone(store: Any) -> None:
    kept(store, a_session("a"), a_session("b", OFFICE))
    with store.sessions(OFFICE) as rows:
        assert rows.end_session("a" * 64, NOW) is False
    with store.sessions(LOCAL) as rows:
        assert rows.end_session("a" * 64, NOW) is True
        assert rows.end_session("a" * 64, NOW) is False
    assert store.session_of("a" * 64) is None
    assert store.session_of("b" * 64) is not None


def test_the_oldest_of_a_key_or_person_end_first(store: Any) -> None:
    typed = [
        a_session(letter, created_at=NOW + timedelta(minutes=number))
        for number, letter in enumerate("abcd")
    ]
    mine = [replace(session, digest=session.digest[:1].upper() * 64, key_id=None)
            for session in typed]  # fmt: skip
    other = replace(mine[0], digest="e" * 64, principal=replace(LOCAL, actor="ms-lin"))
    kept(store, *typed, *mine, other)
    with store.sessions(LOCAL) as rows:
        assert rows.end_oldest(typed[0], 3) == 1
        assert rows.end_oldest(typed[0], 3) == 0
        assert rows.end_oldest(mine[0], 1) == 3
    left = [letter for letter in "abcdABCDe" if store.session_of(letter * 64) is not None]
    assert left == ["b", "c", "d", "D", "e"]


def test_expired_sessions_are_forgotten(store: Any) -> None:
    ended = a_session("a", expires_at=NOW)
    elsewhere = a_session("b", OFFICE, expires_at=NOW)
    kept(store, ended, elsewhere, a_session("c"))
    with store.sessions(LOCAL) as rows:
        assert rows.forget_sessions(NOW) == 1
    left = [letter for letter in "abc" if store.session_of(letter * 64) is not None]
    assert left == ["b", "c"]


def test_a_session_is_of_an_organisation_that_there_is(store: Any) -> None:
    kept(store)
    stranger = a_session("a", Principal("nobody", "x"))
    refused = r"(?i)foreign key|row-level security"
    with pytest.raises(Exception, match=refused), store.sessions(LOCAL) as rows:
        rows.add_session(stranger)

"""Page sessions: opened for some hours, a bounded number of them, ended with their key."""

from datetime import timedelta

import pytest

from diagnosis.domain.fault import FaultyInput
from diagnosis.identity.api_keys import KeyMint
from diagnosis.identity.session_reader import SessionMint, SessionReader
from diagnosis.services.keys import IssuedKey, KeyDesk, issue_key, revoke_key
from diagnosis.services.ports.askers import Asker
from diagnosis.services.ports.keys import OPERATOR
from diagnosis.services.ports.scope import AccessRole, Principal
from diagnosis.services.sessions import (
    MOST_SESSIONS,
    SessionDesk,
    end_session,
    open_session,
    read_typed_key,
)
from diagnosis.storage.identifiers import new_id
from tests.fakes.store import FakeStore
from tests.ports.records import NOW

ADMIN = Principal(OPERATOR, "root", AccessRole.ADMIN)
KEYS = KeyMint(b"p" * 32)
MINT = SessionMint(KEYS)


class Bench:
    """A store with a key, and sessions opened with it."""

    def __init__(self) -> None:
        self.store = FakeStore()
        self.keys = KeyDesk(
            store=self.store, principal=ADMIN, now=NOW, new_id=new_id, maker=KEYS, on_machine=True
        )
        self.issued = self.issue(365)
        self.reader = SessionReader(self.store, MINT, lambda: 0.0)

    def issue(self, days: int) -> IssuedKey:
        wish = {"organisation": "local", "role": "enterprise", "actor": "ms-wu", "days": days}
        return issue_key(self.keys, wish)

    def opened(self, asker: Asker | None = None, minutes: int = 0, before: str = "") -> str:
        """Return the id of a new session."""
        record = self.issued.record
        asker, text = asker or Asker(record.principal, record), MINT()
        now = NOW + timedelta(minutes=minutes)
        known = self.reader.read(before, now)
        desk = SessionDesk(store=self.store, now=now)
        had = None if known is None else known.session
        open_session(desk, asker, MINT.digest(text), before=had)
        return text

    def counts(self, text: str, hours: float = 0.0) -> bool:
        return self.reader.read(text, NOW + timedelta(hours=hours)) is not None


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_a_session_asks_as_its_key_for_twelve_hours(bench: Bench) -> None:
    text = bench.opened()
    asker = bench.reader.read(text, NOW)
    assert asker is not None and asker.key == bench.issued.record
    assert asker.principal == bench.issued.record.principal
    assert bench.reader.has_met(text)
    assert bench.counts(text, 11.99) and not bench.counts(text, 12)
    assert not bench.reader.has_met(text)


def test_a_session_ends_no_later_than_its_key(bench: Bench) -> None:
    bench.issued = bench.issue(1)
    text = bench.opened(minutes=20 * 60)
    assert bench.counts(text, 23.9) and not bench.counts(text, 24)


def test_a_session_of_a_revoked_key_is_dead_at_once(bench: Bench) -> None:
    text = bench.opened()
    assert bench.counts(text)
    revoke_key(bench.keys, bench.issued.record.id)
    assert not bench.counts(text)


def test_an_ended_session_counts_no_more(bench: Bench) -> None:
    text, other = bench.opened(), bench.opened()
    asker = bench.reader.read(text, NOW)
    assert asker is not None and asker.session is not None
    end_session(SessionDesk(store=bench.store, now=NOW), asker.session)
    assert not bench.counts(text) and bench.counts(other)


def test_who_opens_another_loses_the_one_before(bench: Bench) -> None:
    before = bench.opened()
    after = bench.opened(before=before)
    assert not bench.counts(before) and bench.counts(after)


def test_no_more_sessions_than_there_may_be(bench: Bench) -> None:
    texts = [bench.opened(minutes=number) for number in range(MOST_SESSIONS + 2)]
    assert [bench.counts(text, 1) for text in texts] == [False] * 2 + [True] * MOST_SESSIONS
    person = Asker(Principal("local", "ms-lin"))
    assert bench.counts(bench.opened(person), 1) and bench.counts(texts[2], 1)


def test_expired_sessions_are_deleted_when_another_is_opened(bench: Bench) -> None:
    text = bench.opened()
    bench.opened(minutes=12 * 60)
    assert bench.store.session_of(MINT.digest(text)) is None


@pytest.mark.parametrize("text", ["", "A" * 42, "A" * 44, "é" * 43, "A" * 43, "A" * 42 + "\n"])
def test_what_is_no_session_is_nobody(bench: Bench, text: str) -> None:
    assert bench.reader.read(text, NOW) is None


def test_an_id_its_hash_and_its_proof_tell_nothing_of_one_another() -> None:
    text = MINT()
    seen = {MINT.digest(text), MINT.proof(text), KEYS.digest(text), MINT.digest(MINT())}
    assert len(seen) == 4 and all(len(each) == 64 for each in seen)


@pytest.mark.parametrize("raw", [{}, {"key": ""}, {"key": 7}, {"key": "x" * 101}, [], {"k": 1}])
def test_what_is_no_typed_key_is_a_fault(raw: object) -> None:
    with pytest.raises(FaultyInput):
        read_typed_key(raw)
    assert read_typed_key({"key": " dk_a "}) == "dk_a"

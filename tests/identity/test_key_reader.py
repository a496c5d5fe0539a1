"""Who asks with a key: looked up, compared, remembered for five seconds and no longer."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest

from diagnosis.identity.api_keys import KeyMint
from diagnosis.identity.key_reader import KeyReader
from diagnosis.identity.recent import MOST_REMEMBERED, REMEMBERED_SECONDS
from diagnosis.services.errors import StoreUnavailable
from diagnosis.services.keys import IssuedKey, KeyDesk, issue_key, revoke_key
from diagnosis.services.ports.keys import OPERATOR
from diagnosis.services.ports.scope import AccessRole, Principal
from diagnosis.storage.identifiers import new_id
from tests.fakes.store import FakeStore
from tests.ports.records import NOW

MINT = KeyMint(b"p" * 32)
ADMIN = Principal(OPERATOR, "root", AccessRole.ADMIN)


class Counting(FakeStore):
    """A store that counts its look-ups, and can be away."""

    look_ups = 0
    is_away = False

    def key_of(self, prefix: str) -> Any:
        self.look_ups += 1
        if self.is_away:
            raise StoreUnavailable("away")
        return super().key_of(prefix)

    def note_use(self, record: Any, at: Any) -> None:
        if self.is_away:
            raise StoreUnavailable("away")
        super().note_use(record, at)


@dataclass
class Bench:
    """A store with a reader whose seconds can be set."""

    store: Counting = field(default_factory=Counting)
    seconds: float = 100.0

    def __post_init__(self) -> None:
        self.reader = KeyReader(self.store, MINT, lambda: self.seconds)
        self.desk = KeyDesk(
            store=self.store, principal=ADMIN, now=NOW, new_id=new_id, maker=MINT, on_machine=True
        )

    def issued(self, **wish: Any) -> IssuedKey:
        usual = {"organisation": "local", "role": "enterprise", "actor": "ms-wu"}
        return issue_key(self.desk, usual | wish)


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_a_key_says_who_asks_with_a_look_up_in_five_seconds(bench: Bench) -> None:
    issued = bench.issued(scopes=["read"])
    for _ in range(4):
        record = bench.reader.read(issued.text, NOW)
        assert record is not None
        assert record.principal == issued.record.principal
        bench.seconds += 2.4
    assert bench.store.look_ups == 2


def test_another_secret_behind_a_prefix_is_nobody(bench: Bench) -> None:
    issued = bench.issued()
    forged = issued.text[:-43] + MINT().text[-43:]
    assert bench.reader.read(forged, NOW) is None
    assert bench.reader.read(MINT().text, NOW) is None
    assert bench.reader.read("secret", NOW) is None
    assert bench.reader.read(issued.text, NOW) is not None
    assert bench.reader.read(forged, NOW) is None


def test_a_key_of_another_pepper_is_nobody(bench: Bench) -> None:
    issued = bench.issued()
    other = KeyReader(bench.store, KeyMint(b"q" * 32), lambda: 0.0)
    assert other.read(issued.text, NOW) is None


def test_a_revoked_key_is_dead_after_five_seconds(bench: Bench) -> None:
    issued = bench.issued()
    assert bench.reader.read(issued.text, NOW) is not None
    revoke_key(bench.desk, issued.record.id)
    bench.seconds += REMEMBERED_SECONDS - 0.1
    assert bench.reader.read(issued.text, NOW) is not None
    bench.seconds += 0.1
    assert bench.reader.read(issued.text, NOW) is None
    assert REMEMBERED_SECONDS <= 5


def test_a_remembered_key_expires_to_the_moment(bench: Bench) -> None:
    issued = bench.issued(days=1)
    end = NOW + timedelta(days=1)
    assert bench.reader.read(issued.text, end - timedelta(milliseconds=1)) is not None
    assert bench.reader.read(issued.text, end) is None
    bench.seconds += 9
    assert bench.reader.read(issued.text, end) is None


def test_the_last_use_is_written_at_most_each_hour(bench: Bench) -> None:
    issued = bench.issued()

    def last_after(minutes: int) -> Any:
        bench.seconds += 9
        assert bench.reader.read(issued.text, NOW + timedelta(minutes=minutes)) is not None
        kept = FakeStore.key_of(bench.store, issued.record.prefix)
        assert kept is not None
        return kept.last_used_at

    assert last_after(0) == last_after(59) == NOW
    assert last_after(60) == NOW + timedelta(minutes=60)


def test_a_store_that_is_away_answers_who_is_remembered(bench: Bench) -> None:
    issued = bench.issued()
    assert bench.reader.read(issued.text, NOW) is not None
    bench.store.is_away = True
    assert bench.reader.read(issued.text, NOW) is not None
    bench.seconds += 9
    with pytest.raises(StoreUnavailable):
        bench.reader.read(issued.text, NOW)


def test_a_use_that_cannot_be_noted_costs_nobody_the_answer(bench: Bench) -> None:
    issued = bench.issued()

    class Busy(Counting):
        def note_use(self, record: Any, at: Any) -> None:
            raise StoreUnavailable("busy")

    busy = Busy()
    busy.__dict__ |= {"_keys": {issued.record.id: issued.record}}
    assert KeyReader(busy, MINT, lambda: 0.0).read(issued.text, NOW) is not None


def test_no_more_keys_are_remembered_than_there_is_room_for(bench: Bench) -> None:
    issued = bench.issued()
    record = replace(issued.record, last_used_at=NOW)
    texts = []
    for number in range(MOST_REMEMBERED + 5):
        fresh = MINT()
        texts.append(fresh.text)
        each = replace(record, id=str(number), prefix=fresh.prefix, digest=fresh.digest)
        bench.store._keys = {each.id: each}
        assert bench.reader.read(fresh.text, NOW) is not None
    assert len(bench.reader._recent._remembered) == 5

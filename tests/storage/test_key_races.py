"""Keys that are issued and revoked at the same time, on both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

from diagnosis.services.errors import HasKeys, NotAllowed, TooManyKeys
from diagnosis.services.keys import (
    KeyDesk,
    issue_key,
    list_keys,
    revoke_key,
    rotate_key,
)
from diagnosis.storage.database import Database
from diagnosis.storage.identifiers import new_id
from tests.keys import MINT, ROOT
from tests.ports.records import NOW

AT_ONCE = 4
WISH = {"organisation": "firm-a", "role": "enterprise", "actor": "a", "scopes": ["read", "keys"]}


def desk_of(database: Database) -> KeyDesk:
    return KeyDesk(
        store=database, principal=ROOT, now=NOW, new_id=new_id, maker=MINT, on_machine=True
    )


def together(*acts: Callable[[], object]) -> list[bool]:
    """Return of each act whether it was done, after all began at the same time."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], object]) -> bool:
        barrier.wait(timeout=60)
        try:
            act()
        except (HasKeys, NotAllowed, TooManyKeys):
            return False
        return True

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_of_several_first_keys_there_is_one(database: Database) -> None:
    desk = replace(desk_of(database), on_machine=False)
    assert sum(together(*[lambda: issue_key(desk, WISH)] * AT_ONCE)) == 1
    assert len(list_keys(desk, None, 9).items) == 1


def test_no_more_keys_count_than_may_whoever_is_first(database: Database) -> None:
    desk = replace(desk_of(database), most_keys=3)
    first = issue_key(desk, WISH).record
    acts = [lambda: issue_key(desk, WISH), lambda: rotate_key(desk, first.id, {})] * 2
    assert sum(together(*acts)) == 2
    assert len(list_keys(desk, None, 9).items) == 3


def test_a_key_that_is_revoked_leaves_none_that_it_issues_meanwhile(database: Database) -> None:
    desk = desk_of(database)
    parent = issue_key(desk, WISH).record
    firm = replace(desk, principal=parent.principal, key=parent, on_machine=False)
    acts = [lambda: issue_key(firm, {"actor": "x", "scopes": ["read"]})] * (AT_ONCE - 1)
    together(*acts, lambda: revoke_key(desk, parent.id))
    assert not any(key.counts_at(NOW) for key in list_keys(desk, None, 9).items)

"""The feed of changes: what happened since a number, in the order of commits."""

from typing import NamedTuple

from diagnosis.services.ports.records import ChangeRecord
from diagnosis.services.transaction import Caller


class Changes(NamedTuple):
    """Changes after a number, and whether there are more at this moment."""

    items: tuple[ChangeRecord, ...]
    after: int
    more: bool


def changes_after(caller: Caller, number: int, limit: int) -> Changes:
    """Return what changed after a number, at most so many; nothing is ever skipped.

    `after` of the result is where the next call goes on.
    """
    with caller.store.read(caller.principal) as reader:
        changes = reader.changes(number, limit + 1)
    items = changes[:limit]
    return Changes(items, items[-1].number if items else number, len(changes) > limit)

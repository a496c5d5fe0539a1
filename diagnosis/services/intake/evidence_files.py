"""The bytes of files to answers go after their rows: dropped, handed over, swept."""

from collections.abc import Collection
from contextlib import suppress

from diagnosis.services.errors import StoreUnavailable
from diagnosis.services.ports.evidence import EvidenceFiles
from diagnosis.services.ports.scope import Principal
from diagnosis.services.ports.store import Store, Work
from diagnosis.services.transaction import Caller

_SWEEPER = "command line"
_AT_ONCE = 500
"""So many digests are asked for by name; of more all that the owner has are read."""


def drop_files(caller: Caller, digests: Collection[str]) -> None:
    """Remove bytes of the caller that no row names any more, once the rows are gone for good.

    What cannot be reached now is left to `sweep_files`: the rows are gone, whatever happens here.
    """
    drop_of_owner(caller, caller.principal.owner, digests)


def drop_of_owner(caller: Caller, owner: str, digests: Collection[str]) -> None:
    """Remove bytes of an owner that no row of that owner names any more; as `drop_files`."""
    files = caller.files
    if files is None or not digests:
        return
    with suppress(StoreUnavailable), files.clearing(owner):
        named = _named(caller.store, owner, digests)
        for digest in digests:
            if digest not in named:
                files.remove(owner, digest)


def hand_over_files(caller: Caller, work: Work, sheet_id: str, before: str) -> frozenset[str]:
    """Have the bytes of a sheet lie below its new owner, before that is committed.

    Returns their digests: below the owner before they are to be dropped afterwards.
    """
    digests = frozenset(each.digest for each in work.evidence_of(sheet_id))
    if caller.files is not None:
        for digest in digests:
            caller.files.hand_over(before, digest, caller.principal.owner)
    return digests


def sweep_files(store: Store, files: EvidenceFiles, *, only_count: bool = False) -> int:
    """Remove all bytes that no row of their owner names; return how many files these were.

    With `only_count` none is removed.

    Raises
    ------
    StoreUnavailable
        When the folder or the store cannot be used.

    """
    swept = 0
    for owner in list(files.owners()):
        with files.clearing(owner):
            named = _named(store, owner, None)
            left = [digest for digest in files.digests(owner) if digest not in named]
            swept += len(left)
            if only_count:
                continue
            for digest in left:
                files.remove(owner, digest)
            files.tidy(owner)
    return swept


def _named(store: Store, owner: str, digests: Collection[str] | None) -> frozenset[str]:
    some = None if digests is None or len(digests) > _AT_ONCE else digests
    with store.read(Principal(owner, _SWEEPER)) as reader:
        return reader.named_files(some)

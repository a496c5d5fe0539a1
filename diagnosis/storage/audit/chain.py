"""The chain of the audit: each entry is linked to the one before by SHA-256, numbers have no gap.

An entry is appended last of all in the transaction that it is about, so that either both are kept
or neither. On PostgreSQL one lock is held from there until the commit, the same that numbers the
changes; on SQLite there is one writer anyway.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import orjson
from sqlalchemy import Connection, Row, select, text

from diagnosis.services.ports.audit import ActKind, AuditHead, AuditOutcome, ChainBreak
from diagnosis.services.ports.records import ChangeKind
from diagnosis.services.ports.scope import Principal
from diagnosis.storage.audit.audit_tables import audit_entry
from diagnosis.storage.inserts import insert_rows
from diagnosis.storage.rows import Columns

NO_LINK = "0" * 64
"""What the first entry is linked to."""
ALL_ENTRIES = "audit"
"""What a transaction says it reads on PostgreSQL to see every entry."""
TAKE_TURN = text(
    "SELECT set_config('diagnosis.reads', 'audit', true), pg_advisory_xact_lock(5102024)"
)
"""Held until the commit, so that numbers follow commits; the last entry may be anybody's."""
_LAST = "SELECT number, link FROM audit_entry ORDER BY number DESC LIMIT 1"
_LINKED = (
    *("number", "owner_id", "about", "role", "key_id", "operation", "kind", "subject_id"),
    *("enterprise_id", "fields", "noted_at", "outcome"),
)
"""What a link is over, in this order."""
_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What is to be entered: what was done to what, of whom, when."""

    kind: ChangeKind | ActKind
    subject_id: str
    at: datetime
    about: str
    enterprise_id: str | None = None
    fields: tuple[str, ...] = ()
    outcome: AuditOutcome = AuditOutcome.DONE


def link_after(link: str, entry: Columns) -> str:
    """Return the link of an entry: SHA-256 over the link before and its values as JSON."""
    values: list[Any] = [entry[name] for name in _LINKED]
    moment = values[-2]
    values[-2] = moment.astimezone(UTC).isoformat(timespec="microseconds")
    return sha256(link.encode() + orjson.dumps(values)).hexdigest()


def last_entry(connection: Connection) -> AuditHead:
    """Return the number and link of the last entry; number 0 before the first."""
    row = connection.exec_driver_sql(_LAST).one_or_none()
    return AuditHead(0, NO_LINK) if row is None else AuditHead(row.number, row.link)


def append(connection: Connection, principal: Principal, acts: Sequence[Act]) -> None:
    """Enter what a principal did, last of all in its transaction."""
    if not acts:
        return
    if connection.dialect.name == "postgresql":
        connection.execute(TAKE_TURN)
    head = last_entry(connection)
    number, link = head.number, head.link
    entries = []
    for act in acts:
        number += 1
        entry = _entry(principal, act) | {"number": number}
        link = link_after(link, entry)
        entries.append(entry | {"link": link})
    insert_rows(connection, audit_entry, entries)


def _entry(principal: Principal, act: Act) -> Columns:
    return {
        "owner_id": principal.owner,
        "about": act.about,
        "role": principal.role.value,
        "key_id": principal.key_id,
        "operation": principal.operation,
        "kind": act.kind.value,
        "subject_id": act.subject_id,
        "enterprise_id": act.enterprise_id,
        "fields": " ".join(act.fields),
        "noted_at": act.at,
        "outcome": act.outcome.value,
    }


def first_break(connection: Connection, expected: AuditHead | None) -> ChainBreak | None:
    """Return where the chain does not hold first, None where it is whole.

    What was cut off at the start after its time is told by the entry that says so. With an
    `expected` head, whether the chain still has it.
    """
    number, link = _start(connection)
    known = {number: link}
    wanted = None if expected is None else expected.number
    for row in _all_rows(connection, number):
        entry: Columns = dict(row._mapping)
        number += 1
        if row.number != number:
            return ChainBreak(number, "is missing: it was removed")
        link = link_after(link, entry)
        if row.link != link:
            return ChainBreak(number, "was changed or put in, or one before it was")
        if number == wanted:
            known[number] = link
    if expected is None or expected.number == 0:
        return None
    if number < expected.number:
        return ChainBreak(number + 1, f"and all up to {expected.number} were cut off at the end")
    if known.get(expected.number, expected.link) != expected.link:
        return ChainBreak(expected.number, "is not the one that was the head: all was made anew")
    return None


def _start(connection: Connection) -> tuple[int, str]:
    """Return the number and link that the first entry follows."""
    column = audit_entry.c
    first = connection.execute(
        select(column.number).order_by(column.number).limit(1)
    ).scalar_one_or_none()
    if first is None or first == 1:
        return 0, NO_LINK
    cuts = select(column.subject_id, column.fields).where(
        column.kind == ActKind.AUDIT_CUT.value, column.subject_id == str(first - 1)
    )
    cut = connection.execute(cuts).first()
    return (0, NO_LINK) if cut is None else (int(cut.subject_id), cut.fields)


def _all_rows(connection: Connection, after: int) -> Iterator[Row[Any]]:
    column = audit_entry.c
    while True:
        query = select(audit_entry).where(column.number > after).order_by(column.number)
        rows = connection.execute(query.limit(_AT_ONCE)).all()
        yield from rows
        if len(rows) < _AT_ONCE:
            return
        after = rows[-1].number


def names_of_changes(before: Any, after: Any, prefix: str = "") -> Iterable[str]:
    """Yield the names of what differs between two plain values; those inside others are dotted."""
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name), after.get(name)
        if isinstance(old, dict) and isinstance(new, dict):
            yield from names_of_changes(old, new, f"{prefix}{name}.")
        elif old != new:
            yield f"{prefix}{name}"

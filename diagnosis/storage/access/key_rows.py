"""Keys and organisations: an admin sees all, anybody else those of its own organisation."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Table,
    bindparam,
    delete,
    func,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from diagnosis.services.ports.audit import ActKind
from diagnosis.services.ports.keys import KeyRecord, Organisation
from diagnosis.services.ports.scope import AccessRole, KeyScope, Principal
from diagnosis.services.ports.store import Page
from diagnosis.storage.access_tables import api_key, organisation, pepper_check
from diagnosis.storage.audit.chain import Act, append
from diagnosis.storage.inserts import insert_rows
from diagnosis.storage.rows import Columns

_OF_PREFIX = select(api_key).where(api_key.c.prefix == bindparam("prefix"))


def key_of(connection: Connection, prefix: str) -> KeyRecord | None:
    """Return the key of a prefix, whosever it is."""
    row = connection.execute(_OF_PREFIX, {"prefix": prefix}).one_or_none()
    return None if row is None else _record(row)


def read_check(connection: Connection) -> str | None:
    """Return what tells the pepper of the keys, None before the first."""
    return connection.execute(select(pepper_check.c.digest)).scalar_one_or_none()


def keep_check(connection: Connection, check: str) -> str:
    """Keep what tells the pepper of keys, unless one is kept already; return what is kept."""
    _insert_once(connection, pepper_check, {"id": 1, "digest": check})
    return read_check(connection) or check


def _insert_once(connection: Connection, table: Table, values: Columns) -> None:
    """Insert a row unless there is one of its key."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    connection.execute(dialect.insert(table).on_conflict_do_nothing(), values)


def note_use(connection: Connection, record: KeyRecord, at: datetime) -> None:
    """Keep when a key was last used."""
    column = api_key.c
    query = update(api_key).where(
        column.owner_id == record.organisation,
        column.id == record.id,
        or_(column.last_used_at.is_(None), column.last_used_at < at),
    )
    connection.execute(query.values(last_used_at=at))


class ScopedKeys:
    """The keys that a principal may see, on one connection."""

    def __init__(self, connection: Connection, principal: Principal) -> None:
        self._connection = connection
        self._principal = principal
        self._acts: list[Act] = []

    def write_acts(self) -> None:
        """Enter in the audit what was done to keys, last of all."""
        append(self._connection, self._principal, self._acts)

    def _enter(self, kind: ActKind, key_id: str, organisation_id: str, at: datetime) -> None:
        self._acts.append(Act(kind=kind, subject_id=key_id, about=organisation_id, at=at))

    def _sees(self, owner: ColumnElement[str]) -> ColumnElement[bool]:
        if self._principal.role is AccessRole.ADMIN:
            return true()
        return owner == self._principal.owner

    def organisation(self, organisation_id: str) -> Organisation | None:
        """Return an organisation."""
        column = organisation.c
        query = select(organisation).where(
            self._sees(column.owner_id), column.owner_id == organisation_id
        )
        row = self._connection.execute(query).one_or_none()
        if row is None:
            return None
        return Organisation(id=row.owner_id, name=row.name, created_at=row.created_at)

    def add_organisation(self, added: Organisation) -> None:
        """Keep an organisation, where there is none of its id yet."""
        values: Columns = {
            "owner_id": added.id,
            "name": added.name,
            "created_at": added.created_at,
        }
        _insert_once(self._connection, organisation, values)

    def hold(self, organisation_id: str) -> None:
        """Let no other transaction change keys of an organisation until this one ends."""
        column = organisation.c
        query = select(column.owner_id).where(
            self._sees(column.owner_id), column.owner_id == organisation_id
        )
        self._connection.execute(query.with_for_update())  # SQLite has a single writer anyway

    def has_keys(self, organisation_id: str) -> bool:
        """Return whether an organisation has a key or ever had one."""
        query = select(api_key.c.id).where(*self._keys_of(organisation_id)).limit(1)
        return self._connection.execute(query).one_or_none() is not None

    def count_active(self, organisation_id: str, at: datetime) -> int:
        """Return how many keys of an organisation count at a moment."""
        query = select(func.count()).where(*self._keys_of(organisation_id), *_counting(at))
        return int(self._connection.execute(query).scalar_one())

    def _keys_of(self, organisation_id: str) -> tuple[ColumnElement[bool], ...]:
        column = api_key.c
        return self._sees(column.owner_id), column.owner_id == organisation_id

    def keep_check(self, check: str) -> str:
        """Keep what tells the pepper of keys, unless one is kept already; return what is kept."""
        return keep_check(self._connection, check)

    def abandon(self, at: datetime) -> int:
        """Revoke every key, and forget what tells their pepper; return how many counted."""
        owners = api_key.c.owner_id
        counting = select(func.count()).where(self._sees(owners), *_counting(at))
        number = int(self._connection.execute(counting).scalar_one())
        revoked = update(api_key).where(self._sees(owners), api_key.c.revoked_at.is_(None))
        self._connection.execute(revoked.values(revoked_at=at))
        self._connection.execute(delete(pepper_check))
        self._enter(ActKind.KEYS_ABANDONED, "keys", self._principal.owner, at)
        return number

    def key(self, key_id: str) -> KeyRecord | None:
        """Return a key."""
        query = select(api_key).where(self._sees(api_key.c.owner_id), api_key.c.id == key_id)
        row = self._connection.execute(query).one_or_none()
        return None if row is None else _record(row)

    def keys(self, after: str | None, limit: int) -> Page[KeyRecord]:
        """Return a page of keys, newest first."""
        column = api_key.c
        query = select(api_key).where(self._sees(column.owner_id))
        if after is not None:
            query = query.where(column.id < after)
        rows = self._connection.execute(query.order_by(column.id.desc()).limit(limit + 1)).all()
        shown = tuple(_record(row) for row in rows[:limit])
        return Page(shown, shown[-1].id if len(rows) > limit else None)

    def add_key(self, record: KeyRecord) -> None:
        """Keep a new key."""
        values = asdict(record)
        values["owner_id"] = values.pop("organisation")
        values["role"] = record.role.value
        values["scopes"] = " ".join(record.scopes)
        insert_rows(self._connection, api_key, [values])
        self._enter(ActKind.KEY_ISSUED, record.id, record.organisation, record.created_at)

    def end_key(self, key_id: str, at: datetime) -> bool:
        """Let a key expire at a moment, unless it does earlier; False where there is none."""
        unless = api_key.c.expires_at <= at
        return self._set(ActKind.KEY_ENDED, key_id, "expires_at", at, unless=unless)

    def revoke_key(self, key_id: str, at: datetime) -> bool:
        """Revoke a key, unless it is revoked already; False where there is none."""
        unless = api_key.c.revoked_at.is_not(None)
        return self._set(ActKind.KEY_REVOKED, key_id, "revoked_at", at, unless=unless)

    def revoke_issued(self, key_id: str, at: datetime) -> int:
        """Revoke every key that was issued with a key, or with one of those; return how many.

        Those that have ended already are passed over, not what was issued with them.
        """
        column = api_key.c
        issued = select(column.id).where(column.parent_id == key_id).cte("issued", recursive=True)
        below = select(column.id).join(issued, column.parent_id == issued.c.id)
        issued = issued.union(below)
        counting = select(column.id, column.owner_id).where(
            self._sees(column.owner_id), column.id.in_(select(issued.c.id)), *_counting(at)
        )
        owners = {row.id: row.owner_id for row in self._connection.execute(counting)}
        self._connection.execute(
            update(api_key).where(column.id.in_(owners)).values(revoked_at=at)
        )
        for each, owner in owners.items():
            self._enter(ActKind.KEY_REVOKED, each, owner, at)
        return len(owners)

    def _set(
        self, kind: ActKind, key_id: str, name: str, at: datetime, *, unless: ColumnElement[bool]
    ) -> bool:
        column = api_key.c
        query = update(api_key).where(self._sees(column.owner_id), column.id == key_id, ~unless)
        query = query.values({name: at})
        owner = self._connection.execute(query.returning(column.owner_id)).scalar()
        if owner is None:
            return self.key(key_id) is not None
        self._enter(kind, key_id, owner, at)
        return True


def _counting(at: datetime) -> tuple[ColumnElement[bool], ...]:
    return api_key.c.revoked_at.is_(None), api_key.c.expires_at > at


def _record(row: Row[Any]) -> KeyRecord:
    return KeyRecord(
        id=row.id,
        prefix=row.prefix,
        digest=row.digest,
        organisation=row.owner_id,
        actor=row.actor,
        role=AccessRole(row.role),
        scopes=tuple(KeyScope(scope) for scope in row.scopes.split()),
        created_at=row.created_at,
        issued_by=row.issued_by,
        expires_at=row.expires_at,
        parent_id=row.parent_id,
        last_used_at=row.last_used_at,
        revoked_at=row.revoked_at,
    )

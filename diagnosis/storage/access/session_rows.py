"""Page sessions as rows: looked up by their hash, changed within their organisation."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, bindparam, delete, select

from diagnosis.services.ports.audit import ActKind
from diagnosis.services.ports.scope import AccessRole, KeyScope, Principal
from diagnosis.services.ports.sessions import PageSession, audit_id_of
from diagnosis.storage.access_tables import page_session
from diagnosis.storage.audit.chain import Act, append
from diagnosis.storage.inserts import insert_rows
from diagnosis.storage.rows import Columns

_OF_DIGEST = select(page_session).where(page_session.c.digest == bindparam("digest"))


def session_of(connection: Connection, digest: str) -> PageSession | None:
    """Return the session of a hash, whosever it is."""
    row = connection.execute(_OF_DIGEST, {"digest": digest}).one_or_none()
    return None if row is None else _session(row)


class ScopedSessions:
    """The sessions of the organisation of a principal, on one connection."""

    def __init__(self, connection: Connection, principal: Principal) -> None:
        self._connection = connection
        self._principal = principal
        self._is_owner: ColumnElement[bool] = page_session.c.owner_id == principal.owner
        self._acts: list[Act] = []

    def write_acts(self) -> None:
        """Enter in the audit which sessions were opened and ended, last of all."""
        append(self._connection, self._principal, self._acts)

    def _enter(self, kind: ActKind, digest: str, at: datetime) -> None:
        about = self._principal.owner
        self._acts.append(Act(kind=kind, subject_id=audit_id_of(digest), about=about, at=at))

    def add_session(self, session: PageSession) -> None:
        """Keep a new session."""
        who = session.principal
        values: Columns = {
            "digest": session.digest,
            "owner_id": who.owner,
            "key_id": session.key_id,
            "actor": who.actor,
            "role": who.role.value,
            "scopes": " ".join(who.scopes),
            "created_at": session.created_at,
            "expires_at": session.expires_at,
        }
        insert_rows(self._connection, page_session, [values])
        self._enter(ActKind.SESSION_OPENED, session.digest, session.created_at)

    def end_session(self, digest: str, at: datetime) -> bool:
        """Delete a session; False where there is none."""
        was_there = self._delete(page_session.c.digest == digest) == 1
        if was_there:
            self._enter(ActKind.SESSION_ENDED, digest, at)
        return was_there

    def end_oldest(self, like: PageSession, most: int) -> int:
        """Delete the oldest sessions of a key, or of a person who logged in, beyond so many."""
        column = page_session.c
        alike: tuple[ColumnElement[bool], ...] = (column.key_id == like.key_id,)
        if like.key_id is None:
            alike = column.key_id.is_(None), column.actor == like.principal.actor
        query = select(column.digest).where(self._is_owner, *alike)
        newest_first = query.order_by(column.created_at.desc(), column.digest)
        digests = self._connection.execute(newest_first).scalars().all()[most:]
        for digest in digests:
            self.end_session(digest, like.created_at)
        return len(digests)

    def forget_sessions(self, at: datetime) -> int:
        """Delete the sessions that have expired; return how many."""
        return self._delete(page_session.c.expires_at <= at)

    def _delete(self, which: ColumnElement[bool]) -> int:
        query = delete(page_session).where(self._is_owner, which)
        return self._connection.execute(query).rowcount


def _session(row: Row[Any]) -> PageSession:
    scopes = tuple(KeyScope(scope) for scope in row.scopes.split())
    return PageSession(
        digest=row.digest,
        principal=Principal(
            row.owner_id, row.actor, AccessRole(row.role), scopes, key_id=row.key_id
        ),
        key_id=row.key_id,
        created_at=row.created_at,
        expires_at=row.expires_at,
    )

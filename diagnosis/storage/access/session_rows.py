"""Page sessions as rows: looked up by their hash, changed within their organisation."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, bindparam, delete, select

from diagnosis.services.ports.scope import AccessRole, KeyScope, Principal
from diagnosis.services.ports.sessions import PageSession
from diagnosis.storage.access_tables import page_session
from diagnosis.storage.inserts import insert_rows
from diagnosis.storage.rows import Columns

_OF_DIGEST = select(page_session).where(page_session.c.digest == bindparam("digest"))


def session_of(connection: Connection, digest: str) -> PageSession | None:
    """Return the session of a hash, whosever it is."""
    row = connection.execute(_OF_DIGEST, {"digest": digest}).one_or_none()
    return None if row is None else _session(row)


class ScopedSessions:
    """The sessions of an organisation, on one connection."""

    def __init__(self, connection: Connection, owner: str) -> None:
        self._connection = connection
        self._is_owner: ColumnElement[bool] = page_session.c.owner_id == owner

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

    def end_session(self, digest: str) -> bool:
        """Delete a session; False where there is none."""
        return self._delete(page_session.c.digest == digest) == 1

    def end_oldest(self, like: PageSession, most: int) -> int:
        """Delete the oldest sessions of a key, or of a person who logged in, beyond so many."""
        column = page_session.c
        alike: tuple[ColumnElement[bool], ...] = (column.key_id == like.key_id,)
        if like.key_id is None:
            alike = column.key_id.is_(None), column.actor == like.principal.actor
        query = select(column.digest).where(self._is_owner, *alike)
        newest_first = query.order_by(column.created_at.desc(), column.digest)
        digests = self._connection.execute(newest_first).scalars().all()[most:]
        return self._delete(column.digest.in_(digests)) if digests else 0

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
        principal=Principal(row.owner_id, row.actor, AccessRole(row.role), scopes),
        key_id=row.key_id,
        created_at=row.created_at,
        expires_at=row.expires_at,
    )

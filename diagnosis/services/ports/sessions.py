"""The port of page sessions: somebody who typed a key, or logged in, is known for some hours.

Nobody can read a session out of what is kept: that is a keyed hash of what the browser holds.
"""

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, Protocol

from diagnosis.services.ports.keys import KeyRecord
from diagnosis.services.ports.scope import Principal


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSession:
    """A session as it is kept.

    `digest` is the HMAC-SHA-256 of its id in hexadecimal digits; `principal` who asks with it;
    `key_id` the key that it was opened with, and lives as long as: None of one that was opened by
    logging in.
    """

    digest: str = field(repr=False)
    principal: Principal
    key_id: str | None
    created_at: datetime
    expires_at: datetime

    @property
    def audit_id(self) -> str:
        """Return what the audit calls the session: 32 digits that open nothing."""
        return audit_id_of(self.digest)


def audit_id_of(digest: str) -> str:
    """Return what the audit calls the session of a hash: its first half."""
    return digest[: len(digest) // 2]


class KnownSession(NamedTuple):
    """A session, and the key that it was opened with as it is kept now."""

    session: PageSession
    key: KeyRecord | None

    def counts_at(self, moment: datetime) -> bool:
        """Return whether the session has not expired, and its key counts."""
        session, key = self
        if moment >= session.expires_at:
            return False
        return session.key_id is None or (key is not None and key.counts_at(moment))


class SessionRows(Protocol):
    """One transaction over the sessions of an organisation; others wait that change them.

    What is opened and ended is entered in the audit, under the operation of who asks; what has
    expired is not.
    """

    def add_session(self, session: PageSession) -> None:
        """Keep a new session."""

    def end_session(self, digest: str, at: datetime) -> bool:
        """Delete a session; False where there is none."""

    def end_oldest(self, like: PageSession, most: int) -> int:
        """Delete the oldest sessions of a key, or of a person who logged in, beyond so many.

        Returns how many.
        """

    def forget_sessions(self, at: datetime) -> int:
        """Delete the sessions that have expired; return how many."""


class SessionStore(Protocol):
    """Where sessions are kept."""

    def session_of(self, digest: str) -> KnownSession | None:
        """Return a session, whosever it is: nobody is known before it is read."""

    def sessions(self, principal: Principal) -> AbstractContextManager[SessionRows]:
        """Return a transaction over the sessions of the organisation of a principal."""

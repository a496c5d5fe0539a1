"""Page sessions: opened with a key that was typed or by logging in, and ended."""

from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from diagnosis.domain.intake.fields import Fields
from diagnosis.services.ports.askers import Asker
from diagnosis.services.ports.scope import Principal
from diagnosis.services.ports.sessions import PageSession, SessionRows, SessionStore
from diagnosis.services.transaction import require

USUAL_SESSION_HOURS, MOST_SESSION_HOURS = 12, 168
"""How long a session counts unless a setting says otherwise, and at most."""
MOST_SESSIONS = 20
"""How many sessions of a key, or of a person, there are at once: one more ends the oldest."""
LONGEST_TYPED_KEY = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionDesk:
    """Where sessions are kept, at what time, and for how long; the `operation` that asks."""

    store: SessionStore
    now: datetime
    hours: int = USUAL_SESSION_HOURS
    operation: str = ""

    def rows(self, principal: Principal) -> AbstractContextManager[SessionRows]:
        """Return a transaction over the sessions of the organisation of a principal."""
        return self.store.sessions(replace(principal, operation=self.operation))


def read_typed_key(raw: object) -> str:
    """Return the key that a person typed.

    Raises
    ------
    FaultyInput
        With every fault.

    """
    fields = Fields(raw, ("key",))
    typed = fields.text("key", LONGEST_TYPED_KEY, required=True, lines=False)
    fields.stop()
    return require(typed)


def open_session(
    desk: SessionDesk, asker: Asker, digest: str, *, before: PageSession | None
) -> PageSession:
    """Return the session of somebody, kept under the hash of a new id.

    It ends no later than the key that it is opened with. The session that the browser had
    `before` ends.
    """
    end = desk.now + timedelta(hours=desk.hours)
    key = asker.key
    session = PageSession(
        digest=digest,
        principal=asker.principal,
        key_id=None if key is None else key.id,
        created_at=desk.now,
        expires_at=end if key is None else min(end, key.expires_at),
    )
    if before is not None:
        end_session(desk, before)
    with desk.rows(asker.principal) as rows:
        rows.forget_sessions(desk.now)
        rows.end_oldest(session, MOST_SESSIONS - 1)
        rows.add_session(session)
    return session


def end_session(desk: SessionDesk, session: PageSession) -> None:
    """End a session; it is not there any more."""
    with desk.rows(session.principal) as rows:
        rows.end_session(session.digest, desk.now)

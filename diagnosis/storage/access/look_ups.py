"""What is looked up before anybody is known: keys, codes, links, reports and sessions, by hash."""

from abc import ABC, abstractmethod
from contextlib import AbstractContextManager
from datetime import date, datetime

from sqlalchemy import Connection

from diagnosis.services.ports.codes import CodeRecord
from diagnosis.services.ports.keys import KeyRecord
from diagnosis.services.ports.links import LinkRecord
from diagnosis.services.ports.reports import ReportCheck
from diagnosis.services.ports.result_links import ResultLink
from diagnosis.services.ports.sessions import KnownSession
from diagnosis.storage.access import check_rows, code_rows, key_rows, session_rows
from diagnosis.storage.access.who import MAINTENANCE, look_up, say_who

_NOBODY_WAITS_SECONDS = 0.02


class LookUps(ABC):
    """The part of a store that says who asks, over the transactions of the rest of it."""

    @abstractmethod
    def _transaction(
        self, *, writes: bool, seconds: float | None = None
    ) -> AbstractContextManager[Connection]:
        """Return a transaction; `seconds` is how long one that writes waits for its turn."""

    def key_of(self, prefix: str) -> KeyRecord | None:
        """Return the key of a prefix, whosever it is: nobody is known before it is read."""
        with self._transaction(writes=False) as connection:
            look_up(connection, "key", prefix)
            return key_rows.key_of(connection, prefix)

    def pepper_check(self) -> str | None:
        """Return what tells the pepper of the keys that are kept, None before the first."""
        with self._transaction(writes=False) as connection:
            return key_rows.read_check(connection)

    def note_use(self, record: KeyRecord, at: datetime) -> None:
        """Keep when a key was last used; nobody waits for it.

        Raises
        ------
        StoreUnavailable
            When the database is busy.

        """
        with self._transaction(writes=True, seconds=_NOBODY_WAITS_SECONDS) as connection:
            say_who(connection, record.organisation, "own")
            key_rows.note_use(connection, record, at)

    def code_of(self, digest: str) -> CodeRecord | None:
        """Return the code of a digest: nobody is known before it is read."""
        with self._transaction(writes=False) as connection:
            look_up(connection, "code", digest)
            return code_rows.code_of(connection, digest)

    def link_of(self, digest: str) -> LinkRecord | None:
        """Return the section link of a digest: nobody is known before it is read."""
        with self._transaction(writes=False) as connection:
            look_up(connection, "code", digest)
            return code_rows.link_of(connection, digest)

    def result_link_of(self, digest: str) -> ResultLink | None:
        """Return the result link of a digest: nobody is known before it is read."""
        with self._transaction(writes=False) as connection:
            look_up(connection, "code", digest)
            return code_rows.result_link_of(connection, digest)

    def report_check_of(self, digest: str) -> ReportCheck | None:
        """Return what the report of a code is checked by: nobody has to be known."""
        with self._transaction(writes=False) as connection:
            return check_rows.check_of(connection, digest)

    def report_check_of_file(self, sha256: str) -> ReportCheck | None:
        """Return what the report is checked by that has a file of these bytes."""
        with self._transaction(writes=False) as connection:
            return check_rows.check_of_file(connection, sha256)

    def note_visit(self, record: CodeRecord, on_day: date) -> None:
        """Keep the day on which a code was last used; nobody waits for it.

        Raises
        ------
        StoreUnavailable
            When the database is busy.

        """
        with self._transaction(writes=True, seconds=_NOBODY_WAITS_SECONDS) as connection:
            say_who(connection, record.owner, "own")
            code_rows.note_visit(connection, record, on_day)

    def unvisited(self, before: date, limit: int) -> tuple[CodeRecord, ...]:
        """Return codes that were last used before a day, whosever they are, the oldest first."""
        with self._transaction(writes=False) as connection:
            say_who(connection, MAINTENANCE, "own")
            return code_rows.unvisited(connection, before, limit)

    def session_of(self, digest: str) -> KnownSession | None:
        """Return a session, whosever it is: nobody is known before it is read."""
        with self._transaction(writes=False) as connection:
            look_up(connection, "session", digest)
            session = session_rows.session_of(connection, digest)
            if session is None:
                return None
            if session.key_id is None:
                return KnownSession(session, None)
            say_who(connection, session.principal.owner, "own")
            keys = key_rows.ScopedKeys(connection, session.principal)
            return KnownSession(session, keys.key(session.key_id))

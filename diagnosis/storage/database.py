"""The store: readers and transactions over one database."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from alembic.util import CommandError
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from diagnosis.services.errors import NotThere, StoreUnavailable
from diagnosis.services.ports.audit import ActKind, AuditOutcome
from diagnosis.services.ports.deletions import DeletedFirm
from diagnosis.services.ports.scope import AccessRole, Principal
from diagnosis.services.ports.whole_firm import FirmCursor, FirmRow
from diagnosis.storage.access import key_rows, session_rows
from diagnosis.storage.access.look_ups import LookUps
from diagnosis.storage.access.who import MAINTENANCE, reads_of, say_who
from diagnosis.storage.audit.audit_rows import AuditRows
from diagnosis.storage.audit.chain import ALL_ENTRIES, Act, append
from diagnosis.storage.audit.firms_read import FirmsRead
from diagnosis.storage.backups.deletions import delete_again, deleted_in
from diagnosis.storage.engine import Timeouts, database_path, open_engine, read_url
from diagnosis.storage.firm.whole_firm import NOT_EXPORTED, WholeFirm, tables_of_firms
from diagnosis.storage.migrate import current, migrate, newest
from diagnosis.storage.probe import Probe
from diagnosis.storage.readiness import StoreReadiness
from diagnosis.storage.roles.binding import why_unbound
from diagnosis.storage.scoped import ScopedRows
from diagnosis.storage.sqlite.database_file import DatabaseFile, NoFile
from diagnosis.storage.store_errors import driver_words, store_errors
from diagnosis.storage.visits.visit_transaction import VisitTransaction

_MIGRATION_SECONDS = 60
"""How long a server that starts waits for others that migrate."""
_ALL_KEYS = "keys"


class Database(LookUps):
    """The store of a database.

    Parameters
    ----------
    url
        Its URL, or the path of a file of SQLite.
    threads
        Threads of this process that may ask at once.
    requires_row_security
        Whether it is served to a role alone that row security binds, and that migrates nothing.

    Raises
    ------
    BadDatabaseUrl
        When the URL names no database that can be used.

    """

    def __init__(
        self,
        url: str | Path,
        *,
        threads: int = 4,
        timeouts: Timeouts | None = None,
        requires_row_security: bool = False,
    ) -> None:
        self.url = read_url(url)
        self.requires_row_security = requires_row_security
        timeouts = timeouts or Timeouts()
        path = database_path(self.url)
        self.file = (
            NoFile() if path is None else DatabaseFile(path, seconds=timeouts.lock_ms / 1000)
        )
        self.engine = open_engine(self.url, self.file, timeouts=timeouts, threads=threads)
        self._writing = self.engine.execution_options(writes=True)
        self._probe = Probe(self.url, self.file, requires_row_security=requires_row_security)

    @contextmanager
    def _transaction(self, *, writes: bool, seconds: float | None = None) -> Iterator[Connection]:
        engine = self._writing if writes else self.engine
        turn = self._turn(writes=writes, seconds=seconds)
        with store_errors(), turn, engine.begin() as connection:
            self._check_migration(connection)
            yield connection

    @contextmanager
    def _turn(self, *, writes: bool, seconds: float | None) -> Iterator[None]:
        """Wait for the turn to write to a file; whoever reads waits for nobody."""
        if writes:
            with self.file.turn(seconds):
                yield
        else:
            self.file.look()
            yield

    def _check_migration(self, connection: Connection) -> None:
        """Refuse a file that was put in the place of ours, if it is of another migration."""
        if self.file.is_migrated:
            return
        if current(connection) != newest():
            raise StoreUnavailable(f"{self.file.path} is not at migration {newest()}")
        self.file.is_migrated = True

    @contextmanager
    def read(self, principal: Principal) -> Iterator[ScopedRows]:
        """Yield a reader of what a principal may see.

        What it reads of others' firms is in the audit before it is answered.
        """
        others: dict[str, str] = {}
        with self._transaction(writes=False) as connection:
            say_who(connection, principal.owner, reads_of(principal))
            reader = ScopedRows(connection, principal)
            if principal.reads_as is not None and principal.operation:
                reader.firms_read = FirmsRead()
            yield reader
            if reader.firms_read is not None:
                others = reader.firms_read.of_others(connection, principal)
        if others:
            self._enter_reads(principal, others)

    def _enter_reads(self, principal: Principal, owners: Mapping[str, str]) -> None:
        """Enter in the audit that firms of other organisations were read."""
        at = datetime.now(UTC)
        acts = [
            Act(kind=ActKind.FIRM_READ, subject_id=firm, enterprise_id=firm, about=owner, at=at)
            for firm, owner in sorted(owners.items())
        ]
        self._enter(principal, *acts)
        principal.entered.update(owners)

    def _enter(self, principal: Principal, *acts: Act) -> None:
        with self._transaction(writes=True) as connection:
            say_who(connection, principal.owner, "own")
            append(connection, principal, acts)

    def enter_refusal(
        self, principal: Principal, at: datetime, kind: ActKind = ActKind.ACCESS_REFUSED
    ) -> None:
        """Enter in the audit that a principal was refused: an operation, or to log in."""
        act = Act(
            kind=kind,
            subject_id=principal.key_id or principal.owner,
            about=principal.owner,
            at=at,
            outcome=AuditOutcome.REFUSED,
        )
        self._enter(principal, act)

    def enter_act(
        self, principal: Principal, kind: ActKind, enterprise_id: str, at: datetime
    ) -> None:
        """Enter in the audit what a principal did with a firm of its own."""
        firm_id, owner = enterprise_id, principal.owner
        act = Act(kind=kind, subject_id=firm_id, enterprise_id=firm_id, about=owner, at=at)
        self._enter(principal, act)

    @contextmanager
    def maintain(self) -> Iterator[Connection]:
        """Yield a transaction over the rows of all owners, for what forgets old ones."""
        with self._transaction(writes=True) as connection:
            say_who(connection, MAINTENANCE, "own")
            yield connection

    def deleted_firms(self) -> tuple[DeletedFirm, ...]:
        """Return every firm that was deleted, the earliest first."""
        with self._transaction(writes=False) as connection:
            return deleted_in(connection)

    def delete_firms_again(self, firms: Sequence[DeletedFirm]) -> int:
        """Delete those of some firms that are back; return how many were. All are listed."""
        back = 0
        for firm in firms:
            with self._transaction(writes=True) as connection:
                back += delete_again(connection, firm)
        return back

    def exported_tables(self) -> tuple[str, ...]:
        """Return the tables that an archive of a firm has."""
        return tuple(name for name in tables_of_firms() if name not in NOT_EXPORTED)

    def left_out(self) -> Mapping[str, str]:
        """Return the tables of firms that an archive leaves out, with the reason of each."""
        return NOT_EXPORTED

    def rows_of_firm(
        self,
        principal: Principal,
        table: str,
        enterprise_id: str,
        after: FirmCursor | None,
        limit: int,
    ) -> tuple[tuple[FirmRow, ...], FirmCursor | None]:
        """Return a page of the rows of a firm in a table, and the cursor of the next page."""
        with self._transaction(writes=False) as connection:
            say_who(connection, principal.owner, reads_of(principal))
            rows = WholeFirm(connection, principal)
            return rows.rows_of_firm(table, enterprise_id, after, limit)

    @contextmanager
    def audit(self, principal: Principal) -> Iterator[AuditRows]:
        """Yield a reader of what a principal may read of the audit."""
        with self._transaction(writes=False) as connection:
            sees_all = principal.role is AccessRole.ADMIN
            say_who(connection, principal.owner, ALL_ENTRIES if sees_all else "own")
            yield AuditRows(connection, principal)

    @contextmanager
    def begin(self, principal: Principal) -> Iterator[VisitTransaction]:
        """Yield a transaction of a principal; an error inside undoes all of it.

        Raises
        ------
        NotThere
            When the code that it asks with has died meanwhile.

        """
        with self._transaction(writes=True) as connection:
            say_who(connection, principal.owner, reads_of(principal))
            work = VisitTransaction(connection, principal)
            if principal.role is AccessRole.HOLDER and work.code() is None:
                raise NotThere
            yield work
            work.write_changes()

    @contextmanager
    def keys(self, principal: Principal, *, writes: bool) -> Iterator[key_rows.ScopedKeys]:
        """Yield a transaction over the keys that a principal may see."""
        with self._transaction(writes=writes) as connection:
            sees_all = principal.role is AccessRole.ADMIN
            say_who(connection, principal.owner, _ALL_KEYS if sees_all else "own")
            rows = key_rows.ScopedKeys(connection, principal)
            yield rows
            rows.write_acts()

    @contextmanager
    def sessions(self, principal: Principal) -> Iterator[session_rows.ScopedSessions]:
        """Yield a transaction over the sessions of the organisation of a principal."""
        with self._transaction(writes=True) as connection:
            say_who(connection, principal.owner, "own")
            key_rows.ScopedKeys(connection, principal).hold(principal.owner)
            rows = session_rows.ScopedSessions(connection, principal)
            yield rows
            rows.write_acts()

    def readiness(self) -> StoreReadiness:
        """Return what holds of the database, within a second where this process is not busy."""
        return self._probe.answer()

    def trouble(self) -> str | None:
        """Return why the store is not ready, None where it is."""
        return self.readiness().trouble

    def why_unbound(self) -> str | None:
        """Return why row security does not bind the role of this database, None where it does.

        Raises
        ------
        StoreUnavailable
            When it cannot be reached.

        """
        if self.engine.dialect.name == "sqlite":
            return "a file of SQLite has no row security"
        with self._transaction(writes=False) as connection:
            return why_unbound(connection)

    def migrate(self, target: str = "head", *, service_role: str | None = None) -> None:
        """Bring the database to a migration: an id, `head` or `base`.

        `service_role` is granted what the service needs of its tables.

        Raises
        ------
        StoreUnavailable
            When it cannot be reached, refuses what a migration does, or is at a migration that
        this version does not know.

        """
        try:
            with self.file.turn(_MIGRATION_SECONDS):
                may = not self.requires_row_security
                migrate(self._writing, target, service_role=service_role, may_change=may)
        except DBAPIError as error:
            raise StoreUnavailable(self._first_line(error)) from error
        except CommandError as error:
            raise StoreUnavailable(f"its migrations are not ours: {error}") from error

    def _first_line(self, error: DBAPIError) -> str:
        """Return what a driver says is wrong; where it repeats the password, without that."""
        line = driver_words(error)
        password = self.url.password
        return line.replace(password, "***") if password else line

    def occupy(self) -> None:
        """Keep `restore` away from a SQLite file while this process or a child of it lives.

        Raises
        ------
        StoreUnavailable
            When a restore is under way.

        """
        self.file.occupy()

    def close(self) -> None:
        """Close every connection; write the log of a SQLite file back into it.

        After that the file alone is all there is, unless another process has it open.

        Raises
        ------
        StoreUnavailable
            When the log cannot be written back.

        """
        try:
            if isinstance(self.file, DatabaseFile):
                with store_errors(), self.file.turn():
                    self._fold_log()
        finally:
            self._probe.close()
            self.engine.dispose()

    def _fold_log(self) -> None:
        with closing(self.engine.raw_connection()) as connection:  # in no transaction
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def after_fork(self) -> None:
        """Drop connections inherited from a parent process, without closing them there."""
        self.engine.dispose(close=False)
        self._probe.forget()

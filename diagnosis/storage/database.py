"""The store: readers and transactions over one database."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection, delete, text
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from diagnosis.services.errors import StoreUnavailable
from diagnosis.services.ports.scope import Principal
from diagnosis.storage.engine import open_engine
from diagnosis.storage.migrate import current, migrate, newest
from diagnosis.storage.owner_transaction import OwnerTransaction
from diagnosis.storage.scoped import ScopedRows
from diagnosis.storage.tables import request_key

EVERYBODY = "*"
"""Stands for every owner in maintenance; no organisation has this name."""
_WHO = text(
    "SELECT set_config('diagnosis.owner', :owner, true),"
    " set_config('diagnosis.reads', :reads, true)"
)


def _say_who(connection: Connection, owner: str, reads_granted: bool) -> None:
    """Tell PostgreSQL's row-level security, for this transaction, who asks."""
    if connection.dialect.name == "postgresql":
        reads = "granted" if reads_granted else "own"
        connection.execute(_WHO, {"owner": owner, "reads": reads})


class Database:
    """The store of a database URL."""

    def __init__(self, url: str, *, threads: int = 4) -> None:
        self.engine = open_engine(url, threads=threads)
        self._writing = self.engine.execution_options(writes=True)

    @contextmanager
    def _transaction(self, *, writes: bool) -> Iterator[Connection]:
        engine = self._writing if writes else self.engine
        try:
            with engine.begin() as connection:
                yield connection
        except (OperationalError, InterfaceError, PoolTimeout) as error:
            raise StoreUnavailable(type(error).__name__) from error
        except DBAPIError as error:
            if error.connection_invalidated:
                raise StoreUnavailable(type(error).__name__) from error
            raise

    @contextmanager
    def read(self, principal: Principal) -> Iterator[ScopedRows]:
        """Yield a reader of what a principal may see."""
        with self._transaction(writes=False) as connection:
            _say_who(connection, principal.owner, principal.reads_granted)
            yield ScopedRows(connection, principal)

    @contextmanager
    def begin(self, principal: Principal) -> Iterator[OwnerTransaction]:
        """Yield a transaction of a principal; an error inside undoes all of it."""
        with self._transaction(writes=True) as connection:
            _say_who(connection, principal.owner, principal.reads_granted)
            work = OwnerTransaction(connection, principal)
            yield work
            work.write_changes()

    def trouble(self) -> str | None:
        """Return why the store is not ready, None where it is."""
        try:
            with self._transaction(writes=False) as connection:
                now = current(connection)
        except StoreUnavailable:
            return "database"
        return None if now == newest() else "migrations"

    def migrate(self, target: str = "head") -> None:
        """Bring the database to a migration: an id, `head` or `base`.

        Raises
        ------
        StoreUnavailable
            When it cannot be reached.

        """
        try:
            migrate(self._writing, target)
        except (OperationalError, InterfaceError) as error:
            raise StoreUnavailable(str(error.orig)) from error

    def forget_keys(self, before: datetime) -> int:
        """Forget requests older than a moment; return how many."""
        query = delete(request_key).where(request_key.c.created_at < before)
        with self._transaction(writes=True) as connection:
            _say_who(connection, EVERYBODY, False)
            return connection.execute(query).rowcount

    def after_fork(self) -> None:
        """Drop connections inherited from a parent process, without closing them there."""
        self.engine.dispose(close=False)

"""The engine of SQLite, with what it needs to serve several threads and processes."""

import os
import sqlite3
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, Dialect
from sqlalchemy.pool import ConnectionPoolEntry

from diagnosis.storage.sqlite.database_file import DatabaseFile, NoFile

_OVERFLOW = 10
_POOL_SECONDS = 10


def open_sqlite(url: URL, file: DatabaseFile | NoFile, *, lock_ms: int, threads: int) -> Engine:
    """Return the engine of a SQLite URL; nothing is connected to yet.

    Parameters
    ----------
    file
        The file of the database, or what stands for it.
    lock_ms
        How long a statement waits for a lock of another process.
    threads
        Threads of this process that may ask at once.

    """
    wait = {"timeout": lock_ms / 1000}
    if isinstance(file, NoFile):
        engine = create_engine(url, connect_args=wait)
    else:
        engine = create_engine(
            url,
            connect_args=wait,
            pool_size=threads,
            max_overflow=_OVERFLOW,
            pool_timeout=_POOL_SECONDS,
        )
        _follow(engine, file)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _follow(engine: Engine, file: DatabaseFile) -> None:
    """Keep the connections of an engine at the file that is at its path.

    SQLite itself never makes the file: one that was removed is not replaced by an empty one.
    """

    def point_at_file(
        _dialect: Dialect, _entry: ConnectionPoolEntry, cargs: list[str], cparams: dict[str, bool]
    ) -> None:
        file.create()
        # With its authority, which is empty: a path may begin with two slashes.
        cargs[0] = f"file://{quote(os.fsencode(file.path))}?mode=rw"
        cparams["uri"] = True

    def opened(_connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
        file.connected()

    event.listen(engine, "do_connect", point_at_file)
    event.listen(engine, "connect", opened)
    file.followers.append(engine.dispose)

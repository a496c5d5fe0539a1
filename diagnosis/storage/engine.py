"""The engine of a database URL, with what SQLite needs to serve several threads and processes."""

import sqlite3
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL

_WAIT_MS = 10_000


def read_url(raw: str) -> URL:
    """Return a database URL; PostgreSQL is spoken to through psycopg 3.

    Raises
    ------
    ValueError
        For anything but SQLite or PostgreSQL.

    """
    try:
        url = make_url(raw)
    except Exception:
        raise ValueError("not a database URL") from None
    if url.drivername in ("postgres", "postgresql", "postgresql+psycopg"):
        return url.set(drivername="postgresql+psycopg")
    if url.drivername in ("sqlite", "sqlite+pysqlite"):
        return url
    raise ValueError("neither sqlite:// nor postgresql://")


def open_engine(raw: str, *, threads: int = 4) -> Engine:
    """Return the engine of a URL; nothing is connected to yet.

    Parameters
    ----------
    threads
        Threads of this process that may ask at once.

    """
    url = read_url(raw)
    if url.get_backend_name() == "sqlite":
        if url.database and url.database != ":memory:":
            Path(url.database).resolve().parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(url, connect_args={"timeout": _WAIT_MS / 1000})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    return create_engine(
        url,
        pool_size=threads,
        max_overflow=2,
        pool_timeout=10,
        pool_pre_ping=True,
        connect_args={"connect_timeout": 5},
    )


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        f"busy_timeout={_WAIT_MS}",
        "foreign_keys=ON",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

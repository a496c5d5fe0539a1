"""The engine of a database URL, and how long its transactions wait."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, make_url
from sqlalchemy.engine import URL

from diagnosis.storage.postgres_engine import open_postgres
from diagnosis.storage.sqlite.database_file import DatabaseFile, NoFile
from diagnosis.storage.sqlite.engine import open_sqlite


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeouts:
    """How long a transaction waits, in ms, before the store counts as unavailable.

    `lock_ms` for what another one holds; on PostgreSQL also `statement_ms` for a statement to
    end, and `idle_ms` between two statements.
    """

    lock_ms: int = 10_000
    statement_ms: int = 10_000
    idle_ms: int = 10_000


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


def database_path(url: URL) -> Path | None:
    """Return the path of a SQLite database; None in memory, behind a URI, and on PostgreSQL."""
    name = url.database
    if url.get_backend_name() != "sqlite" or not name or name.startswith((":memory:", "file:")):
        return None
    return Path(name)


def open_engine(
    url: URL, file: DatabaseFile | NoFile, *, timeouts: Timeouts, threads: int
) -> Engine:
    """Return the engine of a URL; nothing is connected to yet.

    Parameters
    ----------
    file
        The file of a SQLite database, or what stands for it.
    threads
        Threads of this process that may ask at once.

    """
    if url.get_backend_name() == "sqlite":
        return open_sqlite(url, file, lock_ms=timeouts.lock_ms, threads=threads)
    return open_postgres(
        url,
        lock_ms=timeouts.lock_ms,
        statement_ms=timeouts.statement_ms,
        idle_ms=timeouts.idle_ms,
        threads=threads,
    )

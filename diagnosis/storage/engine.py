"""The engine of a database URL, and how long its transactions wait."""

from dataclasses import dataclass
from pathlib import Path

from psycopg.pq import Conninfo
from sqlalchemy import Engine, make_url
from sqlalchemy.engine import URL

from diagnosis.storage.postgres_engine import open_postgres
from diagnosis.storage.sqlite.database_file import DatabaseFile, NoFile
from diagnosis.storage.sqlite.engine import open_sqlite

_POSTGRESQL = ("postgres", "postgresql", "postgresql+psycopg")
_SQLITE = ("sqlite", "sqlite+pysqlite")


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeouts:
    """How long a transaction waits, in ms, before the store counts as unavailable.

    `lock_ms` for what another one holds; on PostgreSQL also `statement_ms` for a statement to
    end, and `idle_ms` between two statements.
    """

    lock_ms: int = 10_000
    statement_ms: int = 10_000
    idle_ms: int = 10_000


class BadDatabaseUrl(ValueError):
    """The URL names no database that can be used; the message holds no password."""


def read_url(raw: str | Path) -> URL:
    """Return the URL of a database, of a SQLite file where it is a path.

    PostgreSQL is spoken to through psycopg 3.

    Raises
    ------
    BadDatabaseUrl
        For anything but a file of SQLite or a database of PostgreSQL.

    """
    if isinstance(raw, Path):
        return URL.create("sqlite", database=str(raw.absolute()))
    try:
        url = make_url(raw)
    except Exception:  # SQLAlchemy raises several kinds, some of which repeat the password
        raise BadDatabaseUrl(
            "it is no URL such as postgresql://user:password@host:5432/name"
        ) from None
    if url.drivername in _POSTGRESQL:
        reason = _why_no_postgres(url, raw)
        url = url.set(drivername="postgresql+psycopg")
    elif url.drivername in _SQLITE:
        reason = _why_no_file(url)
    else:
        reason = "it is neither sqlite:/// nor postgresql://"
    if reason is not None:
        raise BadDatabaseUrl(reason)
    return url


def _why_no_postgres(url: URL, raw: str) -> str | None:
    if raw.partition("?")[0].count("@") > 1:  # parts of a password would count as host or name
        return "an @ in the user name or password is written %40, a / is written %2F"
    hosts = [url.host or "", *url.normalized_query.get("host", ())]
    if not all(map(_is_host, ",".join(hosts).split(","))):
        return "its host is no name that can be looked up"
    known = {option.keyword.decode() for option in Conninfo.get_defaults()}
    unknown = sorted(url.query.keys() - known)
    return f"PostgreSQL has no option {unknown[0]!r}" if unknown else None


def _is_host(name: str) -> bool:
    """Return whether a name can be looked up at all; the folder of a socket is not looked up."""
    try:
        return name.startswith(("/", "@")) or bool(name.encode("idna")) or not name
    except UnicodeError:
        return False


def _why_no_file(url: URL) -> str | None:
    name = url.database or ""
    if url.host or url.username or url.port:
        return "the path of a file stands after three slashes, an absolute one after four"
    is_memory = name in ("", ":memory:") or name.startswith("file::memory:")
    if is_memory or url.query.get("mode") == "memory":
        return "it names no file; what is kept in memory is lost"
    if url.query and not name.startswith("file:"):
        return "SQLite takes no options here; a ? in the path of a file is written %3F"
    return None


def database_path(url: URL) -> Path | None:
    """Return the path of a SQLite database; None behind a URI, and on PostgreSQL."""
    name = url.database
    if url.get_backend_name() != "sqlite" or not name or name.startswith("file:"):
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

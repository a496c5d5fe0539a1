"""The engine of PostgreSQL, where nothing waits without end."""

import psycopg
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.pool import ConnectionPoolEntry

_POOL_SECONDS = 10
_DEFAULTS = {
    "connect_timeout": 5,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
"""How soon a host that is gone is noticed, in s and the last in ms, unless the URL says it."""

_ALWAYS = {"client_encoding": "utf8"}
"""What neither the URL nor a variable of libpq may say otherwise: texts are in any language."""
_PLAIN_DAYS = "SET DateStyle = 'ISO'; SET TimeZone = 'UTC'"
"""A role or a database may write moments in another way, which psycopg does not read."""


def open_postgres(
    url: URL, *, lock_ms: int, statement_ms: int, idle_ms: int, threads: int
) -> Engine:
    """Return the engine of a PostgreSQL URL; nothing is connected to yet.

    Parameters
    ----------
    lock_ms, statement_ms, idle_ms
        How long the server lets a transaction wait for a lock, a statement run, and a
        transaction stay idle.
    threads
        Threads of this process that may ask at once.

    """
    engine = create_engine(
        url,
        pool_size=threads,
        max_overflow=2,
        pool_timeout=_POOL_SECONDS,
        pool_pre_ping=True,
        connect_args={name: value for name, value in _DEFAULTS.items() if name not in url.query}
        | _ALWAYS,
    )
    limits = (
        f"SET lock_timeout = {lock_ms}; SET statement_timeout = {statement_ms}; "
        f"SET idle_in_transaction_session_timeout = {idle_ms}; {_PLAIN_DAYS}; "
        # To start helpers for a page of a list takes longer than to read the page.
        "SET max_parallel_workers_per_gather = 0"
    )

    def limit(connection: psycopg.Connection, _entry: ConnectionPoolEntry) -> None:
        # Not as options of the connection: poolers in front of PostgreSQL refuse those.
        with connection.cursor() as cursor:
            cursor.execute(limits)
        connection.commit()

    event.listen(engine, "connect", limit)
    return engine

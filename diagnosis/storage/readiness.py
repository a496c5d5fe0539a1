"""Whether a database can serve: what is looked at."""

import os
from dataclasses import dataclass, fields
from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

# Each adds its tables to the metadata.
from diagnosis.storage import access_tables, diagnosis_tables, plan_tables  # noqa: F401
from diagnosis.storage.audit import audit_tables  # noqa: F401
from diagnosis.storage.firm import deletion_tables  # noqa: F401
from diagnosis.storage.migrate import current, newest
from diagnosis.storage.roles.binding import why_unbound
from diagnosis.storage.tables import metadata

_SPARE_BYTES = 4 << 20
"""Room that the disk of a database must have for what comes next."""
_TAKES_ROWS = text(
    "SELECT current_setting('transaction_read_only') = 'off' "
    "AND coalesce(bool_and(has_table_privilege(to_regclass(name), 'INSERT')), true) "
    "FROM unnest(CAST(:names AS text[])) AS name"
)
_READS_COLUMNS = text(
    "SELECT bool_and(coalesce(has_column_privilege(to_regclass(name), part, 'SELECT'), false))"
    " FROM unnest(CAST(:tables AS text[]), CAST(:columns AS text[])) AS wanted(name, part)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreReadiness:
    """What holds of a database.

    It answers; it is at the newest migration; its rows can be written; row security binds the role
    that asks, or need not; every table can be read.
    """

    database: bool = False
    migrations: bool = False
    writable: bool = False
    row_security: bool = False
    tables: bool = False

    @property
    def trouble(self) -> str | None:
        """Return the name of the first that does not hold, None where all do."""
        return next((check.name for check in fields(self) if not getattr(self, check.name)), None)


def examine(
    connection: Connection, file: Path | None, *, requires_row_security: bool = False
) -> StoreReadiness:
    """Return what holds of the database behind a connection.

    Parameters
    ----------
    file
        The file of a SQLite database, None where it has none.
    requires_row_security
        Whether a role that row security does not bind is no role to serve with.

    """
    return StoreReadiness(
        database=True,
        migrations=current(connection) == newest(),
        writable=_takes_rows(connection) if file is None else _has_room(file),
        row_security=not requires_row_security or _is_bound(connection),
        tables=_has_tables(connection),  # last: an error ends the transaction
    )


def _is_bound(connection: Connection) -> bool:
    return connection.dialect.name == "postgresql" and why_unbound(connection) is None


def _has_room(file: Path) -> bool:
    disk = os.statvfs(file)
    is_writable = os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)
    return is_writable and disk.f_bavail * disk.f_frsize >= _SPARE_BYTES


def _takes_rows(connection: Connection) -> bool:
    if connection.dialect.name != "postgresql":
        return True
    names = [table.name for table in metadata.sorted_tables]
    return bool(connection.execute(_TAKES_ROWS, {"names": names}).scalar_one())


def _has_tables(connection: Connection) -> bool:
    """Return whether every column of every table can be read; no row leaves the database.

    All are asked for at once: between two statements a busy process may let others run first.
    PostgreSQL is asked for its rights and locks: to plan thirty reads under row security takes
    longer than all the rest.
    """
    if connection.dialect.name == "postgresql":
        return _may_read_tables(connection)
    quote = connection.dialect.identifier_preparer.quote
    reads = []
    for table in metadata.sorted_tables:
        name = quote(table.name)
        columns = ", ".join(f"{name}.{quote(column.name)}" for column in table.columns)
        rows = f"SELECT {columns} FROM {name} LIMIT 1"
        reads.append(f"SELECT count(*) FROM ({rows}) AS first_row")
    try:
        connection.execute(text(" UNION ALL ".join(reads)))
    except DBAPIError:
        return False
    return True


def _may_read_tables(connection: Connection) -> bool:
    quote = connection.dialect.identifier_preparer.quote
    tables = ", ".join(quote(table.name) for table in metadata.sorted_tables)
    columns = [column for table in metadata.sorted_tables for column in table.columns]
    values = {
        "tables": [column.table.name for column in columns],
        "columns": [column.name for column in columns],
    }
    try:
        # A table that somebody else keeps cannot be read.
        connection.execute(text(f"LOCK TABLE {tables} IN ACCESS SHARE MODE"))
        return bool(connection.execute(_READS_COLUMNS, values).scalar_one())
    except DBAPIError:
        return False

"""What was deleted stays deleted: the list of deleted firms is applied to what a backup held."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, select, text

from diagnosis.services.ports.deletions import DeletedFirm
from diagnosis.services.ports.scope import Principal
from diagnosis.storage.backups.backup import address_of
from diagnosis.storage.firm.deletion_tables import deleted_firm
from diagnosis.storage.inserts import insert_rows
from diagnosis.storage.owner_transaction import OwnerTransaction
from diagnosis.storage.rows import Columns

_WHO = text("SELECT set_config('diagnosis.owner', :owner, true)")
_KEPT = "SELECT id, owner_id, deleted_at FROM deleted_firm"


def deleted_in(connection: Connection) -> tuple[DeletedFirm, ...]:
    """Return every firm that was deleted, the earliest first."""
    if connection.dialect.name == "postgresql":
        connection.execute(_WHO, {"owner": "*"})
    column = deleted_firm.c
    query = select(deleted_firm).order_by(column.deleted_at, column.id)
    return tuple(
        DeletedFirm(id=row.id, organisation=row.owner_id, deleted_at=row.deleted_at)
        for row in connection.execute(query)
    )


def deleted_in_file(database: Path) -> tuple[DeletedFirm, ...] | None:
    """Return the firms that were deleted from a file of SQLite; None where it cannot be read.

    There are none in a file from before firms could be deleted.
    """
    try:
        address = address_of(database, is_live=False)
        with closing(sqlite3.connect(address, uri=True)) as connection:
            named = "SELECT 1 FROM sqlite_schema WHERE name = 'deleted_firm'"
            if connection.execute(named).fetchone() is None:
                return ()
            rows = connection.execute(_KEPT).fetchall()
    except sqlite3.Error:
        return None
    return tuple(
        DeletedFirm(
            id=firm_id,
            organisation=owner,
            deleted_at=datetime.fromisoformat(moment).replace(tzinfo=UTC),
        )
        for firm_id, owner, moment in rows
    )


def delete_again(connection: Connection, firm: DeletedFirm) -> bool:
    """Delete a firm once more where it is back; return whether it was. It stays on the list."""
    principal = Principal(firm.organisation, "command line", operation="command-line")
    if connection.dialect.name == "postgresql":
        connection.execute(_WHO, {"owner": firm.organisation})
    work = OwnerTransaction(connection, principal)
    record = work.enterprise(firm.id)
    if record is not None:
        work.remove_enterprise(record, firm.deleted_at)
        work.write_changes()
        return True
    column = deleted_firm.c
    listed = select(column.id).where(column.owner_id == firm.organisation, column.id == firm.id)
    if connection.execute(listed).first() is None:
        entry: Columns = {
            "id": firm.id,
            "owner_id": firm.organisation,
            "deleted_at": firm.deleted_at,
        }
        insert_rows(connection, deleted_firm, [entry])
    return False


def delete_all_again(connection: Connection, firms: Iterable[DeletedFirm]) -> int:
    """Delete all of some firms once more that are back; return how many were."""
    return sum(delete_again(connection, firm) for firm in firms)

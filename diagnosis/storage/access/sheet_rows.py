"""The code of a nameless sheet, and all rows of its owner, within a transaction."""

from datetime import datetime

from sqlalchemy import delete, update

from diagnosis.services.ports.codes import CodeRecord
from diagnosis.storage.access.code_rows import code_record
from diagnosis.storage.access.key_rows import keep_check
from diagnosis.storage.access_tables import resume_code
from diagnosis.storage.audit.audit_tables import tables_of_owners
from diagnosis.storage.inserts import insert_rows
from diagnosis.storage.scoped_queries import ScopedQueries


class SheetRows(ScopedQueries):
    """The code of one owner, and all rows of that owner, within a transaction."""

    def keep_check(self, check: str) -> str:
        """Keep what tells the pepper, unless one is kept already; return what is kept."""
        return keep_check(self._connection, check)

    def open_code(self, record: CodeRecord) -> None:
        """Keep the code of a sheet that was added."""
        insert_rows(
            self._connection,
            resume_code,
            [
                {
                    "owner_id": self._principal.owner,
                    "digest": record.digest,
                    "assessment_id": record.assessment_id,
                    "opened_on": record.opened_on,
                    "visited_on": record.visited_on,
                }
            ],
        )

    def code(self) -> CodeRecord | None:
        """Return the owner's code, which nobody else ends until this transaction does."""
        row = self._row(self._kept(self._select(resume_code), resume_code))
        return row and code_record(row)

    def replace_code(self, old: str, following: str) -> bool:
        """Let a code have another digest; return False where it no longer has the old one."""
        column = resume_code.c
        query = update(resume_code).where(
            column.owner_id == self._principal.owner, column.digest == old
        )
        return self._connection.execute(query.values(digest=following)).rowcount == 1

    def erase(self, at: datetime, *, is_forgotten: bool = False) -> None:
        """Delete every row of the owner, in every table, at a moment."""
        for table in reversed(tables_of_owners()):
            owned = table.c.owner_id == self._principal.owner
            self._connection.execute(delete(table).where(owned))

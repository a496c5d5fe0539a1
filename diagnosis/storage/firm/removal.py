"""A firm is deleted: every row of every table that names it, and what repeats its rows.

What stays is its id: in the audit, in the list of deleted firms, which keeps a backup from
bringing it back, and in the feed of its owner, which tells that it is gone and names nobody.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Table, delete, or_

from diagnosis.services.ports.scope import Principal
from diagnosis.storage.access.check_rows import withdraw_checks
from diagnosis.storage.access_tables import change, resume_code
from diagnosis.storage.audit.audit_tables import audit_entry
from diagnosis.storage.diagnosis_tables import visit
from diagnosis.storage.firm.deletion_tables import deleted_firm
from diagnosis.storage.firm.whole_firm import tables_of_firms
from diagnosis.storage.inserts import insert_rows
from diagnosis.storage.reports.report_tables import report
from diagnosis.storage.rows import Columns, write_outcome
from diagnosis.storage.scope import OWNER
from diagnosis.storage.scoped_queries import ScopedQueries
from diagnosis.storage.tables import assessment, enterprise, request_key

KEPT_TABLES = (audit_entry.name,)
"""Tables that name a firm and keep their rows."""
_AT_ONCE = 400


class FirmRemoval(ScopedQueries):
    """Deletes all that is of a firm of the owner, within its transaction."""

    def __init__(self, connection: Connection, principal: Principal) -> None:
        super().__init__(connection, principal)
        self._owner = principal.owner

    def remove_rows(self, enterprise_id: str, at: datetime, *, is_forgotten: bool = False) -> None:
        """Delete every row of a firm, those that name others first; enter it as deleted.

        Whoever checks one of its reports is told that it is withdrawn, unless it `is_forgotten`
        after its time. A file of SQLite is overwritten where the rows were.
        """
        entry: Columns = {"id": enterprise_id, "owner_id": self._owner, "deleted_at": at}
        is_file = self._connection.dialect.name == "sqlite"
        if is_file:
            self._connection.exec_driver_sql("PRAGMA secure_delete = ON")
        tables = [table for name, table in tables_of_firms().items() if name not in KEPT_TABLES]
        insert_rows(self._connection, deleted_firm, [entry])
        for table in tables:
            if "id" in table.c:
                self._forget_answers(self._ids(table, enterprise_id))
        if not is_forgotten:
            withdraw_checks(self._connection, self._codes_of_reports(enterprise_id), at)
        self._remove(resume_code, "assessment_id", self._ids(assessment, enterprise_id))
        # The feeds of consultants too, which are told by their visits: before those go.
        self._remove(change, "enterprise_id", [enterprise_id])
        for table in reversed(tables):
            self._remove(table, _whose(table), [enterprise_id])
        if is_file:
            self._connection.exec_driver_sql("PRAGMA secure_delete = OFF")

    def _ids(self, table: Table, enterprise_id: str) -> list[str]:
        query = self._select(table, table.c.id).where(table.c[_whose(table)] == enterprise_id)
        return [str(row.id) for row in self._run(query)]

    def _codes_of_reports(self, enterprise_id: str) -> list[str]:
        column = report.c
        query = self._select(report, column.code_digest).where(
            column.owner_id == self._owner, column.enterprise_id == enterprise_id
        )
        return [str(row.code_digest) for row in self._run(query)]

    def _forget_answers(self, ids: list[str]) -> None:
        """Forget the idempotency keys of requests that made rows of some ids."""
        self._remove(request_key, "answer", [write_outcome(each) for each in ids])

    def _remove(self, table: Table, column: str, values: list[str]) -> None:
        for start in range(0, len(values), _AT_ONCE):
            some = values[start : start + _AT_ONCE]
            query = delete(table).where(self._is_its(table))
            of_owner = {OWNER.key: self._owner}
            self._connection.execute(query.where(table.c[column].in_(some)), of_owner)

    def _is_its(self, table: Table) -> ColumnElement[bool]:
        """Return whether a row is the owner's, or of a visit to a firm of the owner's."""
        to_its_firm = visit.c.firm_owner == self._owner
        if table is visit:
            return to_its_firm
        visits = self._select(visit, visit.c.id).where(to_its_firm)
        if "visit_id" in table.c:
            return table.c.visit_id.in_(visits)
        is_of_owner = table.c.owner_id == self._owner
        return or_(is_of_owner, table.c.subject_id.in_(visits)) if table is change else is_of_owner


def _whose(table: Table) -> str:
    """Return the name of the column that says of which firm a row is."""
    return "id" if table is enterprise else "enterprise_id"

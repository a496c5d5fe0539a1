"""Reports of an owner's sheets: kept, withdrawn, and their bytes dropped."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, insert, update

from diagnosis.services.ports.records import ChangeKind
from diagnosis.services.ports.reports import ReportRecord
from diagnosis.storage.access.check_rows import add_check, withdraw_checks
from diagnosis.storage.inserts import insert_rows
from diagnosis.storage.owner.noted_changes import NotedChanges
from diagnosis.storage.reports.report_rows import report_values
from diagnosis.storage.reports.report_tables import report, report_file
from diagnosis.storage.rows import Columns


class OwnerReports(NotedChanges):
    """The reports of one owner, within a transaction."""

    def add_report(self, record: ReportRecord, contents: Mapping[str, bytes]) -> None:
        """Keep a new report with the bytes of its files, by format, and what it is checked by."""
        owner: Columns = {"owner_id": self._principal.owner}
        insert_rows(self._connection, report, [report_values(record) | owner])
        files = [
            {
                "report_id": record.id,
                "format": file.format,
                "enterprise_id": record.enterprise_id,
                "sha256": file.sha256,
                "size": file.size,
                "content": contents[file.format],
                **owner,
            }
            for file in record.files
        ]
        self._connection.execute(insert(report_file), files)
        add_check(self._connection, record)
        kind, firm_id = ChangeKind.REPORT_MADE, record.enterprise_id
        self._note(kind, record.id, firm_id, record.created_at)

    def drop_report_files(self, assessment_id: str, kept: int) -> None:
        """Drop the bytes of all reports of a sheet but so many, the newest."""
        column = report.c
        query = self._select(report, column.id).where(
            column.owner_id == self._principal.owner, column.assessment_id == assessment_id
        )
        older = self._run(query.order_by(column.id.desc()).offset(kept).limit(kept)).scalars()
        self._drop_bytes(report_file.c.report_id.in_(list(older)))

    def withdraw_report(self, report_id: str, at: datetime) -> None:
        """Withdraw a report, unless it is already: its bytes go, and whoever checks is told."""
        column = report.c
        query = update(report).where(
            column.owner_id == self._principal.owner,
            column.id == report_id,
            column.withdrawn_at.is_(None),
        )
        withdrawn = query.values(withdrawn_at=at).returning(
            column.enterprise_id, column.code_digest
        )
        row = self._connection.execute(withdrawn).one_or_none()
        if row is None:
            return
        self._drop_bytes(report_file.c.report_id == report_id)
        withdraw_checks(self._connection, [row.code_digest], at)
        self._note(ChangeKind.REPORT_WITHDRAWN, report_id, row.enterprise_id, at)

    def _drop_bytes(self, which: ColumnElement[bool]) -> None:
        column = report_file.c
        query = update(report_file).where(
            column.owner_id == self._principal.owner, which, column.content.is_not(None)
        )
        self._connection.execute(query.values(content=None))

    def _codes_of_reports(self, assessment_id: str) -> list[str]:
        """Return the hashes of the codes of all reports of a sheet."""
        column = report.c
        query = self._select(report, column.code_digest).where(
            column.owner_id == self._principal.owner, column.assessment_id == assessment_id
        )
        return [str(row.code_digest) for row in self._run(query)]

"""Reports of sheets as rows."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row

from diagnosis.services.ports.reports import ReportFile, ReportRecord
from diagnosis.services.ports.store import Page
from diagnosis.storage.reports.report_tables import report, report_file
from diagnosis.storage.rows import Columns
from diagnosis.storage.scoped_queries import ScopedQueries

_KEPT = (
    *("id", "enterprise_id", "assessment_id", "kind", "language", "day", "seed", "code_digest"),
    *("created_at", "expires_at", "withdrawn_at"),
)


class ScopedReports(ScopedQueries):
    """The reports that a principal may see, on one connection."""

    def report(self, report_id: str) -> ReportRecord | None:
        """Return a report."""
        row = self._row(self._select(report).where(report.c.id == report_id))
        return row and report_record(row, self._files([row.id])[row.id])

    def reports(self, assessment_id: str, after: str | None, limit: int) -> Page[ReportRecord]:
        """Return a page of the reports of a sheet, newest first, also withdrawn ones."""
        query = self._select(report).where(report.c.assessment_id == assessment_id)
        page, cursor = self._page(query, report, {}, after, limit)
        files = self._files([row.id for row in page])
        return Page(tuple(report_record(row, files[row.id]) for row in page), cursor)

    def report_content(self, report_id: str, file_format: str) -> bytes | None:
        """Return the bytes of a file of a report, None where they are gone."""
        column = report_file.c
        query = self._select(report_file, column.content).where(
            column.report_id == report_id, column.format == file_format
        )
        row = self._row(query)
        return None if row is None or row.content is None else bytes(row.content)

    def _files(self, report_ids: list[str]) -> dict[str, list[ReportFile]]:
        """Return the files of some reports, by report, without their bytes."""
        column = report_file.c
        columns = (column.report_id, column.format, column.sha256, column.size)
        query = self._select(report_file, *columns).where(column.report_id.in_(report_ids))
        query = query.add_columns(column.content.is_not(None).label("is_kept"))
        files: dict[str, list[ReportFile]] = {report_id: [] for report_id in report_ids}
        for row in self._run(query.order_by(column.format)):
            files[row.report_id].append(
                ReportFile(
                    format=row.format,
                    sha256=row.sha256,
                    size=row.size,
                    is_kept=bool(row.is_kept),
                )
            )
        return files


def report_record(row: Row[Any], files: Iterable[ReportFile]) -> ReportRecord:
    """Return the report of a row and its files."""
    kept = {name: getattr(row, name) for name in _KEPT}
    return ReportRecord(
        **kept,
        owner=row.owner_id,
        created_by=row.actor,
        pins=tuple(row.pins.splitlines()),
        files=tuple(files),
    )


def report_values(record: ReportRecord) -> Columns:
    """Return the columns of a report."""
    values: Columns = {name: getattr(record, name) for name in _KEPT}
    return values | {"actor": record.created_by, "pins": "\n".join(record.pins)}

"""Reports in memory: their rows and bytes, and what they are checked by."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from diagnosis.services.ports.records import ChangeKind
from diagnosis.services.ports.reports import ReportCheck, ReportRecord


class FakeReports:
    """Reads and writes the reports of one owner."""

    _note: Any
    report_checks: dict[str, ReportCheck]

    @property
    def _own_rows(self) -> Any:
        """Return the rows of the owner."""
        return vars(self)["_rows"]

    def report(self, report_id: str) -> ReportRecord | None:
        kept: ReportRecord | None = self._own_rows.reports.get(report_id)
        return kept

    def report_content(self, report_id: str, file_format: str) -> bytes | None:
        if report_id not in self._own_rows.reports:
            return None
        content: bytes | None = self._own_rows.report_bytes.get((report_id, file_format))
        return content

    def add_report(self, record: ReportRecord, contents: Mapping[str, bytes]) -> None:
        assert record.assessment_id in self._own_rows.assessments
        self._own_rows.reports[record.id] = record
        for name, content in contents.items():
            self._own_rows.report_bytes[record.id, name] = content
        self.report_checks[record.code_digest] = ReportCheck(
            digest=record.code_digest,
            day=record.day,
            pins=record.pins,
            files={file.format: file.sha256 for file in record.files},
        )
        kind, firm_id = ChangeKind.REPORT_MADE, record.enterprise_id
        self._note(kind, record.id, firm_id, record.created_at)

    def drop_report_files(self, assessment_id: str, kept: int) -> None:
        of_sheet = [
            e.id for e in self._own_rows.reports.values() if e.assessment_id == assessment_id
        ]
        for report_id in sorted(of_sheet, reverse=True)[kept:]:
            self._drop_bytes(report_id)

    def _drop_bytes(self, report_id: str) -> None:
        record = self._own_rows.reports[report_id]
        files = tuple(replace(file, is_kept=False) for file in record.files)
        self._own_rows.reports[report_id] = replace(record, files=files)
        for file in files:
            self._own_rows.report_bytes.pop((report_id, file.format), None)

    def withdraw_report(self, report_id: str, at: datetime) -> None:
        record = self._own_rows.reports.get(report_id)
        if record is not None and record.withdrawn_at is None:
            self._own_rows.reports[report_id] = replace(record, withdrawn_at=at)
            self._drop_bytes(report_id)
            self._withdraw_checks([record], at)
            self._note(ChangeKind.REPORT_WITHDRAWN, report_id, record.enterprise_id, at)

    def _withdraw_checks(self, records: Iterable[ReportRecord], at: datetime) -> None:
        for record in records:
            check = self.report_checks[record.code_digest]
            if check.withdrawn_at is None:
                self.report_checks[record.code_digest] = replace(check, withdrawn_at=at)

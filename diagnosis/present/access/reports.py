"""Kept reports as JSON values, the names of their files, and what is told of a checked one."""

from datetime import datetime

from diagnosis.domain.text import Text
from diagnosis.present.moments import day_words, iso
from diagnosis.present.say import Shown
from diagnosis.services.ports.reports import ReportRecord
from diagnosis.services.promotion.check_reports import CheckedReport, CheckOutcome
from diagnosis.services.promotion.kept_reports import KeptReport

_LINES = {
    CheckOutcome.GENUINE: Text("genuine 真：{day}生成", "genuine, of {day}"),
    CheckOutcome.ALTERED: Text(
        "altered 改过：和{day}生成的文件不一样", "altered: not the file that was made on {day}"
    ),
    CheckOutcome.WITHDRAWN: Text(
        "withdrawn 已撤回：{day}的报告", "withdrawn: the report was of {day}"
    ),
    CheckOutcome.UNKNOWN: Text("unknown 没有这份报告", "unknown: there is no such report"),
}


def show_report(report: KeptReport, now: datetime) -> Shown:
    """Return a report: its code, its day, until when it is kept, its files without their bytes."""
    record, withdrawn = report.record, report.record.withdrawn_at
    return {
        "id": record.id,
        "assessment_id": record.assessment_id,
        "kind": record.kind,
        "language": record.language,
        "day": record.day.isoformat(),
        "code": report.code,
        "state": record.state_at(now).value,
        "pins": list(record.pins),
        "files": [
            {
                "file_format": file.format,
                "bytes": file.size,
                "sha256": file.sha256,
                "url": f"/v1/reports/{record.id}/files/{file.format}" if file.is_kept else None,
            }
            for file in record.files
        ],
        "created_at": iso(record.created_at),
        "created_by": record.created_by,
        "expires_at": iso(record.expires_at),
        "withdrawn_at": None if withdrawn is None else iso(withdrawn),
    }


def name_of_report(record: ReportRecord, file_format: str) -> str:
    """Return the name that a file of a report is saved under: its day, and nothing of the firm."""
    language = record.language.partition("-")[0]
    return f"report-{record.day.isoformat()}-{record.kind}-{language}.{file_format}"


def show_checked(checked: CheckedReport) -> Shown:
    """Return what is told of a report that is checked, and of which day it is."""
    return {
        "outcome": checked.outcome.value,
        "day": None if checked.day is None else checked.day.isoformat(),
        "file_compared": checked.has_file,
    }


def say_checked(checked: CheckedReport) -> Text:
    """Return what is told of a report that is checked, in a line."""
    line = _LINES[checked.outcome]
    return line if checked.day is None else line.fill(day=day_words(checked.day))

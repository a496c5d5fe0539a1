"""The reports of a sheet as people see them: which may be made, and which were."""

from collections.abc import Collection
from datetime import datetime

from diagnosis.domain.text import Language, Text
from diagnosis.present.access.reports import show_report
from diagnosis.present.moments import day_in_china, day_words
from diagnosis.present.say import Say, Shown
from diagnosis.services.ports.reports import ReportState
from diagnosis.services.promotion.kept_reports import KeptReport

_OFFERED = {
    "whole.pdf": Text("生成报告（PDF）", "Make the report (PDF)"),
    "brief.pdf": Text("只要一页结论（PDF）", "The first page alone (PDF)"),
    "whole.docx": Text("可以改的（Word）", "One to edit (Word)"),
    "whole.xlsx": Text("全部表格（Excel）", "All tables (Excel)"),
}
"""The reports that a button makes, by kind and format."""
_FORMATS = {"pdf": "PDF", "docx": "Word", "xlsx": "Excel", "md": "Markdown"}
_KINDS = {
    "whole": Text("整份报告", "the whole report"),
    "brief": Text("一页结论", "the first page"),
}
_LANGUAGES = {Language.ZH: Text("中文", "in Chinese"), Language.EN: Text("英文", "in English")}


def show_offered_reports(formats: Collection[str], say: Say) -> list[Shown]:
    """Return the reports that may be made in some formats, the usual one first."""
    return [
        {"name": name, "text": say(text)}
        for name, text in _OFFERED.items()
        if name.partition(".")[2] in formats
    ]


def show_report_on_page(report: KeptReport, now: datetime, say: Say) -> Shown:
    """Return a report of a list, with the files of it that may be saved."""
    record = report.record
    is_kept = record.state_at(now) is ReportState.KEPT
    return show_report(report, now) | {
        "title": say(day_words(record.day)),
        "about": say(_KINDS[record.kind]),
        "spoken": say(_LANGUAGES[Language(record.language)]),
        "until": say(day_in_china(record.expires_at)),
        "saved": [
            {
                "format": file.format,
                "name": _FORMATS.get(file.format, file.format.upper()),
                "size": f"{max(1, round(file.size / 1000))} kB",
            }
            for file in record.files
            if file.is_kept and is_kept
        ],
    }

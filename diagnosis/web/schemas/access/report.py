"""Kept reports: wished for, made, listed, checked."""

from marshmallow import Schema, fields

from diagnosis.services.promotion.check_reports import LONGEST_CODE
from diagnosis.web.schemas import closed_sets
from diagnosis.web.schemas import shared_fields as shared
from diagnosis.web.schemas.shapes import listed, may, maybe, must, texts

_SHA256 = "^[0-9a-f]{64}$"


class ReportRequestSchema(Schema):
    """Which report to make of a sheet. 要生成的报告。"""

    kind = may(
        fields.String, "The whole report, or its first page alone (报告种类); whole if left out.",
        enum=closed_sets.REPORT_KINDS,
    )  # fmt: skip
    formats = fields.List(
        fields.String(metadata={"enum": closed_sets.REPORT_FORMATS}),
        allow_none=True,
        metadata={
            "description": "Its formats (文件格式); pdf alone if left out.",
            "maxItems": len(closed_sets.REPORT_FORMATS),
            "uniqueItems": True,
        },
    )
    language = may(
        fields.String, "Its language (报告语言); that of the request if left out.",
        enum=closed_sets.LANGUAGES,
    )  # fmt: skip


class ReportFileSchema(Schema):
    """A file of a report. 报告文件。"""

    file_format = must(fields.String, "Its format (格式).", enum=closed_sets.REPORT_FORMATS)
    bytes = must(fields.Integer, "How many bytes it has (字节数).", minimum=1)
    sha256 = must(fields.String, "SHA-256 of its bytes (校验值).", pattern=_SHA256)
    url = maybe(fields.String, "Where its bytes are (下载地址); null: they are gone.")


class KeptReportSchema(Schema):
    """A report of a sheet, as it is kept. 报告。"""

    id = shared.an_id("Id of the report (报告编号).")
    assessment_id = shared.assessment_id()
    kind = must(fields.String, "What is reported (种类).", enum=closed_sets.REPORT_KINDS)
    language = must(fields.String, "Its language (语言).", enum=closed_sets.LANGUAGES)
    day = must(fields.Date, "The day that it is of, in China (报告日期).")
    code = must(
        fields.String, "Its check code, as on its last page (核验码).",
        pattern="^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$",
    )  # fmt: skip
    state = must(
        fields.String, "Whether its files are handed out (状态).", enum=closed_sets.REPORT_STATES
    )
    pins = texts("By which versions it was made (版本).")
    files = listed(ReportFileSchema, "Its files (文件).")
    created_at = shared.made_at("When it was made, ISO 8601 in UTC.")
    created_by = must(fields.String, "Who made it: the actor of the key, or holder (生成人).")
    expires_at = shared.made_at("Until when it is kept, ISO 8601 in UTC.")
    withdrawn_at = maybe(
        fields.DateTime, "When it was withdrawn, ISO 8601 in UTC; null: it was not."
    )


class ReportCheckRequestSchema(Schema):
    """What to check a report by. 要核验的报告。"""

    code = must(
        fields.String, "The check code on its last page; hyphens and case do not matter (核验码).",
        minLength=1, maxLength=LONGEST_CODE,
    )  # fmt: skip
    sha256 = may(
        fields.String, "SHA-256 of a file of it, to be compared (文件校验值).",
        pattern="^[0-9A-Fa-f]{64}$",
    )  # fmt: skip


class CheckedReportSchema(Schema):
    """What is told of a report: nothing of the firm, and no level. 核验结果。"""

    outcome = must(
        fields.String,
        "Genuine; altered: the file is another; withdrawn; unknown: no such code (结果).",
        enum=closed_sets.CHECK_OUTCOMES,
    )
    day = maybe(fields.Date, "The day that it is of, in China (报告日期); null: unknown.")
    file_compared = must(fields.Boolean, "Whether a file was compared (比对过文件).")

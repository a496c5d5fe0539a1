"""`/v1/assessments/{id}/reports`, `/v1/reports`: made, read, withdrawn; checked by anybody."""

from uuid import UUID

from flask import Response

from diagnosis.present.access.reports import name_of_report, show_checked, show_report
from diagnosis.report.file_format import FileFormat
from diagnosis.report.press import FORMATS
from diagnosis.services.promotion import kept_reports
from diagnosis.services.promotion.check_reports import check_report as check
from diagnosis.web import parameters as query
from diagnosis.web.door.security_headers import CSP, FILE_POLICY
from diagnosis.web.exchange import (
    answer,
    caller,
    container,
    created,
    read_json,
    read_keyed,
    report_desk,
    stored_page,
)
from diagnosis.web.languages import mark_language, wanted_language
from diagnosis.web.openapi.examples import REPORT, REPORT_CHECK
from diagnosis.web.openapi.operation import Resource, body, documented
from diagnosis.web.schemas.access.report import (
    CheckedReportSchema,
    KeptReportSchema,
    ReportCheckRequestSchema,
    ReportRequestSchema,
)
from diagnosis.web.schemas.shapes import page_of

_MEDIA_TYPES = tuple(each.media_type.partition(";")[0] for each in FORMATS)
resource = Resource(
    "reports",
    __name__,
    url_prefix="/v1",
    description="Reports of sheets as files, and how anybody checks one. 报告与核验。",
)


@resource.view("/assessments/<uuid:assessment_id>/reports", "POST")
@documented(
    201, KeptReportSchema, refuses=(404, 503), keyed=True,
    takes_body=body(ReportRequestSchema, report=REPORT),
)  # fmt: skip
def create_report(assessment_id: UUID) -> Response:
    """Make the report of a sheet as it stands today, a draft or submitted. 生成报告。

    It is answered when it is printed, after some seconds; two are printed at a time, more are 503
    (`reports-busy`). The files are kept for `DIAGNOSIS_REPORT_DAYS` (180 days), those of the
    twenty newest reports of a sheet; whoever reads the result reads them. With the `code`, and
    the files themselves, anybody checks it (`POST /v1/report-checks`).
    """
    wish, key = read_keyed()
    who, desk = caller(), report_desk()
    made = kept_reports.make_report(desk, who, str(assessment_id), wish, key)
    report = kept_reports.get_report(desk.maker, who, made.value)
    location = f"/v1/reports/{made.value}"
    return created(show_report(report, who.now), location, replayed=made.replayed)


@resource.view("/assessments/<uuid:assessment_id>/reports")
@documented(200, page_of(KeptReportSchema), takes=query.STORED_PAGING, refuses=(404,))
def list_reports(assessment_id: UUID, limit: int, cursor: str | None) -> Response:
    """List the reports of a sheet, newest first, also withdrawn ones. 报告列表。

    Those whose time is over are forgotten by and by; what they are checked by stays.
    """
    who, mint = caller(), container().code_mint
    page = kept_reports.list_reports(mint, who, str(assessment_id), cursor, limit)
    return stored_page(page, lambda report: show_report(report, who.now))


@resource.view("/reports/<uuid:report_id>")
@documented(200, KeptReportSchema, refuses=(404,))
def get_report(report_id: UUID) -> Response:
    """Get a report without its bytes, also a withdrawn one. 查看报告。

    Each of its files has an address of its own, null once its bytes are gone.
    """
    who = caller()
    report = kept_reports.get_report(container().code_mint, who, str(report_id))
    return answer(show_report(report, who.now))


@resource.view("/reports/<uuid:report_id>/files/<file_format>")
@documented(
    200, {"type": "string", "format": "binary"}, refuses=(404,), tagged=True, is_sandboxed=True,
    content_type=_MEDIA_TYPES[0], other_types=_MEDIA_TYPES[1:],
)  # fmt: skip
def get_report_file(report_id: UUID, file_format: str) -> Response:
    """Get the bytes of a file of a report; its `ETag` is their SHA-256. 下载报告文件。

    404 once they are gone: the report was withdrawn, its time is over, or twenty were made of the
    sheet after it.
    """
    return report_file(report_id, file_format)


def report_file(report_id: UUID, file_format: str) -> Response:
    """Return a file of a report as it is saved: under a name of its own, and run by nobody.

    Raises
    ------
    NotThere
        As `kept_reports.get_report_file` does.

    """
    kept = kept_reports.get_report_file(caller(), str(report_id), file_format)
    media_type = FileFormat(kept.file.format).media_type
    response = Response(kept.content, content_type=media_type)
    name = name_of_report(kept.report, kept.file.format)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["ETag"] = f'"{kept.file.sha256}"'
    response.headers[CSP] = FILE_POLICY
    return mark_language(response, wanted_language())


@resource.view("/reports/<uuid:report_id>", "DELETE")
@documented(204, None, refuses=(404,))
def withdraw_report(report_id: UUID) -> Response:
    """Withdraw a report: its files are gone, and whoever checks it is told so. 撤回报告。

    To withdraw it again changes nothing.
    """
    kept_reports.withdraw_report(caller(), str(report_id))
    return Response(status=204)


@resource.view("/report-checks", "POST")
@documented(
    200, CheckedReportSchema, refuses=(503,),
    takes_body=body(ReportCheckRequestSchema, report=REPORT_CHECK),
)  # fmt: skip
def check_report() -> Response:
    """Check whether a report is genuine, by its code and the SHA-256 of a file. 核验报告。

    Anybody may, without a key. It tells of which day the report is, whether the file is the one
    that was made, and whether the firm withdrew it: never which firm, and no level. Nothing of a
    file is sent or kept.
    """
    running = container()
    return answer(show_checked(check(running.store, running.code_mint, read_json())))

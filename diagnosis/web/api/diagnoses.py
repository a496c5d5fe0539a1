"""`/v1/diagnoses`: a sheet in, a diagnosis out, stored or not; its trace and summary."""

from typing import Any
from uuid import UUID

from flask import Response

from diagnosis.present.scoring.diagnosis import render
from diagnosis.present.scoring.named_trace import show_trace
from diagnosis.present.scoring.summary import summary
from diagnosis.services.scoring.diagnose import diagnose, read
from diagnosis.services.scoring.stored_diagnoses import (
    get_diagnosis,
    list_diagnoses,
    show_diagnosis,
    show_row,
)
from diagnosis.services.scoring.submissions import Submitted, diagnose_and_store
from diagnosis.web import parameters as ask
from diagnosis.web.contract import MARKDOWN, Resource, body, promise
from diagnosis.web.examples import SHEET
from diagnosis.web.exchange import (
    answer,
    books,
    created,
    read_json,
    read_keyed,
    say,
    stored_page,
    wired,
)
from diagnosis.web.languages import mark_language, wanted_language
from diagnosis.web.schemas.diagnosis import (
    DiagnosisRowSchema,
    DiagnosisSchema,
    PreviewSchema,
    TraceSchema,
)
from diagnosis.web.schemas.shapes import page_of
from diagnosis.web.schemas.sheet import SheetSchema

resource = Resource(
    "diagnoses",
    __name__,
    url_prefix="/v1/diagnoses",
    description="A sheet in, an explained diagnosis out. 诊断。",
)
SHEET_BODY = body(SheetSchema, sheet=SHEET)
FILTERS = (
    ask.text("reference", 200, "The caller's own id of the sheet. 外部编号。"),
    ask.identity("enterprise_id", "Id of the enterprise. 企业编号。"),
    ask.text("credit_code", 18, "Unified social credit code. 统一社会信用代码。"),
    ask.text("site", 100, "The plant. 厂区。"),
    ask.text("form", 80, "Form, id@version. 问卷。"),
    ask.whole("period", 2000, 2100, "The year the answers stand for. 所属年度。"),
    ask.text("division", 3, "GB/T 4754 division, C13 to C43. 行业大类。"),
    ask.text("city", 6, "GB/T 2260 code. 地市或区县。"),
    ask.choice("size_class", ("large", "medium", "small", "micro"), "Size class. 规模。"),
)


def chosen(filters: dict[str, Any]) -> dict[str, Any]:
    """Return the filters that were given."""
    return {name: value for name, value in filters.items() if value is not None}


def stored_answer(submitted: Submitted) -> Response:
    """Return a stored diagnosis: the one just made, or the one an earlier request made."""
    own, location = wired().content, f"/v1/diagnoses/{submitted.diagnosis_id}"
    if submitted.record is not None:
        return created(submitted.show(own, say()), location, replayed=False)
    record = get_diagnosis(books(), submitted.diagnosis_id)
    return created(show_diagnosis(record, wanted_language()), location, replayed=True)


@resource.at("/preview", "POST")
@promise(200, PreviewSchema, takes_body=SHEET_BODY)
def preview_diagnosis() -> Response:
    """Diagnose a sheet without storing anything. 只诊断，不保存。"""
    content = wired().content
    diagnosis = diagnose(content, read(content, read_json()))
    return answer(render(content, diagnosis, say()))


@resource.at("", "POST")
@promise(201, DiagnosisSchema, takes_body=SHEET_BODY, keyed=True, refuses=(503,))
def create_diagnosis() -> Response:
    """Diagnose a sheet and store the result; registers the enterprise where new. 诊断并保存。"""
    given, ticket = read_keyed()
    submitted = diagnose_and_store(wired().content, books(), given, ticket)
    return stored_answer(submitted)


@resource.at("")
@promise(200, page_of(DiagnosisRowSchema), takes=(*ask.STORED_PAGING, *FILTERS), refuses=(503,))
def list_stored_diagnoses(limit: int, cursor: str | None, **filters: Any) -> Response:
    """List stored diagnoses, newest first. 诊断列表。"""
    found = list_diagnoses(books(), chosen(filters), cursor, limit)
    return stored_page(found, lambda row: show_row(wired().content, row))


@resource.at("/<uuid:diagnosis_id>")
@promise(200, DiagnosisSchema, refuses=(404, 503))
def get_stored_diagnosis(diagnosis_id: UUID) -> Response:
    """Get a stored diagnosis. 读取诊断结果。"""
    return answer(show_diagnosis(get_diagnosis(books(), str(diagnosis_id)), wanted_language()))


@resource.at("/<uuid:diagnosis_id>/trace")
@promise(200, TraceSchema, refuses=(404, 503))
def get_trace(diagnosis_id: UUID) -> Response:
    """Get the trace from each total to every answer, weight and clause. 得分的来龙去脉。"""
    return answer(show_trace(wired().content, get_diagnosis(books(), str(diagnosis_id)), say()))


@resource.at("/<uuid:diagnosis_id>/summary")
@promise(200, {"type": "string"}, refuses=(404, 503), content_type=MARKDOWN)
def get_summary(diagnosis_id: UUID) -> Response:
    """Get a stored diagnosis as one Markdown page. 一页摘要（Markdown）。"""
    language = wanted_language()
    shown = show_diagnosis(get_diagnosis(books(), str(diagnosis_id)), language)
    page = Response(summary(shown, language), content_type="text/markdown; charset=utf-8")
    return mark_language(page, language)

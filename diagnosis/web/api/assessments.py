"""`/v1/assessments`: answers as they come, and the moment they are submitted."""

from typing import Any
from uuid import UUID

from flask import Response

from diagnosis.services.intake.drafts import (
    begin_draft,
    get_assessment,
    give_up_draft,
    list_assessments,
    save_draft,
    show_assessment,
    show_assessment_row,
    stored_assessment,
    upgrade_draft,
)
from diagnosis.services.ports.store import Plain
from diagnosis.services.scoring.submissions import submit_assessment
from diagnosis.web import parameters as ask
from diagnosis.web.api.diagnoses import chosen, stored_answer
from diagnosis.web.contract import Resource, body, promise
from diagnosis.web.examples import DRAFT, DRAFT_CHANGE, UPGRADE
from diagnosis.web.exchange import (
    answer,
    books,
    created,
    read_json,
    read_keyed,
    stored_page,
    wired,
)
from diagnosis.web.languages import wanted_language
from diagnosis.web.schemas.diagnosis import DiagnosisSchema
from diagnosis.web.schemas.register import AssessmentRowSchema, AssessmentSchema, UpgradedSchema
from diagnosis.web.schemas.shapes import page_of
from diagnosis.web.schemas.sheet import DraftChangeSchema, DraftSchema, UpgradeSchema

resource = Resource(
    "assessments",
    __name__,
    url_prefix="/v1/assessments",
    description="Drafts that are filled in over time, then submitted for good. 答卷。",
)
FILTERS = (
    ask.identity("enterprise_id", "Id of the enterprise. 企业编号。"),
    ask.choice("state", ("draft", "submitted"), "State. 状态。"),
    ask.text("reference", 200, "The caller's own id of the sheet. 外部编号。"),
    ask.text("form", 80, "Form, id@version. 问卷。"),
    ask.whole("period", 2000, 2100, "The year the answers stand for. 所属年度。"),
)


def _show(stored: Plain) -> dict[str, Any]:
    return show_assessment(wired().content, stored)


@resource.at("", "POST")
@promise(
    201, AssessmentSchema, takes_body=body(DraftSchema, draft=DRAFT), keyed=True, tagged=True,
    refuses=(503,),
)  # fmt: skip
def create_assessment() -> Response:
    """Begin a draft, with answers or without. 新建答卷草稿。"""
    given, ticket = read_keyed()
    stored, replayed = begin_draft(wired().content, books(), given, ticket)
    location = f"/v1/assessments/{stored['id']}"
    return created(_show(stored), location, replayed=replayed, version=stored["version"])


@resource.at("")
@promise(200, page_of(AssessmentRowSchema), takes=(*ask.STORED_PAGING, *FILTERS), refuses=(503,))
def list_stored_assessments(limit: int, cursor: str | None, **filters: Any) -> Response:
    """List assessments, newest first. 答卷列表。"""
    found = list_assessments(books(), chosen(filters), cursor, limit)
    return stored_page(found, show_assessment_row)


@resource.at("/<uuid:assessment_id>")
@promise(200, AssessmentSchema, tagged=True, refuses=(404, 503))
def get_stored_assessment(assessment_id: UUID) -> Response:
    """Get an assessment with what is still open. 读取答卷。"""
    record = get_assessment(books(), str(assessment_id))
    return answer(_show(stored_assessment(record)), version=record.version)


@resource.at("/<uuid:assessment_id>", "PATCH")
@promise(
    200, AssessmentSchema, tagged=True, conditional=True, refuses=(404, 409, 503),
    takes_body=body(DraftChangeSchema, change=DRAFT_CHANGE),
)  # fmt: skip
def change_assessment(assessment_id: UUID) -> Response:
    """Save answers of a draft; null takes one away. 保存部分答案。"""
    given, version = read_json(), ask.wanted_version()
    stored = save_draft(wired().content, books(), str(assessment_id), given, version)
    return answer(_show(stored), version=stored["version"])


@resource.at("/<uuid:assessment_id>", "DELETE")
@promise(204, None, conditional=True, refuses=(404, 409, 503))
def delete_assessment(assessment_id: UUID) -> Response:
    """Give up a draft. 放弃草稿。"""
    give_up_draft(books(), str(assessment_id), ask.wanted_version())
    return Response(status=204)


@resource.at("/<uuid:assessment_id>/upgrade", "POST")
@promise(
    200, UpgradedSchema, tagged=True, conditional=True, refuses=(404, 409, 503),
    takes_body=body(UpgradeSchema, newest=UPGRADE),
)  # fmt: skip
def upgrade_assessment(assessment_id: UUID) -> Response:
    """Move a draft to another form, answers carried over; says what changed. 换用新版问卷。"""
    given, version = read_json(), ask.wanted_version()
    content, language = wired().content, wanted_language()
    found = upgrade_draft(content, books(), str(assessment_id), given, version, language)
    stored = found["assessment"]
    return answer(found | {"assessment": _show(stored)}, version=stored["version"])


@resource.at("/<uuid:assessment_id>/submit", "POST")
@promise(201, DiagnosisSchema, keyed=True, conditional=True, refuses=(404, 503))
def submit(assessment_id: UUID) -> Response:
    """Submit a draft for good; the answer is its stored diagnosis. 提交并诊断。"""
    version, ticket = ask.wanted_version(), ask.read_ticket(b"")
    content = wired().content
    return stored_answer(submit_assessment(content, books(), str(assessment_id), version, ticket))

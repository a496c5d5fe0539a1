"""`/v1/assessments`: answers as they come, and the moment they are submitted."""

from uuid import UUID

from flask import Response

from diagnosis.domain.intake.limits import PERIOD
from diagnosis.present.intake.assessment import (
    show_assessment,
    show_assessment_row,
    show_begun,
    show_upgraded,
)
from diagnosis.services.intake import drafts
from diagnosis.services.intake.carry import left_out
from diagnosis.services.ports.records import AssessmentRecord
from diagnosis.services.ports.store import FilterValue
from diagnosis.services.scoring.submissions import submit_draft
from diagnosis.web import parameters as query
from diagnosis.web.api.diagnoses import stored_answer
from diagnosis.web.api.filters import CREATED_AFTER, where
from diagnosis.web.bodies import has_body
from diagnosis.web.entity_tags import wanted_versions
from diagnosis.web.exchange import (
    answer,
    caller,
    container,
    content,
    created,
    read_json,
    read_keyed,
    stored_page,
)
from diagnosis.web.idempotency import keyed, wanted_key
from diagnosis.web.languages import wanted_language
from diagnosis.web.openapi.examples import DRAFT, DRAFT_CHANGE, UPGRADE
from diagnosis.web.openapi.operation import Resource, body, documented, either
from diagnosis.web.preferences import Return, wanted_return
from diagnosis.web.schemas.intake.assessment import (
    AssessmentRowSchema,
    AssessmentSchema,
    BegunAssessmentSchema,
    DraftChangeSchema,
    DraftRequestSchema,
    SubmitRequestSchema,
    UpgradedAssessmentSchema,
    UpgradeRequestSchema,
)
from diagnosis.web.schemas.levels import DiagnosisLevelsSchema
from diagnosis.web.schemas.shapes import page_of
from diagnosis.web.schemas.stored_diagnosis import DiagnosisSchema

resource = Resource(
    "assessments",
    __name__,
    url_prefix="/v1/assessments",
    description="Drafts that are filled in over time, then submitted for good. 答卷。",
)
FILTERS = (
    query.identity("enterprise_id", "Id of the enterprise. 企业编号。"),
    query.choice("state", ("draft", "submitted"), "State. 状态。"),
    query.text("reference", 200, "The caller's own id of the sheet. 外部编号。"),
    query.text("form", 80, "Form, id@version. 问卷。"),
    query.whole("period", *PERIOD.ends, "The year the answers stand for. 所属年度。"),
    CREATED_AFTER,
)


def _answer(record: AssessmentRecord) -> Response:
    return answer(show_assessment(content(), record), version=record.version)


@resource.view("", "POST")
@documented(
    201, BegunAssessmentSchema, takes_body=body(DraftRequestSchema, draft=DRAFT), keyed=True,
    tagged=True, refuses=(503,),
)  # fmt: skip
def create_assessment() -> Response:
    """Begin a draft, with answers, without, or from last year's sheet. 新建答卷草稿。

    The body says whose it is by exactly one of `enterprise` (facts, registered where new),
    `enterprise_id` and `from` (a submitted assessment). Nothing is scored before it is
    submitted.
    """
    body, key = read_keyed()
    record, replayed = drafts.begin_draft(content(), caller(), body, key)
    dropped = left_out(content(), caller(), record)
    shown = show_begun(content(), record, dropped, wanted_language())
    location = f"/v1/assessments/{record.id}"
    return created(shown, location, replayed=replayed, version=record.version)


@resource.view("")
@documented(
    200, page_of(AssessmentRowSchema), takes=(*query.STORED_PAGING, *FILTERS), refuses=(503,)
)
def list_assessments(limit: int, cursor: str | None, **filters: FilterValue | None) -> Response:
    """List assessments, newest first. 答卷列表。

    Filters are joined by “and”. The answers themselves are in each assessment, not in the
    list.
    """
    page = drafts.list_assessments(caller(), where(filters), cursor, limit)
    return stored_page(page, show_assessment_row)


@resource.view("/<uuid:assessment_id>")
@documented(200, AssessmentSchema, tagged=True, refuses=(404, 503))
def get_assessment(assessment_id: UUID) -> Response:
    """Get an assessment with what is still open. 读取答卷。

    `ETag` names the version, for `If-Match` of the next change.
    """
    return _answer(drafts.get_assessment(caller(), str(assessment_id)))


@resource.view("/<uuid:assessment_id>", "PATCH")
@documented(
    200, AssessmentSchema, tagged=True, conditional=True, refuses=(404, 409, 503),
    takes_body=body(DraftChangeSchema, change=DRAFT_CHANGE),
)  # fmt: skip
def change_assessment(assessment_id: UUID) -> Response:
    """Save answers of a draft; null takes one away. 保存部分答案。

    What is not sent stays. An answer that the form does not take is refused, and nothing is
    changed then. Needs `If-Match`.
    """
    body, versions = read_json(), wanted_versions()
    return _answer(drafts.save_draft(content(), caller(), str(assessment_id), body, versions))


@resource.view("/<uuid:assessment_id>", "DELETE")
@documented(204, None, conditional=True, refuses=(404, 409, 503))
def delete_assessment(assessment_id: UUID) -> Response:
    """Give up a draft. 放弃草稿。

    Only drafts can be deleted: what was submitted is withdrawn instead. Needs `If-Match`.
    """
    drafts.give_up_draft(caller(), str(assessment_id), wanted_versions())
    return Response(status=204)


@resource.view("/<uuid:assessment_id>/upgrade", "POST")
@documented(
    200, UpgradedAssessmentSchema, tagged=True, conditional=True, refuses=(404, 409, 503),
    takes_body=body(UpgradeRequestSchema, newest=UPGRADE),
)  # fmt: skip
def upgrade_assessment(assessment_id: UUID) -> Response:
    """Move a draft to another form, answers carried over; says what changed. 换用新版问卷。

    Answers to questions that both forms ask are carried over where they still fit; `dropped`
    names the others. Needs `If-Match`.
    """
    body, versions = read_json(), wanted_versions()
    upgraded = drafts.upgrade_draft(content(), caller(), str(assessment_id), body, versions)
    shown = show_upgraded(content(), upgraded, wanted_language())
    return answer(shown, version=upgraded.record.version)


@resource.view("/<uuid:assessment_id>/submit", "POST")
@documented(
    201, either(DiagnosisSchema, DiagnosisLevelsSchema), keyed=True, conditional=True,
    prefers=True, refuses=(404, 503),
    takes_body=body(SubmitRequestSchema, required=False, incomplete={"accept_incomplete": True}),
)  # fmt: skip
def submit_assessment(assessment_id: UUID) -> Response:
    """Submit a draft for good; the answer is its stored diagnosis. 提交并诊断。

    It never changes again. Needs `If-Match`; less than half of the questions answered is
    refused unless `accept_incomplete` is true.
    """
    versions, preferred = wanted_versions(), wanted_return()
    raw, key = read_keyed() if has_body() else ({}, keyed(wanted_key(), {}))
    submission = submit_draft(
        container().diagnosing, caller(), str(assessment_id), versions, raw, key,
        explained=preferred is not Return.MINIMAL,
    )  # fmt: skip
    return stored_answer(submission, preferred)

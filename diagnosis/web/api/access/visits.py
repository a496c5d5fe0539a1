"""`/v1/visits`: a consultant verifies on site what a firm claimed, and signs it."""

from uuid import UUID

from flask import Response

from diagnosis.present.access.visits import (
    show_findings,
    show_visit,
    show_visit_answers,
    show_visit_levels,
    show_visit_sheet,
)
from diagnosis.services.ports.store import FilterValue
from diagnosis.services.ports.visits import KeptVisit
from diagnosis.services.visits import answers, sign_off, visit
from diagnosis.services.visits.findings import get_findings
from diagnosis.services.visits.sheet import visit_sheet
from diagnosis.services.visits.side_by_side import compare_visit
from diagnosis.web import parameters as query
from diagnosis.web.api.filters import CREATED_AFTER
from diagnosis.web.entity_tags import wanted_versions
from diagnosis.web.exchange import (
    answer,
    caller,
    container,
    content,
    created,
    read_json,
    read_keyed,
    say,
    stored_page,
)
from diagnosis.web.idempotency import keyed, wanted_key
from diagnosis.web.openapi.operation import Resource, body, documented
from diagnosis.web.openapi_parts import JsonObject
from diagnosis.web.schemas import closed_sets
from diagnosis.web.schemas.access.visit import (
    SaveAnswersSchema,
    VisitAnswersSchema,
    VisitFindingsSchema,
    VisitLevelsSchema,
    VisitRequestSchema,
    VisitSchema,
    VisitSheetSchema,
)
from diagnosis.web.schemas.shapes import page_of

resource = Resource(
    "visits",
    __name__,
    url_prefix="/v1",
    description="What a consultant verifies on site of what a firm claimed. 走访核实。",
)
FILTERS = (
    query.identity("enterprise_id", "Id of the enterprise. 企业编号。"),
    query.identity("diagnosis_id", "Id of the diagnosis. 诊断编号。"),
    query.choice("state", tuple(closed_sets.VISIT_STATES), "State. 状态。"),
    query.choice("why", tuple(closed_sets.VISIT_WHYS), "Why the firm is visited. 走访原因。"),
    CREATED_AFTER,
)
VISIT = {
    "why": "requested",
    "planned_on": "2026-12-08",
    "visitor": "陈工",
    "employer": "示例咨询有限公司",
    "vendor_ties": [],
}
SAVED: JsonObject = {
    "answers": {
        "ai-plan": {
            "value": 1,
            "grade": "record-shown",
            "reason": "只有口头计划，没有文件",
            "note": None,
        }
    }
}


def _answer(record: KeptVisit) -> Response:
    return answer(show_visit(record, say()), version=record.version)


@resource.view("/diagnoses/<uuid:diagnosis_id>/visits", "POST")
@documented(
    201, VisitSchema, keyed=True, tagged=True, refuses=(404,),
    takes_body=body(VisitRequestSchema, visit=VISIT),
)  # fmt: skip
def begin_visit(diagnosis_id: UUID) -> Response:
    """Begin a visit about a diagnosis of a firm that is granted to the caller. 登记走访。

    It says who goes there, for whom they work and whom they are tied to; the firm sees it from
    now on, a portal of the firm once it is signed, another consultant never.
    """
    raw, key = read_keyed()
    versions = container().versions
    visit_id, replayed = visit.begin_visit(versions, caller(), str(diagnosis_id), raw, key)
    record = visit.get_visit(caller(), visit_id)
    location = f"/v1/visits/{visit_id}"
    shown = show_visit(record, say())
    return created(shown, location, replayed=replayed, version=record.version)


@resource.view("/visits")
@documented(200, page_of(VisitSchema), takes=(*query.STORED_PAGING, *FILTERS))
def list_visits(limit: int, cursor: str | None, **filters: FilterValue | None) -> Response:
    """List visits, newest first. 走访列表。

    Those of the caller's organisation and those to its firms; a portal sees signed ones.
    """
    where = {name: value for name, value in filters.items() if value is not None}
    page = visit.list_visits(caller(), where, cursor, limit)
    return stored_page(page, lambda record: show_visit(record, say()))


@resource.view("/visits/<uuid:visit_id>")
@documented(200, VisitSchema, tagged=True, refuses=(404,))
def get_visit(visit_id: UUID) -> Response:
    """Get a visit. 读取走访。

    `ETag` names the version, for `If-Match` of the next change.
    """
    return _answer(visit.get_visit(caller(), str(visit_id)))


@resource.view("/visits/<uuid:visit_id>/sheet")
@documented(200, VisitSheetSchema, tagged=True, refuses=(404, 503))
def get_visit_sheet(visit_id: UUID) -> Response:
    """Get the sheet to take along: what to look at first, and what is claimed of it. 走访表。

    What is verified already makes the order anew. It is there while the firm is granted.
    """
    sheet = visit_sheet(container().diagnosing, caller(), str(visit_id))
    return answer(show_visit_sheet(sheet, say()), version=sheet.visit.version)


@resource.view("/visits/<uuid:visit_id>/answers")
@documented(200, VisitAnswersSchema, refuses=(404,))
def get_visit_answers(visit_id: UUID) -> Response:
    """Get all that a visit verified. 读取核实结果。

    Whoever sees the visit sees this.
    """
    kept = answers.get_answers(caller(), str(visit_id))
    return answer({"answers": show_visit_answers(kept, say())})


@resource.view("/visits/<uuid:visit_id>/answers", "PATCH")
@documented(
    200, VisitSchema, tagged=True, conditional=True, refuses=(404, 409, 503),
    takes_body=body(SaveAnswersSchema, verified=SAVED),
)  # fmt: skip
def save_visit_answers(visit_id: UUID) -> Response:
    """Save what was verified, item by item; the others stay. 保存核实结果。

    To send the same again changes nothing, so that a phone may send until it is answered; with
    `If-Match: *` it does so whatever another device saved meanwhile. Needs `If-Match`.
    """
    raw, versions = read_json(), wanted_versions()
    return _answer(
        answers.save_answers(container().versions, caller(), str(visit_id), raw, versions)
    )


@resource.view("/visits/<uuid:visit_id>/withdrawal", "POST")
@documented(200, VisitSchema, tagged=True, conditional=True, refuses=(404, 409))
def withdraw_visit(visit_id: UUID) -> Response:
    """Give up a visit that is not signed. 取消走访。

    It stays readable to both sides, and counts nowhere. Needs `If-Match`.
    """
    return _answer(visit.withdraw_visit(caller(), str(visit_id), wanted_versions()))


@resource.view("/visits/<uuid:visit_id>/findings")
@documented(200, VisitFindingsSchema, refuses=(404, 503))
def get_visit_findings(visit_id: UUID) -> Response:
    """Say what is amiss in a visit: high answers without evidence, changes without reason. 检查。

    Errors stop the signature; warnings and infos do not.
    """
    amiss = get_findings(container().diagnosing, caller(), str(visit_id))
    return answer(show_findings(content(), amiss, say()))


@resource.view("/visits/<uuid:visit_id>/signature", "POST")
@documented(201, VisitSchema, keyed=True, conditional=True, tagged=True, refuses=(404, 503))
def sign_visit(visit_id: UUID) -> Response:
    """Sign a visit: it never changes again, and the standards read what was verified. 签字。

    What `findings` call an error refuses it. From now on portals of the firm see it. Needs
    `If-Match`.
    """
    key, versions = keyed(wanted_key(), {"visit": str(visit_id)}), wanted_versions()
    using, who = container().diagnosing, caller()
    _, replayed = sign_off.sign_visit(using, who, str(visit_id), versions, key)
    record = visit.get_visit(who, str(visit_id))
    shown, location = show_visit(record, say()), f"/v1/visits/{visit_id}"
    return created(shown, location, replayed=replayed, version=record.version)


@resource.view("/visits/<uuid:visit_id>/levels")
@documented(200, VisitLevelsSchema, refuses=(404, 503))
def get_visit_levels(visit_id: UUID) -> Response:
    """Show self, estimated and verified levels beside each other, and what changed. 三方对照。

    It is there while the firm may be read; verified levels are there once the visit is signed.
    """
    compared = compare_visit(container().versions, caller(), str(visit_id))
    return answer(show_visit_levels(compared, say()))

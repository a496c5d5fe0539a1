"""`/v1/visits/{id}/objections`: a firm objects, and how far consultants agree."""

from uuid import UUID

from flask import Response

from diagnosis.present.access.visits import show_agreement_of_visits, show_objections
from diagnosis.services.transaction import Made
from diagnosis.services.visits import remarks
from diagnosis.services.visits.agreement import visit_agreement
from diagnosis.web.exchange import answer, caller, container, content, created, read_keyed, say
from diagnosis.web.openapi.operation import Resource, body, documented
from diagnosis.web.schemas.access.visit import (
    RemarkRequestSchema,
    VisitAgreementsSchema,
    VisitObjectionsSchema,
)

resource = Resource(
    "objections",
    __name__,
    url_prefix="/v1",
    description="What a firm objects to in a visit, and how far consultants agree. 走访异议。",
)


def _created(made: Made[str]) -> Response:
    shown = show_objections(content(), remarks.get_objections(caller(), made.value), say())
    return created(shown, f"/v1/visits/{made.value}/objections", replayed=made.replayed)


@resource.view("/visits/<uuid:visit_id>/objections")
@documented(200, VisitObjectionsSchema, refuses=(404,))
def list_objections(visit_id: UUID) -> Response:
    """List what the firm objects to in a visit, each with what it was answered. 异议列表。

    Whoever sees the visit sees it.
    """
    objections = remarks.get_objections(caller(), str(visit_id))
    return answer(show_objections(content(), objections, say()))


@resource.view("/visits/<uuid:visit_id>/objections", "POST")
@documented(
    201, VisitObjectionsSchema, keyed=True, refuses=(404,),
    takes_body=body(RemarkRequestSchema, objection={"item": "ai-plan", "note": "计划已发文"}),
)  # fmt: skip
def object_to_visit(visit_id: UUID) -> Response:
    """Object to what was verified of an item, once and with a note. 提出异议。

    It stands beside the visit and changes nothing by itself. A firm may for some days after the
    signature (`DIAGNOSIS_OBJECTION_DAYS`).
    """
    raw, key = read_keyed()
    days = container().settings.objection_days
    return _created(remarks.object_to_visit(caller(), str(visit_id), raw, key, days=days))


@resource.view("/visits/<uuid:visit_id>/replies", "POST")
@documented(
    201, VisitObjectionsSchema, keyed=True, refuses=(404,),
    takes_body=body(RemarkRequestSchema, reply={"item": "ai-plan", "note": "走访后才发文"}),
)  # fmt: skip
def answer_objection(visit_id: UUID) -> Response:
    """Answer what the firm objects to, once and with a note. 回复异议。

    Whoever paid the visit may, whether the firm is still granted or not.
    """
    raw, key = read_keyed()
    return _created(remarks.answer_objection(caller(), str(visit_id), raw, key))


@resource.view("/diagnoses/<uuid:diagnosis_id>/agreement")
@documented(200, VisitAgreementsSchema, refuses=(404,))
def get_agreement(diagnosis_id: UUID) -> Response:
    """Say how far consultants agree who verified a diagnosis, each on its own. 复核一致性。

    Among the signed visits that the caller sees: each later one against the first, with n.
    """
    return answer(show_agreement_of_visits(visit_agreement(caller(), str(diagnosis_id))))

"""`/v1/visits/{id}/evidence`: photos and PDF that a consultant adds at a visit."""

from uuid import UUID

from flask import Response

from diagnosis.present.access.evidence import show_evidence
from diagnosis.services.visits import files
from diagnosis.web import parameters as query
from diagnosis.web.api.evidence import KINDS, read_file
from diagnosis.web.exchange import caller, container, created
from diagnosis.web.openapi.operation import Resource, documented, file_body
from diagnosis.web.schemas.access.evidence import EvidenceFileSchema

resource = Resource(
    "visit-evidence",
    __name__,
    url_prefix="/v1/visits",
    description="Photos and PDF that a consultant adds at a visit. 走访佐证。",
)


@resource.view("/<uuid:visit_id>/evidence", "POST")
@documented(
    201, EvidenceFileSchema, refuses=(404, 409, 503), takes_body=file_body(KINDS),
    takes=(query.text("item", 80, "Id of the question; required. 题项编号（必填）。"),),
)  # fmt: skip
def add_visit_evidence(visit_id: UUID, item: str | None) -> Response:
    """Add a file to an answer of the sheet of an open visit, as its consultant. 走访时上传佐证。

    It is kept as a file that the firm adds (`POST /v1/assessments/{assessment_id}/evidence`), with
    the same limits, for the firm: it is in the list of its sheet, in its export, goes with it, and
    says in `visit_id` at which visit it was added.
    """
    item, content, stated = read_file(item)
    desk = container().evidence_desk
    record = files.add_visit_evidence(desk, caller(), str(visit_id), item, content, stated)
    location = f"/v1/assessments/{record.assessment_id}/evidence/{record.id}"
    return created(show_evidence(record), location, replayed=False)


@resource.view("/<uuid:visit_id>/evidence/<uuid:evidence_id>", "DELETE")
@documented(204, None, refuses=(404, 409, 503))
def remove_visit_evidence(visit_id: UUID, evidence_id: UUID) -> Response:
    """Remove a file that was added at a visit, while that is open. 删除走访佐证。

    Its bytes are gone for good; that it was there stays in the audit.
    """
    files.remove_visit_evidence(caller(), str(visit_id), str(evidence_id))
    return Response(status=204)

"""`/v1/assessments/{id}/evidence`: photos and PDF to the answers of a sheet."""

from uuid import UUID

from flask import Response, request

from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.intake.fields import missing_field
from diagnosis.present.access.evidence import name_of_file, show_evidence
from diagnosis.services.intake import evidence
from diagnosis.services.ports.evidence import FileKind
from diagnosis.web import parameters as query
from diagnosis.web.bodies import NoFileType, read_body
from diagnosis.web.door.security_headers import CSP, FILE_POLICY
from diagnosis.web.exchange import caller, container, created, page
from diagnosis.web.languages import mark_language, wanted_language
from diagnosis.web.openapi.operation import Resource, documented, file_body
from diagnosis.web.schemas.access.evidence import EvidenceFileSchema
from diagnosis.web.schemas.shapes import page_of

KINDS = tuple(kind.value for kind in FileKind)
OCTETS = "application/octet-stream"
"""What bytes are sent as, whatever they are: they are saved, and shown by nobody on the way."""
resource = Resource(
    "evidence",
    __name__,
    url_prefix="/v1/assessments",
    description="Photos and PDF to the answers of a sheet. 佐证文件。",
)


def read_file(item: str | None) -> tuple[str, bytes, FileKind]:
    """Return the item of a file that is sent, its bytes, and the kind that it is said to be.

    Raises
    ------
    NoFileType, FaultyInput
        When it is said to be no such file; when no item is named; and as `read_body` does.

    """
    if request.mimetype not in KINDS:
        raise NoFileType
    content = read_body(KINDS, most_bytes=container().evidence_desk.most_bytes)
    if item is None:
        raise FaultyInput([missing_field("item")])
    return item, content, FileKind(request.mimetype)


@resource.view("/<uuid:assessment_id>/evidence", "POST")
@documented(
    201, EvidenceFileSchema, refuses=(404, 503), takes_body=file_body(KINDS),
    takes=(query.text("item", 80, "Id of the question; required. 题项编号（必填）。"),),
)  # fmt: skip
def add_evidence(assessment_id: UUID, item: str | None) -> Response:
    """Add a file to an answer of a sheet, submitted or not. 上传佐证文件。

    The body is the file itself: JPEG, PNG, WebP or PDF, told by its content, which has to be what
    `Content-Type` says; at most `DIAGNOSIS_EVIDENCE_BYTES` (8 MB), 5 to an answer, 60 to a sheet.
    A picture is made anew, upright and without where and by what it was taken; a PDF is kept as a
    new file of its pages, and refused where it runs something, carries files or is encrypted.
    The same file again is answered with what there is. 503 `files-busy` where another one is being
    looked into.
    """
    item, content, stated = read_file(item)
    desk = container().evidence_desk
    record = evidence.add_evidence(desk, caller(), str(assessment_id), item, content, stated)
    location = f"/v1/assessments/{assessment_id}/evidence/{record.id}"
    return created(show_evidence(record), location, replayed=False)


@resource.view("/<uuid:assessment_id>/evidence")
@documented(200, page_of(EvidenceFileSchema), refuses=(404, 503))
def list_evidence(assessment_id: UUID) -> Response:
    """List the files to the answers of a sheet, the earliest first, on one page. 佐证文件。

    Whoever may read the answers may read these: the firm, and whom it granted that.
    """
    records = evidence.list_evidence(caller(), str(assessment_id))
    return page((show_evidence(record) for record in records), None)


@resource.view("/<uuid:assessment_id>/evidence/<uuid:evidence_id>")
@documented(
    200, {"type": "string", "format": "binary"}, refuses=(404, 503), content_type=OCTETS,
    is_sandboxed=True,
)  # fmt: skip
def get_evidence(assessment_id: UUID, evidence_id: UUID) -> Response:
    """Get the bytes of a file, to be saved. 下载佐证文件。

    What it is stands in the list, and in the ending of its name.
    """
    files = container().evidence_desk.files
    kept = evidence.get_evidence(files, caller(), str(assessment_id), str(evidence_id))
    record = kept.record
    response = Response(kept.content, content_type=OCTETS)
    name = name_of_file(record.item, record.id, record.kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers[CSP] = FILE_POLICY
    return mark_language(response, wanted_language())


@resource.view("/<uuid:assessment_id>/evidence/<uuid:evidence_id>", "DELETE")
@documented(204, None, refuses=(404, 503))
def remove_evidence(assessment_id: UUID, evidence_id: UUID) -> Response:
    """Remove a file from an answer, at any time; its bytes are gone for good. 删除佐证文件。

    That it was there stays in the audit.
    """
    evidence.remove_evidence(caller(), str(assessment_id), str(evidence_id))
    return Response(status=204)

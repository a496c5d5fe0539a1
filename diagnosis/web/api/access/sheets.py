"""`/v1/sheets`: nameless sheets, opened by anybody and found by their code alone."""

from uuid import UUID

from flask import Response

from diagnosis.present.access.sheets import show_held, show_opened, show_renewed
from diagnosis.present.intake.assessment import show_assessment
from diagnosis.services.intake.nameless import delete_sheet as erase_sheet
from diagnosis.services.intake.nameless import held_sheet
from diagnosis.services.intake.nameless import open_sheet as open_nameless
from diagnosis.services.intake.nameless import renew_code as make_following_code
from diagnosis.services.ports.keys import OPERATOR
from diagnosis.services.ports.scope import Principal
from diagnosis.services.scoring.attach_sheet import attach_sheet as take_over_sheet
from diagnosis.web.access.who_asks import code_of_request, operation_of_request
from diagnosis.web.door.limits import counted_sheet
from diagnosis.web.exchange import answer, caller, container, content, created, page, read_json
from diagnosis.web.openapi.examples import ATTACHMENT, NAMELESS_SHEET
from diagnosis.web.openapi.operation import Resource, body, documented
from diagnosis.web.schemas.access.nameless import (
    AttachmentRequestSchema,
    HeldSheetSchema,
    OpenedSheetSchema,
    RenewedCodeSchema,
    SheetOpeningSchema,
)
from diagnosis.web.schemas.intake.assessment import AssessmentSchema
from diagnosis.web.schemas.shapes import page_of

resource = Resource(
    "sheets",
    __name__,
    url_prefix="/v1/sheets",
    description="Nameless sheets, each found by its resume code alone. 匿名答卷。",
)


def _kept_days() -> int:
    return container().settings.nameless_days


@resource.view("", "POST")
@documented(
    201, OpenedSheetSchema, refuses=(503,), tagged=True,
    takes_body=body(SheetOpeningSchema, sheet=NAMELESS_SHEET),
)  # fmt: skip
def open_sheet() -> Response:
    """Open a nameless sheet without a key; its code is in this answer alone. 新开匿名答卷。

    The draft belongs to the code alone: send it as `Resume-Code`, never in an address. Of the firm
    it takes the facts, and neither name nor credit code nor site: those are told when the sheet is
    attached to an organisation. It counts in no statistics and teaches no model. It is deleted
    when nobody has come with the code for so many days (`DIAGNOSIS_NAMELESS_DAYS`). From an
    address so many are opened in an hour (`DIAGNOSIS_SHEETS_PER_ADDRESS`); one more is 429.

    There is no `Idempotency-Key`: an answer that holds a secret is not kept.
    """
    running, raw = container(), read_json()
    nobody = running.caller(Principal(OPERATOR, "nobody", operation=operation_of_request()))
    with counted_sheet():
        opened = open_nameless(content(), nobody, running.code_mint, raw)
    shown = show_opened(content(), opened, _kept_days())
    draft = opened.draft
    location = f"/v1/assessments/{draft.id}"
    return created(shown, location, replayed=False, version=draft.version)


@resource.view("")
@documented(200, page_of(HeldSheetSchema))
def list_sheets() -> Response:
    """Find the sheet of the code that asks: always a single one. 凭编码找答卷。

    Its id is that of the assessment; firm, diagnosis and the day until which it is kept stand
    beside it.
    """
    held = held_sheet(caller(), code_of_request())
    return page([show_held(held, _kept_days())], None)


@resource.view("/<uuid:assessment_id>", "DELETE")
@documented(204, None, refuses=(404,))
def delete_sheet(assessment_id: UUID) -> Response:
    """Delete a nameless sheet at once, submitted or not, with all that hangs on it. 删除匿名答卷。

    Answers, diagnosis, plans and the code are gone for good. Needs no `If-Match`.
    """
    erase_sheet(caller(), code_of_request(), str(assessment_id))
    return Response(status=204)


@resource.view("/<uuid:assessment_id>/code", "POST")
@documented(201, RenewedCodeSchema, refuses=(404,))
def renew_code(assessment_id: UUID) -> Response:
    """Have another code in the place of the one that asks, which is dead at once. 换编码。

    The new one is in this answer and in no other.
    """
    record, text = make_following_code(
        caller(), container().code_mint, code_of_request(), str(assessment_id)
    )
    return created(show_renewed(record, text), "/v1/sheets", replayed=False)


@resource.view("/<uuid:assessment_id>/attachment", "POST")
@documented(
    200, AssessmentSchema, tagged=True, refuses=(404, 409),
    takes_body=body(AttachmentRequestSchema, firm=ATTACHMENT),
)  # fmt: skip
def attach_sheet(assessment_id: UUID) -> Response:
    """Attach a nameless sheet to the organisation of a key, under its firm's name. 挂到机构名下。

    Needs both: the key of an enterprise, and the code, which is dead from then on. All that is of
    the sheet becomes the organisation's at once: draft or diagnosis, plans, changes. Where the
    organisation has this credit code and site already, the sheet is a further one of that firm;
    where that firm has another name it is 409, and nothing changes. Where the answer was lost,
    `GET /v1/assessments/{assessment_id}` with the key says whether it was done.
    """
    raw = read_json()
    record = take_over_sheet(content(), caller(), code_of_request(), str(assessment_id), raw)
    return answer(show_assessment(content(), record), version=record.version)

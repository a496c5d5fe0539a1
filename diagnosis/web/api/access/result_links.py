"""`/v1/assessments/{id}/result-links` and `/v1/results`: a result, read by another."""

from uuid import UUID

from flask import Response

from diagnosis.present.access.result_links import show_given_result_link, show_result_link
from diagnosis.present.result.shared import show_shared_result
from diagnosis.services.intake import result_links
from diagnosis.services.promotion.shared_result import get_shared_result
from diagnosis.web import parameters as query
from diagnosis.web.access.who_asks import result_link_of_request
from diagnosis.web.exchange import (
    answer,
    caller,
    container,
    created,
    planning,
    read_json,
    say,
    stored_page,
)
from diagnosis.web.openapi.examples import RESULT_LINK
from diagnosis.web.openapi.operation import Resource, body, documented
from diagnosis.web.schemas.access.result_link import (
    GivenResultLinkSchema,
    ResultLinkRequestSchema,
    ResultLinkSchema,
    SharedResultSchema,
)
from diagnosis.web.schemas.shapes import page_of

resource = Resource(
    "result-links",
    __name__,
    url_prefix="/v1",
    description="The result of a sheet, shown to somebody by a link that ends. 结果链接。",
)


@resource.view("/assessments/<uuid:assessment_id>/result-links", "POST")
@documented(
    201, GivenResultLinkSchema, refuses=(404,),
    takes_body=body(ResultLinkRequestSchema, link=RESULT_LINK),
)  # fmt: skip
def create_result_link(assessment_id: UUID) -> Response:
    """Make a link that shows the result of a sheet to somebody, for some days. 给出结果链接。

    Its text is in this answer and in no other; sent as `Result-Link` it reads the result, as it
    stands then, and nothing else of the firm. There is no `Idempotency-Key`: an answer that holds
    a secret is not kept.
    """
    raw, who = read_json(), caller()
    made = result_links.give_result_link(who, container().code_mint, str(assessment_id), raw)
    location = f"/v1/assessments/{assessment_id}/result-links/{made.record.id}"
    return created(show_given_result_link(made, who.now), location, replayed=False)


@resource.view("/assessments/<uuid:assessment_id>/result-links")
@documented(200, page_of(ResultLinkSchema), takes=query.STORED_PAGING, refuses=(404,))
def list_result_links(assessment_id: UUID, limit: int, cursor: str | None) -> Response:
    """List the links to a result, newest first, also those that have ended. 结果链接列表。

    None can be read out of what is kept.
    """
    who = caller()
    page = result_links.list_result_links(who, str(assessment_id), cursor, limit)
    return stored_page(page, lambda link: show_result_link(link, who.now))


@resource.view("/assessments/<uuid:assessment_id>/result-links/<uuid:result_link_id>", "DELETE")
@documented(204, None, refuses=(404,))
def revoke_result_link(assessment_id: UUID, result_link_id: UUID) -> Response:
    """Revoke a link to a result; it shows nothing any more. 收回结果链接。

    To revoke it again changes nothing.
    """
    result_links.revoke_result_link(caller(), str(assessment_id), str(result_link_id))
    return Response(status=204)


@resource.view("/results/<uuid:result_link_id>")
@documented(200, SharedResultSchema, refuses=(404, 503))
def get_shared_result_by_link(result_link_id: UUID) -> Response:
    """Read the result that a link shows: levels, what to do first, the plan. 读取分享的结果。

    No answer is in it, and nothing can be changed with the link.
    """
    link = result_link_of_request()
    shared = get_shared_result(
        planning(), container().estimator, caller(), link, str(result_link_id)
    )
    return answer(show_shared_result(shared, say()))

"""`/v1/assessments/{id}/links` and `/v1/sections`: a section of a draft, answered by another."""

from uuid import UUID

from flask import Response

from diagnosis.present.access.section_links import (
    show_answered_item,
    show_given_link,
    show_link,
    show_sent_section,
)
from diagnosis.services.intake import section_links
from diagnosis.services.intake.respondents import answered_items
from diagnosis.services.intake.section_links import SentSection
from diagnosis.web import parameters as query
from diagnosis.web.access.who_asks import link_of_request
from diagnosis.web.entity_tags import wanted_versions
from diagnosis.web.exchange import (
    answer,
    caller,
    container,
    content,
    created,
    read_json,
    say,
    stored_page,
)
from diagnosis.web.exchange import page as page_of_items
from diagnosis.web.openapi.examples import SECTION_ANSWERS, SECTION_LINK
from diagnosis.web.openapi.operation import Resource, body, documented
from diagnosis.web.schemas.access.section_link import (
    AnsweredItemSchema,
    GivenSectionLinkSchema,
    SectionAnswersRequestSchema,
    SectionLinkRequestSchema,
    SectionLinkSchema,
    SentSectionSchema,
)
from diagnosis.web.schemas.shapes import page_of

resource = Resource(
    "links",
    __name__,
    url_prefix="/v1",
    description="Sections of a draft, each sent to a respondent by a link. 分节链接。",
)


@resource.view("/assessments/<uuid:assessment_id>/links", "POST")
@documented(
    201, GivenSectionLinkSchema, refuses=(404, 409),
    takes_body=body(SectionLinkRequestSchema, link=SECTION_LINK),
)  # fmt: skip
def create_section_link(assessment_id: UUID) -> Response:
    """Make a link that opens a single section of a draft to a respondent. 发分节链接。

    Its text is in this answer and in no other; sent as `Section-Link` it reads the section and
    answers it, and sees nothing else of the firm. There is no `Idempotency-Key`: an answer that
    holds a secret is not kept.
    """
    raw, who = read_json(), caller()
    maker = container().code_mint
    made = section_links.give_link(content(), who, maker, str(assessment_id), raw)
    location = f"/v1/assessments/{assessment_id}/links/{made.record.id}"
    return created(show_given_link(made, who.now), location, replayed=False)


@resource.view("/assessments/<uuid:assessment_id>/links")
@documented(200, page_of(SectionLinkSchema), takes=query.STORED_PAGING, refuses=(404,))
def list_section_links(assessment_id: UUID, limit: int, cursor: str | None) -> Response:
    """List the links of a draft, newest first, also those that have ended. 分节链接列表。

    None can be read out of what is kept.
    """
    who = caller()
    page = section_links.list_links(who, str(assessment_id), cursor, limit)
    return stored_page(page, lambda link: show_link(link, who.now))


@resource.view("/assessments/<uuid:assessment_id>/links/<uuid:link_id>", "DELETE")
@documented(204, None, refuses=(404,))
def revoke_section_link(assessment_id: UUID, link_id: UUID) -> Response:
    """Revoke a link; it opens nothing any more, and what was answered stays. 收回分节链接。

    To revoke it again changes nothing.
    """
    section_links.revoke_link(caller(), str(assessment_id), str(link_id))
    return Response(status=204)


@resource.view("/assessments/<uuid:assessment_id>/respondents")
@documented(200, page_of(AnsweredItemSchema), refuses=(404,))
def list_answered_items(assessment_id: UUID) -> Response:
    """List what respondents answered, question by question, all on one page. 谁填了什么。

    Where one of them said otherwise than the sheet it `is_open`, until the owner decides: what is
    saved of that question (`PATCH /v1/assessments/{assessment_id}`) is the decision.
    """
    answered = answered_items(caller(), str(assessment_id))
    return page_of_items((show_answered_item(content(), each, say()) for each in answered), None)


def _answer(sent: SentSection) -> Response:
    return answer(show_sent_section(content(), sent, say()), version=sent.version)


@resource.view("/sections/<uuid:link_id>")
@documented(200, SentSectionSchema, tagged=True, refuses=(404, 409))
def get_section(link_id: UUID) -> Response:
    """Read the section of a link: its questions and the answers to them. 读取发来的一节。

    `yours` is what was answered through this link. `ETag` names the answers of this section:
    those of other sections do not change it. Once the sheet is submitted it is 409.
    """
    return _answer(section_links.get_section(content(), caller(), link_of_request(), str(link_id)))


@resource.view("/sections/<uuid:link_id>", "PATCH")
@documented(
    200, SentSectionSchema, tagged=True, conditional=True, refuses=(404, 409),
    takes_body=body(SectionAnswersRequestSchema, answers=SECTION_ANSWERS),
)  # fmt: skip
def answer_section(link_id: UUID) -> Response:
    """Answer questions of the section of a link; null takes an answer of yours back. 填写这一节。

    An answer enters the sheet where it has none yet, or yours. What somebody else answered stays
    there, and yours is kept beside it for the owner to decide. Needs `If-Match`: 412 where answers
    of this section were changed meanwhile; `*` takes them as they are.
    """
    raw, versions = read_json(), wanted_versions()
    return _answer(
        section_links.answer_section(
            content(), caller(), link_of_request(), str(link_id), raw, versions
        )
    )

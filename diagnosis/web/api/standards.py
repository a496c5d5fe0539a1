"""`/v1/standards` and `/v1/crosswalk`: what sheets are scored by."""

from flask import Response
from werkzeug.exceptions import NotFound

from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.scoring.standard import AnyStandard
from diagnosis.present.scoring.crosswalk import show_crosswalk
from diagnosis.present.scoring.standard import show_standard, show_standards
from diagnosis.services.scoring.standards import find_standard
from diagnosis.web import parameters as query
from diagnosis.web.content_tags import TaggedBy
from diagnosis.web.exchange import answer, content, content_page, say
from diagnosis.web.openapi.operation import Resource, documented
from diagnosis.web.schemas.catalogue.standard import (
    CrosswalkSchema,
    StandardRowSchema,
    StandardSchema,
)
from diagnosis.web.schemas.shapes import page_of

resource = Resource(
    "standards",
    __name__,
    url_prefix="/v1",
    description="The standards: parts, weights, gates, each number with its source. 标准。",
)


def _standard(name: str) -> AnyStandard:
    try:
        return find_standard(content(), name)
    except FaultyInput:
        raise NotFound from None


@resource.view("/standards")
@documented(200, page_of(StandardRowSchema), takes=query.PAGING, tagged_by=TaggedBy.CONTENT)
def list_standards(limit: int, cursor: str | None) -> Response:
    """List the standards that every sheet is scored by. 标准列表。

    Standards add up in different ways and none of them converts into another.
    """
    return content_page(show_standards(content(), say()), limit, cursor)


@resource.view("/standards/<standard>")
@documented(200, StandardSchema, refuses=(404,), tagged_by=TaggedBy.CONTENT)
def get_standard(standard: str) -> Response:
    """Get a standard (id or id@revision) with weights, gates and sources. 读取标准。

    `unconfirmed` names what of it is only remembered.
    """
    return answer(show_standard(content(), _standard(standard), say()))


@resource.view("/crosswalk")
@documented(200, CrosswalkSchema, tagged_by=TaggedBy.CONTENT)
def get_crosswalk() -> Response:
    """Get how parts of the standards relate; no level is converted. 标准之间的对应。

    Links are typed and graded; they serve reading and pre-filling alone.
    """
    return answer(show_crosswalk(content(), say()))

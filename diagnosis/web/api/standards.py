"""`/v1/standards` and `/v1/crosswalk`: what sheets are scored by."""

from flask import Response
from werkzeug.exceptions import NotFound

from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.scoring.standard import AnyStandard
from diagnosis.present.scoring.crosswalk import show_crosswalk
from diagnosis.present.scoring.standard import list_standards, show_standard
from diagnosis.services.scoring.standards import find_standard
from diagnosis.web import parameters as ask
from diagnosis.web.contract import Resource, promise
from diagnosis.web.exchange import answer, content_page, say, wired
from diagnosis.web.schemas.content import CrosswalkSchema, StandardRowSchema, StandardSchema
from diagnosis.web.schemas.shapes import page_of

resource = Resource(
    "standards",
    __name__,
    url_prefix="/v1",
    description="The standards: parts, weights, gates, each number with its source. 标准。",
)


def _standard(name: str) -> AnyStandard:
    try:
        return find_standard(wired().content, name)
    except FaultyInput:
        raise NotFound from None


@resource.at("/standards")
@promise(200, page_of(StandardRowSchema), takes=ask.PAGING)
def list_all_standards(limit: int, cursor: str | None) -> Response:
    """List the standards that every sheet is scored by. 标准列表。"""
    return content_page(list_standards(wired().content, say()), limit, cursor)


@resource.at("/standards/<standard>")
@promise(200, StandardSchema, refuses=(404,))
def get_standard(standard: str) -> Response:
    """Get a standard (id or id@revision) with weights, gates and sources. 读取标准。"""
    return answer(show_standard(wired().content, _standard(standard), say()))


@resource.at("/crosswalk")
@promise(200, CrosswalkSchema)
def get_crosswalk() -> Response:
    """Get how parts of the standards relate; no level is converted. 标准之间的对应。"""
    return answer(show_crosswalk(wired().content, say()))

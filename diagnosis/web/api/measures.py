"""`/v1/measures`: the measures of the action plan, and what here serves each."""

from flask import Response

from diagnosis.present.catalogue.measure import show_measure
from diagnosis.services.transaction import require
from diagnosis.web import parameters as query
from diagnosis.web.content_tags import TaggedBy
from diagnosis.web.exchange import answer, content, content_page, say
from diagnosis.web.openapi.operation import Resource, documented
from diagnosis.web.schemas.catalogue.measure import MeasureSchema
from diagnosis.web.schemas.shapes import page_of

resource = Resource(
    "measures",
    __name__,
    url_prefix="/v1/measures",
    description="The measures of Guangdong's action plan. 行动计划举措。",
)


@resource.view("")
@documented(200, page_of(MeasureSchema), takes=query.PAGING, tagged_by=TaggedBy.CONTENT)
def list_measures(limit: int, cursor: str | None) -> Response:
    """List the measures of the action plan, and what here serves each. 行动计划举措列表。

    Each names the packages, the support and the parts of this service that serve it.
    """
    measures = content().measures.values()
    rows = [show_measure(content(), measure, say()) for measure in measures]
    return content_page(rows, limit, cursor)


@resource.view("/<measure>")
@documented(200, MeasureSchema, refuses=(404,), tagged_by=TaggedBy.CONTENT)
def get_measure(measure: str) -> Response:
    """Get a measure of the action plan. 读取举措。

    `unserved` says what of it nothing here serves.
    """
    return answer(show_measure(content(), require(content().measures.get(measure)), say()))

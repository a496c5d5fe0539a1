"""`/v1/typical-firms`: what firms like one's own spend to climb a level."""

from flask import Response

from diagnosis.present.catalogue.typical_firm import show_typical_firm
from diagnosis.web import parameters as query
from diagnosis.web.content_tags import TaggedBy
from diagnosis.web.exchange import content, content_page, say
from diagnosis.web.openapi.operation import Resource, documented
from diagnosis.web.schemas.catalogue.typical_firm import TypicalFirmSchema
from diagnosis.web.schemas.shapes import page_of

resource = Resource(
    "typical-firms",
    __name__,
    url_prefix="/v1/typical-firms",
    description="What typical firms spend to climb a level of the SME index. 典型企业的花费。",
)


@resource.view("")
@documented(200, page_of(TypicalFirmSchema), takes=query.PAGING, tagged_by=TaggedBy.CONTENT)
def list_typical_firms(limit: int, cursor: str | None) -> Response:
    """List what typical firms spend to climb a level. 典型企业的花费。

    Ranges rest on public grants and caps of pilot cities and on our judgement: no quotes.
    """
    rows = [show_typical_firm(content(), firm, say()) for firm in content().typical_firms]
    return content_page(rows, limit, cursor)

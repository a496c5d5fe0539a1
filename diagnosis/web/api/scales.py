"""`/v1/scales`: what else firms are asked for; nobody is scored by it here."""

from flask import Response

from diagnosis.present.catalogue.scale import show_scale, show_scale_row
from diagnosis.services.transaction import require
from diagnosis.web import parameters as query
from diagnosis.web.content_tags import TaggedBy
from diagnosis.web.exchange import answer, content, content_page, say
from diagnosis.web.openapi.operation import Resource, documented
from diagnosis.web.schemas.catalogue.scale import MappedScaleRowSchema, MappedScaleSchema
from diagnosis.web.schemas.shapes import page_of

resource = Resource(
    "scales",
    __name__,
    url_prefix="/v1/scales",
    description="Further scales that others ask for: mapped, not computed. 不计算的量表。",
)


@resource.view("")
@documented(200, page_of(MappedScaleRowSchema), takes=query.PAGING, tagged_by=TaggedBy.CONTENT)
def list_scales(limit: int, cursor: str | None) -> Response:
    """List the scales that others ask for and that are not computed here. 不计算的量表列表。

    What sheets are scored by stands at `/v1/standards`; nothing here is a score or a level.
    """
    rows = [show_scale_row(scale, say()) for scale in content().scales.values()]
    return content_page(rows, limit, cursor)


@resource.view("/<scale>")
@documented(200, MappedScaleSchema, refuses=(404,), tagged_by=TaggedBy.CONTENT)
def get_scale(scale: str) -> Response:
    """Get a scale: who asks for it, what feeds it, where to fill it in. 读取不计算的量表。

    `computed` is false and `why_not_computed` says why; no answer gives a level by it.
    """
    return answer(show_scale(content(), require(content().scales.get(scale)), say()))

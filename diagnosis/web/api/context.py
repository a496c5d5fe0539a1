"""`/v1/context`: what the country has decided that a firm should know of."""

from flask import Response

from diagnosis.present.catalogue.context import show_context_card
from diagnosis.web import parameters as query
from diagnosis.web.content_tags import TaggedBy
from diagnosis.web.exchange import content, content_page, say
from diagnosis.web.openapi.operation import Resource, documented
from diagnosis.web.schemas.catalogue.context import ContextCardSchema
from diagnosis.web.schemas.shapes import page_of

resource = Resource(
    "context",
    __name__,
    url_prefix="/v1/context",
    description="National decisions of 2025 and 2026 that firms should know of. 国家背景。",
)


@resource.view("")
@documented(200, page_of(ContextCardSchema), takes=query.PAGING, tagged_by=TaggedBy.CONTENT)
def list_context(limit: int, cursor: str | None) -> Response:
    """List the cards of national context; there is nothing to apply for. 国家背景列表。

    Each says what was decided and what it means for a firm; support is at `/v1/support`.
    """
    cards = content().context.values()
    rows = [show_context_card(content(), card, say()) for card in cards]
    return content_page(rows, limit, cursor)

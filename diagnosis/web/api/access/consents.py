"""`/v1/consents/texts`: what a firm agrees to, use by use."""

from flask import Response

from diagnosis.present.access.consents import show_terms
from diagnosis.web import parameters as query
from diagnosis.web.content_tags import TaggedBy
from diagnosis.web.exchange import content, content_page, say
from diagnosis.web.openapi.operation import Resource, documented
from diagnosis.web.schemas.access.consent import ConsentTermsSchema
from diagnosis.web.schemas.shapes import page_of

resource = Resource(
    "consents",
    __name__,
    url_prefix="/v1",
    description="What the rows of a firm may be used for, from the firm. 同意书。",
)


@resource.view("/consents/texts")
@documented(200, page_of(ConsentTermsSchema), takes=query.PAGING, tagged_by=TaggedBy.CONTENT)
def list_consent_texts(limit: int, cursor: str | None) -> Response:
    """List what a firm agrees to for each use, with the version of each text. 同意书文本。

    A text never changes; another wording is another version.
    """
    rows = [show_terms(terms, say()) for terms in content().consents.values()]
    return content_page(rows, limit, cursor)

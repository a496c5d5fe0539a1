"""`/v1/enterprises/{id}/consents`: what a firm agrees to have its rows used for, and the texts."""

from uuid import UUID

from flask import Response

from diagnosis.present.access.consents import show_standing, show_statement, show_terms
from diagnosis.services import consents
from diagnosis.web import parameters as query
from diagnosis.web.content_tags import TaggedBy
from diagnosis.web.exchange import (
    answer,
    caller,
    content,
    content_page,
    created,
    read_keyed,
    say,
    stored_page,
)
from diagnosis.web.openapi.operation import Resource, body, documented
from diagnosis.web.schemas.access.consent import (
    ConsentRequestSchema,
    ConsentSchema,
    ConsentTermsSchema,
    UseStandingsSchema,
)
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


@resource.view("/enterprises/<uuid:enterprise_id>/consents", "POST")
@documented(
    201, ConsentSchema, keyed=True, refuses=(404,),
    takes_body=body(
        ConsentRequestSchema,
        consent={"use": "statistics", "consent": "given", "text_version": 1},
    ),
)  # fmt: skip
def state_consent(enterprise_id: UUID) -> Response:
    """State that a firm agrees to the present text of a use, or withdraws. 同意或撤回。

    Nothing is agreed to by default, and the firm's diagnosis of itself hangs on none of it. What
    was stated is kept for good; the last of a use counts.
    """
    raw, key = read_keyed()
    who = caller()
    consent_id, replayed = consents.state_consent(content(), who, str(enterprise_id), raw, key)
    shown = show_statement(consents.get_consent(who, consent_id))
    location = f"/v1/enterprises/{enterprise_id}/consents"
    return created(shown, location, replayed=replayed)


@resource.view("/enterprises/<uuid:enterprise_id>/consents")
@documented(200, UseStandingsSchema, refuses=(404,))
def get_consents(enterprise_id: UUID) -> Response:
    """Get what a firm agrees to have its rows used for now, use by use. 同意情况。

    Whoever holds a grant of the firm reads it too. A grant to a portal is enough to read the
    firm's rows one by one; for statistics the firm has to agree to `statistics` as well.
    """
    standings = consents.get_standings(content(), caller(), str(enterprise_id))
    return answer({"items": [show_standing(standing, say()) for standing in standings]})


@resource.view("/enterprises/<uuid:enterprise_id>/consents/history")
@documented(200, page_of(ConsentSchema), takes=query.STORED_PAGING, refuses=(404,))
def list_consent_history(enterprise_id: UUID, limit: int, cursor: str | None) -> Response:
    """List all that a firm stated on the uses of its rows, newest first. 同意记录。

    The firm alone reads it.
    """
    page = consents.list_history(caller(), str(enterprise_id), cursor, limit)
    return stored_page(page, show_statement)

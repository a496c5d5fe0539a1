"""`/v1/changes`: what happened, in the order in which it was committed."""

from flask import Response

from diagnosis.present.changes import show_changes
from diagnosis.services.changes import changes_after
from diagnosis.web import parameters as query
from diagnosis.web.exchange import answer, caller
from diagnosis.web.openapi.operation import Resource, documented
from diagnosis.web.schemas.change import ChangesSchema

resource = Resource(
    "changes",
    __name__,
    url_prefix="/v1/changes",
    description="What changed since a number, so that a portal can follow. 变更记录。",
)
GREATEST = 999_999_999
AFTER = query.whole(
    "after", 0, GREATEST, "The last number that was read. 已读到的序号。", default=0
)


@resource.view("")
@documented(200, ChangesSchema, takes=(query.LIMIT, AFTER), refuses=(503,))
def list_changes(limit: int, after: int) -> Response:
    """List what changed after a number, oldest first; no change is ever skipped. 变更列表。

    Numbers rise in the order of commits. Call again with `after` of the answer to read on, at
    once where `more` is true.
    """
    return answer(show_changes(changes_after(caller(), after, limit)))

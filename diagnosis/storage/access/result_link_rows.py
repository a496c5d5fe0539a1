"""Links to results as rows."""

from typing import Any

from sqlalchemy import Row

from diagnosis.services.ports.result_links import ResultLink
from diagnosis.services.ports.store import Page
from diagnosis.storage.access_tables import result_link
from diagnosis.storage.rows import Columns
from diagnosis.storage.scoped_queries import ScopedQueries

_KEPT = (
    *("id", "digest", "enterprise_id", "assessment_id", "recipient"),
    *("created_at", "ends_at", "revoked_at"),
)


class ScopedResultLinks(ScopedQueries):
    """The links to results of an owner's sheets, on one connection."""

    def result_link(self, link_id: str) -> ResultLink | None:
        """Return a link to a result."""
        row = self._row(self._select(result_link).where(result_link.c.id == link_id))
        return row and result_link_record(row)

    def result_links(self, assessment_id: str, after: str | None, limit: int) -> Page[ResultLink]:
        """Return a page of the links to a result, newest first, also those that have ended."""
        query = self._select(result_link).where(result_link.c.assessment_id == assessment_id)
        page, cursor = self._page(query, result_link, {}, after, limit)
        return Page(tuple(result_link_record(row) for row in page), cursor)


def result_link_record(row: Row[Any]) -> ResultLink:
    """Return the link of a row."""
    kept = {name: getattr(row, name) for name in _KEPT}
    return ResultLink(**kept, owner=row.owner_id, created_by=row.actor)


def result_link_values(record: ResultLink) -> Columns:
    """Return the columns of a link."""
    values: Columns = {name: getattr(record, name) for name in _KEPT}
    return values | {"actor": record.created_by}

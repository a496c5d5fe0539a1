"""All rows of a firm as plain values, a page at a time: every table that names a firm is here.

Whoever adds a table of firms adds nothing here: it is found by its column `enterprise_id`.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import orjson
from sqlalchemy import LargeBinary, Table, tuple_

from diagnosis.services.ports.whole_firm import FirmCursor, FirmRow
from diagnosis.storage.scoped_queries import ScopedQueries
from diagnosis.storage.tables import enterprise, metadata

NOT_EXPORTED: Mapping[str, str] = {
    "request_key": "answers to earlier requests, kept for a while: they repeat other rows",
}
"""Tables that name a firm and are left out of its archive, and why."""
_JSON = {"sheet", "estimates", "plan_steps", "vector", "wanted", "plan", "result", "trace"}
"""Columns that hold JSON as text."""


def tables_of_firms() -> dict[str, Table]:
    """Return every table whose rows are of firms, in an order in which none names a later one."""
    return {
        table.name: table
        for table in metadata.sorted_tables
        if table is enterprise or "enterprise_id" in table.c
    }


class WholeFirm(ScopedQueries):
    """All rows of a firm that its owner may see, on one connection."""

    def rows_of_firm(
        self, name: str, enterprise_id: str, after: FirmCursor | None, limit: int
    ) -> tuple[tuple[FirmRow, ...], FirmCursor | None]:
        """Return a page of the rows of a table, oldest first, and the cursor of the next.

        Bytes of files are left out of them.
        """
        table = tables_of_firms()[name]
        whose = table.c.id if table is enterprise else table.c.enterprise_id
        keys = tuple(table.primary_key.columns)
        columns = [column for column in table.c if not isinstance(column.type, LargeBinary)]
        query = self._select(table, *columns).where(whose == enterprise_id)
        if after is not None:
            query = query.where(tuple_(*keys) > tuple_(*after))
        rows = self._run(query.order_by(*keys).limit(limit + 1)).all()
        shown = rows[:limit]
        following = None
        if len(rows) > limit:
            following = tuple(shown[-1]._mapping[key.name] for key in keys)
        return tuple(_plain(dict(row._mapping)) for row in shown), following


def _plain(row: Mapping[str, Any]) -> FirmRow:
    return {str(name): _value(name, value) for name, value in row.items()}


def _value(name: str, value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if name in _JSON and isinstance(value, str):
        return orjson.loads(value)
    return value

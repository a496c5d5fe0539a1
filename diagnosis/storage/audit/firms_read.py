"""Which firms of other organisations a reader was shown, so that the firms can be told."""

from typing import Any

from sqlalchemy import Connection, Result, select

from diagnosis.services.ports.scope import Principal
from diagnosis.storage.tables import enterprise


class FirmsRead:
    """Collects the firms that the rows of results are of."""

    def __init__(self) -> None:
        self._ids: set[str] = set()

    def passed(self, result: Result[Any]) -> Result[Any]:
        """Return a result as it was, after looking at whose rows it has.

        A grant shows nothing of its firm.
        """
        frozen = result.freeze()
        again = frozen()
        keys = set(again.keys())
        if "enterprise_id" in keys and "grantee" not in keys:
            self._ids.update(row.enterprise_id for row in again)
        elif keys >= _FIRM:
            self._ids.update(row.id for row in again)
        return frozen()

    def of_others(self, connection: Connection, principal: Principal) -> dict[str, str]:
        """Return the owners of the firms that are another organisation's, by firm."""
        ids = self._ids - principal.entered - {None}
        if not ids:
            return {}
        column = enterprise.c
        query = select(column.id, column.owner_id).where(
            column.id.in_(ids), column.owner_id != principal.owner
        )
        return {row.id: row.owner_id for row in connection.execute(query)}


_FIRM = {column.name for column in enterprise.c}

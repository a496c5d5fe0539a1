"""The port of all that is of a firm: to be handed out whole."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from diagnosis.services.ports.audit import ActKind
from diagnosis.services.ports.scope import Principal

FirmRow = Mapping[str, object]
"""A row as plain JSON values by column."""
FirmCursor = tuple[Any, ...]
"""The key of the last row of a page."""


class WholeFirmStore(Protocol):
    """Where all rows of a firm are."""

    def exported_tables(self) -> tuple[str, ...]:
        """Return the tables that an archive of a firm has."""

    def left_out(self) -> Mapping[str, str]:
        """Return the tables of firms that an archive leaves out, with the reason of each."""

    def rows_of_firm(
        self,
        principal: Principal,
        table: str,
        enterprise_id: str,
        after: FirmCursor | None,
        limit: int,
    ) -> tuple[tuple[FirmRow, ...], FirmCursor | None]:
        """Return a page of the rows of a firm in a table, and the cursor of the next page."""

    def enter_act(
        self, principal: Principal, kind: ActKind, enterprise_id: str, at: datetime
    ) -> None:
        """Enter in the audit what a principal did with a firm of its own."""

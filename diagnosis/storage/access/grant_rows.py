"""Grants: those of an owner's firms, and those to a principal."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, or_

from diagnosis.services.ports.scope import AccessRole, Grant
from diagnosis.services.ports.store import Page
from diagnosis.storage.access_tables import access_grant
from diagnosis.storage.rows import Columns
from diagnosis.storage.scope import OWNER
from diagnosis.storage.scoped_queries import ScopedQueries

_KEPT = ("id", "enterprise_id", "grantee", "purpose", "starts_at", "ends_at", "revoked_at")


class ScopedGrants(ScopedQueries):
    """The grants that a principal may see, on one connection."""

    def grant(self, grant_id: str) -> Grant | None:
        """Return a grant of one of the owner's firms, or to the principal."""
        row = self._row(self._select(access_grant).where(access_grant.c.id == grant_id))
        return row and _grant(row)

    def grants(self, enterprise_id: str, after: str | None, limit: int) -> Page[Grant]:
        """Return a page of the grants of a firm, newest first, also those that have ended."""
        query = self._select(access_grant).where(access_grant.c.enterprise_id == enterprise_id)
        return self._page_of_grants(query, after, limit)

    def held_grants(self, after: str | None, limit: int) -> Page[Grant]:
        """Return a page of the grants to the principal, newest first, also those that ended."""
        column = access_grant.c
        query = self._select(access_grant).where(
            column.grantee == OWNER, column.role == self._principal.role.value
        )
        return self._page_of_grants(query, after, limit)

    def active_grant(
        self, enterprise_id: str, grantee: str, role: AccessRole, at: datetime
    ) -> Grant | None:
        """Return the newest grant of a firm that lets a grantee read in a role at a moment."""
        column = access_grant.c
        query = self._select(access_grant).where(
            column.enterprise_id == enterprise_id,
            column.grantee == grantee,
            column.role == role.value,
            column.revoked_at.is_(None),
            or_(column.ends_at.is_(None), column.ends_at > at),
        )
        row = self._run(query.order_by(column.id.desc()).limit(1)).first()
        return row and _grant(row)

    def _page_of_grants(self, query: Select[Any], after: str | None, limit: int) -> Page[Grant]:
        page, cursor = self._page(query, access_grant, {}, after, limit)
        return Page(tuple(_grant(row) for row in page), cursor)


def grant_values(grant: Grant) -> Columns:
    """Return the columns of a grant."""
    values: Columns = {name: getattr(grant, name) for name in _KEPT}
    return values | {"role": grant.role.value, "actor": grant.granted_by}


def _grant(row: Row[Any]) -> Grant:
    kept = {name: getattr(row, name) for name in _KEPT}
    return Grant(**kept, role=AccessRole(row.role), granted_by=row.actor)

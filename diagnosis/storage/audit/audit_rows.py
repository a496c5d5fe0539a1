"""Entries of the audit that a principal may read."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, select, true

from diagnosis.services.ports.audit import AuditEntry, AuditHead, AuditOutcome, ChainBreak
from diagnosis.services.ports.scope import AccessRole, Principal
from diagnosis.services.ports.store import Page, Where
from diagnosis.storage.audit import chain
from diagnosis.storage.audit.audit_tables import audit_entry

_COLUMNS = {"organisation": "owner_id"}
"""The columns of filters that go by another name."""


class AuditRows:
    """An admin reads all entries, anybody else those about its own organisation."""

    def __init__(self, connection: Connection, principal: Principal) -> None:
        self._connection = connection
        self._principal = principal

    def _may_read(self) -> ColumnElement[bool]:
        if self._principal.role is AccessRole.ADMIN:
            return true()
        return audit_entry.c.about == self._principal.owner

    def entries(self, where: Where, after: int | None, limit: int) -> Page[AuditEntry]:
        """Return a page of entries, newest first, that equal `where`."""
        column = audit_entry.c
        query = select(audit_entry).where(self._may_read())
        for name, value in where.items():
            if isinstance(value, datetime):
                query = query.where(column.noted_at > value)
            else:
                query = query.where(column[_COLUMNS.get(name, name)] == value)
        if after is not None:
            query = query.where(column.number < after)
        query = query.order_by(column.number.desc()).limit(limit + 1)
        rows = self._connection.execute(query).all()
        following = str(rows[limit - 1].number) if len(rows) > limit else None
        return Page(tuple(_audit_entry(row) for row in rows[:limit]), following)

    def head(self) -> AuditHead:
        """Return the last entry of the chain."""
        return chain.last_entry(self._connection)

    def first_break(self, expected: AuditHead | None) -> ChainBreak | None:
        """Return where the chain does not hold first, None where it is whole."""
        return chain.first_break(self._connection, expected)


def _audit_entry(row: Row[Any]) -> AuditEntry:
    return AuditEntry(
        number=row.number,
        organisation=row.owner_id,
        about=row.about,
        role=row.role,
        key_id=row.key_id,
        operation=row.operation,
        kind=row.kind,
        subject_id=row.subject_id,
        enterprise_id=row.enterprise_id,
        fields=tuple(row.fields.split()),
        noted_at=row.noted_at,
        outcome=AuditOutcome(row.outcome),
        link=row.link,
    )

"""Consents as rows: what counts now, and the history."""

from typing import Any

from sqlalchemy import Row

from diagnosis.domain.consent import ConsentUse
from diagnosis.services.ports.consents import ConsentRecord, ConsentStatus
from diagnosis.services.ports.store import Page
from diagnosis.storage.access.grant_rows import ScopedGrants
from diagnosis.storage.access_tables import consent
from diagnosis.storage.rows import Columns
from diagnosis.storage.scope import is_last_consent

_KEPT = ("id", "enterprise_id", "number", "text_version", "stated_at", "actor")


class ScopedDecisions(ScopedGrants):
    """What firms decided that a principal may see: grants and consents, on one connection."""

    def consent(self, consent_id: str) -> ConsentRecord | None:
        """Return what a firm stated of a use."""
        row = self._row(self._select(consent).where(consent.c.id == consent_id))
        return row and _consent(row)

    def consents(self, enterprise_id: str) -> tuple[ConsentRecord, ...]:
        """Return the last that a firm stated of each use, of which it stated anything."""
        query = self._select(consent).where(
            consent.c.enterprise_id == enterprise_id, is_last_consent()
        )
        return tuple(_consent(row) for row in self._run(query))

    def consent_history(
        self, enterprise_id: str, after: str | None, limit: int
    ) -> Page[ConsentRecord]:
        """Return a page of all that a firm stated, newest first."""
        query = self._select(consent).where(consent.c.enterprise_id == enterprise_id)
        page, cursor = self._page(query, consent, {}, after, limit)
        return Page(tuple(_consent(row) for row in page), cursor)


def consent_values(record: ConsentRecord) -> Columns:
    """Return the columns of what a firm stated."""
    values: Columns = {name: getattr(record, name) for name in _KEPT}
    return values | {"use": record.use.value, "status": record.status.value}


def _consent(row: Row[Any]) -> ConsentRecord:
    kept = {name: getattr(row, name) for name in _KEPT}
    return ConsentRecord(**kept, use=ConsentUse(row.use), status=ConsentStatus(row.status))

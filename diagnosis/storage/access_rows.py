"""Rows of grants, registers and changes to records and back."""

from typing import Any

from sqlalchemy import Row

from diagnosis.services.ports.records import ChangeKind, ChangeRecord, RegisterEntry
from diagnosis.services.ports.scope import Grant
from diagnosis.storage.rows import Columns, place_values

_GRANT = ("id", "enterprise_id", "grantee", "purpose", "starts_at", "ends_at", "revoked_at")


def grant_values(grant: Grant) -> Columns:
    """Return the columns of a grant."""
    values: Columns = {name: getattr(grant, name) for name in _GRANT}
    return values | {"role": grant.role.value}


def register_entry(row: Row[Any]) -> RegisterEntry:
    """Return the chain or park of a row."""
    return RegisterEntry(
        id=row.id, name=row.name, city=row.district or row.city, created_at=row.created_at
    )


def register_values(entry: RegisterEntry) -> Columns:
    """Return the columns of a chain or park."""
    values: Columns = {"id": entry.id, "name": entry.name, "created_at": entry.created_at}
    return values | place_values(entry.city)


def change_record(row: Row[Any]) -> ChangeRecord:
    """Return the change of a row."""
    return ChangeRecord(
        number=row.number,
        kind=ChangeKind(row.kind),
        subject_id=row.subject_id,
        enterprise_id=row.enterprise_id,
        actor=row.actor,
        changed_at=row.changed_at,
    )

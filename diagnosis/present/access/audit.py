"""Entries of the audit as JSON values: ids and names of fields, never a value."""

from diagnosis.present.moments import iso
from diagnosis.present.say import Shown
from diagnosis.services.ports.audit import AuditEntry


def show_entry(entry: AuditEntry) -> Shown:
    """Return an entry: who did what to what, when, and how it ended."""
    return {
        "number": entry.number,
        "organisation": entry.organisation,
        "role": entry.role,
        "key_id": entry.key_id,
        "operation": entry.operation,
        "kind": entry.kind,
        "about": entry.about,
        "subject_id": entry.subject_id,
        "enterprise_id": entry.enterprise_id,
        "changed_fields": list(entry.fields),
        "noted_at": iso(entry.noted_at),
        "outcome": entry.outcome.value,
        "link": entry.link,
    }

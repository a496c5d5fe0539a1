"""The feed of changes as JSON values."""

from diagnosis.present.moments import iso
from diagnosis.present.say import Shown
from diagnosis.services.changes import Changes


def show_changes(changes: Changes) -> Shown:
    """Return changes in their order."""
    return {
        "items": [
            {
                "number": change.number,
                "kind": str(change.kind),
                "id": change.subject_id,
                "enterprise_id": change.enterprise_id,
                "actor": change.actor,
                "changed_at": iso(change.changed_at),
            }
            for change in changes.items
        ],
        "after": changes.after,
        "more": changes.more,
    }

"""API keys as JSON values; the text of a key is shown a single time, as it is issued."""

from datetime import datetime

from diagnosis.present.moments import iso
from diagnosis.present.say import Shown
from diagnosis.services.keys import IssuedKey, RevokedKey
from diagnosis.services.ports.keys import KeyRecord
from diagnosis.services.ports.scope import KeyScope


def show_key(record: KeyRecord, now: datetime) -> Shown:
    """Return a key: whose it is, what it may, how long; its secret part is kept nowhere."""
    last, ended = record.last_used_at, record.revoked_at
    return {
        "id": record.id,
        "prefix": f"dk_{record.prefix}",
        "organisation": record.organisation,
        "actor": record.actor,
        "role": record.role.value,
        "scopes": [scope.value for scope in KeyScope if scope in record.principal.allowed],
        "state": record.state_at(now).value,
        "created_at": iso(record.created_at),
        "issued_by": record.issued_by,
        "expires_at": iso(record.expires_at),
        "parent_id": record.parent_id,
        "last_used_at": None if last is None else iso(last),
        "revoked_at": None if ended is None else iso(ended),
    }


def show_revoked(revoked: RevokedKey, now: datetime) -> Shown:
    """Return a key that was revoked, and how many others were with it."""
    return show_key(revoked.record, now) | {"also_revoked": revoked.also_revoked}


def show_issued(issued: IssuedKey, now: datetime) -> Shown:
    """Return a new key with its text."""
    return {"key": issued.text} | show_key(issued.record, now)

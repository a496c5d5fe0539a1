"""Grants as JSON values, alike for who gave them and who holds them."""

from datetime import datetime

from diagnosis.present.moments import iso
from diagnosis.present.say import Shown
from diagnosis.services.ports.scope import Grant


def show_grant(grant: Grant, now: datetime) -> Shown:
    """Return a grant: which firm, to whom, in what role, what for, how long."""
    ends, revoked = grant.ends_at, grant.revoked_at
    return {
        "id": grant.id,
        "enterprise_id": grant.enterprise_id,
        "grantee": grant.grantee,
        "role": grant.role.value,
        "purpose": grant.purpose,
        "state": grant.state_at(now).value,
        "starts_at": iso(grant.starts_at),
        "ends_at": None if ends is None else iso(ends),
        "revoked_at": None if revoked is None else iso(revoked),
        "granted_by": grant.granted_by,
    }

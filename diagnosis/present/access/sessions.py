"""Who asks, and by what, as a JSON value."""

from diagnosis.present.moments import iso
from diagnosis.present.say import Shown
from diagnosis.services.ports.askers import Asker
from diagnosis.services.ports.scope import KeyScope


def show_asker(asker: Asker, proof: str | None) -> Shown:
    """Return who asks, by what and until when; `proof` is what pages send with changes."""
    who, session, key = asker.principal, asker.session, asker.key
    by = "token"
    if key is not None:
        by = "key"
    if session is not None:
        by = "session"
    ends = session or key
    return {
        "organisation": who.owner,
        "actor": who.actor,
        "role": who.role.value,
        "scopes": [scope.value for scope in KeyScope if scope in who.allowed],
        "known_by": by,
        "expires_at": None if ends is None else iso(ends.expires_at),
        "csrf_token": proof,
    }

"""Who asks with a page session: read anew for each request, so that it ends at once."""

import re
from collections.abc import Callable
from datetime import datetime
from secrets import token_urlsafe

from diagnosis.identity.api_keys import KeyMint
from diagnosis.identity.recent import Recent
from diagnosis.services.ports.askers import Asker
from diagnosis.services.ports.sessions import SessionStore

_ID = re.compile(r"[A-Za-z0-9_-]{43}")
_ID_BYTES = 32


class SessionMint:
    """Makes ids of sessions, and hashes them with the pepper of keys."""

    def __init__(self, mint: KeyMint) -> None:
        self._mint = mint

    def __call__(self) -> str:
        """Return an id of 256 random bits that nobody has had before."""
        return token_urlsafe(_ID_BYTES)

    # No key has a blank: what is hashed here is never hashed as a key.

    def digest(self, text: str) -> str:
        """Return the keyed hash of an id, 64 hexadecimal digits."""
        return self._mint.digest(f"session {text}")

    def proof(self, text: str) -> str:
        """Return what a page sends beside the id that the browser sends by itself, 64 digits.

        Another site can make a browser send the id, and cannot read this.
        """
        return self._mint.digest(f"proof {text}")


class SessionReader:
    """Reads sessions.

    Parameters
    ----------
    clock
        Tells seconds that never go back, for what is remembered: that an id was met.

    """

    def __init__(self, store: SessionStore, mint: SessionMint, clock: Callable[[], float]) -> None:
        self._store = store
        self._mint = mint
        self._recent: Recent[None] = Recent(clock)

    @property
    def mint(self) -> SessionMint:
        """Return what makes and hashes the ids."""
        return self._mint

    def has_met(self, text: str) -> bool:
        """Return whether a text is the id of a session that was valid when it was last read."""
        return self._recent.has_met(self._mint.digest(text))

    def read(self, text: str, now: datetime) -> Asker | None:
        """Return who asks with a session; None of one that has ended, or whose key has.

        Raises
        ------
        StoreUnavailable
            When the store cannot be reached.

        """
        if _ID.fullmatch(text) is None:
            return None
        digest = self._mint.digest(text)
        known = self._store.session_of(digest)
        if known is None or not known.counts_at(now):
            self._recent.drop(digest)
            return None
        self._recent.keep(digest, None, self._recent.start())
        session, key = known
        return Asker(session.principal, key, session)

"""Who asks, by whatever a request carries: a key, a token of the identity provider, a session."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from diagnosis.services.ports.keys import KeyRecord
from diagnosis.services.ports.scope import Principal
from diagnosis.services.ports.sessions import PageSession


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, the key that they are known by, if it is a key, and their session, if any."""

    principal: Principal
    key: KeyRecord | None = None
    session: PageSession | None = None


class AskerReader(Protocol):
    """Tells who asks by the text that a request carries."""

    def has_met(self, text: str) -> bool:
        """Return whether a text was valid when it was last read here."""

    def read(self, text: str, now: datetime) -> Asker | None:
        """Return who asks, None where nobody is known by the text.

        Raises
        ------
        StoreUnavailable, ProviderAway
            When it cannot be looked up, or the keys that it is checked by cannot be fetched.

        """

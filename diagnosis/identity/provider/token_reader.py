"""Who asks with an access token of the provider, remembered for five seconds."""

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from diagnosis.identity.provider.key_set import ProviderKeys
from diagnosis.identity.provider.mapping import principal_of
from diagnosis.identity.provider.tokens import (
    LEEWAY_SECONDS,
    BadToken,
    TokenRules,
    check_token,
    is_token,
)
from diagnosis.identity.recent import Recent
from diagnosis.services.ports.askers import Asker
from diagnosis.services.ports.keys import KeyStore
from diagnosis.services.ports.provider import Provider


class _Known(NamedTuple):
    asker: Asker
    expires_at: float


class TokenReader:
    """Reads access tokens.

    Parameters
    ----------
    clock
        Tells seconds that never go back, for what is remembered.

    """

    def __init__(
        self, provider: Provider, keys: ProviderKeys, store: KeyStore, clock: Callable[[], float]
    ) -> None:
        self._provider = provider
        self._keys = keys
        self._store = store
        self._recent: Recent[_Known] = Recent(clock)
        self._rules = TokenRules(
            issuer=provider.issuer,
            audience=provider.audience,
            algorithms=provider.algorithms,
            types=provider.token_types,
        )

    def has_met(self, text: str) -> bool:
        """Return whether a text is a token that was valid when it was last read here."""
        return self._recent.has_met(_digest(text))

    def read(self, text: str, now: datetime) -> Asker | None:
        """Return who asks with a token, None of what is none that counts.

        Raises
        ------
        ProviderAway
            When there are no keys of the provider to check it by.
        StoreUnavailable
            When its organisation cannot be looked up.

        """
        if not is_token(text):
            return None
        digest = _digest(text)
        known = self._recent.get(digest)
        if known is None:
            return self._check(text, digest, now)
        return known.asker if now.timestamp() < known.expires_at else None

    def _check(self, text: str, digest: str, now: datetime) -> Asker | None:
        until = self._recent.start()
        try:
            claims = check_token(text, self._keys, self._rules, now)
            asker = Asker(principal_of(claims, self._provider, self._store))
        except BadToken:
            self._recent.drop(digest)
            return None
        ends = claims["exp"]
        assert isinstance(ends, int | float)
        self._recent.keep(digest, _Known(asker, ends + LEEWAY_SECONDS), until)
        return asker


def _digest(text: str) -> str:
    return sha256(text.encode(errors="surrogateescape")).hexdigest()

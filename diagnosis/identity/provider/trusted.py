"""The identity provider that is trusted, with all that is kept of it between requests."""

from collections.abc import Callable
from dataclasses import dataclass

from diagnosis.identity.provider.discovery import Discovery
from diagnosis.identity.provider.key_set import ProviderKeys
from diagnosis.identity.provider.token_reader import TokenReader
from diagnosis.services.ports.keys import KeyStore
from diagnosis.services.ports.provider import Provider


@dataclass(frozen=True, slots=True)
class TrustedProvider:
    """What reads its tokens."""

    tokens: TokenReader


def trust(provider: Provider, store: KeyStore, clock: Callable[[], float]) -> TrustedProvider:
    """Return a provider with nothing fetched yet; the clock tells seconds that never go back."""
    keys = ProviderKeys(Discovery(provider, clock).key_set, clock)
    return TrustedProvider(TokenReader(provider, keys, store, clock))

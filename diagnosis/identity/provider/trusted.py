"""The identity provider that is trusted, with all that is kept of it between requests."""

from collections.abc import Callable
from dataclasses import dataclass

from diagnosis.identity.provider.discovery import Discovery
from diagnosis.identity.provider.key_set import ProviderKeys
from diagnosis.identity.provider.login import PageLogin
from diagnosis.identity.provider.token_reader import TokenReader
from diagnosis.services.ports.keys import KeyStore
from diagnosis.services.ports.provider import Provider

RETURN_PATH = "/login/return"
"""Where the provider sends browsers back to, below the public address."""


@dataclass(frozen=True, slots=True)
class TrustedProvider:
    """What reads its tokens, and lets people log in by a page, None where nobody may."""

    tokens: TokenReader
    login: PageLogin | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a provider is trusted with: the store, seconds that never go back, a secret.

    `public_url` is the address that browsers come to.
    """

    store: KeyStore
    clock: Callable[[], float]
    secret: str
    public_url: str | None


def trust(provider: Provider, around: Surroundings) -> TrustedProvider:
    """Return a provider with nothing fetched yet."""
    discovery = Discovery(provider, around.clock)
    keys = ProviderKeys(discovery.key_set, around.clock)
    login = None
    if provider.client is not None and around.public_url is not None:
        login = PageLogin(
            provider=provider,
            client=provider.client,
            discovery=discovery,
            keys=keys,
            store=around.store,
            return_url=around.public_url + RETURN_PATH,
            secret=around.secret,
        )
    return TrustedProvider(TokenReader(provider, keys, around.store, around.clock), login)

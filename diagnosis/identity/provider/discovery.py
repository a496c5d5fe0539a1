"""What a provider says of itself: where its keys are, where people log in, and take tokens."""

from collections.abc import Callable
from dataclasses import dataclass

from diagnosis.identity.provider.fetch import Asking, Document, fetch_document
from diagnosis.identity.provider.renewed import Renewed
from diagnosis.services.errors import ProviderAway
from diagnosis.services.ports.provider import Provider
from diagnosis.services.ports.provider_address import is_safe_address

_PLACE = "/.well-known/openid-configuration"


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """The addresses of a provider, and whether it names itself when it sends people back."""

    key_set_url: str
    authorization_url: str
    token_url: str
    names_itself: bool


class Discovery:
    """Reads the description of a provider (OpenID Connect Discovery 1.0), kept for an hour.

    Parameters
    ----------
    clock
        Tells seconds that never go back.

    """

    def __init__(self, provider: Provider, clock: Callable[[], float]) -> None:
        self._provider = provider
        self._described = Renewed(self._fetch, clock)

    def read(self) -> Description:
        """Return the description.

        Raises
        ------
        ProviderAway
            When it cannot be fetched, or is another's.

        """
        return self._described.read()

    def key_set(self) -> Document:
        """Return the key set as the provider has it now.

        Raises
        ------
        ProviderAway
            When it cannot be fetched.

        """
        return fetch_document(Asking(self._provider.key_set_url or self.read().key_set_url))

    def _fetch(self) -> Description:
        issuer = self._provider.issuer
        document = fetch_document(Asking(issuer.rstrip("/") + _PLACE))
        if document.get("issuer") != issuer:
            raise ProviderAway("another issuer")
        return Description(
            key_set_url=_address(document, "jwks_uri"),
            authorization_url=_address(document, "authorization_endpoint"),
            token_url=_address(document, "token_endpoint"),
            names_itself=document.get("authorization_response_iss_parameter_supported") is True,
        )


def _address(document: Document, name: str) -> str:
    address = document.get(name)
    if not isinstance(address, str) or not is_safe_address(address):
        raise ProviderAway(f"no safe {name}")
    return address

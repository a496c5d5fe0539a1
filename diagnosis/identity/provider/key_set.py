"""The public keys of a provider: read out of its key set, chosen by the head of a token."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from diagnosis.identity.provider.fetch import Document
from diagnosis.identity.provider.renewed import Renewed
from diagnosis.services.errors import ProviderAway

LEAST_RSA_BITS = 2_048
"""NIST SP 800-131A: a shorter modulus is no longer allowed for signatures."""
MOST_KEYS = 100
_CURVES: Mapping[str, str] = {"ES256": "P-256", "ES384": "P-384", "ES512": "P-521"}
_PUBLIC = {"RSA": ("kty", "n", "e"), "EC": ("kty", "crv", "x", "y")}
_UNREADABLE = (JoseError, ValueError, TypeError, KeyError, OverflowError)


@dataclass(frozen=True, slots=True)
class ProviderKey:
    """A public key that signs tokens, with its name and the algorithm that it is bound to."""

    id: str | None
    key: RSAKey | ECKey
    algorithm: str | None

    def signs_by(self, algorithm: str) -> bool:
        """Return whether the key makes signatures of an algorithm."""
        if self.algorithm not in (None, algorithm):
            return False
        if isinstance(self.key, RSAKey):
            return algorithm[:2] in ("RS", "PS")
        return _CURVES.get(algorithm) == self.key.curve_name


def read_key_set(document: Document) -> tuple[ProviderKey, ...]:
    """Return the keys of a key set (RFC 7517) that check signatures; others are passed over.

    Raises
    ------
    ProviderAway
        When there is none.

    """
    written = document.get("keys")
    listed = written[:MOST_KEYS] if isinstance(written, list) else []
    keys = tuple(_keys(listed))
    if not keys:
        raise ProviderAway("no key that checks signatures")
    return keys


def _keys(listed: list[object]) -> Iterator[ProviderKey]:
    for entry in listed:
        if not isinstance(entry, dict) or entry.get("use", "sig") != "sig":
            continue
        key, identity, algorithm = _public_key(entry), entry.get("kid"), entry.get("alg")
        is_named = identity is None or isinstance(identity, str)
        if key is not None and is_named and (algorithm is None or isinstance(algorithm, str)):
            yield ProviderKey(identity, key, algorithm)


def _public_key(entry: Document) -> RSAKey | ECKey | None:
    """Return the public part of a key, None of a kind that signs no token: a shared secret."""
    kind = str(entry.get("kty"))
    if kind not in _PUBLIC:
        return None
    try:
        public: dict[str, str | list[str]] = {name: str(entry[name]) for name in _PUBLIC[kind]}
        if kind == "EC":
            return ECKey.import_key(public)
        key = RSAKey.import_key(public)
        return key if key.public_key.key_size >= LEAST_RSA_BITS else None
    except _UNREADABLE:
        return None


class ProviderKeys:
    """The keys of a provider, fetched when they are first needed.

    Parameters
    ----------
    fetch
        Returns the key set, or raises `ProviderAway`.
    clock
        Tells seconds that never go back.

    """

    def __init__(self, fetch: Callable[[], Document], clock: Callable[[], float]) -> None:
        self._keys = Renewed(lambda: read_key_set(fetch()), clock)

    def find(self, identity: str | None, algorithm: str) -> ProviderKey | None:
        """Return the key of a name that signs by an algorithm, None where there is none.

        One that is not known is looked for once more in what the provider has now, at most each
        minute. Without a name the single key that signs so is taken.

        Raises
        ------
        ProviderAway
            When no key has been fetched.

        """
        key = self._known(identity, algorithm)
        if key is None:
            self._keys.renew_early()
            key = self._known(identity, algorithm)
        return key

    def _known(self, identity: str | None, algorithm: str) -> ProviderKey | None:
        signing = [key for key in self._keys.read() if key.signs_by(algorithm)]
        if identity is not None:
            signing = [key for key in signing if key.id == identity]
        return signing[0] if len(signing) == 1 else None

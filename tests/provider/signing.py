"""The keys that the provider of tests signs by, and tokens that nobody should believe."""

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from typing import Any

import orjson
from joserfc import jws
from joserfc.jwk import ECKey, RSAKey

SigningKey = RSAKey | ECKey


@cache
def rsa(name: str, bits: int = 2048) -> RSAKey:
    """Return an RSA key of a name; it takes a while to make, so each is made a single time."""
    return RSAKey.generate_key(bits, {"kid": name, "use": "sig"}, private=True)


@cache
def curve(name: str, kind: str = "P-256") -> ECKey:
    """Return a key of an elliptic curve of a name."""
    return ECKey.generate_key(kind, {"kid": name, "use": "sig"}, private=True)


def public(key: SigningKey) -> dict[str, Any]:
    """Return what a key set says of a key."""
    return dict(key.as_dict(private=False))


def signed(claims: Any, key: SigningKey, **head: Any) -> str:
    """Return a token, by RS256 or ES256 and of the type at+jwt unless its head says otherwise.

    What the head has as None it does not have.
    """
    algorithm = "RS256" if isinstance(key, RSAKey) else "ES256"
    usual = {"alg": algorithm, "kid": key.kid, "typ": "at+jwt"}
    whole = {name: value for name, value in (usual | head).items() if value is not None}
    return jws.serialize_compact(whole, orjson.dumps(claims), key, algorithms=[whole["alg"]])


def part(value: Any) -> str:
    """Return a part of a token: JSON, or bytes as they are."""
    raw = value if isinstance(value, bytes) else orjson.dumps(value)
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def unsigned(claims: Any, head: Mapping[str, Any], signature: bytes = b"") -> str:
    """Return a token with any head and any signature."""
    return f"{part(dict(head))}.{part(claims)}.{part(signature)}"


def signed_by_secret(claims: Any, secret: bytes, **head: Any) -> str:
    """Return a token by HS256."""
    text = f"{part({'alg': 'HS256', 'typ': 'at+jwt'} | head)}.{part(claims)}"
    return f"{text}.{part(hmac.digest(secret, text.encode(), sha256().name))}"

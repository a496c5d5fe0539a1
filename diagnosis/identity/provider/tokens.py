"""A signed token of a provider: checked whole before any of it is believed."""

import re
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

import orjson
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwt import JWTClaimsRegistry

from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.intake.strict_json import parse
from diagnosis.identity.provider.key_set import ProviderKeys

LONGEST_TOKEN = 8_000
"""A longer token is refused unread; a line of a request has no more than 8,190."""
LEEWAY_SECONDS = 60
"""How far the clock of the provider may be from this one."""
_TOKEN = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
_TYPE = "application/"
_UNREADABLE = (JoseError, FaultyInput, ValueError, TypeError, KeyError, OverflowError)
Claims = Mapping[str, object]


class BadToken(Exception):
    """A token is not of the provider, not for this service, or does not count now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRules:
    """What a token must be: `types` are values of `typ`, of which a missing one counts as jwt."""

    issuer: str
    audience: str
    algorithms: tuple[str, ...]
    types: tuple[str, ...]


def is_token(text: str) -> bool:
    """Return whether a text is written like a signed token: three parts with dots between.

    Examples
    --------
    >>> is_token("eyJ9.e30.AA"), is_token("dk_abc"), is_token("a.b.c.d.e")
    (True, False, False)

    """
    return len(text) <= LONGEST_TOKEN and _TOKEN.fullmatch(text) is not None


def check_token(text: str, keys: ProviderKeys, rules: TokenRules, now: datetime) -> Claims:
    """Return the claims of a token that is signed by the provider, for this service, and counts.

    The algorithm is one of those that are allowed, whatever the token says of itself; the key is
    one of the provider's key set, never one that the token brings or points to.

    Raises
    ------
    BadToken
        When it is not.
    ProviderAway
        When there are no keys to check it by.

    """
    if not is_token(text):
        raise BadToken
    try:
        algorithm, identity = _read_head(text.partition(".")[0], rules)
        key = keys.find(identity, algorithm)
        if key is None:
            raise BadToken
        signed = jws.deserialize_compact(text, key.key, algorithms=[algorithm])
        claims = parse(signed.payload, orjson.loads)
        if not isinstance(claims, dict):
            raise BadToken
        _claim_rules(rules, now).validate(claims)
    except _UNREADABLE as error:
        raise BadToken from error
    return claims


def _read_head(part: str, rules: TokenRules) -> tuple[str, str | None]:
    """Return the algorithm and the name of the key that the head of a token says."""
    head = parse(urlsafe_b64decode(part + "=" * (-len(part) % 4)), orjson.loads)
    if not isinstance(head, dict) or "crit" in head:
        raise BadToken
    algorithm, identity, kind = head.get("alg"), head.get("kid"), head.get("typ", "jwt")
    is_right = isinstance(kind, str) and kind.lower().removeprefix(_TYPE) in rules.types
    if algorithm not in rules.algorithms or not is_right:
        raise BadToken
    if identity is not None and not isinstance(identity, str):
        raise BadToken
    return cast(str, algorithm), identity


def _claim_rules(rules: TokenRules, now: datetime) -> JWTClaimsRegistry:
    return JWTClaimsRegistry(
        int(now.timestamp()),
        LEEWAY_SECONDS,
        iss={"essential": True, "value": rules.issuer},
        aud={"essential": True, "value": rules.audience},
        exp={"essential": True},
        iat={"essential": True},
    )

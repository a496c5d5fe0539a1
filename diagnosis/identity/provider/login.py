"""People log in by a page: authorization code with PKCE (RFC 7636), at the provider alone."""

import hmac
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from typing import NamedTuple
from urllib.parse import quote_plus, urlencode

from itsdangerous import BadData, URLSafeSerializer

from diagnosis.identity.provider.discovery import Description, Discovery
from diagnosis.identity.provider.fetch import Asking, RefusedByProvider, fetch_document
from diagnosis.identity.provider.key_set import ProviderKeys
from diagnosis.identity.provider.mapping import organisation_in, principal_of, role_in
from diagnosis.identity.provider.tokens import BadToken, Claims, TokenRules, check_token
from diagnosis.services.errors import LoginFailed
from diagnosis.services.ports.askers import Asker
from diagnosis.services.ports.keys import KeyStore
from diagnosis.services.ports.provider import Client, Provider

ATTEMPT_TIME = timedelta(minutes=10)
"""How long somebody may take to log in at the provider."""
_RANDOM_BYTES = 32
_LONGEST_CODE = 2_000
_SALT = "log-in attempt"
_ID_TOKEN = ("jwt",)
"""Its type: an access token of RFC 9068 never passes for one."""


class BegunLogin(NamedTuple):
    """Where a browser is sent to log in, and what it brings back with it."""

    url: str
    attempt: str


class FinishedLogin(NamedTuple):
    """Who logged in, and the path that they wished for."""

    asker: Asker
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Attempt:
    """What the browser keeps, signed, while somebody logs in."""

    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)
    path: str
    ends: float


def _random() -> str:
    return token_urlsafe(_RANDOM_BYTES)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLogin:
    """Sends browsers to the provider, and reads what they bring back.

    `secret` signs attempts; `return_url` is where the provider sends browsers back to.
    """

    provider: Provider
    client: Client
    discovery: Discovery
    keys: ProviderKeys
    store: KeyStore
    return_url: str
    secret: str = field(repr=False)

    def begin(self, path: str, now: datetime) -> BegunLogin:
        """Return where to send a browser that wishes for a path.

        Raises
        ------
        ProviderAway
            When nobody knows where the provider lets people log in.

        """
        place = self.discovery.read().authorization_url
        attempt = _Attempt(
            state=_random(),
            nonce=_random(),
            verifier=_random(),
            path=path,
            ends=(now + ATTEMPT_TIME).timestamp(),
        )
        challenge = urlsafe_b64encode(sha256(attempt.verifier.encode()).digest()).rstrip(b"=")
        query = {
            "response_type": "code",
            "client_id": self.client.id,
            "redirect_uri": self.return_url,
            "scope": self.client.scope,
            "state": attempt.state,
            "nonce": attempt.nonce,
            "code_challenge": challenge.decode(),
            "code_challenge_method": "S256",
        }
        joint = "&" if "?" in place else "?"
        sealed = self._seal().dumps(asdict(attempt))
        return BegunLogin(f"{place}{joint}{urlencode(query)}", str(sealed))

    def finish(self, kept: str | None, answer: Mapping[str, str], now: datetime) -> FinishedLogin:
        """Return who logged in, by what their browser kept and what the provider sent with it.

        Raises
        ------
        LoginFailed
            When it does not fit together, the provider refused, or its ID token does not count.
        ProviderAway, StoreUnavailable
            When the provider, or the store, cannot be reached.

        """
        attempt = self._open(kept)
        is_same = hmac.compare_digest(attempt.state.encode(), answer.get("state", "").encode())
        if now.timestamp() >= attempt.ends or not is_same:
            raise LoginFailed
        described = self.discovery.read()
        code = self._code(answer, described)
        try:
            claims = self._claims(code, attempt, described, now)
        except (BadToken, RefusedByProvider) as error:
            raise LoginFailed from error
        try:
            asker = Asker(principal_of(claims, self.provider, self.store))
        except BadToken as error:
            organisation = organisation_in(claims, self.provider, self.store)
            raise LoginFailed(organisation, role_in(claims, self.provider)) from error
        return FinishedLogin(asker, attempt.path)

    def _seal(self) -> URLSafeSerializer:
        return URLSafeSerializer(self.secret, _SALT, signer_kwargs={"digest_method": sha256})

    def _open(self, kept: str | None) -> _Attempt:
        try:
            return _Attempt(**self._seal().loads(kept or ""))
        except BadData:
            raise LoginFailed from None

    def _code(self, answer: Mapping[str, str], described: Description) -> str:
        """Return the code of an answer that is of this provider and no other (RFC 9207)."""
        issuer, code = answer.get("iss"), answer.get("code", "")
        is_theirs = issuer == self.provider.issuer
        if not is_theirs and (issuer is not None or described.names_itself):
            raise LoginFailed
        if "error" in answer or not 0 < len(code) <= _LONGEST_CODE:
            raise LoginFailed
        return code

    def _claims(
        self, code: str, attempt: _Attempt, described: Description, now: datetime
    ) -> Claims:
        """Return the claims of the ID token that a code is exchanged for."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.return_url,
            "code_verifier": attempt.verifier,
        }
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        if self.client.secret is None:
            form["client_id"] = self.client.id
        else:
            pair = f"{quote_plus(self.client.id)}:{quote_plus(self.client.secret)}"
            headers["Authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
        asking = Asking(described.token_url, urlencode(form).encode(), headers)
        token = fetch_document(asking).get("id_token")
        if not isinstance(token, str):
            raise BadToken
        claims = check_token(token, self.keys, self._rules(), now)
        party, nonce = claims.get("azp"), claims.get("nonce")
        audience = claims["aud"]
        is_shared = isinstance(audience, list) and len(audience) > 1
        if (party is not None or is_shared) and party != self.client.id:
            raise BadToken
        if not isinstance(nonce, str):
            raise BadToken
        if not hmac.compare_digest(nonce.encode(errors="replace"), attempt.nonce.encode()):
            raise BadToken
        return claims

    def _rules(self) -> TokenRules:
        return TokenRules(
            issuer=self.provider.issuer,
            audience=self.client.id,
            algorithms=self.provider.algorithms,
            types=_ID_TOKEN,
        )

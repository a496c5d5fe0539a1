"""The provider: discovery, key set, log-in page, token endpoint with PKCE."""

import time
from base64 import b64decode, urlsafe_b64encode
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from secrets import token_urlsafe
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

import orjson

from tests.provider.signing import SigningKey, curve, public, rsa, signed

AUDIENCE = "https://diagnosis.example"
CLIENT, SECRET = "diagnosis-pages", "of the pages: a secret"
PERSON = {"sub": "ms-wu", "organisation": "local", "role": "enterprise"}
DISCOVERY, KEY_SET = "/.well-known/openid-configuration", "/keys"


@dataclass
class Grantable:
    """A code that was handed out, with what its token must be asked with."""

    client_id: str
    redirect_uri: str
    challenge: str
    nonce: str


@dataclass
class OpenIdProvider:
    """The provider, with what it answers next.

    `person` is who is logged in at it; `asked` counts requests by path; `answers` are bytes in the
    place of the document of a path, `headers` what they come with; `id_claims` and `id_head` go
    into the ID token beside the usual, a None takes one away.
    """

    port: int = 0
    keys: list[SigningKey] = field(default_factory=lambda: [rsa("first"), curve("second")])
    person: dict[str, Any] = field(default_factory=lambda: dict(PERSON))
    asked: Counter[str] = field(default_factory=Counter)
    answers: dict[str, bytes] = field(default_factory=dict)
    statuses: dict[str, int] = field(default_factory=dict)
    id_claims: dict[str, Any] = field(default_factory=dict)
    id_head: dict[str, Any] = field(default_factory=dict)
    now: Callable[[], float] = time.time
    codes: dict[str, Grantable] = field(default_factory=dict)

    @property
    def issuer(self) -> str:
        """Return its name, which is its address."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def settings(self) -> dict[str, str]:
        """Return the settings of a service that trusts it."""
        return {"DIAGNOSIS_OIDC_ISSUER": self.issuer, "DIAGNOSIS_OIDC_AUDIENCE": AUDIENCE}

    def claims(self, **changes: Any) -> dict[str, Any]:
        """Return the claims of an access token; a None takes one away."""
        now = int(self.now())
        usual = {"iss": self.issuer, "aud": AUDIENCE, "iat": now, "exp": now + 300}
        whole = usual | self.person | changes
        return {name: value for name, value in whole.items() if value is not None}

    def token(self, **changes: Any) -> str:
        """Return an access token of who is logged in."""
        return signed(self.claims(**changes), self.keys[0])

    def id_token(self, nonce: str) -> str:
        """Return the ID token of who is logged in."""
        claims = self.claims(**{"aud": CLIENT, "nonce": nonce} | self.id_claims)
        return signed(claims, self.keys[0], **{"typ": "JWT"} | self.id_head)

    def document(self, path: str) -> Any:
        """Return what an address shows, None where there is nothing."""
        return {
            DISCOVERY: {
                "issuer": self.issuer,
                "jwks_uri": self.issuer + KEY_SET,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "authorization_response_iss_parameter_supported": True,
            },
            KEY_SET: {"keys": [public(key) for key in self.keys]},
        }.get(path)

    def authorize(self, query: dict[str, str]) -> str:
        """Return where the browser of who is logged in is sent, with a code."""
        assert query["response_type"] == "code" and query["code_challenge_method"] == "S256"
        assert query["client_id"] == CLIENT and "openid" in query["scope"].split()
        code = token_urlsafe(16)
        self.codes[code] = Grantable(
            query["client_id"], query["redirect_uri"], query["code_challenge"], query["nonce"]
        )
        back = {"code": code, "state": query["state"], "iss": self.issuer}
        return f"{query['redirect_uri']}?{urlencode(back)}"

    def exchange(self, form: dict[str, str], authorization: str) -> tuple[int, Any]:
        """Return the tokens of a code, taken a single time and with its verifier alone."""
        kept = self.codes.pop(form.get("code", ""), None)
        user, _, secret = b64decode(authorization.removeprefix("Basic ")).decode().partition(":")
        challenge = urlsafe_b64encode(sha256(form.get("code_verifier", "").encode()).digest())
        is_right = kept is not None and (
            (unquote(user), unquote(secret).replace("+", " ")) == (CLIENT, SECRET)
            and form.get("grant_type") == "authorization_code"
            and form.get("redirect_uri") == kept.redirect_uri
            and challenge.rstrip(b"=").decode() == kept.challenge
        )
        if kept is None or not is_right:
            return 400, {"error": "invalid_grant"}
        return 200, {"token_type": "Bearer", "access_token": self.token(),
                     "id_token": self.id_token(kept.nonce)}  # fmt: skip


@contextmanager
def running(provider: OpenIdProvider) -> Iterator[OpenIdProvider]:
    """Yield a provider while it listens, at the port that it had before if it had any."""

    class Requests(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            provider.asked[parts.path] += 1
            if parts.path == "/authorize":
                query = {name: values[0] for name, values in parse_qs(parts.query).items()}
                self.send_response(302)
                self.send_header("Location", provider.authorize(query))
                self.end_headers()
                return
            document = provider.document(parts.path)
            self._answer(200 if document is not None else 404, document)

        def do_POST(self) -> None:
            provider.asked[self.path] += 1
            length = int(self.headers["Content-Length"])
            form = parse_qs(self.rfile.read(length).decode())
            values = {name: each[0] for name, each in form.items()}
            self._answer(*provider.exchange(values, self.headers.get("Authorization", "")))

        def _answer(self, status: int, document: Any) -> None:
            body = provider.answers.get(self.path, orjson.dumps(document))
            self.send_response(provider.statuses.get(self.path, status))
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", provider.port), Requests)
    provider.port = server.server_port
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

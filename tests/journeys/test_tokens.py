"""Tokens of a provider at the real server: who is let in, and that no line of its log has any."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.asking import get
from tests.journeys.server import Server, serving
from tests.keys import KEY, bearer
from tests.provider.server import OpenIdProvider, running
from tests.provider.signing import rsa, signed, signed_by_secret, unsigned


@dataclass
class Journey:
    """A server that trusts a provider."""

    server: Server
    provider: OpenIdProvider

    def ask(self, text: str) -> Any:
        """Return the answer to a request with a key or token."""
        url = f"{self.server.url}/v1/diagnoses"
        return get(url, headers=bearer(text), timeout=60)


@pytest.fixture(scope="module")
def journey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Journey]:
    with (
        running(OpenIdProvider()) as provider,
        serving(
            tmp_path_factory.mktemp("tokens"), workers=2, settings=provider.settings
        ) as server,
    ):
        yield Journey(server, provider)


def test_tokens_at_the_real_server(journey: Journey) -> None:
    provider = journey.provider
    good = provider.token()
    assert [journey.ask(good).status_code for _ in range(8)] == [200] * 8
    old = good
    provider.keys = [rsa("third")]
    good = provider.token()
    assert [journey.ask(good).status_code for _ in range(8)] == [200] * 8
    key, claims = provider.keys[0], provider.claims()
    pem = rsa("third").public_key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    head, body, _ = good.split(".")
    bad = [
        provider.token(aud="other"), provider.token(iss="https://evil.example"),
        provider.token(exp=1_700_000_000), provider.token(organisation="nobody"),
        provider.token(role="admin"), provider.token(role=["enterprise", "admin"]),
        unsigned(claims, {"alg": "none", "typ": "at+jwt"}), f"{head}.{body}.",
        signed_by_secret(claims, pem, kid="third"), signed(claims, key, typ="JWT"),
        signed(claims, rsa("strange"), kid="../../../../etc/passwd"),
        signed(claims | {"more": "x" * 5_500}, key)[:7_900],
    ]  # fmt: skip
    answers = [journey.ask(text) for text in bad]
    assert [answer.status_code for answer in answers] == [401] * len(bad)
    assert len({answer.content for answer in answers}) == 1
    assert answers[0].json()["type"] == "urn:diagnosis:problem:key-needed"
    huge = journey.ask(signed(claims | {"more": "x" * 9_000}, key))
    assert huge.status_code == 431

    texts = [*bad, old, good]
    log = journey.server.log.read_text()
    assert not [text for text in texts if text in log or text.partition(".")[2][:40] in log]
    assert not re.search(r"eyJ[\w-]{10}", log) and "Traceback" not in log


def test_tokens_go_on_while_the_provider_is_away(tmp_path: Path) -> None:
    with running(OpenIdProvider()) as provider:
        settings, text = provider.settings, provider.token()
    with serving(tmp_path, workers=1, settings=settings) as server:
        journey = Journey(server, provider)
        away = journey.ask(text)
        assert (away.status_code, away.json()["type"].rpartition(":")[2]) == (503, "provider-away")
        assert journey.ask(KEY).status_code == 200
    with (
        running(provider),
        serving(tmp_path, workers=1, settings=settings) as server,
    ):
        journey = Journey(server, provider)
        assert journey.ask(text).status_code == 200
        with_key = provider.token(sub="another")
        provider.statuses |= dict.fromkeys(("/keys", "/.well-known/openid-configuration"), 500)
        assert journey.ask(with_key).status_code == 200

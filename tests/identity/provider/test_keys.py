"""The keys of a provider: fetched, renewed, kept while it is away, and what is none of them."""

from collections.abc import Iterator
from threading import Barrier, Thread
from typing import Any

import orjson
import pytest

from diagnosis.identity.provider import fetch
from diagnosis.identity.provider.fetch import MOST_ANSWER_BYTES, Asking, fetch_document
from diagnosis.identity.provider.key_set import ProviderKeys, read_key_set
from diagnosis.identity.provider.renewed import (
    FIRST_PAUSE_SECONDS,
    FRESH_SECONDS,
    MOST_SECONDS,
    PAUSE_SECONDS,
    Renewed,
)
from diagnosis.services.errors import ProviderAway
from tests.identity.provider.bench import Bench
from tests.provider.dripping import a_dripping_server
from tests.provider.server import DISCOVERY, KEY_SET, OpenIdProvider, running
from tests.provider.signing import curve, public, rsa, signed


@pytest.fixture
def provider() -> Iterator[OpenIdProvider]:
    with running(OpenIdProvider()) as provider:
        yield provider


def test_a_new_key_is_known_at_once_and_an_old_one_no_more(provider: OpenIdProvider) -> None:
    bench, old = Bench(provider), provider.token()
    assert bench.principal(old) is not None
    provider.keys = [rsa("third")]
    assert bench.principal(provider.token()) is not None
    bench.seconds += 9
    assert bench.principal(old) is None


def test_unknown_keys_are_looked_for_at_most_each_minute(provider: OpenIdProvider) -> None:
    bench = Bench(provider)
    guesses = [signed(provider.claims(), rsa("strange"), kid=f"kid{n}") for n in range(20)]
    for seconds, asked in ((0.0, 2), (PAUSE_SECONDS - 1, 2), (PAUSE_SECONDS, 3)):
        bench.seconds = seconds
        assert {bench.principal(text) for text in guesses} == {None}
        assert provider.asked[KEY_SET] == asked
    assert PAUSE_SECONDS >= 60


def test_keys_are_kept_while_the_provider_is_away_but_not_for_ever() -> None:
    with running(OpenIdProvider()) as provider:
        bench, text = Bench(provider), provider.token(exp=4_000_000_000)
        assert bench.principal(text) is not None
    for seconds in (FRESH_SECONDS + 1, MOST_SECONDS - 1):
        bench.seconds = seconds
        assert bench.principal(text) is not None
    bench.seconds = MOST_SECONDS + PAUSE_SECONDS
    with pytest.raises(ProviderAway):
        bench.principal(text)
    with running(provider):
        bench.seconds += PAUSE_SECONDS
        assert bench.principal(text) is not None


def test_who_was_never_reached_is_asked_again_after_a_while() -> None:
    with running(OpenIdProvider()) as provider:
        pass
    bench, text = Bench(provider), provider.token()
    with pytest.raises(ProviderAway):
        bench.principal(text)
    with running(provider):
        with pytest.raises(ProviderAway):
            bench.principal(text)
        assert not provider.asked
        bench.seconds += 2 * FIRST_PAUSE_SECONDS
        assert bench.principal(text) is not None


def test_old_keys_are_fetched_again(provider: OpenIdProvider) -> None:
    bench, text = Bench(provider), provider.token(exp=4_000_000_000)
    for seconds, asked in ((0, 1), (FRESH_SECONDS - 1, 1), (FRESH_SECONDS + 9, 2)):
        bench.seconds = seconds
        assert bench.principal(text) is not None
        assert provider.asked[KEY_SET] == asked


def test_of_many_threads_that_wait_for_the_first_keys_a_single_fetches() -> None:
    fetched, together = [], Barrier(6)

    def fetch_keys() -> int:
        fetched.append(1)
        return 7

    held, seen = Renewed(fetch_keys, lambda: 0.0), []

    def look() -> None:
        together.wait()
        seen.append(held.read())

    threads = [Thread(target=look) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (seen, fetched) == ([7] * 6, [1])


@pytest.mark.parametrize(
    "entry",
    [
        {"kty": "oct", "k": "c2VjcmV0", "kid": "a"}, {"kty": "RSA", "kid": "a"}, {}, 7, None,
        {"kty": "RSA", "n": "AQAB", "e": "AQAB", "kid": "a"}, {"kty": "OKP", "crv": "Ed25519"},
        public(rsa("small", 1024)), public(rsa("first")) | {"use": "enc"},
        public(rsa("first")) | {"kid": 7}, {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"},
        {"kty": "EC", "crv": "P-999", "x": "AA", "y": "AA"}, {"kty": ["RSA"], "n": {}, "e": []},
    ],
)  # fmt: skip
def test_what_checks_no_signature_is_no_key(entry: Any) -> None:
    with pytest.raises(ProviderAway):
        read_key_set({"keys": [entry]})
    assert len(read_key_set({"keys": [entry, public(rsa("first"))]})) == 1


@pytest.mark.parametrize("document", [{}, {"keys": {}}, {"keys": None}, {"keys": []}])
def test_a_document_without_keys_is_none(document: Any) -> None:
    with pytest.raises(ProviderAway):
        read_key_set(document)


def test_a_key_signs_by_its_algorithm_alone() -> None:
    bound = public(rsa("first")) | {"alg": "RS512"}
    entries = [bound, public(curve("second")), public(curve("large", "P-384"))]
    keys = ProviderKeys(lambda: {"keys": entries}, lambda: 0.0)
    for name, algorithm in (("first", "RS512"), ("second", "ES256"), ("large", "ES384")):
        assert keys.find(name, algorithm) is not None
        assert keys.find(None, algorithm) is not None
    for name, algorithm in (("first", "RS256"), ("second", "ES384"), ("second", "RS512"),
                            ("large", "ES256"), ("", "RS512"), ("first", "HS256")):  # fmt: skip
        assert keys.find(name, algorithm) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"issuer": "https://evil.example"}, {"jwks_uri": "http://id.example/keys"},
        {"jwks_uri": "file:///etc/passwd"}, {"jwks_uri": None}, {"token_endpoint": 7},
    ],
)  # fmt: skip
def test_a_description_of_another_or_unsafe_is_refused(
    provider: OpenIdProvider, changes: Any
) -> None:
    provider.answers[DISCOVERY] = orjson.dumps(provider.document(DISCOVERY) | changes)
    with pytest.raises(ProviderAway):
        Bench(provider).principal(provider.token())


@pytest.mark.parametrize(
    "answer",
    [
        b"", b"{", b"[]", b"7", b'{"a":1,"a":2}', b"\xff", b"[" * 9999,
        b" " * MOST_ANSWER_BYTES + b"{}",
    ],
)  # fmt: skip
def test_what_is_no_small_json_object_is_refused(provider: OpenIdProvider, answer: bytes) -> None:
    provider.answers[KEY_SET] = answer
    with pytest.raises(ProviderAway):
        fetch_document(Asking(provider.issuer + KEY_SET))


def test_redirects_and_errors_are_refused(provider: OpenIdProvider) -> None:
    for status in (301, 302, 404, 500, 204):
        provider.statuses[KEY_SET] = status
        with pytest.raises(ProviderAway):
            fetch_document(Asking(provider.issuer + KEY_SET))


@pytest.mark.parametrize(
    "url", ["http://id.example/", "ftp://127.0.0.1/", "https://a b/", "https://x\r\nHost: y/", ""]
)
def test_nothing_is_fetched_from_an_unsafe_address(url: str) -> None:
    with pytest.raises(ProviderAway):
        fetch_document(Asking(url))


def test_an_answer_that_drips_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each byte comes in time, all of them never."""
    monkeypatch.setattr(fetch, "ALL_SECONDS", 0.3)
    with a_dripping_server() as url, pytest.raises(ProviderAway):
        fetch_document(Asking(url))

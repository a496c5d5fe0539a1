"""Tokens of a real provider over HTTP: which count, and that no other ever does."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc import jws

from diagnosis.config.settings import read_settings
from diagnosis.identity.provider.tokens import LEEWAY_SECONDS, LONGEST_TOKEN
from diagnosis.services.ports.keys import OPERATOR
from diagnosis.services.ports.scope import AccessRole, KeyScope, Principal
from tests.identity.provider.bench import Bench
from tests.provider.server import KEY_SET, OpenIdProvider, running
from tests.provider.signing import (
    curve,
    part,
    public,
    rsa,
    signed,
    signed_by_secret,
    unsigned,
)


@pytest.fixture
def provider() -> Iterator[OpenIdProvider]:
    with running(OpenIdProvider()) as provider:
        yield provider


@pytest.fixture
def bench(provider: OpenIdProvider) -> Bench:
    return Bench(provider)


USUAL = (KeyScope.READ, KeyScope.WRITE)


def test_a_token_says_who_asks(bench: Bench) -> None:
    for key in bench.provider.keys:
        text = signed(bench.provider.claims(), key)
        assert bench.principal(text) == Principal("local", "ms-wu", AccessRole.ENTERPRISE, USUAL)
        assert bench.reader.has_met(text)
    assert bench.provider.asked[KEY_SET] == 1


@pytest.mark.parametrize(
    ("changes", "head"),
    [
        ({"scope": "openid profile"}, {}), ({"aud": ["other", "https://diagnosis.example"]}, {}),
        ({"role": ["offline_access", "enterprise"]}, {}), ({}, {"typ": "application/AT+JWT"}),
        ({"nbf": 0}, {}), ({"exp": 1e12}, {}),
    ],
)  # fmt: skip
def test_what_may_vary(bench: Bench, changes: Any, head: Any) -> None:
    text = signed(bench.provider.claims(**changes), rsa("first"), **head)
    assert bench.principal(text) == Principal("local", "ms-wu", AccessRole.ENTERPRISE, USUAL)


def test_scopes_that_a_token_names_are_what_it_may(bench: Bench) -> None:
    for scope, expected in (
        ("openid read", (KeyScope.READ,)), ("keys write", (KeyScope.WRITE, KeyScope.KEYS)),
    ):  # fmt: skip
        principal = bench.principal(bench.provider.token(scope=scope))
        assert principal is not None and principal.scopes == expected


BAD_CLAIMS: dict[str, dict[str, Any]] = {
    "another issuer": {"iss": "https://evil.example"}, "no issuer": {"iss": None},
    "issuer in a list": {"iss": ["https://evil.example"]},
    "another audience": {"aud": "other"}, "no audience": {"aud": None}, "empty": {"aud": []},
    "audience of numbers": {"aud": [1]}, "longer audience": {"aud": "https://diagnosis.example/"},
    "expired": {"exp": 1_700_000_000}, "never expires": {"exp": None}, "text": {"exp": "9e99"},
    "true": {"exp": True}, "list": {"exp": [9e12]}, "null issued": {"iat": None},
    "issued in the future": {"iat": 4_000_000_000}, "not yet": {"nbf": 4_000_000_000},
    "unknown organisation": {"organisation": "nobody"}, "no organisation": {"organisation": None},
    "organisations": {"organisation": ["local"]}, "path": {"organisation": "../local"},
    "capitals": {"organisation": "LOCAL"}, "every": {"organisation": "*"},
    "blank": {"organisation": "local "}, "no role": {"role": None}, "its word": {"role": "root"},
    "admin": {"role": "admin", "organisation": OPERATOR}, "admin of a firm": {"role": "admin"},
    "admin among": {"role": ["enterprise", "admin"]},
    "two roles": {"role": ["enterprise", "portal"]}, "role of no key": {"role": "holder"},
    "operator": {"organisation": OPERATOR}, "role in an object": {"role": {"enterprise": True}},
    "no subject": {"sub": None}, "empty subject": {"sub": ""}, "number": {"sub": 7},
    "long subject": {"sub": "x" * 101}, "line": {"sub": "a\nb"}, "unseen": {"sub": "a\u200bb"},
}  # fmt: skip


@pytest.mark.parametrize("why", BAD_CLAIMS)
def test_claims_that_do_not_count(bench: Bench, why: str) -> None:
    text = bench.provider.token(**BAD_CLAIMS[why])
    assert bench.principal(text) is None
    assert not bench.reader.has_met(text)


def forgeries(provider: OpenIdProvider) -> dict[str, str]:
    """Return tokens with the right claims that the provider did not sign as it is agreed."""
    claims, key, stranger = provider.claims(), rsa("first"), rsa("strange")
    head = {"alg": "RS256", "kid": "first", "typ": "at+jwt"}
    good = signed(claims, key)
    first, body, signature = good.split(".")
    pem = key.public_key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    der = key.public_key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    other = part(provider.claims(organisation="office"))
    nested = b"[" * 3000 + b"]" * 3000
    return {
        "none": unsigned(claims, head | {"alg": "none"}),
        "None": unsigned(claims, head | {"alg": "None"}, b"x"),
        "no signature": f"{first}.{body}.",
        "HS256 with the public key": signed_by_secret(claims, pem, kid="first"),
        "HS256 with its bytes": signed_by_secret(claims, der, kid="first"),
        "HS256 with its modulus": signed_by_secret(
            claims, str(public(key)["n"]).encode(), kid="first"
        ),
        "HS256 with nothing": signed_by_secret(claims, b"", kid="first"),
        "not allowed": signed(claims, key, alg="RS512"),
        "PS256": signed(claims, key, alg="PS256"),
        "a stranger's key": signed(claims, stranger, kid="first"),
        "an unknown key": signed(claims, stranger),
        "a key that it brings": signed(claims, stranger, kid="first", jwk=public(stranger)),
        "a key that it points to": signed(claims, stranger, jku=f"{provider.issuer}/evil"),
        "critical": unsigned(claims, head | {"crit": ["exp"], "exp": 1}, b"x"),
        "other claims": f"{first}.{other}.{signature}",
        "no type that counts": signed(claims, key, typ="JWT"),
        "no type": signed(claims, key, typ=None),
        "type of a number": unsigned(claims, head | {"typ": 7}, b"x"),
        "path": signed(claims, stranger, kid="../../../dev/null"),
        "statement": signed(claims, stranger, kid="' OR 1=1 --"),
        "kid of a list": unsigned(claims, head | {"kid": ["first"]}, b"x"),
        "no kid of two": signed(claims, stranger, kid=None),
        "curve as RSA": unsigned(claims, head | {"kid": "second"}, b"x" * 64),
        "another curve": signed(claims, curve("large", "P-384"), alg="ES384"),
        "zeros": unsigned(claims, head | {"alg": "ES256", "kid": "second"}, bytes(64)),
        "nested head": f"{part(nested)}.{body}.{signature}",
        "list of claims": signed([claims], key),
        "number": signed(7, key),
        "twice a claim": key_twice(provider),
        "five parts": f"{good}.AA.AA",
        "two parts": f"{first}.{body}",
        "blanks": good.replace(".", " .", 1),
        "huge": signed(claims | {"more": "x" * LONGEST_TOKEN}, key),
        "letters": "é.é.é",
    }


def key_twice(provider: OpenIdProvider) -> str:
    """Return a signed token whose claims name an organisation twice."""
    text = str(provider.claims()).replace("'", '"').replace("}", ', "organisation": "office"}')
    head = {"alg": "RS256", "kid": "first", "typ": "at+jwt"}
    return jws.serialize_compact(head, text.encode(), rsa("first"))


FORGERIES = tuple(forgeries(OpenIdProvider(port=9)))


@pytest.mark.parametrize("why", FORGERIES)
def test_forgeries_are_nobody(bench: Bench, why: str) -> None:
    assert bench.principal(forgeries(bench.provider)[why]) is None


def test_an_admin_counts_where_a_setting_says_so(provider: OpenIdProvider) -> None:
    bench = Bench(provider, DIAGNOSIS_OIDC_ROLES="enterprise,admin")
    principal = bench.principal(provider.token(role="admin", organisation=OPERATOR))
    assert principal == Principal(OPERATOR, "ms-wu", AccessRole.ADMIN, (KeyScope.KEYS,))
    for changes in (
        {"role": "admin"}, {"organisation": OPERATOR}, {"role": "portal"},
        {"role": "admin", "organisation": OPERATOR, "scope": "read"},
    ):  # fmt: skip
        assert bench.principal(provider.token(**changes)) is None


def test_claims_have_the_names_of_the_settings(provider: OpenIdProvider) -> None:
    bench = Bench(
        provider, DIAGNOSIS_OIDC_ORGANISATION_CLAIM="https://firm.example/tenant",
        DIAGNOSIS_OIDC_ROLE_CLAIM="groups", DIAGNOSIS_OIDC_SUBJECT_CLAIM="employee",
        DIAGNOSIS_OIDC_TOKEN_TYPES="jwt", DIAGNOSIS_OIDC_ALGORITHMS="ES256",
    )  # fmt: skip
    claims = provider.claims(organisation="local", role="portal") | {
        "https://firm.example/tenant": "office", "groups": ["consultant", "staff"],
        "employee": "17",
    }  # fmt: skip
    for kind in ("JWT", None):
        principal = bench.principal(signed(claims, curve("second"), typ=kind))
        assert principal == Principal("office", "17", AccessRole.CONSULTANT, USUAL)
    assert bench.principal(signed(claims, rsa("first"), typ="JWT")) is None
    assert bench.principal(signed(claims, curve("second"))) is None


def test_a_remembered_token_expires_to_the_second(bench: Bench) -> None:
    text = bench.provider.token()
    assert bench.principal(text) is not None
    assert bench.principal(text, 299 + LEEWAY_SECONDS) is not None
    assert bench.principal(text, 301 + LEEWAY_SECONDS) is None
    bench.seconds += 9
    assert bench.principal(text, 301 + LEEWAY_SECONDS) is None


def test_clocks_may_differ_by_a_minute(bench: Bench) -> None:
    now = int(datetime.now(UTC).timestamp())
    assert bench.principal(bench.provider.token(iat=now + 50, nbf=now + 50)) is not None
    assert bench.principal(bench.provider.token(iat=now + 90)) is None
    assert bench.principal(bench.provider.token(exp=now - 50)) is not None
    assert bench.principal(bench.provider.token(exp=now - 90)) is None


@settings(max_examples=300)
@given(st.data())
def test_no_change_of_a_token_counts_or_breaks(data: st.DataObject) -> None:
    bench = _BENCH
    text = bench.provider.token()
    where = data.draw(st.integers(0, len(text) - 1))
    letters = "ABCZabz019-_.=+/ é{\x00"
    put = data.draw(st.text(letters, max_size=3))
    changed = text[:where] + put + text[where + data.draw(st.integers(0, 3)) :]
    principal = bench.principal(changed)
    assert principal is None or changed.split(".")[:2] == text.split(".")[:2]


@settings(max_examples=300)
@given(
    st.dictionaries(
        st.sampled_from(["alg", "kid", "typ", "crit", "b64", "jwk", "x5c", "enc", "zip"]),
        st.recursive(
            st.none() | st.booleans() | st.floats() | st.text(max_size=5)
            | st.sampled_from(["RS256", "ES256", "first", "second", "at+jwt", "none"]),
            lambda below: st.lists(below, max_size=2),
        ),
    ),
    st.binary(max_size=70),
)  # fmt: skip
def test_no_head_breaks(head: dict[str, Any], signature: bytes) -> None:
    assert _BENCH.principal(unsigned(_BENCH.provider.claims(), head, signature)) is None


@pytest.fixture(autouse=True, scope="module")
def lasting_bench() -> Iterator[None]:
    """Let the tests of many examples have a provider that lasts."""
    with running(OpenIdProvider()) as provider:
        global _BENCH
        _BENCH = Bench(provider)
        yield


_BENCH: Bench


def test_another_key_set_may_be_named(provider: OpenIdProvider) -> None:
    trusted = read_settings(provider.settings).provider
    assert trusted is not None
    bench = Bench(provider)
    bench.reader = bench.reader_of(replace(trusted, key_set_url=provider.issuer + KEY_SET))
    assert bench.principal(provider.token()) is not None
    assert dict(provider.asked) == {KEY_SET: 1}

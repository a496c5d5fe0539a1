"""How keys are made and hashed."""

import hmac
from hashlib import sha256

import pytest

from diagnosis.identity.api_keys import KeyMint, prefix_of

PEPPER = b"p" * 32


def test_a_key_is_a_prefix_and_256_random_bits() -> None:
    mint = KeyMint(PEPPER)
    keys = [mint() for _ in range(200)]
    assert len({key.text for key in keys}) == len({key.prefix for key in keys}) == 200
    for key in keys:
        kind, prefix, secret = key.text.split("_", 2)
        assert (kind, prefix, len(secret)) == ("dk", key.prefix, 43)
        assert prefix_of(key.text) == prefix
        assert secret not in key.digest and secret not in repr(key)


def test_what_is_kept_is_the_hmac_of_the_whole_key() -> None:
    key = KeyMint(PEPPER)()
    assert key.digest == hmac.new(PEPPER, key.text.encode(), sha256).hexdigest()
    assert KeyMint(b"q" * 32).digest(key.text) != key.digest


def test_a_pepper_is_told_from_others_and_its_check_is_of_no_key() -> None:
    mint = KeyMint(PEPPER)
    assert mint.check == KeyMint(PEPPER).check != KeyMint(b"q" * 32).check
    assert PEPPER.decode() not in mint.check


@pytest.mark.parametrize(
    "text",
    [
        "", "dk_", "dk_abcdefghijkl_", f"dk_abcdefghijkl_{'A' * 42}",
        f"dk_abcdefghijkl_{'A' * 44}",
        f"dk_abcdefghijk1_{'A' * 43}", f"xk_abcdefghijkl_{'A' * 43}",
        f"dk_abcdefghijkl_{'é' * 43}", f"dk_abcdefghijkl_{'A' * 43}\n",
    ],
)  # fmt: skip
def test_what_looks_like_no_key_is_none(text: str) -> None:
    assert prefix_of(text) is None

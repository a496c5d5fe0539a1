"""The settings of an identity provider: none by default, and nothing unsafe."""

import pytest

from diagnosis.config import BadSetting, read_settings
from diagnosis.services.ports.scope import AccessRole

SET = {
    "DIAGNOSIS_OIDC_ISSUER": "https://id.example/realm",
    "DIAGNOSIS_OIDC_AUDIENCE": "https://diagnosis.example",
}


def test_without_an_issuer_there_is_no_provider() -> None:
    assert read_settings({}).provider is None
    assert read_settings({"DIAGNOSIS_OIDC_ISSUER": " "}).provider is None


def test_what_is_not_set_is_strict() -> None:
    trusted = read_settings(SET).provider
    assert trusted is not None
    assert trusted.algorithms == ("RS256", "ES256")
    assert trusted.token_types == ("at+jwt",)
    assert AccessRole.ADMIN not in trusted.roles
    assert trusted.client is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DIAGNOSIS_OIDC_ISSUER", "http://id.example"), ("DIAGNOSIS_OIDC_ISSUER", "id.example"),
        ("DIAGNOSIS_OIDC_ISSUER", "https://a@id.example"), ("DIAGNOSIS_OIDC_AUDIENCE", " "),
        ("DIAGNOSIS_OIDC_JWKS_URL", "http://id.example/keys"),
        ("DIAGNOSIS_OIDC_ALGORITHMS", "none"), ("DIAGNOSIS_OIDC_ALGORITHMS", "RS256,HS256"),
        ("DIAGNOSIS_OIDC_ALGORITHMS", "rs256"), ("DIAGNOSIS_OIDC_TOKEN_TYPES", "at+jwt,"
                                                 "logout+jwt"),
        ("DIAGNOSIS_OIDC_ROLES", "root"),
    ],
)  # fmt: skip
def test_what_is_unsafe_or_unknown_is_refused(name: str, value: str) -> None:
    with pytest.raises(BadSetting) as caught:
        read_settings(SET | {name: value})
    assert name in str(caught.value)

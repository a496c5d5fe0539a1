"""The settings of an identity provider: none by default, and nothing unsafe."""

from pathlib import Path

import pytest

from diagnosis.config.settings import read_settings
from diagnosis.config.variables import BadSetting
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


PAGES = SET | {
    "DIAGNOSIS_OIDC_CLIENT_ID": "pages", "DIAGNOSIS_PUBLIC_URL": "https://diagnosis.example",
}  # fmt: skip
SECRET = "DIAGNOSIS_OIDC_CLIENT_SECRET"


def test_a_client_has_a_secret_of_a_variable_or_a_file_or_none(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text(" of the file\n")
    for more, expected in (
        ({}, None), ({SECRET: " of the variable "}, "of the variable"),
        ({f"{SECRET}_FILE": str(file)}, "of the file"),
    ):  # fmt: skip
        trusted = read_settings(PAGES | more).provider
        assert trusted is not None and trusted.client is not None
        assert trusted.client.secret == expected
        assert "of the" not in repr(trusted)


def test_a_client_that_cannot_work_is_refused(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.touch()
    for more, named in (
        ({"DIAGNOSIS_PUBLIC_URL": ""}, "DIAGNOSIS_PUBLIC_URL"),
        ({SECRET: "secret", f"{SECRET}_FILE": str(empty)}, "not both"),
        ({f"{SECRET}_FILE": str(empty)}, "is empty"),
        ({f"{SECRET}_FILE": str(tmp_path / "none")}, "cannot be read"),
        ({"DIAGNOSIS_OIDC_SCOPE": "profile"}, "openid"),
        ({"DIAGNOSIS_OIDC_AUDIENCE": "pages", "DIAGNOSIS_OIDC_TOKEN_TYPES": "jwt"}, "ID tokens"),
    ):
        with pytest.raises(BadSetting, match=named):
            read_settings(PAGES | more)

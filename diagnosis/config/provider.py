"""The settings of an identity provider, `DIAGNOSIS_OIDC_*`; none by default."""

from collections.abc import Mapping

from diagnosis.config.public import public_url
from diagnosis.config.variables import BadSetting, listed, secret, shown
from diagnosis.services.ports.provider import (
    ALGORITHMS,
    USUAL_ALGORITHMS,
    USUAL_ROLES,
    USUAL_TOKEN_TYPES,
    ClaimNames,
    Client,
    Provider,
)
from diagnosis.services.ports.provider_address import is_safe_address
from diagnosis.services.ports.scope import KEY_ROLES, AccessRole


def provider_of(environment: Mapping[str, str]) -> Provider | None:
    """Return the identity provider whose tokens count, None where no issuer is set."""
    issuer = _address(environment, "DIAGNOSIS_OIDC_ISSUER")
    if issuer is None:
        return None
    audience = environment.get("DIAGNOSIS_OIDC_AUDIENCE", "").strip()
    if not audience:
        raise BadSetting("DIAGNOSIS_OIDC_AUDIENCE must say what tokens are issued for")
    types = (*USUAL_TOKEN_TYPES, "jwt")
    roles = _chosen(environment, "DIAGNOSIS_OIDC_ROLES", KEY_ROLES, USUAL_ROLES)
    usual, client = ClaimNames(), _client(environment)
    kinds = _chosen(environment, "DIAGNOSIS_OIDC_TOKEN_TYPES", types, USUAL_TOKEN_TYPES)
    if client is not None and client.id == audience and "jwt" in kinds:
        raise BadSetting(
            "DIAGNOSIS_OIDC_AUDIENCE must not be DIAGNOSIS_OIDC_CLIENT_ID where "
            "DIAGNOSIS_OIDC_TOKEN_TYPES has jwt: ID tokens would pass for access tokens"
        )
    return Provider(
        issuer=issuer,
        audience=audience,
        key_set_url=_address(environment, "DIAGNOSIS_OIDC_JWKS_URL"),
        algorithms=_chosen(environment, "DIAGNOSIS_OIDC_ALGORITHMS", ALGORITHMS, USUAL_ALGORITHMS),
        token_types=kinds,
        roles=tuple(AccessRole(role) for role in roles),
        claims=ClaimNames(
            organisation=environment.get("DIAGNOSIS_OIDC_ORGANISATION_CLAIM")
            or usual.organisation,
            role=environment.get("DIAGNOSIS_OIDC_ROLE_CLAIM") or usual.role,
            subject=environment.get("DIAGNOSIS_OIDC_SUBJECT_CLAIM") or usual.subject,
        ),
        client=client,
    )


def _client(environment: Mapping[str, str]) -> Client | None:
    """Return what this service is to the provider, None where nobody logs in by a page."""
    identity = environment.get("DIAGNOSIS_OIDC_CLIENT_ID", "").strip()
    if not identity:
        return None
    if public_url(environment) is None:
        raise BadSetting("DIAGNOSIS_OIDC_CLIENT_ID needs DIAGNOSIS_PUBLIC_URL, to return to")
    scope = environment.get("DIAGNOSIS_OIDC_SCOPE", "").split() or ["openid"]
    if "openid" not in scope:
        raise BadSetting("DIAGNOSIS_OIDC_SCOPE must have openid, as in: openid profile")
    return Client(identity, secret(environment, "DIAGNOSIS_OIDC_CLIENT_SECRET"), " ".join(scope))


def _address(environment: Mapping[str, str], name: str) -> str | None:
    """Return an address of the identity provider."""
    url = environment.get(name, "").strip()
    if url and not is_safe_address(url):
        raise BadSetting(
            f"{name} must look like https://id.example/realm; http is for this machine alone, "
            f"not {shown(url)}"
        )
    return url or None


def _chosen(
    environment: Mapping[str, str], name: str, allowed: tuple[str, ...], usual: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the parts of a setting, each out of a list; the usual ones where none is set."""
    chosen = tuple(listed(environment, name)) or usual
    for part in chosen:
        if part not in allowed:
            raise BadSetting(f"{name} must be of {', '.join(allowed)}, not {shown(part)}")
    return chosen

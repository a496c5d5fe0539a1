"""The identity provider that an operator trusts: what of its tokens is believed, and what not."""

from dataclasses import dataclass, field

from diagnosis.services.ports.scope import AccessRole

ALGORITHMS = (
    *("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
    *("ES256", "ES384", "ES512"),
)
"""Signatures that may be allowed: by a key pair, so that whoever checks them can make none."""
USUAL_ALGORITHMS = ("RS256", "ES256")
USUAL_TOKEN_TYPES = ("at+jwt",)
"""An access token as RFC 9068 marks it: no ID token passes for it."""
USUAL_ROLES = (AccessRole.ENTERPRISE, AccessRole.CONSULTANT, AccessRole.PORTAL)
"""Roles that a token may name unless a setting says otherwise: an admin is none of them."""


@dataclass(frozen=True, slots=True)
class ClaimNames:
    """The claims of a token that name the organisation, its role, and who acts for it."""

    organisation: str = "organisation"
    role: str = "role"
    subject: str = "sub"


@dataclass(frozen=True, slots=True)
class Client:
    """What this service is to the provider: its id, its secret if any, the scope it asks for."""

    id: str
    secret: str | None = field(default=None, repr=False)
    scope: str = "openid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """An OpenID provider.

    `issuer` is its name and the address that its description is below; `audience` what tokens
    must be issued for; `key_set_url` where its keys are, None where its description says so;
    `token_types` are values of `typ` in small letters, without `application/`; `roles` those that
    a token may name. Without a `client` nobody logs in by a page.
    """

    issuer: str
    audience: str
    key_set_url: str | None = None
    algorithms: tuple[str, ...] = USUAL_ALGORITHMS
    token_types: tuple[str, ...] = USUAL_TOKEN_TYPES
    roles: tuple[AccessRole, ...] = USUAL_ROLES
    claims: ClaimNames = ClaimNames()
    client: Client | None = None

"""Claims to principals: an organisation known here, in a role that the provider may name."""

import re
from collections.abc import Mapping

from diagnosis.domain.characters import bad_character, identifying
from diagnosis.identity.provider.tokens import BadToken, Claims
from diagnosis.services.keys import LONGEST_ACTOR, ORGANISATION_ID
from diagnosis.services.ports.keys import OPERATOR, KeyStore
from diagnosis.services.ports.provider import Provider
from diagnosis.services.ports.scope import (
    KEY_ROLES,
    SCOPES_OF_ROLE,
    USUAL_SCOPES,
    AccessRole,
    KeyScope,
    Principal,
)

_ID = re.compile(ORGANISATION_ID)
_ROLES: Mapping[str, AccessRole] = {role.value: role for role in KEY_ROLES}
_SCOPES: Mapping[str, KeyScope] = {scope.value: scope for scope in KeyScope}


def principal_of(claims: Claims, provider: Provider, store: KeyStore) -> Principal:
    """Return who asks with a token of these claims.

    The organisation must be known here, and an admin of the operator's. A claim with several
    roles must name exactly one that this service knows.

    Raises
    ------
    BadToken
        When the claims name no such organisation, role or subject.
    StoreUnavailable
        When the organisation cannot be looked up.

    """
    names = provider.claims
    organisation = _organisation(claims, provider)
    role = role_in(claims, provider)
    if organisation is None or role is None or role not in provider.roles:
        raise BadToken
    if (role is AccessRole.ADMIN) != (organisation == OPERATOR):
        raise BadToken
    subject = _subject(claims.get(names.subject))
    principal = Principal(organisation, subject, role, _scopes(claims.get("scope"), role))
    if not _is_known(organisation, store):
        raise BadToken
    return principal


def organisation_in(claims: Claims, provider: Provider, store: KeyStore) -> str | None:
    """Return the organisation that a token of these claims is of, None where it is not known here.

    Raises
    ------
    StoreUnavailable
        When it cannot be looked up.

    """
    organisation = _organisation(claims, provider)
    return organisation if organisation is not None and _is_known(organisation, store) else None


def role_in(claims: Claims, provider: Provider) -> AccessRole | None:
    """Return the role that claims name, allowed or not; None where they name none or several."""
    claim = claims.get(provider.claims.role)
    listed = claim if isinstance(claim, list) else [claim]
    roles = {_ROLES[name] for name in listed if isinstance(name, str) and name in _ROLES}
    return roles.pop() if len(roles) == 1 else None


def _organisation(claims: Claims, provider: Provider) -> str | None:
    claim = claims.get(provider.claims.organisation)
    return claim if isinstance(claim, str) and _ID.fullmatch(claim) else None


def _is_known(organisation: str, store: KeyStore) -> bool:
    with store.keys(Principal(organisation, ""), writes=False) as rows:
        return rows.organisation(organisation) is not None


def _subject(claim: object) -> str:
    if not isinstance(claim, str) or not 0 < len(claim) <= LONGEST_ACTOR:
        raise BadToken
    kept = identifying(claim)
    if kept != claim or bad_character(claim, kept) is not None:
        raise BadToken
    return claim


def _scopes(claim: object, role: AccessRole) -> tuple[KeyScope, ...]:
    """Return what a token may: what it says, or what is usual where it says nothing of it."""
    words = claim.split() if isinstance(claim, str) else []
    wished = {_SCOPES[word] for word in words if word in _SCOPES} or USUAL_SCOPES[role]
    scopes = wished & SCOPES_OF_ROLE[role]
    if not scopes:
        raise BadToken
    return tuple(scope for scope in KeyScope if scope in scopes)

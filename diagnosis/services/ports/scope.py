"""Who asks, and what they may see: their own rows, and those of firms granted to them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from diagnosis.domain.consent import ConsentUse


class AccessRole(StrEnum):
    """What somebody is to the firms whose rows they read."""

    ENTERPRISE = "enterprise"
    CONSULTANT = "consultant"
    PORTAL = "portal"
    ADMIN = "admin"
    HOLDER = "holder"
    RESPONDENT = "respondent"
    VIEWER = "viewer"


KEY_ROLES = (AccessRole.ENTERPRISE, AccessRole.CONSULTANT, AccessRole.PORTAL, AccessRole.ADMIN)
"""Roles that keys are issued for; a holder asks with a resume code, a respondent and a viewer
with a link."""


class KeyScope(StrEnum):
    """What a key may: read rows, write them, manage keys."""

    READ = "read"
    WRITE = "write"
    KEYS = "keys"


SCOPES_OF_ROLE: Mapping[AccessRole, frozenset[KeyScope]] = {
    AccessRole.ENTERPRISE: frozenset(KeyScope),
    AccessRole.CONSULTANT: frozenset(KeyScope),
    AccessRole.PORTAL: frozenset(KeyScope),
    AccessRole.ADMIN: frozenset({KeyScope.KEYS}),
    AccessRole.HOLDER: frozenset({KeyScope.READ, KeyScope.WRITE}),
    AccessRole.RESPONDENT: frozenset({KeyScope.READ, KeyScope.WRITE}),
    AccessRole.VIEWER: frozenset({KeyScope.READ}),
}
"""What a role may at all; who asks may less where its scopes are listed."""
_WORKS = frozenset({KeyScope.READ, KeyScope.WRITE})
USUAL_SCOPES: Mapping[AccessRole, frozenset[KeyScope]] = {
    AccessRole.ENTERPRISE: _WORKS,
    AccessRole.CONSULTANT: _WORKS,
    AccessRole.PORTAL: _WORKS,
    AccessRole.ADMIN: frozenset({KeyScope.KEYS}),
}
"""What a key may that was issued without saying what."""
MAY_BE_GRANTED = (AccessRole.CONSULTANT, AccessRole.PORTAL)
"""Roles that firms are granted to; each reads through grants to its role alone."""


class Purpose(NamedTuple):
    """A use that firms consent to, and the earliest version of its text that still counts."""

    use: ConsentUse
    least_version: int


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks: the organisation that owns rows, the person or key that acts, and its role.

    `scopes` is empty where it may all that its role may. Who `is_writing` finds its own rows
    alone. With a `purpose` only rows of firms that consent to it are there, its own among them.
    The audit names it by `key_id`, that of the key it asks with, and by the `operation` that it
    asks for; what it reads of others' firms is entered where there is one, each firm once: those
    that were are `entered`.
    """

    owner: str
    actor: str
    role: AccessRole = AccessRole.ENTERPRISE
    scopes: tuple[KeyScope, ...] = ()
    is_writing: bool = False
    purpose: Purpose | None = None
    key_id: str | None = None
    operation: str = ""
    entered: set[str] = field(default_factory=set, compare=False, repr=False)

    @property
    def allowed(self) -> frozenset[KeyScope]:
        """Return what the principal may."""
        of_role = SCOPES_OF_ROLE[self.role]
        return of_role.intersection(self.scopes) if self.scopes else of_role

    def consented(self, use: ConsentUse, least_version: int) -> "Principal":
        """Return who asks, to see what it may see of firms that consent to a use."""
        return replace(self, purpose=Purpose(use, least_version))

    @property
    def reads_as(self) -> AccessRole | None:
        """Return the role of the grants that open rows of other owners, to read, never to write.

        None where it sees its own rows alone.
        """
        return self.role if self.role in MAY_BE_GRANTED and not self.is_writing else None


class GrantState(StrEnum):
    """Whether a grant opens anything, and why it does not."""

    ACTIVE = "active"
    ENDED = "ended"
    REVOKED = "revoked"


def state_of_grant(
    revoked_at: datetime | None, ends_at: datetime | None, moment: datetime
) -> GrantState:
    """Return whether what was granted, or is opened by a link, is open at a moment, or why not."""
    if revoked_at is not None:
        return GrantState.REVOKED
    is_over = ends_at is not None and ends_at <= moment
    return GrantState.ENDED if is_over else GrantState.ACTIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """Leave to read the rows of one firm, from a moment until another, unless it is revoked.

    `grantee` is the organisation that may read, by its principals of a `role`; `purpose` what
    for, in the owner's words; `granted_by` the actor who gave it.
    """

    id: str
    enterprise_id: str
    grantee: str
    role: AccessRole
    purpose: str
    starts_at: datetime
    granted_by: str
    ends_at: datetime | None = None
    revoked_at: datetime | None = None

    def state_at(self, moment: datetime) -> GrantState:
        """Return whether the grant opens anything at a moment after it started."""
        return state_of_grant(self.revoked_at, self.ends_at, moment)

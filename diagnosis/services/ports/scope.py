"""Who asks, and what they may see: their own rows, and those of firms granted to them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class AccessRole(StrEnum):
    """What somebody is to the firms whose rows they read."""

    ENTERPRISE = "enterprise"
    CONSULTANT = "consultant"
    PORTAL = "portal"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks: the organisation that owns rows, the person or key that acts, and its role."""

    owner: str
    actor: str
    role: AccessRole = AccessRole.ENTERPRISE

    @property
    def reads_granted(self) -> bool:
        """Return whether rows of other owners may have been granted; to read, never to write."""
        return self.role in (AccessRole.CONSULTANT, AccessRole.PORTAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """Leave to read the rows of one firm, from a moment until another, unless it is revoked.

    `grantee` is the organisation that may read, `purpose` what for, in the owner's words.
    """

    id: str
    enterprise_id: str
    grantee: str
    role: AccessRole
    purpose: str
    starts_at: datetime
    ends_at: datetime | None = None
    revoked_at: datetime | None = None

"""The port of API keys: whose they are, what they may, and how they are looked up.

Nobody can read a key out of what is kept: that is its public prefix and a keyed hash of the rest.
"""

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from diagnosis.services.ports.scope import AccessRole, KeyScope, Principal
from diagnosis.services.ports.store import Page

OPERATOR = "operator"
"""The organisation that every admin key belongs to; it has no rows of firms."""
LOCAL_OWNER = "local"
"""The organisation of the rows from before there were keys; its keys are made on the machine."""


class KeyState(StrEnum):
    """Whether a key counts, and why it does not."""

    ACTIVE = "active"
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """Who owns rows: an enterprise, a consultancy, a bureau; its id is the owner of its rows."""

    id: str
    name: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRecord:
    """A key as it is kept; `scopes` is empty where it may all that its role may.

    `digest` is the HMAC-SHA-256 of the whole key in hexadecimal digits; `actor` the person or
    system that uses it; `issued_by` who made it, `parent_id` the key that it was issued with:
    None of an organisation's first key, and of those made on the machine. `last_used_at` is exact
    to an hour.
    """

    id: str
    prefix: str
    digest: str = field(repr=False)
    organisation: str
    actor: str
    role: AccessRole
    scopes: tuple[KeyScope, ...]
    created_at: datetime
    issued_by: str
    expires_at: datetime
    parent_id: str | None = None
    last_used_at: datetime | None = None
    revoked_at: datetime | None = None

    @property
    def principal(self) -> Principal:
        """Return who asks with this key."""
        role, scopes = self.role, self.scopes
        return Principal(self.organisation, self.actor, role, scopes, key_id=self.id)

    def state_at(self, moment: datetime) -> KeyState:
        """Return whether the key counts at a moment, and why it does not."""
        if self.revoked_at is not None:
            return KeyState.REVOKED
        return KeyState.ACTIVE if moment < self.expires_at else KeyState.EXPIRED

    def counts_at(self, moment: datetime) -> bool:
        """Return whether the key is neither expired nor revoked."""
        return self.state_at(moment) is KeyState.ACTIVE


@dataclass(frozen=True, slots=True)
class FreshKey:
    """A key that was just made: its text, which is shown and never kept, and what is kept."""

    text: str = field(repr=False)
    prefix: str
    digest: str = field(repr=False)


class KeyMaker(Protocol):
    """Makes keys with a pepper; `check` tells the pepper from others."""

    @property
    def check(self) -> str:
        """Return the keyed hash of a constant, 64 hexadecimal digits."""

    def __call__(self) -> FreshKey:
        """Return a key of 256 random bits that nobody has had before."""


class KeyRows(Protocol):
    """One transaction over keys: an admin's over all, anybody else's over those of its own."""

    def organisation(self, organisation_id: str) -> Organisation | None:
        """Return an organisation."""

    def add_organisation(self, organisation: Organisation) -> None:
        """Keep an organisation, where there is none of its id yet."""

    def hold(self, organisation_id: str) -> None:
        """Let no other transaction change keys of an organisation until this one ends."""

    def has_keys(self, organisation_id: str) -> bool:
        """Return whether an organisation has a key or ever had one."""

    def count_active(self, organisation_id: str, at: datetime) -> int:
        """Return how many keys of an organisation count at a moment."""

    def keep_check(self, check: str) -> str:
        """Keep what tells the pepper of keys, unless one is kept already; return what is kept."""

    def abandon(self, at: datetime) -> int:
        """Revoke every key, and forget what tells their pepper; return how many counted."""

    def key(self, key_id: str) -> KeyRecord | None:
        """Return a key."""

    def keys(self, after: str | None, limit: int) -> Page[KeyRecord]:
        """Return a page of keys, newest first."""

    def add_key(self, record: KeyRecord) -> None:
        """Keep a new key."""

    def end_key(self, key_id: str, at: datetime) -> bool:
        """Let a key expire at a moment, unless it does earlier; False where there is none."""

    def revoke_key(self, key_id: str, at: datetime) -> bool:
        """Revoke a key, unless it is revoked already; False where there is none."""

    def revoke_issued(self, key_id: str, at: datetime) -> int:
        """Revoke every key that was issued with a key, or with one of those; return how many.

        Those that have ended already are passed over, not what was issued with them.
        """


class KeyStore(Protocol):
    """Where keys are kept."""

    def key_of(self, prefix: str) -> KeyRecord | None:
        """Return the key of a prefix, whosever it is: nobody is known before it is read."""

    def pepper_check(self) -> str | None:
        """Return what tells the pepper of the keys that are kept, None before the first."""

    def note_use(self, record: KeyRecord, at: datetime) -> None:
        """Keep when a key was last used; nobody waits for it.

        Raises
        ------
        StoreUnavailable
            When the store is busy.

        """

    def keys(self, principal: Principal, *, writes: bool) -> AbstractContextManager[KeyRows]:
        """Return a transaction over the keys that a principal may see."""
